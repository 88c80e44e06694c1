//! What a provider calls the things that it keeps for us.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Where money is real and where it is not. The two never mix: every reference says which, and a client refuses those of
/// the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// The provider's own trial installation, or a double of it.
    Sandbox,
    /// Real money.
    Live,
}

impl Environment {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Environment::Sandbox => "sandbox",
            Environment::Live => "live",
        }
    }

    /// The environment of a code.
    pub fn from_code(code: &str) -> Option<Environment> {
        [Environment::Sandbox, Environment::Live].into_iter().find(|environment| environment.code() == code)
    }
}

/// What a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A payment request that the provider mails.
    Invoice,
    /// A payment that the payer makes at once, on the provider's page.
    Order,
    /// Money that came in.
    Capture,
    /// Money that went back.
    Refund,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Invoice, Kind::Order, Kind::Capture, Kind::Refund];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Invoice => "invoice",
            Kind::Order => "order",
            Kind::Capture => "capture",
            Kind::Refund => "refund",
        }
    }
}

/// A thing at the provider. Written and stored as `sandbox:invoice:INV2-AAAA-BBBB`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    environment: Environment,
    kind: Kind,
    id: String,
}

/// A text that is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no reference of a payment provider")]
pub struct ReferenceError;

impl Reference {
    /// The longest id, in bytes; PayPal's have at most 30.
    const LONGEST: usize = 64;

    /// A reference to `id`: 1 to 64 ASCII letters, digits, `-` and `_`, so that it can stand in an address.
    ///
    /// # Errors
    /// The id is anything else.
    pub fn new(environment: Environment, kind: Kind, id: &str) -> Result<Reference, ReferenceError> {
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if id.is_empty() || id.len() > Reference::LONGEST || !plain {
            return Err(ReferenceError);
        }
        Ok(Reference { environment, kind, id: id.to_owned() })
    }

    /// Whether the money is real.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// What it stands for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The provider's own name for it.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.environment.code(), self.kind.code(), self.id)
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Reference, ReferenceError> {
        let mut parts = text.splitn(3, ':');
        let environment = parts.next().and_then(Environment::from_code).ok_or(ReferenceError)?;
        let code = parts.next().ok_or(ReferenceError)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == code).ok_or(ReferenceError)?;
        Reference::new(environment, kind, parts.next().ok_or(ReferenceError)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_survive_storage() {
        for kind in Kind::ALL {
            let reference = Reference::new(Environment::Live, kind, "INV2-Z56S-5LLA").unwrap();
            assert_eq!(reference.to_string().parse(), Ok(reference));
        }
        assert_eq!(Reference::new(Environment::Sandbox, Kind::Order, "5O").unwrap().to_string(), "sandbox:order:5O");
    }

    #[test]
    fn nothing_that_could_change_an_address_is_a_reference() {
        let long = "A".repeat(65);
        for id in ["", "../refunds", "a/b", "a?b", "a%2Fb", "a b", "é", long.as_str()] {
            assert_eq!(Reference::new(Environment::Live, Kind::Capture, id), Err(ReferenceError), "{id}");
        }
        for text in ["", "live", "live:capture", "test:capture:A", "live:voucher:A", "live:capture:A:B"] {
            assert_eq!(text.parse::<Reference>(), Err(ReferenceError), "{text}");
        }
    }
}
