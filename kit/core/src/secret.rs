//! Secrets that leave the program: random tokens kept as hashes, and links derived from the installation's key.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{Random, TypedCode};

/// 256 bits that only their bearer knows: a session, an API key. Never stored; its [`TokenHash`] is.
#[derive(Clone)]
pub struct Token([u8; 32]);

/// What the database keeps of a token (SHA-256; the token has 256 bits, so no salt or stretching is needed).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl Token {
    /// A token that nobody can guess.
    pub fn random(random: &Random) -> Token {
        Token(random.bytes())
    }

    /// The text handed to the bearer: 43 characters of URL-safe base 64.
    pub fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Reads the text of a token.
    pub fn parse(text: &str) -> Option<Token> {
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Token)
    }

    /// What to store, and to look it up by.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// How many signs a mailed code has.
pub const CODE_SIGNS: usize = 8;

/// What a mailed link is for; a link made for one purpose opens no other door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkPurpose(pub &'static str);

/// The installation's master key and what is derived from it.
///
/// A mailed link's token is HMAC-SHA-256 over purpose, row and address: it can be made again when the mail is rendered,
/// so neither the database nor the queue of mails ever holds it. Single use and expiry are the row's business.
#[derive(Clone)]
pub struct KeyRing {
    master: [u8; 32],
}

impl KeyRing {
    /// The key ring of an installation.
    pub fn new(master: [u8; 32]) -> KeyRing {
        KeyRing { master }
    }

    /// A key for one use, independent of all others.
    pub fn derive(&self, label: &str) -> [u8; 32] {
        self.mac(&[b"derive", label.as_bytes()])
    }

    /// The token of the link for `purpose` that row `id` sent to `address`.
    pub fn link(&self, purpose: LinkPurpose, id: i64, address: &str) -> Token {
        self.link_named(purpose.0, id, address)
    }

    /// As [`KeyRing::link`], for a purpose that was read back from the queue of mails.
    pub fn link_named(&self, purpose: &str, id: i64, address: &str) -> Token {
        Token(self.mac(&[b"link", purpose.as_bytes(), &id.to_be_bytes(), address.as_bytes()]))
    }

    /// The code that row `id` mails to `address` for `purpose`, to be typed: 40 bits, good for little time and few attempts.
    pub fn code(&self, purpose: LinkPurpose, id: i64, address: &str) -> TypedCode {
        self.code_named(purpose.0, id, address)
    }

    /// As [`KeyRing::code`], for a purpose that was read back from the queue of mails.
    pub fn code_named(&self, purpose: &str, id: i64, address: &str) -> TypedCode {
        let mac = self.mac(&[b"code", purpose.as_bytes(), &id.to_be_bytes(), address.as_bytes()]);
        TypedCode::of_bytes(&mac[..CODE_SIGNS])
    }

    /// Whether `token` is the one of that link, in constant time.
    pub fn opens(&self, purpose: LinkPurpose, id: i64, address: &str, token: &Token) -> bool {
        self.link(purpose, id, address).0.ct_eq(&token.0).into()
    }

    /// HMAC-SHA-256 over the parts, each preceded by its length so that no two lists of parts look alike.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut key = [0; 64]; // HMAC fills a short key up with zeros to the hash's block (RFC 2104, 2)
        key[..32].copy_from_slice(&self.master);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&key.into());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_one_door_only() {
        let keys = KeyRing::new([7; 32]);
        let reset = LinkPurpose("reset");
        let token = keys.link(reset, 5, "a@b.fr");
        assert!(keys.opens(reset, 5, "a@b.fr", &token));
        assert!(!keys.opens(LinkPurpose("invite"), 5, "a@b.fr", &token));
        assert!(!keys.opens(reset, 6, "a@b.fr", &token));
        assert!(!keys.opens(reset, 5, "x@b.fr", &token));
        assert!(!KeyRing::new([8; 32]).opens(reset, 5, "a@b.fr", &token));
    }

    #[test]
    fn a_mailed_code_is_its_rows() {
        let (keys, purpose) = (KeyRing::new([7; 32]), LinkPurpose("sign-up"));
        let code = keys.code(purpose, 5, "a@b.fr");
        assert!(TypedCode::parse(&code.reveal(), CODE_SIGNS).is_some_and(|read| read.is(&code)));
        for other in [
            keys.code(purpose, 6, "a@b.fr"),
            keys.code(purpose, 5, "x@b.fr"),
            keys.code(LinkPurpose("other"), 5, "a@b.fr"),
            KeyRing::new([8; 32]).code(purpose, 5, "a@b.fr"),
        ] {
            assert!(!other.is(&code));
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let keys = KeyRing::new([7; 32]);
        assert_ne!(keys.mac(&[b"ab", b"c"]), keys.mac(&[b"a", b"bc"]));
    }

    #[test]
    fn tokens_survive_their_text_and_hide_in_logs() {
        let token = Token::random(&Random::seeded(1));
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(Token::parse(&token.reveal()).map(|t| t.hash()), Some(token.hash()));
        assert!(Token::parse("short").is_none());
        assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(…) TokenHash(…)");
    }
}
