//! What all identifiers share: forgiving reading of typed text, and the conversions of a checked string.

/// Removes what people type between the characters of an identifier (spaces of all kinds, dots, dashes, slashes,
/// underscores, invisible characters that come with a paste) and turns ASCII letters into capitals.
pub(crate) fn strip(input: &str) -> String {
    input.chars().filter(|c| !is_separator(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '.' | '-' | '/' | '_')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}' | '\u{FEFF}')
}

/// The first character of `text` that is not an ASCII digit.
pub(crate) fn first_non_digit(text: &str) -> Option<char> {
    text.chars().find(|c| !c.is_ascii_digit())
}

/// Joins the pieces of an ASCII `text` cut at the given lengths, the rest last, with single spaces.
pub(crate) fn group(text: &str, lengths: &[usize]) -> String {
    let mut groups = Vec::new();
    let mut rest = text;
    for length in lengths {
        let Some((head, tail)) = rest.split_at_checked(*length) else { break };
        groups.push(head);
        rest = tail;
    }
    groups.push(rest);
    groups.retain(|piece| !piece.is_empty());
    groups.join(" ")
}

/// Gives a newtype over its canonical `String` the conversions that every identifier has: `as_str`, `Display`,
/// `TryFrom<String>` through its `FromStr`, and `String: From`, which serde uses.
macro_rules! canonical_text {
    ($name:ident, $error:ident) => {
        impl $name {
            /// The canonical form, as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }
    };
}

pub(crate) use canonical_text;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_people_and_pastes_put_between() {
        assert_eq!(strip(" 732\u{a0}829\u{202f}320\u{feff}\n"), "732829320");
        assert_eq!(strip("fr-44.732 829/320"), "FR44732829320");
    }

    #[test]
    fn groups_with_the_rest_last() {
        assert_eq!(group("12345", &[3]), "123 45");
        assert_eq!(group("123", &[3]), "123");
        assert_eq!(group("12", &[3]), "12");
    }
}
