//! The idempotency key of a request, as it is kept.

use kit_db::{Cell, FromValue, ToValue, Value};

use super::{Digest, UseKey};

/// How much of the caller's key leads. The time takes 13 characters in a UUIDv7 (RFC 9562, 5.7) and 10 in a ULID.
const LEAD: usize = 16;

/// How the key of a request is kept: the beginning of the caller's key, then a digest of all of it and of the endpoint, which
/// alone tells keys apart.
///
/// The beginning is there for the index only: keys that grow with time, as UUIDv7 do, are kept side by side, so that a batch of
/// uses writes a few pages of it. A digest alone would spread them over the whole index, a page for each use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestKey(pub [u8; LEAD + 16]);

impl RequestKey {
    /// The key `key` at `endpoint`.
    pub fn new(endpoint: &'static str, key: &UseKey) -> RequestKey {
        let text = key.as_str().as_bytes();
        let mut kept = [0; LEAD + 16];
        for (place, byte) in kept.iter_mut().zip(text).take(LEAD) {
            *place = *byte;
        }
        kept[LEAD..].copy_from_slice(&Digest::of(&[endpoint.as_bytes(), text]).0);
        RequestKey(kept)
    }
}

impl AsRef<[u8]> for RequestKey {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl ToValue for RequestKey {
    fn value(&self) -> Value<'_> {
        Value::Bytes(&self.0)
    }
}

impl FromValue for RequestKey {
    fn from_value(cell: Cell<'_>) -> Result<RequestKey, String> {
        <[u8; LEAD + 16]>::from_value(cell).map(RequestKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(endpoint: &'static str, key: &str) -> RequestKey {
        RequestKey::new(endpoint, &UseKey::parse(key).unwrap())
    }

    #[test]
    fn keys_that_grow_stay_in_their_order() {
        let earlier = kept("usage", "0193504c-9a4e-7f00-8000-000000000000");
        let later = kept("usage", "0193504c-9a4f-7000-8000-000000000000");
        assert!(earlier.0 < later.0);
    }

    #[test]
    fn keys_are_told_apart_by_their_end_and_endpoint_too() {
        let key = "the-same-beginning-and-then-1";
        assert_eq!(kept("usage", key), kept("usage", key));
        assert_ne!(kept("usage", key), kept("usage", "the-same-beginning-and-then-2"));
        assert_ne!(kept("usage", key), kept("holds", key));
        assert_ne!(kept("usage", "a"), kept("usage", "a-"));
    }
}
