//! What machines and people type: names, versions, limits.

use kit_core::Text;
use kit_web::Wrong;
use thiserror::Error;

/// The longest name of a machine, a system or an application.
pub const LONGEST_NAME: usize = 100;
/// The longest version.
pub const LONGEST_VERSION: usize = 50;
/// The largest limit that is told from none.
const MOST: i64 = 1_000_000;

/// Why a text is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WordError {
    /// Nothing stands there.
    #[error("nothing is given")]
    Missing,
    /// It is too long.
    #[error("it has more than {0} characters")]
    TooLong(usize),
    /// It has characters that nobody sees.
    #[error("it has characters that are not shown")]
    Characters,
    /// It is no whole number within bounds.
    #[error("it is no whole number from 0 to 1,000,000")]
    Number,
}

impl From<WordError> for Wrong {
    fn from(error: WordError) -> Wrong {
        let detail = error.to_string();
        match error {
            WordError::Missing => Wrong::missing(detail),
            WordError::TooLong(longest) => Wrong::too_long(i64::try_from(longest).unwrap_or(i64::MAX), detail),
            WordError::Characters => Wrong::character(detail),
            WordError::Number => Wrong::range(0, MOST, detail),
        }
    }
}

impl From<WordError> for Text {
    fn from(error: WordError) -> Text {
        match error {
            WordError::Missing => Text::new("machines-error-missing"),
            WordError::TooLong(longest) => {
                Text::new("machines-error-too-long").with("n", i64::try_from(longest).unwrap_or(i64::MAX))
            }
            WordError::Characters => Text::new("machines-error-characters"),
            WordError::Number => Text::new("machines-error-number"),
        }
    }
}

/// A line that must be there: spaces tidied, at most `longest` characters, nothing invisible.
///
/// # Errors
/// [`WordError`].
pub fn label(typed: &str, longest: usize) -> Result<String, WordError> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    // Marks that turn the direction of writing would let one name look like another.
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    match line.chars().count() {
        0 => Err(WordError::Missing),
        n if n > longest => Err(WordError::TooLong(longest)),
        _ if line.chars().any(hidden) => Err(WordError::Characters),
        _ => Ok(line),
    }
}

/// A limit; nothing typed is none.
///
/// # Errors
/// [`WordError::Number`].
pub fn number(typed: &str) -> Result<Option<i64>, WordError> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(WordError::Number);
    }
    digits.parse().ok().filter(|number| *number <= MOST).map(Some).ok_or(WordError::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_tidied_and_bounded() {
        assert_eq!(label("  Poste \t 3 ", 20).as_deref(), Ok("Poste 3"));
        assert_eq!(label(" ", 20), Err(WordError::Missing));
        assert_eq!(label(&"é".repeat(21), 20), Err(WordError::TooLong(20)));
        assert_eq!(label("a\u{202e}b", 20), Err(WordError::Characters));
        assert_eq!(label("a\u{7f}b", 20), Err(WordError::Characters));
    }

    #[test]
    fn a_limit_is_a_number_or_none() {
        assert_eq!(number(" 1 000 "), Ok(Some(1000)));
        assert_eq!(number("0"), Ok(Some(0)));
        assert_eq!(number(" "), Ok(None));
        for wrong in ["-1", "1.5", "x", "1000001", "99999999999999999999"] {
            assert_eq!(number(wrong), Err(WordError::Number), "{wrong}");
        }
    }
}
