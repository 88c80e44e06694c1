//! Addresses by which mails are answered: each is somebody's, about one thing, and nobody can make one up.

use data_encoding::BASE32_NOPAD;
use kit_core::{KeyRing, PersonId};
use kit_mail::Email;
use subtle::ConstantTimeEq;

/// How many bytes of the seal are in the address: 80 bits, which nobody guesses through a mail server.
const SEAL: usize = 10;

/// As whom, and about what, somebody answers by mail. The address is the proof: it was mailed to that person alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyTo {
    /// A sign of the domain's own: on which side the person answers.
    pub side: char,
    /// What it is about.
    pub row: i64,
    /// Who answers.
    pub person: PersonId,
}

impl ReplyTo {
    /// The longest part before the `@` of a base address: what is put to it has to fit (RFC 5321, 4.5.3.1.1).
    pub const LONGEST_BASE: usize = 18;

    /// The address, made of `base`: `support+c2026000000123.0abc….k7m2…@client.example.org`. Nothing where `base` leaves no room.
    pub fn address(&self, keys: &KeyRing, base: &Email) -> Option<Email> {
        let (local, domain) = base.as_str().rsplit_once('@')?;
        let ReplyTo { side, row, person } = self;
        Email::parse(&format!("{local}+{side}{row}.{person}.{}@{domain}", self.seal(keys))).ok()
    }

    /// Reads an address that mail came to; nothing where it is none of ours. Servers may have changed the case of its letters.
    pub fn read(keys: &KeyRing, base: &Email, address: &str) -> Option<ReplyTo> {
        let address = address.to_ascii_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let (own_local, own_domain) = base.as_str().rsplit_once('@')?;
        let tag = local.strip_prefix(own_local)?.strip_prefix('+')?;
        let side = tag.chars().next().filter(char::is_ascii_lowercase)?;
        let mut parts = tag[1..].split('.');
        let (row, person, seal, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
        if domain != own_domain || rest.is_some() {
            return None;
        }
        let read = ReplyTo { side, row: row.parse().ok()?, person: person.parse().ok()? };
        bool::from(read.seal(keys).as_bytes().ct_eq(seal.as_bytes())).then_some(read)
    }

    fn seal(&self, keys: &KeyRing) -> String {
        let mut side = [0; 4];
        let side = self.side.encode_utf8(&mut side).as_bytes();
        let mac = keys.mac(&[b"reply", side, &self.row.to_be_bytes(), &self.person.0.to_be_bytes()]);
        BASE32_NOPAD.encode(&mac[..SEAL]).to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_and_no_other_is() {
        let (keys, base) = (KeyRing::new([7; 32]), Email::parse("support-clients123@client.example.org").unwrap());
        assert_eq!("support-clients123".len(), ReplyTo::LONGEST_BASE);
        let reply = ReplyTo { side: 'c', row: 9_999_999_999_999, person: PersonId::from_raw(i64::MAX >> 1) };
        let address = reply.address(&keys, &base).unwrap();
        let text = address.as_str();
        assert_eq!(ReplyTo::read(&keys, &base, text), Some(reply));
        assert_eq!(ReplyTo::read(&keys, &base, &text.to_uppercase()), Some(reply), "servers may do that");
        for other in [
            text.replacen("+c", "+s", 1),
            text.replacen("9999", "9998", 1),
            text.replacen("client.", "other.", 1),
            text.replacen("support-", "x", 1),
            text.replacen(".example", ".example.example", 1),
            base.to_string(),
            String::new(),
            "@".to_owned(),
            "support-clients123+@client.example.org".to_owned(),
            "support-clients123+é1.2.3@client.example.org".to_owned(),
            text.replacen('@', ".x@", 1),
        ] {
            assert_eq!(ReplyTo::read(&keys, &base, &other), None, "{other}");
        }
        let person = ReplyTo { person: PersonId::from_raw(5), ..reply };
        let forged = text.replacen(&reply.person.to_string(), &person.person.to_string(), 1);
        assert_eq!(ReplyTo::read(&keys, &base, &forged), None, "an address is one person's");
        assert_eq!(ReplyTo::read(&KeyRing::new([8; 32]), &base, text), None);
        let long = Email::parse("support-of-customers@client.example.org").unwrap();
        assert_eq!(reply.address(&keys, &long), None);
    }
}
