//! Signatures of the Standard Webhooks specification.

use data_encoding::BASE64;
use jiff::Timestamp;
use kit_core::KeyRing;
use ring::hmac;

use super::delivery::EventId;
use super::endpoint::EndpointId;

/// What an address and this program alone know.
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    /// The secret with this number of an address: 256 bits.
    pub(crate) fn derive(keys: &KeyRing, endpoint: EndpointId, generation: i64) -> Secret {
        Secret(keys.derive(&format!("webhooks-secret {endpoint} {generation}")).to_vec())
    }

    /// As its owner keeps it.
    pub(crate) fn reveal(&self) -> String {
        format!("whsec_{}", BASE64.encode(&self.0))
    }

    /// The signature of a call: `v1,` and HMAC-SHA-256 over id, seconds and body, with points between them.
    fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64.encode(tag.as_ref()))
    }
}

/// The header that tells calls apart.
pub(crate) const ID: &str = "webhook-id";
/// The header with the moment of the attempt, in seconds.
pub(crate) const TIMESTAMP: &str = "webhook-timestamp";
/// The header with a signature for each secret.
pub(crate) const SIGNATURE: &str = "webhook-signature";

/// What `webhook-id` says of an event.
pub(crate) fn message_id(event: EventId) -> String {
    format!("evt_{event}")
}

/// The headers of a call about `event` at `now`, signed with each secret.
pub(crate) fn headers(secrets: &[Secret], event: EventId, now: Timestamp, body: &str) -> Vec<(&'static str, String)> {
    let (id, seconds) = (message_id(event), now.as_second());
    let signatures: Vec<String> = secrets.iter().map(|secret| secret.sign(&id, seconds, body)).collect();
    vec![(ID, id), (TIMESTAMP, seconds.to_string()), (SIGNATURE, signatures.join(" "))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_signed_as_the_specification_does() {
        let secret = Secret(BASE64.decode(b"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap());
        assert_eq!(secret.reveal(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn each_address_and_number_has_its_own_secret() {
        let (keys, one, two) = (KeyRing::new([7; 32]), EndpointId::from_raw(1), EndpointId::from_raw(2));
        let secret = |keys: &KeyRing, endpoint, generation| Secret::derive(keys, endpoint, generation).reveal();
        let known = secret(&keys, one, 1);
        assert_eq!(known, secret(&keys, one, 1));
        for other in [secret(&keys, two, 1), secret(&keys, one, 2), secret(&KeyRing::new([8; 32]), one, 1)] {
            assert_ne!(known, other);
        }
    }
}
