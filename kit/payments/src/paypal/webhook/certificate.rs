//! The certificates that sign webhooks: fetched from PayPal alone, believed by their chain, kept while they are good.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, Url};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use tokio::sync::{Mutex, RwLock};
use webpki::ring as algorithm;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::super::Settings;
use super::super::call::{Effect, bounded};
use super::super::settings::{is_loopback, is_within};
use super::delivery::Delivery;
use crate::Environment;

/// How many certificates are kept. PayPal uses one at a time and changes it once a year.
const KEPT: usize = 8;

/// The longest chain that is read, in certificates.
const LONGEST: usize = 6;

/// The signatures that a certificate of the chain may carry.
const CHAIN: [&dyn SignatureVerificationAlgorithm; 5] = [
    algorithm::RSA_PKCS1_2048_8192_SHA256,
    algorithm::RSA_PKCS1_2048_8192_SHA384,
    algorithm::RSA_PKCS1_2048_8192_SHA512,
    algorithm::ECDSA_P256_SHA256,
    algorithm::ECDSA_P384_SHA384,
];

/// Why this machine cannot say that a delivery is genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncertain {
    /// It is not.
    Forged(&'static str),
    /// The certificate cannot be had, or nobody known here vouches for it.
    Unknown,
}

/// A certificate with those above it.
#[derive(Debug)]
struct Chain(Vec<CertificateDer<'static>>);

/// Whom to believe, and what was believed before.
#[derive(Debug)]
pub struct Certificates {
    trust: Trust,
    kept: RwLock<HashMap<String, Arc<Chain>>>,
    /// Held by who fetches, so that a flood of deliveries fetches one certificate at a time.
    fetching: Mutex<()>,
}

/// Who may sign, and where certificates are found.
#[derive(Debug)]
struct Trust {
    roots: Vec<TrustAnchor<'static>>,
    name: &'static str,
    double: bool,
}

impl Certificates {
    pub fn new(settings: &Settings) -> Certificates {
        let roots = settings.authority().and_then(anchors);
        let trust = Trust {
            roots: roots.unwrap_or_else(|| webpki_roots::TLS_SERVER_ROOTS.to_vec()),
            name: match settings.environment() {
                Environment::Sandbox => "messageverificationcerts.sandbox.paypal.com",
                Environment::Live => "messageverificationcerts.paypal.com",
            },
            double: settings.is_double(),
        };
        Certificates { trust, kept: RwLock::default(), fetching: Mutex::default() }
    }

    /// Whether `delivery` was signed for `webhook_id` by who may.
    pub async fn judge(
        &self,
        client: &Client,
        delivery: &Delivery<'_>,
        webhook_id: &str,
        now: Timestamp,
    ) -> Result<(), Uncertain> {
        let url = self.trust.address(delivery.certificate)?;
        let chain = match self.known(&url, now).await {
            Some(chain) => chain,
            None => self.learn(client, url, now).await?,
        };
        chain.signed(&delivery.signed(webhook_id), &delivery.signature)
    }

    async fn known(&self, url: &Url, now: Timestamp) -> Option<Arc<Chain>> {
        let kept = self.kept.read().await;
        kept.get(url.as_str()).filter(|chain| self.trust.vouch(chain, now).is_ok()).map(Arc::clone)
    }

    /// Fetches a certificate, and keeps it if it is good.
    async fn learn(&self, client: &Client, url: Url, now: Timestamp) -> Result<Arc<Chain>, Uncertain> {
        let _alone = self.fetching.lock().await;
        if let Some(chain) = self.known(&url, now).await {
            return Ok(chain);
        }
        let chain = Arc::new(fetch(client, url.clone()).await.ok_or(Uncertain::Unknown)?);
        self.trust.vouch(&chain, now)?;
        let mut kept = self.kept.write().await;
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(url.into(), Arc::clone(&chain));
        Ok(chain)
    }
}

impl Trust {
    /// An address is PayPal's own, by https; of a double, this machine's.
    fn address(&self, text: &str) -> Result<Url, Uncertain> {
        let url = Url::parse(text).map_err(|_| Uncertain::Forged("the certificate's address is not one"))?;
        let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let host = url.host_str().unwrap_or_default();
        let paypal = url.scheme() == "https" && url.port().is_none() && is_within(host, "paypal.com");
        let here = self.double && is_loopback(&url) && matches!(url.scheme(), "http" | "https");
        if bare && (paypal || here) { Ok(url) } else { Err(Uncertain::Forged("the certificate is not at PayPal")) }
    }

    /// Whether the chain leads to a root, is for PayPal's webhooks of this environment, and is good at `now`.
    fn vouch(&self, chain: &Chain, now: Timestamp) -> Result<(), Uncertain> {
        let forged = |_| Uncertain::Forged("the certificate is not readable");
        let (leaf, above) = chain.0.split_first().ok_or(Uncertain::Unknown)?;
        let leaf = EndEntityCert::try_from(leaf).map_err(forged)?;
        let name = ServerName::try_from(self.name).map_err(|_| Uncertain::Unknown)?;
        let other = |_| Uncertain::Forged("the certificate is for another name");
        leaf.verify_is_valid_for_subject_name(&name).map_err(other)?;
        let seconds = u64::try_from(now.as_second()).map_err(|_| Uncertain::Unknown)?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let usage = KeyUsage::server_auth();
        match leaf.verify_for_usage(&CHAIN, &self.roots, above, time, usage, None, None) {
            Ok(_) => Ok(()),
            Err(webpki::Error::UnknownIssuer) => Err(Uncertain::Unknown),
            Err(webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. }) => {
                Err(Uncertain::Forged("the certificate is not good at this time"))
            }
            Err(_) => Err(Uncertain::Forged("the certificate's chain does not hold")),
        }
    }
}

impl Chain {
    /// Reads certificates in PEM, the signing one first.
    fn read(pem: &[u8]) -> Option<Chain> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).take(LONGEST + 1).collect();
        certificates.ok().filter(|found| (1..=LONGEST).contains(&found.len())).map(Chain)
    }

    fn signed(&self, message: &str, signature: &[u8]) -> Result<(), Uncertain> {
        let leaf = self.0.first().and_then(|leaf| EndEntityCert::try_from(leaf).ok()).ok_or(Uncertain::Unknown)?;
        leaf.verify_signature(algorithm::RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), signature)
            .map_err(|_| Uncertain::Forged("the signature does not hold"))
    }
}

/// The authorities in a PEM text; `None` if there are none, or one is not readable.
pub fn anchors(pem: &str) -> Option<Vec<TrustAnchor<'static>>> {
    let chain = Chain::read(pem.as_bytes())?;
    chain.0.iter().map(|root| anchor_from_trusted_cert(root).ok().map(|anchor| anchor.to_owned())).collect()
}

async fn fetch(client: &Client, url: Url) -> Option<Chain> {
    let response = client.get(url).send().await.ok().filter(|response| response.status().as_u16() == 200)?;
    Chain::read(&bounded(response, Effect::Reads).await.ok()?)
}

#[cfg(test)]
mod tests;
