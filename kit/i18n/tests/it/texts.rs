use kit_core::{Arg, Locale, Money, Text};
use kit_i18n::{Texts, TextsError};

use crate::{at, english, french};

#[test]
fn numbers_choose_the_plural_and_are_grouped() {
    let (fr, en) = (french(), english());
    for (n, in_french, in_english) in [
        (0, "plus de crédit", "no credit left"),
        (1, "1 crédit", "1 credit"),
        (2, "2 crédits", "2 credits"),
        (1_000_001, "1\u{202f}000\u{202f}001 crédits", "1,000,001 credits"),
        (1_000_000, "1\u{202f}000\u{202f}000 crédits", "1,000,000 credits"),
        (
            i64::MAX,
            "9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}807 crédits",
            "9,223,372,036,854,775,807 credits",
        ),
    ] {
        let text = Text::new("t-credits").with("n", n);
        assert_eq!(fr.text(&text), in_french);
        assert_eq!(en.text(&text), in_english);
    }
}

#[test]
fn arguments_are_written_in_the_reader_s_language() {
    let text = Text::new("t-left")
        .with("what", Text::new("t-credits").with("n", 1200))
        .with("price", Money::euro_cents(1250))
        .with("day", Arg::Date(at("2026-11-21T12:00:00Z")));
    assert_eq!(french().text(&text), "Il reste 1\u{202f}200 crédits (12,50\u{a0}€) jusqu’au 21 novembre 2026.");
    assert_eq!(english().text(&text), "1,200 credits left (€12.50) until 21 November 2026.");
}

#[test]
fn a_missing_text_is_french_and_a_missing_key_itself() {
    assert_eq!(english().key("t-french-only"), "En français");
    assert_eq!(english().text(&Text::new("t-nowhere").with("n", 1)), "[t-nowhere]");
    assert_eq!(french().key("t nowhere {"), "[t nowhere {]");
}

#[test]
fn a_missing_argument_shows_its_name() {
    assert_eq!(french().text(&Text::new("t-hello")), "Bonjour {$name}");
}

#[test]
fn what_somebody_typed_is_no_fluent() {
    let text = Text::new("t-hello").with("name", "{ $n } { t-title } <b>");
    assert_eq!(french().text(&text), "Bonjour { $n } { t-title } <b>");
}

#[test]
fn mistakes_in_the_sources_are_told() {
    let twice = [(Locale::Fr, "t-a = 1"), (Locale::En, "t-a = 1"), (Locale::Fr, "t-a = 2")];
    assert_eq!(Texts::load(&twice).err(), Some(TextsError::Duplicate { locale: Locale::Fr, key: "t-a".to_owned() }));
    let Some(TextsError::Syntax { locale, near, .. }) = Texts::load(&[(Locale::En, "t-a = { $n\nt-b = x")]).err()
    else {
        panic!("the source does not parse");
    };
    assert_eq!((locale, near.as_str()), (Locale::En, "t-a = { $n\n"));
}
