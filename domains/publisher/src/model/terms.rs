//! Versions of the terms of use.

use jiff::Timestamp;
use kit_core::Text;
use kit_db::FromRow;
use thiserror::Error;

use super::settings::Localised;

/// A version of the terms of use, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct TermsVersion {
    /// 1, 2, 3…
    pub version: i64,
    /// From when on it is asked of everybody. Once that moment has come, the version never changes.
    pub in_force_at: Timestamp,
}

impl TermsVersion {
    /// Whether it may no longer be changed.
    pub fn is_sealed(&self, now: Timestamp) -> bool {
        self.in_force_at <= now
    }
}

/// A version of the terms of use, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Which one.
    pub version: TermsVersion,
    /// Markdown.
    pub text: Localised,
}

/// Why terms are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TermsRefusal {
    /// The version is or was in force.
    #[error("this version is or was in force")]
    Sealed,
    /// A version is being prepared already: change that one.
    #[error("a version is being prepared already")]
    OneAtATime,
    /// The day is over.
    #[error("the day is over")]
    Past,
    /// There is no such version.
    #[error("there is no such version")]
    Unknown,
}

impl From<TermsRefusal> for Text {
    fn from(refusal: TermsRefusal) -> Text {
        match refusal {
            TermsRefusal::Sealed => Text::new("publisher-terms-sealed"),
            TermsRefusal::OneAtATime => Text::new("publisher-terms-one-at-a-time"),
            TermsRefusal::Past => Text::new("publisher-terms-past"),
            TermsRefusal::Unknown => Text::new("publisher-terms-unknown"),
        }
    }
}
