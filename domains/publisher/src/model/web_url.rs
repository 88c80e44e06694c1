//! Addresses of pages on other sites.

use std::fmt;

use kit_core::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What is wrong with the address of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WebUrlError {
    /// It does not begin with `https://` or `http://`, or has blanks or no host.
    #[error("this is no address of a page")]
    Malformed,
    /// More than 300 characters.
    #[error("the address is too long")]
    TooLong,
}

impl From<WebUrlError> for Text {
    fn from(error: WebUrlError) -> Text {
        match error {
            WebUrlError::Malformed => Text::new("publisher-url-malformed"),
            WebUrlError::TooLong => Text::new("publisher-url-too-long"),
        }
    }
}

/// The address of a page, `https://…` or `http://…`: safe to put into a link, as it can be no script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(String);

impl WebUrl {
    /// Reads what was typed.
    ///
    /// # Errors
    /// It is no address of a page.
    pub fn parse(typed: &str) -> Result<WebUrl, WebUrlError> {
        let url = typed.trim();
        if url.len() > 300 {
            return Err(WebUrlError::TooLong);
        }
        let rest =
            url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or(WebUrlError::Malformed)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
        if host.is_empty() || !host.chars().all(is_host) || !url.chars().all(is_plain) {
            return Err(WebUrlError::Malformed);
        }
        Ok(WebUrl(url.to_owned()))
    }

    /// Reads a field that may be left empty.
    ///
    /// # Errors
    /// Something was typed, and it is no address of a page.
    pub fn parse_optional(typed: &str) -> Result<Option<WebUrl>, WebUrlError> {
        if typed.trim().is_empty() { Ok(None) } else { WebUrl::parse(typed).map(Some) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl TryFrom<String> for WebUrl {
    type Error = WebUrlError;

    fn try_from(text: String) -> Result<WebUrl, WebUrlError> {
        WebUrl::parse(&text)
    }
}
impl From<WebUrl> for String {
    fn from(url: WebUrl) -> String {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_taken() {
        for good in ["https://exemple.fr", " http://exemple.fr:8080/a?b=c#d ", "https://exemple.fr/é(1)"] {
            assert!(WebUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "exemple.fr",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "ftp://x.fr",
            "https://a b",
            "https://a\"b",
            "https://u@x.fr",
            "HTTPS://x.fr\nx",
            "data:text/html,x",
        ] {
            assert_eq!(WebUrl::parse(bad), Err(WebUrlError::Malformed), "{bad:?}");
        }
        assert_eq!(WebUrl::parse(&format!("https://x.fr/{}", "a".repeat(300))), Err(WebUrlError::TooLong));
        assert_eq!(WebUrl::parse_optional("  "), Ok(None));
    }
}
