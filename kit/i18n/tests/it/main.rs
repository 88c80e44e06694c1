//! Texts, formats and filters in both languages.

#![allow(clippy::unwrap_used)]

mod filters;
mod formats;
mod texts;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::Locale;
use kit_i18n::{Reader, Texts};

const FRENCH: &str = "
t-hello = Bonjour { $name }
t-title = Compte d’entreprise
t-french-only = En français
t-credits =
    { $n ->
        [0] plus de crédit
        [one] { $n } crédit
       *[other] { $n } crédits
    }
t-left = Il reste { $what } ({ $price }) jusqu’au { $day }.
";

const ENGLISH: &str = "
t-hello = Hello { $name }
t-title = Company account
t-credits =
    { $n ->
        [0] no credit left
        [one] { $n } credit
       *[other] { $n } credits
    }
t-left = { $what } left ({ $price }) until { $day }.
";

fn reader(locale: Locale, zone: &str) -> Reader {
    let texts = Texts::load(&[(Locale::Fr, FRENCH), (Locale::En, ENGLISH)]).unwrap();
    Reader { texts: Arc::new(texts), locale, zone: TimeZone::get(zone).unwrap() }
}

fn french() -> Reader {
    reader(Locale::Fr, "Europe/Paris")
}

fn english() -> Reader {
    reader(Locale::En, "Europe/Paris")
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}
