//! Who signs the double's webhooks: an authority made at each start, and a certificate by it with PayPal's name for its
//! sandbox.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use crate::DoubleError;

/// PayPal signs with RSA, and making such keys takes a library of its own; so the key is this one, known to all. It proves
/// nothing by itself: what is believed is the authority, whose key is made anew each time and never leaves the process.
const KEY: &[u8] = include_bytes!("../data/webhook-key.pk8");

/// The name on the certificates of PayPal's sandbox.
const NAME: &str = "messageverificationcerts.sandbox.paypal.com";

/// The authority, its certificate, and the key that signs.
pub struct Signer {
    authority: String,
    certificate: String,
    key: RsaKeyPair,
}

impl Signer {
    pub fn new() -> Result<Signer, DoubleError> {
        let refused = |error: ring::error::KeyRejected| DoubleError::Key(error.to_string());
        let key = RsaKeyPair::from_pkcs8(KEY).map_err(refused)?;
        let mut above = CertificateParams::new(Vec::new())?;
        above.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        above.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        above.distinguished_name.push(DnType::CommonName, "Demonstration authority of payments-double");
        lasting(&mut above);
        let above_key = KeyPair::generate()?;
        let authority = above.self_signed(&above_key)?.pem();
        let mut own = CertificateParams::new(vec![NAME.to_owned()])?;
        own.distinguished_name.push(DnType::CommonName, NAME);
        own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        lasting(&mut own);
        let public = KeyPair::from_pkcs8_der_and_sign_algo(&KEY.into(), &rcgen::PKCS_RSA_SHA256)?;
        let certificate = own.signed_by(&public, &Issuer::from_params(&above, &above_key))?.pem();
        Ok(Signer { authority, certificate, key })
    }

    /// The authority's certificate, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The signing certificate, in PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The signature over `message`: RSA with SHA-256, as PayPal's.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        match self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature) {
            Ok(()) => signature,
            // No signature is no genuine one: the delivery is refused, as it should be.
            Err(_) => Vec::new(),
        }
    }
}

/// Good at any time that a test or a demo may set.
fn lasting(params: &mut CertificateParams) {
    params.not_before = rcgen::date_time_ymd(2000, 1, 1);
    params.not_after = rcgen::date_time_ymd(2100, 1, 1);
}
