use iso_currency::Currency;
use kit_core::{Locale, Money};

use crate::{at, english, french, reader};

fn money(minor: i64, currency: Currency) -> Money {
    Money { minor, currency }
}

#[test]
fn numbers_are_grouped() {
    let (fr, en) = (french(), english());
    assert_eq!(fr.number(1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(en.number(1_234_567), "1,234,567");
    assert_eq!(fr.number(-1200), "\u{2212}1\u{202f}200");
    assert_eq!(en.number(0), "0");
    assert_eq!(en.number(i64::MIN), "\u{2212}9,223,372,036,854,775,808");
}

#[test]
fn money_has_the_decimals_and_the_symbol_of_its_currency() {
    let (fr, en) = (french(), english());
    assert_eq!(fr.money(Money::euro_cents(1250)), "12,50\u{a0}€");
    assert_eq!(en.money(Money::euro_cents(1250)), "€12.50");
    assert_eq!(fr.money(Money::euro_cents(123_456_700)), "1\u{202f}234\u{202f}567,00\u{a0}€");
    assert_eq!(en.money(Money::euro_cents(-123_456)), "\u{2212}€1,234.56");
    assert_eq!(fr.money(Money::euro_cents(-5)), "\u{2212}0,05\u{a0}€");
    assert_eq!(fr.money(Money::euro_cents(0)), "0,00\u{a0}€");
    assert_eq!(fr.money(money(1250, Currency::USD)), "12,50\u{a0}$US");
    assert_eq!(en.money(money(1250, Currency::GBP)), "£12.50");
    assert_eq!(en.money(money(1250, Currency::CHF)), "CHF\u{a0}12.50");
    assert_eq!(fr.money(money(1250, Currency::JPY)), "1\u{202f}250\u{a0}JPY");
    assert_eq!(fr.money(money(1250, Currency::TND)), "1,250\u{a0}TND");
}

#[test]
fn dates_are_those_of_the_language() {
    let (fr, en, moment) = (french(), english(), at("2026-11-21T13:05:59Z"));
    assert_eq!(fr.date(moment), "21 novembre 2026");
    assert_eq!(en.date(moment), "21 November 2026");
    assert_eq!(fr.date_time(moment), "21 novembre 2026 à 14:05");
    assert_eq!(en.date_time(moment), "21 November 2026 at 14:05");
    assert_eq!(fr.short_date(moment), "21/11/2026");
    assert_eq!(en.short_date(moment), "21 Nov 2026");
    assert_eq!(fr.short_date_time(moment), "21/11/2026 14:05");
    assert_eq!(en.short_date_time(moment), "21 Nov 2026, 14:05");
    assert_eq!(en.short_date(at("2026-09-05T10:00:00Z")), "5 Sep 2026");
    assert_eq!(fr.date(at("2026-12-01T00:00:00Z")), "1 décembre 2026");
}

#[test]
fn a_moment_is_told_in_the_reader_s_zone() {
    let moment = at("2026-12-31T23:30:00Z");
    assert_eq!(reader(Locale::Fr, "Europe/Paris").date_time(moment), "1 janvier 2027 à 00:30");
    assert_eq!(reader(Locale::Fr, "America/Guadeloupe").date_time(moment), "31 décembre 2026 à 19:30");
}

#[test]
fn the_hour_jumps_with_daylight_saving() {
    let fr = french();
    assert_eq!(fr.date_time(at("2026-03-29T00:59:59Z")), "29 mars 2026 à 01:59");
    assert_eq!(fr.date_time(at("2026-03-29T01:00:00Z")), "29 mars 2026 à 03:00");
    assert_eq!(fr.date_time(at("2026-10-25T00:30:00Z")), "25 octobre 2026 à 02:30");
    assert_eq!(fr.date_time(at("2026-10-25T01:30:00Z")), "25 octobre 2026 à 02:30");
}

#[test]
fn distances_are_told_in_the_largest_whole_unit() {
    let (fr, en, now) = (french(), english(), at("2026-11-21T12:00:00Z"));
    for (moment, in_french, in_english) in [
        ("2026-11-21T11:59:01Z", "à l’instant", "just now"),
        ("2026-11-21T12:00:59Z", "à l’instant", "just now"),
        ("2026-11-21T11:59:00Z", "il y a 1 minute", "1 minute ago"),
        ("2026-11-21T10:00:01Z", "il y a 1 heure", "1 hour ago"),
        ("2026-11-18T12:00:00Z", "il y a 3 jours", "3 days ago"),
        ("2026-09-21T12:00:00Z", "il y a 2 mois", "2 months ago"),
        ("2024-11-21T12:00:00Z", "il y a 2 ans", "2 years ago"),
        ("2026-11-21T12:05:00Z", "dans 5 minutes", "in 5 minutes"),
        ("2026-11-21T14:00:00Z", "dans 2 heures", "in 2 hours"),
        ("2026-11-22T12:00:00Z", "dans 1 jour", "in 1 day"),
        ("2027-01-21T12:00:00Z", "dans 2 mois", "in 2 months"),
        ("2027-11-22T12:00:00Z", "dans 1 an", "in 1 year"),
    ] {
        assert_eq!(fr.relative(at(moment), now), in_french);
        assert_eq!(en.relative(at(moment), now), in_english);
    }
}
