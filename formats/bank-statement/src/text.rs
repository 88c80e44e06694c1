//! Texts as banks write them, made fit to keep.

/// One line of words: runs of white space and control characters become one space. None if nothing is left.
pub(crate) fn words(text: &str) -> Option<String> {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (!line.is_empty()).then_some(line)
}

/// A reference, which is none when it is one of the words that stand for none: `NOTPROVIDED` (SEPA rulebooks), `NONREF`
/// (SWIFT), or zeros only.
pub(crate) fn reference(text: &str) -> Option<String> {
    let reference = words(text)?;
    let is_placeholder =
        ["NOTPROVIDED", "NOT PROVIDED", "NONREF"].iter().any(|none| reference.eq_ignore_ascii_case(none))
            || reference.bytes().all(|byte| byte == b'0');
    (!is_placeholder).then_some(reference)
}

/// ISO-8859-1, whose bytes are the first characters of Unicode.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_control_characters_are_spaces() {
        assert_eq!(words("  VIR \u{85}\u{0}\n\tSEPA "), Some("VIR SEPA".to_owned()));
        assert_eq!(words(" \u{1a}\r\n"), None);
    }

    #[test]
    fn placeholders_are_no_references() {
        assert_eq!(reference("notprovided"), None);
        assert_eq!(reference("0000000000000000"), None);
        assert_eq!(reference(" F2026000123 "), Some("F2026000123".to_owned()));
    }

    #[test]
    fn accents_of_western_europe_are_read() {
        assert_eq!(latin1(b"Caf\xE9"), "Café");
    }
}
