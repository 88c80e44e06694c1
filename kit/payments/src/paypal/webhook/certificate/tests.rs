//! A genuine delivery of PayPal's, every alteration of it, and chains of generated authorities.

use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use serde_json::Value;

use super::*;
use crate::Unheard;

const CERTIFICATE: &[u8] = include_bytes!("../../../../tests/data/webhook-vector-cert.pem");
const ISSUER: &str = include_str!("../../../../tests/data/webhook-vector-issuer.pem");
const VECTOR: &str = include_str!("../../../../tests/data/webhook-vector.json");

const SANDBOX: &str = "messageverificationcerts.sandbox.paypal.com";
const ADDRESS: &str = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270";

/// The genuine delivery, taken apart so that each part can be altered.
#[derive(Clone)]
struct Genuine {
    headers: HeaderMap,
    body: Vec<u8>,
    webhook_id: String,
    certificate: Vec<u8>,
    at: Timestamp,
}

fn genuine() -> Genuine {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in vector["headers"].as_object().unwrap() {
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.insert(name, HeaderValue::from_str(value.as_str().unwrap()).unwrap());
    }
    headers.insert("paypal-auth-algo", HeaderValue::from_static("SHA256withRSA"));
    headers.insert("paypal-cert-url", HeaderValue::from_static(ADDRESS));
    let certificate = Chain::read(CERTIFICATE).unwrap();
    Genuine {
        headers,
        body: vector["body"].as_str().unwrap().as_bytes().to_vec(),
        webhook_id: vector["webhook_id"].as_str().unwrap().to_owned(),
        certificate: certificate.0[0].to_vec(),
        at: "2017-03-30T20:04:05Z".parse().unwrap(),
    }
}

fn trust(roots: Vec<TrustAnchor<'static>>, name: &'static str) -> Trust {
    Trust { roots, name, hosts: ["api.sandbox.paypal.com", "api-m.sandbox.paypal.com"], double: false }
}

impl Genuine {
    fn trust() -> Trust {
        trust(anchors(ISSUER).unwrap(), SANDBOX)
    }

    /// Judged as PayPal's client does it, without the fetching.
    fn holds(&self, trust: &Trust) -> bool {
        let Ok(delivery) = Delivery::read(&self.headers, &self.body) else { return false };
        let chain = Chain(vec![CertificateDer::from(self.certificate.clone())]);
        trust.address(delivery.certificate).is_ok()
            && trust.vouch(&chain, self.at).is_ok()
            && chain.signed(&delivery.signed(&self.webhook_id), &delivery.signature).is_ok()
    }

    /// The same with one byte of a header xored.
    fn with_header(&self, name: &'static str, at: usize, mask: u8) -> Option<Genuine> {
        let mut bytes = self.headers[name].as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] ^= mask;
        let mut altered = self.clone();
        altered.headers.insert(name, HeaderValue::from_bytes(&bytes).ok()?);
        Some(altered)
    }
}

#[test]
fn the_genuine_delivery_holds_as_of_its_date() {
    let genuine = genuine();
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let delivery = Delivery::read(&genuine.headers, &genuine.body).unwrap();
    assert_eq!(delivery.signed(&genuine.webhook_id), vector["signed_string"].as_str().unwrap());
    assert!(genuine.holds(&Genuine::trust()));
}

#[test]
fn it_does_not_hold_at_another_time_for_another_environment_or_by_another_root() {
    let mut genuine = genuine();
    assert!(!genuine.holds(&trust(anchors(ISSUER).unwrap(), "messageverificationcerts.paypal.com")));
    assert!(!genuine.holds(&trust(webpki_roots::TLS_SERVER_ROOTS.to_vec(), SANDBOX)));
    for (at, good) in [
        ("2017-02-17T23:59:59Z", false),
        ("2017-02-18T00:00:00Z", true),
        ("2019-04-26T12:00:00Z", true),
        ("2019-04-26T12:00:01Z", false),
        ("1960-01-01T00:00:00Z", false),
    ] {
        genuine.at = at.parse().unwrap();
        assert_eq!(genuine.holds(&Genuine::trust()), good, "{at}");
    }
}

#[test]
fn no_byte_of_the_body_can_be_altered() {
    let (genuine, trust) = (genuine(), Genuine::trust());
    let delivery = Delivery::read(&genuine.headers, &genuine.body).unwrap();
    let chain = Chain(vec![CertificateDer::from(genuine.certificate.clone())]);
    trust.vouch(&chain, genuine.at).unwrap();
    for at in 0..genuine.body.len() {
        let mut body = genuine.body.clone();
        body[at] ^= 1;
        let altered = Delivery { body: &body, signature: delivery.signature.clone(), ..delivery };
        assert!(chain.signed(&altered.signed(&genuine.webhook_id), &altered.signature).is_err(), "byte {at}");
    }
}

#[test]
fn no_byte_of_the_certificate_can_be_altered() {
    let (genuine, trust) = (genuine(), Genuine::trust());
    for at in 0..genuine.certificate.len() {
        let mut altered = genuine.clone();
        altered.certificate[at] ^= 1;
        assert!(!altered.holds(&trust), "byte {at}");
    }
}

#[test]
fn no_byte_of_what_is_signed_can_be_altered() {
    let (genuine, trust) = (genuine(), Genuine::trust());
    for name in ["paypal-transmission-id", "paypal-transmission-time", "paypal-transmission-sig"] {
        for at in 0..genuine.headers[name].len() {
            let altered = genuine.with_header(name, at, 1);
            assert!(altered.is_none_or(|altered| !altered.holds(&trust)), "{name}, byte {at}");
        }
    }
    for at in 0..genuine.webhook_id.len() {
        let mut bytes = genuine.webhook_id.clone().into_bytes();
        bytes[at] ^= 1;
        let altered = Genuine { webhook_id: String::from_utf8(bytes).unwrap(), ..genuine.clone() };
        assert!(!altered.holds(&trust), "webhook id, byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn no_alteration_of_any_part_holds(part in 0..5_usize, at in 0..10_000_usize, mask in 1..=255_u8, cut in any::<bool>()) {
        let (genuine, trust) = (genuine(), Genuine::trust());
        let names = ["paypal-transmission-id", "paypal-transmission-time", "paypal-transmission-sig"];
        let altered = match part {
            0 => {
                let mut altered = genuine.clone();
                let at = at % altered.body.len();
                if cut { altered.body.truncate(at) } else { altered.body[at] ^= mask }
                Some(altered)
            }
            1 => {
                let mut altered = genuine.clone();
                let at = at % altered.certificate.len();
                if cut { altered.certificate.truncate(at) } else { altered.certificate[at] ^= mask }
                Some(altered)
            }
            other => genuine.with_header(names[other - 2], at, mask),
        };
        prop_assert!(altered.is_none_or(|altered| !altered.holds(&trust)));
    }
}

#[test]
fn headers_are_there_once_and_say_what_is_accepted() {
    let refused = |change: &dyn Fn(&mut HeaderMap)| {
        let mut genuine = genuine();
        change(&mut genuine.headers);
        matches!(Delivery::read(&genuine.headers, &genuine.body), Err(Unheard::Forged(_)))
    };
    assert!(!refused(&|_| {}));
    let names = ["id", "time", "sig"].map(|part| format!("paypal-transmission-{part}"));
    for name in names.iter().map(String::as_str).chain(["paypal-cert-url", "paypal-auth-algo"]) {
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        assert!(refused(&|headers| {
            headers.remove(&name);
        }));
        assert!(refused(&|headers| {
            let again = headers[&name].clone();
            headers.append(&name, again);
        }));
    }
    for algorithm in ["NotToBeFound", "sha256withrsa", "SHA1withRSA", "none", ""] {
        assert!(refused(&|headers| {
            headers.insert("paypal-auth-algo", HeaderValue::from_str(algorithm).unwrap());
        }));
    }
    assert!(refused(&|headers| {
        headers.insert("paypal-transmission-id", HeaderValue::from_static("a|b"));
    }));
}

#[test]
fn certificates_are_at_paypal() {
    let trust = trust(Vec::new(), SANDBOX);
    let double = Trust { double: true, ..self::trust(Vec::new(), SANDBOX) };
    for url in [
        ADDRESS,
        "https://api-m.sandbox.paypal.com/v1/notifications/certs/C",
        "https://API.sandbox.PayPal.com/v1/notifications/certs/a_B.9-",
    ] {
        assert!(trust.address(url).is_ok(), "{url}");
    }
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    for url in [
        vector["headers"]["PAYPAL-CERT-URL"].as_str().unwrap(),
        "http://api.sandbox.paypal.com/v1/notifications/certs/C",
        "https://api.paypal.com/v1/notifications/certs/C",
        "https://www.sandbox.paypal.com/v1/notifications/certs/C",
        "https://sandbox.paypal.com/v1/notifications/certs/C",
        "https://api.sandbox.paypal.com.example.org/v1/notifications/certs/C",
        "https://notapi.sandbox.paypal.com/v1/notifications/certs/C",
        "https://example.org/v1/notifications/certs/C",
        "https://api.sandbox.paypal.com@example.org/v1/notifications/certs/C",
        "https://a:b@api.sandbox.paypal.com/v1/notifications/certs/C",
        "https://api.sandbox.paypal.com:8443/v1/notifications/certs/C",
        "https://api.sandbox.paypal.com/v1/notifications/certs/",
        "https://api.sandbox.paypal.com/v1/notifications/certs/C/D",
        "https://api.sandbox.paypal.com/v1/notifications/certs/C/",
        "https://api.sandbox.paypal.com/v1/notifications/certs/%43",
        "https://api.sandbox.paypal.com/v1/notifications/certs/../webhooks",
        "https://api.sandbox.paypal.com/v1/notifications/certs/C?",
        "https://api.sandbox.paypal.com/v1/notifications/certs/C?a=1",
        "https://api.sandbox.paypal.com/v1/notifications/certs/C#a",
        "https://127.0.0.1/v1/notifications/certs/C",
        "file:///v1/notifications/certs/C",
        "api.sandbox.paypal.com",
    ] {
        assert!(trust.address(url).is_err(), "{url}");
        assert!(double.address(url).is_err() || url.contains("127.0.0.1"), "{url}");
    }
    assert!(trust.address("http://127.0.0.1:8091/v1/notifications/certs/C").is_err());
    assert!(double.address("http://127.0.0.1:8091/v1/notifications/certs/C").is_ok());
    assert!(double.address("http://127.0.0.1:8091/v1/notifications/certs/C?a").is_err());
    assert!(double.address("http://127.0.0.1:8091/c").is_err());
    assert!(double.address("http://example.org/v1/notifications/certs/C").is_err());
}

#[test]
fn live_certificates_are_at_live_addresses() {
    let payee = crate::Payee { merchant_id: None, email: Some("a@example.org".to_owned()) };
    let settings = Settings::new(Environment::Live, "client", super::super::super::Secret::new("hush"), payee).unwrap();
    let trust = Certificates::new(&settings).trust;
    assert!(trust.address("https://api.paypal.com/v1/notifications/certs/C").is_ok());
    assert!(trust.address("https://api-m.paypal.com/v1/notifications/certs/C").is_ok());
    assert!(trust.address(ADDRESS).is_err());
}

/// An authority and what it signs.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

fn params(name: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2027, 1, 1);
    change(&mut params);
    params
}

fn as_authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
}

fn root(name: &str) -> Authority {
    let (params, key) = (params(name, as_authority), KeyPair::generate().unwrap());
    let pem = params.self_signed(&key).unwrap().pem();
    Authority { params, key, pem }
}

impl Authority {
    fn sign(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Authority {
        let (params, key) = (params(name, change), KeyPair::generate().unwrap());
        let pem = params.signed_by(&key, &Issuer::from_params(&self.params, &self.key)).unwrap().pem();
        Authority { params, key, pem }
    }
}

fn vouched(root: &Authority, chain: &[&Authority]) -> Result<(), Uncertain> {
    let pem: String = chain.iter().map(|certificate| certificate.pem.as_str()).collect();
    let chain = Chain::read(pem.as_bytes()).unwrap();
    trust(anchors(&root.pem).unwrap(), SANDBOX).vouch(&chain, "2026-11-21T10:00:00Z".parse().unwrap())
}

#[test]
fn chains_lead_to_a_root_through_authorities() {
    let root = self::root("root.example.org");
    let between = root.sign("between.example.org", as_authority);
    let leaf = between.sign(SANDBOX, |_| {});
    assert_eq!(vouched(&root, &[&leaf, &between]), Ok(()));
    assert_eq!(vouched(&root, &[&leaf, &between, &root]), Ok(()));
    assert_eq!(vouched(&root, &[&leaf]), Err(Uncertain::Unknown));
    assert!(vouched(&self::root("root.example.org"), &[&leaf, &between]).is_err());
    let no_authority = root.sign("between.example.org", |_| {});
    let under_it = no_authority.sign(SANDBOX, |_| {});
    assert!(vouched(&root, &[&under_it, &no_authority]).is_err());
}

#[test]
fn a_leaf_is_good_for_its_name_its_time_and_its_use() {
    let root = self::root("root.example.org");
    assert_eq!(vouched(&root, &[&root.sign(SANDBOX, |_| {})]), Ok(()));
    for name in ["messageverificationcerts.paypal.com", "www.sandbox.paypal.com", "example.org"] {
        assert!(matches!(vouched(&root, &[&root.sign(name, |_| {})]), Err(Uncertain::Forged(_))), "{name}");
    }
    let over = root.sign(SANDBOX, |params| params.not_after = rcgen::date_time_ymd(2026, 11, 20));
    assert!(matches!(vouched(&root, &[&over]), Err(Uncertain::Forged(_))));
    let early = root.sign(SANDBOX, |params| params.not_before = rcgen::date_time_ymd(2026, 11, 22));
    assert!(matches!(vouched(&root, &[&early]), Err(Uncertain::Forged(_))));
    let client = root.sign(SANDBOX, |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]);
    assert!(matches!(vouched(&root, &[&client]), Err(Uncertain::Forged(_))));
    let authority = root.sign(SANDBOX, as_authority);
    assert!(matches!(vouched(&root, &[&authority]), Err(Uncertain::Forged(_))));
}

#[test]
fn another_kind_of_key_signs_nothing() {
    let leaf = self::root("root.example.org").sign(SANDBOX, |_| {});
    let chain = Chain::read(leaf.pem.as_bytes()).unwrap();
    assert!(chain.signed("message", &[0; 256]).is_err());
}

#[test]
fn a_chain_is_read_whole_or_not() {
    assert!(Chain::read(b"").is_none());
    assert!(Chain::read(b"-----BEGIN CERTIFICATE-----\nAAAA").is_none());
    let lines = [CERTIFICATE, b"\n"].concat();
    assert!(Chain::read(&lines.repeat(LONGEST)).is_some());
    assert!(Chain::read(&lines.repeat(LONGEST + 1)).is_none());
}
