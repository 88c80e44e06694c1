//! A delivery as it came, and what of it is signed.

use data_encoding::BASE64;
use http::HeaderMap;
use jiff::Timestamp;

use crate::Unheard;

/// The only signature that is accepted.
pub const ALGORITHM: &str = "SHA256withRSA";

/// A delivery whose headers are well formed; nothing of it is believed yet.
#[derive(Debug)]
pub struct Delivery<'a> {
    pub id: &'a str,
    /// As it was written, because that is signed.
    pub time: &'a str,
    pub certificate: &'a str,
    pub signature: Vec<u8>,
    pub signature_text: &'a str,
    pub body: &'a [u8],
}

impl<'a> Delivery<'a> {
    pub fn read(headers: &'a HeaderMap, body: &'a [u8]) -> Result<Delivery<'a>, Unheard> {
        let id = header(headers, "paypal-transmission-id", 50)?;
        // A `|` would let the parts of the signed text be cut elsewhere.
        if id.contains('|') || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Unheard::Forged("the transmission id is not one"));
        }
        let time = header(headers, "paypal-transmission-time", 100)?;
        if time.parse::<Timestamp>().is_err() {
            return Err(Unheard::Forged("the transmission time is not one"));
        }
        if header(headers, "paypal-auth-algo", 100)? != ALGORITHM {
            return Err(Unheard::Forged("the algorithm is not SHA256withRSA"));
        }
        let signature_text = header(headers, "paypal-transmission-sig", 2_000)?;
        let signature = BASE64.decode(signature_text.as_bytes());
        Ok(Delivery {
            id,
            time,
            certificate: header(headers, "paypal-cert-url", 500)?,
            signature: signature.map_err(|_| Unheard::Forged("the signature is not base64"))?,
            signature_text,
            body,
        })
    }

    /// What PayPal signs: the body by its checksum alone. Finding another body with the same checksum is easy, so an event
    /// is worth no more than a reason to ask.
    pub fn signed(&self, webhook_id: &str) -> String {
        format!("{}|{}|{webhook_id}|{}", self.id, self.time, crc32fast::hash(self.body))
    }
}

/// A header that stands there exactly once.
fn header<'a>(headers: &'a HeaderMap, name: &str, longest: usize) -> Result<&'a str, Unheard> {
    let mut values = headers.get_all(name).iter();
    match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
        (Some(value), None) if !value.is_empty() && value.len() <= longest => Ok(value),
        _ => Err(Unheard::Forged("a header of PayPal's is missing, doubled or too long")),
    }
}
