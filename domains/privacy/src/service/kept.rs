//! What is kept, as a person reads it.

use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Erasure, Ground, Hindrance, HindranceSource, Personal, Subject};

/// One kind of data, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What is kept.
    pub what: Text,
    /// What it is for.
    pub why: Text,
    /// What allows it.
    pub ground: Text,
    /// How long it is kept.
    pub how_long: Text,
    /// What becomes of it when its person is forgotten.
    pub after: Text,
    /// Whether something of it stays then.
    pub stays: bool,
}

impl Kept {
    fn of(personal: &Personal) -> Kept {
        let (after, stays) = match &personal.erasure {
            Erasure::Gone(_) => (Text::new("privacy-after-gone"), false),
            Erasure::Reduced(_, text) | Erasure::Kept(text) => (text.clone(), true),
        };
        Kept {
            what: personal.what.clone(),
            why: personal.why.clone(),
            ground: Ground::label(personal.ground),
            how_long: personal.how_long.clone(),
            after,
            stays,
        }
    }
}

/// All that is kept, in the order of the domains.
pub fn kept(declared: &[Personal]) -> Vec<Kept> {
    declared.iter().map(Kept::of).collect()
}

/// What stands in the way of forgetting somebody.
///
/// # Errors
/// The database cannot be read.
pub fn hindrances(
    read: &mut Read<'_>,
    sources: &[HindranceSource],
    subject: &Subject,
) -> Result<Vec<Hindrance>, DbError> {
    let mut found = Vec::new();
    for source in sources {
        found.extend(source(read, subject)?);
    }
    Ok(found)
}
