//! The certificates that sign webhooks: fetched from PayPal alone, believed by their chain, kept while they are good.

mod memory;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Client, Url};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use tokio::sync::{Mutex, RwLock, Semaphore};
use webpki::ring as algorithm;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::super::Settings;
use super::super::call::{Effect, bounded};
use super::super::settings::is_loopback;
use super::delivery::Delivery;
use crate::Environment;
use memory::Memory;

/// Where PayPal serves certificates, before their ids.
const CERTIFICATES: &str = "/v1/notifications/certs/";

/// How many deliveries may wait for a certificate. More would wait behind fetches that are not theirs.
const WAITING: usize = 4;

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
    /// Too much is asked for at once.
    Busy(&'static str),
}

/// A certificate with those above it.
#[derive(Debug)]
struct Chain(Vec<CertificateDer<'static>>);

/// Whom to believe, and what was believed before.
#[derive(Debug)]
pub struct Certificates {
    trust: Trust,
    memory: RwLock<Memory>,
    /// A place of those that may wait for `fetching`.
    waiting: Semaphore,
    /// Held by who fetches, so that a flood of deliveries fetches one certificate at a time.
    fetching: Mutex<()>,
}

/// Who may sign, and where certificates are found.
#[derive(Debug)]
struct Trust {
    roots: Vec<TrustAnchor<'static>>,
    name: &'static str,
    hosts: [&'static str; 2],
    double: bool,
}

impl Certificates {
    pub fn new(settings: &Settings) -> Certificates {
        let roots = settings.authority().and_then(anchors);
        let (name, hosts) = match settings.environment() {
            Environment::Sandbox => {
                ("messageverificationcerts.sandbox.paypal.com", ["api.sandbox.paypal.com", "api-m.sandbox.paypal.com"])
            }
            Environment::Live => ("messageverificationcerts.paypal.com", ["api.paypal.com", "api-m.paypal.com"]),
        };
        let roots = roots.unwrap_or_else(|| webpki_roots::TLS_SERVER_ROOTS.to_vec());
        let trust = Trust { roots, name, hosts, double: settings.is_double() };
        let (memory, waiting, fetching) = (RwLock::default(), Semaphore::new(WAITING), Mutex::default());
        Certificates { trust, memory, waiting, fetching }
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
            Some(known) => known?,
            None => self.learn(client, url, now).await?,
        };
        chain.signed(&delivery.signed(webhook_id), &delivery.signature)
    }

    /// Whether PayPal may be asked about one more delivery; it is counted as asked.
    pub async fn may_ask(&self, now: Timestamp) -> bool {
        self.memory.write().await.may_ask(now)
    }

    /// What came of an address before, if that still counts.
    async fn known(&self, url: &Url, now: Timestamp) -> Option<Result<Arc<Chain>, Uncertain>> {
        let memory = self.memory.read().await;
        let kept = memory.kept(url).filter(|chain| self.trust.vouch(chain, now).is_ok());
        kept.map(Ok).or_else(|| memory.failure(url, now).map(Err))
    }

    /// Fetches a certificate, and remembers it if it is good, or else that it is not.
    async fn learn(&self, client: &Client, url: Url, now: Timestamp) -> Result<Arc<Chain>, Uncertain> {
        let busy = |_| Uncertain::Busy("too many deliveries wait for certificates");
        let _place = self.waiting.try_acquire().map_err(busy)?;
        let _alone = self.fetching.lock().await;
        if let Some(known) = self.known(&url, now).await {
            return known;
        }
        let found = fetch(client, url.clone()).await.and_then(|chain| self.trust.vouch(&chain, now).map(|()| chain));
        let found = found.map(Arc::new);
        let mut memory = self.memory.write().await;
        match &found {
            Ok(chain) => memory.keep(url, Arc::clone(chain)),
            Err(why) => memory.fail(url, *why, now),
        }
        found
    }
}

impl Trust {
    /// An address is one of those at which PayPal serves certificates of this environment, by https; of a double, on this
    /// machine. It has one spelling, so that nobody can have the same certificate fetched under many.
    fn address(&self, text: &str) -> Result<Url, Uncertain> {
        let url = Url::parse(text).map_err(|_| Uncertain::Forged("the certificate's address is not one"))?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        let bare = anonymous && url.query().is_none() && url.fragment().is_none();
        let certificate = url.path().strip_prefix(CERTIFICATES).is_some_and(is_id);
        let host = url.host_str().unwrap_or_default();
        let paypal = url.scheme() == "https" && url.port().is_none() && self.hosts.contains(&host);
        let here = self.double && is_loopback(&url) && matches!(url.scheme(), "http" | "https");
        if bare && certificate && (paypal || here) {
            Ok(url)
        } else {
            Err(Uncertain::Forged("the certificate is not at PayPal"))
        }
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

/// Whether `text` can be the id of a certificate, such as `CERT-360caa42-fca2a594-1d93a270`.
fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=100).contains(&text.len()) && text.bytes().all(plain)
}

async fn fetch(client: &Client, url: Url) -> Result<Chain, Uncertain> {
    let response = client.get(url).send().await.map_err(|_| Uncertain::Unknown)?;
    match response.status().as_u16() {
        200 => {}
        404 | 410 => return Err(Uncertain::Forged("PayPal has no such certificate")),
        429 => return Err(Uncertain::Busy("too many certificates were asked for")),
        _ => return Err(Uncertain::Unknown),
    }
    let pem = bounded(response, Effect::Reads).await.map_err(|_| Uncertain::Unknown)?;
    Chain::read(&pem).ok_or(Uncertain::Unknown)
}

#[cfg(test)]
mod tests;
