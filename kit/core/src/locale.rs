//! The languages of the interface.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The tag names no language that the interface speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the interface does not speak this language")]
pub struct UnknownLocale;

/// A language of the interface, named by its BCP 47 tag. French first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Locale; 2] = [Locale::Fr, Locale::En];

    /// The BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::Fr => "fr",
            Locale::En => "en",
        }
    }

    /// The language's own name.
    pub const fn endonym(self) -> &'static str {
        match self {
            Locale::Fr => "Français",
            Locale::En => "English",
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4); French when none fits.
    pub fn negotiate(accept_language: &str) -> Locale {
        let mut best = (0_u16, Locale::default());
        for range in accept_language.split(',').take(20) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, "q=1"));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let weight = parameters.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(0.0);
            let weight = (weight.clamp(0.0, 1.0) * 1000.0) as u16;
            if let Ok(locale) = primary.parse()
                && weight > best.0
            {
                best = (weight, locale);
            }
        }
        best.1
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(tag: &str) -> Result<Locale, UnknownLocale> {
        Locale::ALL.into_iter().find(|locale| locale.tag() == tag).ok_or(UnknownLocale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiation_follows_the_weights() {
        assert_eq!(Locale::negotiate("en-GB,en;q=0.9,fr;q=0.8"), Locale::En);
        assert_eq!(Locale::negotiate("de, fr;q=0.5, en;q=0.4"), Locale::Fr);
        assert_eq!(Locale::negotiate("de"), Locale::Fr);
        assert_eq!(Locale::negotiate(""), Locale::Fr);
        assert_eq!(Locale::negotiate("fr;q=0, en;q=0.1"), Locale::En);
    }
}
