//! A use of a feature, as a program asks for it.

use kit_core::{Credits, PersonId};
use kit_db::{Cell, FromValue, ToValue, Value};
use kit_mail::Email;
use sha2::{Digest as _, Sha256};

use super::{Feature, Operation, Quantity, Reference, RequestKey, UseKey};

/// The first half of a SHA-256: 128 bits, enough to tell bodies and keys apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// The digest of some parts, each with its length before it.
    pub fn of(parts: &[&[u8]]) -> Digest {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.finalize()[..16]);
        Digest(digest)
    }
}

impl ToValue for Digest {
    fn value(&self) -> Value<'_> {
        Value::Bytes(&self.0)
    }
}

impl FromValue for Digest {
    fn from_value(cell: Cell<'_>) -> Result<Digest, String> {
        <[u8; 16]>::from_value(cell).map(Digest)
    }
}

/// By what a repeated request is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key at this endpoint; the account comes with the request.
    pub key: RequestKey,
    /// What was asked for with it.
    pub body: Digest,
}

impl Idempotency {
    /// The key `key` at `endpoint`, sent with a body of these parts.
    pub fn new(endpoint: &'static str, key: &UseKey, body: &[&[u8]]) -> Idempotency {
        Idempotency { key: RequestKey::new(endpoint, key), body: Digest::of(body) }
    }
}

/// What a use costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// What the tariff says, for each.
    Tariff,
    /// This much in all: only the publisher's own servers may say so.
    Amount(Credits),
}

/// Who used it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsedBy {
    /// Not said.
    Nobody,
    /// The member with this address, who must be one of the account.
    Member(Email),
    /// The person that the key stands for; an address, if given, must be this person's.
    Bearer(PersonId, Option<Email>),
}

/// A use of a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// What is used.
    pub feature: Feature,
    /// How much of it.
    pub quantity: Quantity,
    /// At which price.
    pub charge: Charge,
    /// By whom.
    pub used_by: UsedBy,
    /// What is produced, in the words of the application.
    pub reference: Option<Reference>,
    /// The request that asks for it.
    pub idempotency: Idempotency,
}

/// The answer to a use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What was written.
    pub operation: Operation,
    /// Whether it was written before, by the same request.
    pub replayed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_something_else_at_another_endpoint() {
        let key = UseKey::parse("k-1").unwrap();
        let usage = Idempotency::new("usage", &key, &[b"a", b"bc"]);
        assert_eq!(usage, Idempotency::new("usage", &key, &[b"a", b"bc"]));
        assert_ne!(usage.key, Idempotency::new("holds", &key, &[b"a", b"bc"]).key);
        assert_ne!(usage.body, Idempotency::new("usage", &key, &[b"ab", b"c"]).body);
    }
}
