//! The address under which customers reach the program.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// `https://client.example.org`: scheme, host and maybe a port, nothing after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// The text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected https://HOST or http://HOST:PORT, without a path")]
pub struct PublicUrlError;

impl PublicUrl {
    /// Whether cookies may only travel encrypted.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The full address of a path.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<PublicUrl, PublicUrlError> {
        let text = text.trim_end_matches('/');
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(PublicUrlError)?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(allowed) {
            return Err(PublicUrlError);
        }
        Ok(PublicUrl(text.to_owned()))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_origin_is_taken() {
        let url: PublicUrl = "https://client.example.org/".parse().unwrap();
        assert_eq!(url.to("/sign-in"), "https://client.example.org/sign-in");
        assert!(url.is_secure());
        assert!("http://127.0.0.1:8080".parse::<PublicUrl>().is_ok());
        for bad in ["", "client.example.org", "ftp://x", "https://", "https://x/y", "https://x y", "https://u@x"] {
            assert_eq!(bad.parse::<PublicUrl>(), Err(PublicUrlError), "{bad}");
        }
    }
}
