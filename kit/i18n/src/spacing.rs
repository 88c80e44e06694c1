//! The blanks of French: a sign of punctuation never begins a line.

/// What a blank stands before or after, and the one that belongs there (*Lexique des règles typographiques en usage à
/// l’Imprimerie nationale*): a thin one before `;`, `!` and `?`, a wide one before `:` and inside quotation marks.
const BLANKS: [(&str, &str); 8] = [
    (" ;", "\u{202f};"),
    (" !", "\u{202f}!"),
    (" ?", "\u{202f}?"),
    (" :", "\u{a0}:"),
    ("« ", "«\u{a0}"),
    (" »", "\u{a0}»"),
    (" %", "\u{a0}%"),
    (" €", "\u{a0}€"),
];

/// The text with blanks that do not break, where French asks for them; people write common ones.
///
/// ```
/// assert_eq!(kit_i18n::french("« Oui ! » : 5 %"), "«\u{a0}Oui\u{202f}!\u{a0}»\u{a0}: 5\u{a0}%");
/// ```
#[must_use]
pub fn french(text: &str) -> String {
    BLANKS.iter().fold(text.to_owned(), |text, (written, set)| text.replace(written, set))
}
