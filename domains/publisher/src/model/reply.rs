//! Addresses by which mails are answered: each is somebody's, about one thing, and nobody can make one up.

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::{KeyRing, PersonId};
use kit_mail::Email;
use subtle::ConstantTimeEq;

/// How many bytes of the seal are in the address: 80 bits, which nobody guesses through a mail server.
const SEAL: usize = 10;
/// For how many months an address holds after the one that it was made in.
const MONTHS: i64 = 12;

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

    /// The address in a mail that goes to `reader` now, made of `base`:
    /// `support+c2026000000123.0abc….k7m2…@client.example.org`. Nothing where `base` leaves no room.
    pub fn address(&self, keys: &KeyRing, base: &Email, reader: &Email, now: Timestamp) -> Option<Email> {
        let (local, domain) = base.as_str().rsplit_once('@')?;
        let ReplyTo { side, row, person } = self;
        let seal = self.seal(keys, reader, month_of(now));
        Email::parse(&format!("{local}+{side}{row}.{person}.{seal}@{domain}")).ok()
    }

    /// Reads an address that mail came to; nothing where it cannot be one of ours. Servers may have changed the case of its letters.
    pub fn read(base: &Email, address: &str) -> Option<SealedReply> {
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
        let reply = ReplyTo { side, row: row.parse().ok()?, person: person.parse().ok()? };
        Some(SealedReply { reply, seal: seal.to_owned() })
    }

    fn seal(&self, keys: &KeyRing, reader: &Email, month: i64) -> String {
        let mut side = [0; 4];
        let side = self.side.encode_utf8(&mut side).as_bytes();
        let (row, person) = (self.row.to_be_bytes(), self.person.0.to_be_bytes());
        let reader = reader.as_str().to_lowercase();
        let mac = keys.mac(&[b"reply", side, &row, &person, reader.as_bytes(), &month.to_be_bytes()]);
        BASE32_NOPAD.encode(&mac[..SEAL]).to_ascii_lowercase()
    }
}

/// An address of which nobody has looked yet whether it is one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedReply {
    reply: ReplyTo,
    seal: String,
}

impl SealedReply {
    /// Whose it would be.
    pub fn person(&self) -> PersonId {
        self.reply.person
    }

    /// As whom and about what somebody answers, if it was mailed to `reader`, the person's address of today, within the last twelve
    /// months.
    pub fn opened(&self, keys: &KeyRing, reader: &Email, now: Timestamp) -> Option<ReplyTo> {
        let this = month_of(now);
        let is_of = |month: i64| {
            let seal = self.reply.seal(keys, reader, month);
            bool::from(seal.as_bytes().ct_eq(self.seal.as_bytes()))
        };
        (this - MONTHS..=this).any(is_of).then_some(self.reply)
    }
}

/// Months since the beginning of our era, in the time of the world.
fn month_of(moment: Timestamp) -> i64 {
    let day = moment.to_zoned(TimeZone::UTC).date();
    i64::from(day.year()) * 12 + i64::from(day.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_and_no_other_is() {
        let (keys, base) = (KeyRing::new([7; 32]), Email::parse("support-clients123@client.example.org").unwrap());
        assert_eq!("support-clients123".len(), ReplyTo::LONGEST_BASE);
        let reply = ReplyTo { side: 'c', row: 9_999_999_999_999, person: PersonId::from_raw(i64::MAX >> 1) };
        let (lea, now) = (Email::parse("lea@plan.example").unwrap(), "2026-11-22T10:00:00Z".parse().unwrap());
        let opened = |keys: &KeyRing, address: &str| ReplyTo::read(&base, address)?.opened(keys, &lea, now);
        let address = reply.address(&keys, &base, &lea, now).unwrap();
        let text = address.as_str();
        assert_eq!(opened(&keys, text), Some(reply));
        assert_eq!(opened(&keys, &text.to_uppercase()), Some(reply), "servers may do that");
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
            assert_eq!(opened(&keys, &other), None, "{other}");
        }
        let person = ReplyTo { person: PersonId::from_raw(5), ..reply };
        let forged = text.replacen(&reply.person.to_string(), &person.person.to_string(), 1);
        assert_eq!(opened(&keys, &forged), None, "an address is one person's");
        assert_eq!(opened(&KeyRing::new([8; 32]), text), None);
        let long = Email::parse("support-of-customers@client.example.org").unwrap();
        assert_eq!(reply.address(&keys, &long, &lea, now), None);
    }

    #[test]
    fn an_address_ends_with_the_year_and_with_the_mailbox_that_it_was_sent_to() {
        let (keys, base) = (KeyRing::new([7; 32]), Email::parse("support@client.example.org").unwrap());
        let reply = ReplyTo { side: 'c', row: 2_026_000_000_001, person: PersonId::from_raw(5) };
        let (lea, other) = (Email::parse("lea@plan.example").unwrap(), Email::parse("lea@elsewhere.example").unwrap());
        let made = reply.address(&keys, &base, &lea, "2026-11-22T10:00:00Z".parse().unwrap()).unwrap();
        let sealed = ReplyTo::read(&base, made.as_str()).unwrap();
        assert_eq!(sealed.person(), reply.person);
        let opened = |reader: &Email, now: &str| sealed.opened(&keys, reader, now.parse().unwrap());
        assert_eq!(opened(&lea, "2026-11-22T10:00:00Z"), Some(reply));
        assert_eq!(opened(&lea, "2027-11-30T23:59:59Z"), Some(reply));
        assert_eq!(opened(&lea, "2027-12-01T00:00:00Z"), None, "a year is over");
        assert_eq!(opened(&lea, "2026-10-31T23:59:59Z"), None, "it was not made yet");
        assert_eq!(opened(&other, "2026-11-22T10:00:00Z"), None, "the person has another address now");
    }
}
