//! How the publisher sells and is paid: one value, read whole.

use jiff::civil::{Time, Weekday};
use kit_core::Text;
use sepa_transfer::{Bic, Iban};
use serde::{Deserialize, Serialize};

use super::{FreeAmount, Words};

/// What the publisher set. A field added later has a default, since the settings of the version before lack it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Where transfers go; none until staff says so.
    pub bank: Option<Bank>,
    /// When somebody looks at them.
    pub office: Office,
    /// After how many days an order that nobody paid expires.
    pub expiry_days: i64,
    /// Whether a transfer with the exact reference and amount is credited without anybody's confirmation.
    pub automatic: bool,
    /// Whether an account in debt can use nothing until it has settled.
    pub debt_blocks: bool,
    /// The free amount.
    pub free: FreeAmount,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            bank: None,
            office: Office::default(),
            expiry_days: 30,
            automatic: false,
            debt_blocks: false,
            free: FreeAmount::default(),
        }
    }
}

stored_as_json!(Settings);

/// A bank account of the publisher's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// The exact name of the holder, which banks compare with what the payer types.
    pub holder: String,
    /// The IBAN without blanks: it was checked on the way in.
    pub iban: String,
    /// The BIC, or nothing.
    pub bic: String,
}

impl Bank {
    /// The number, as the value that it is.
    pub fn iban(&self) -> Option<Iban> {
        self.iban.parse().ok()
    }

    /// The number in groups of four.
    pub fn iban_grouped(&self) -> String {
        self.iban().map_or_else(|| self.iban.clone(), |iban| iban.grouped())
    }

    /// The code of the bank, as the value that it is.
    pub fn bic(&self) -> Option<Bic> {
        self.bic.parse().ok()
    }
}

/// When the publisher's office handles transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Office {
    /// On which days, Monday first.
    pub days: [bool; 7],
    /// From when on, in the publisher's time zone.
    pub opens: Time,
    /// Until when.
    pub closes: Time,
    /// When a customer can expect the credit, in the publisher's words.
    pub expect: Words,
}

/// As most offices are open.
impl Default for Office {
    fn default() -> Office {
        Office {
            days: [true, true, true, true, true, false, false],
            opens: Time::constant(9, 0, 0, 0),
            closes: Time::constant(17, 0, 0, 0),
            expect: Words::default(),
        }
    }
}

impl Office {
    /// The days of the week, as their places in [`Office::days`].
    pub const WEEK: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// What people call a day.
    pub const fn label(day: Weekday) -> Text {
        match day {
            Weekday::Monday => Text::new("orders-monday"),
            Weekday::Tuesday => Text::new("orders-tuesday"),
            Weekday::Wednesday => Text::new("orders-wednesday"),
            Weekday::Thursday => Text::new("orders-thursday"),
            Weekday::Friday => Text::new("orders-friday"),
            Weekday::Saturday => Text::new("orders-saturday"),
            Weekday::Sunday => Text::new("orders-sunday"),
        }
    }

    /// The days on which it is open.
    pub fn open_days(&self) -> Vec<Weekday> {
        Office::WEEK.into_iter().zip(self.days).filter(|(_, open)| *open).map(|(day, _)| day).collect()
    }

    /// Its days and hours, in words: days that follow each other are told as a span.
    pub fn says(&self) -> Option<Text> {
        let days = self.open_days();
        let (first, last) = (days.first()?, days.last()?);
        let follow =
            usize::from(last.to_monday_zero_offset().unsigned_abs() - first.to_monday_zero_offset().unsigned_abs());
        let days = if days.len() > 2 && follow + 1 == days.len() {
            Text::new("orders-office-span").with("first", Office::label(*first)).with("last", Office::label(*last))
        } else {
            let one = |day: &Weekday| Office::label(*day);
            let rest = days.iter().skip(1).map(one);
            rest.fold(one(first), |list, day| Text::new("orders-office-list").with("list", list).with("day", day))
        };
        let hour = |time: Time| time.strftime("%H:%M").to_string();
        let hours = Text::new("orders-office-hours").with("days", days);
        Some(hours.with("opens", hour(self.opens)).with("closes", hour(self.closes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_before_get_defaults() {
        let settings: Settings = serde_json::from_str(r#"{"automatic": true}"#).unwrap();
        assert!(settings.automatic && settings.bank.is_none());
        assert_eq!((settings.expiry_days, settings.office.opens), (30, Time::constant(9, 0, 0, 0)));
        let again: Settings = serde_json::from_str(&serde_json::to_string(&settings).unwrap()).unwrap();
        assert_eq!(again, settings);
    }

    #[test]
    fn days_that_follow_are_a_span() {
        let keys = |days| {
            let text = Office { days, ..Office::default() }.says();
            text.map(|text| match &text.args[0].1 {
                kit_core::Arg::Text(days) => days.key,
                _ => "",
            })
        };
        assert_eq!(keys([true, true, true, true, true, false, false]), Some("orders-office-span"));
        assert_eq!(keys([true, false, true, false, false, false, false]), Some("orders-office-list"));
        assert_eq!(keys([true, true, false, false, false, false, false]), Some("orders-office-list"));
        assert_eq!(keys([false, false, true, false, false, false, false]), Some("orders-wednesday"));
        assert_eq!(keys([false; 7]), None);
    }
}
