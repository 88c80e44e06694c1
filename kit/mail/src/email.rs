//! E-mail addresses.

use std::fmt;

use kit_core::Text;
use kit_db::{Cell, FromValue, ToValue, Value};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("there is no address")]
    Missing,
    /// More than 254 characters (RFC 5321, 4.5.3.1.3 with erratum 1690).
    #[error("the address is too long")]
    TooLong,
    /// It is no address that mail can be sent to.
    #[error("this is not an e-mail address")]
    Malformed,
}

impl From<EmailError> for Text {
    fn from(error: EmailError) -> Text {
        match error {
            EmailError::Missing => Text::new("mail-address-missing"),
            EmailError::TooLong => Text::new("mail-address-too-long"),
            EmailError::Malformed => Text::new("mail-address-malformed"),
        }
    }
}

/// An e-mail address, in lower case, so that two ways to write one address are one person. ASCII only: few servers take
/// anything else, and a letter that looks like another would be a way to pass for somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads what was typed; blanks around it do not matter.
    ///
    /// # Errors
    /// What was typed is no address.
    pub fn parse(typed: &str) -> Result<Email, EmailError> {
        let address = typed.trim();
        if address.is_empty() {
            return Err(EmailError::Missing);
        }
        if address.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailError::Malformed)?;
        if is_local(local) && is_domain(domain) {
            Ok(Email(address.to_ascii_lowercase()))
        } else {
            Err(EmailError::Malformed)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What comes after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// A dot-atom of RFC 5322, 3.2.3, of at most 64 characters; the quoted form is not used by anybody.
fn is_local(local: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(allowed))
}

/// At least two labels of letters, digits and inner hyphens; the last one not a number (RFC 1123, 2.1).
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && !last.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Email, EmailError> {
        Email::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

impl ToValue for Email {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

impl FromValue for Email {
    fn from_value(cell: Cell<'_>) -> Result<Email, String> {
        let text = String::from_value(cell)?;
        Email::parse(&text).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (typed, read) in [
            (" Camille.Durand@Exemple.FR ", "camille.durand@exemple.fr"),
            ("a+b_c@sub.exemple.museum", "a+b_c@sub.exemple.museum"),
            ("o'neil@x-y.co", "o'neil@x-y.co"),
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), read);
        }
        assert_eq!(Email::parse("a@b.fr").unwrap().domain(), "b.fr");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "a",
            "@b.fr",
            "a@",
            "a@b",
            "a@b.",
            "a@.fr",
            "a@-b.fr",
            "a@b-.fr",
            "a@b..fr",
            ".a@b.fr",
            "a.@b.fr",
            "a..b@c.fr",
            "a b@c.fr",
            "a@b c.fr",
            "a@b.fr\nBcc: x@y.fr",
            "a@b@c.fr",
            "\"a\"@b.fr",
            "a@127.0.0.1",
            "é@b.fr",
            "a@bé.fr",
            "<a@b.fr>",
            "a,b@c.fr",
            "a@b.fr, c@d.fr",
            "a\0@b.fr",
        ] {
            assert_eq!(Email::parse(typed), Err(EmailError::Malformed), "{typed:?}");
        }
        assert_eq!(Email::parse("  "), Err(EmailError::Missing));
        assert_eq!(Email::parse(&format!("{}@b.fr", "a".repeat(250))), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("{}@b.fr", "a".repeat(65))), Err(EmailError::Malformed));
    }
}
