//! Short free texts: names of companies, lines of addresses, reasons.

use kit_core::Text;

/// A line that must be there: spaces tidied, at most `longest` characters, nothing invisible.
///
/// # Errors
/// What is wrong, to be told at the field.
pub fn line(typed: &str, longest: usize) -> Result<String, Text> {
    let line = optional_line(typed, longest)?;
    if line.is_empty() { Err(Text::new("accounts-error-missing")) } else { Ok(line) }
}

/// A name: a line that leads nowhere, because mail programs make links of what looks like an address, and what strangers type
/// at a sign-up is mailed.
///
/// # Errors
/// As [`line()`]; or it holds a web address.
pub fn name(typed: &str, longest: usize) -> Result<String, Text> {
    let name = line(typed, longest)?;
    let lower = name.to_lowercase();
    if lower.contains("://") || lower.contains("www.") { Err(Text::new("accounts-error-link")) } else { Ok(name) }
}

/// A line that may be left empty.
///
/// # Errors
/// As [`line()`], but for a missing one.
pub fn optional_line(typed: &str, longest: usize) -> Result<String, Text> {
    checked(typed.split_whitespace().collect::<Vec<_>>().join(" "), longest)
}

/// A text of several lines that must be there, such as a reason.
///
/// # Errors
/// As [`line()`].
pub fn paragraph(typed: &str, longest: usize) -> Result<String, Text> {
    let text = checked(typed.trim().replace("\r\n", "\n"), longest)?;
    if text.is_empty() { Err(Text::new("accounts-error-missing")) } else { Ok(text) }
}

fn checked(text: String, longest: usize) -> Result<String, Text> {
    if text.chars().count() > longest {
        return Err(Text::new("accounts-error-too-long").with("n", i64::try_from(longest).unwrap_or(i64::MAX)));
    }
    // Invisible marks that turn the direction of writing would let one name look like another.
    let hidden =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(hidden) { Err(Text::new("accounts-error-characters")) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_tidied_and_bounded() {
        assert_eq!(line("  Atelier \t du\nPlan ", 20).as_deref(), Ok("Atelier du Plan"));
        assert_eq!(line("é".repeat(20).as_str(), 20).map(|line| line.chars().count()), Ok(20));
        assert_eq!(line(&"é".repeat(21), 20).unwrap_err().key, "accounts-error-too-long");
        assert_eq!(line(" ", 20).unwrap_err().key, "accounts-error-missing");
        assert_eq!(line("a\u{0}b", 20).unwrap_err().key, "accounts-error-characters");
        assert_eq!(line("gpj\u{202e}exe", 20).unwrap_err().key, "accounts-error-characters");
        assert_eq!(optional_line(" ", 20).as_deref(), Ok(""));
        assert_eq!(name("Gagnez http://x.fr", 20).unwrap_err().key, "accounts-error-link");
        assert_eq!(name("WWW.x.fr", 20).unwrap_err().key, "accounts-error-link");
        assert_eq!(paragraph(" a\r\nb ", 20).as_deref(), Ok("a\nb"));
    }
}
