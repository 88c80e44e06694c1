//! What expires when, day by day, as people are told of it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Arg, Credits, Text};

use crate::model::Lot;

/// What expires within this time is pointed out.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Whether the lot expires so soon that it is pointed out.
pub(super) fn is_soon(lot: &Lot, now: Timestamp) -> bool {
    lot.is_due(now.saturating_add(SOON).unwrap_or(Timestamp::MAX))
}

/// What expires on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// How much.
    pub amount: Credits,
    /// When the first of it does.
    pub at: Timestamp,
    /// Whether that is so soon that it is pointed out.
    pub soon: bool,
}

impl Expiring {
    /// What these lots leave to expire, the earliest day first; days are those of `zone`.
    pub(super) fn of<'a>(lots: impl IntoIterator<Item = &'a Lot>, zone: &TimeZone, now: Timestamp) -> Vec<Expiring> {
        let mut days: BTreeMap<Date, Expiring> = BTreeMap::new();
        for lot in lots {
            // What is held of a lot that is due expires when it comes back, if it does.
            let Some(at) = lot.expires_at.filter(|_| !lot.is_due(now)) else { continue };
            let new = Expiring { amount: Credits::ZERO, at, soon: false };
            let day = days.entry(zone.to_datetime(at).date()).or_insert(new);
            day.amount.0 += lot.remaining.0;
            day.at = day.at.min(at);
            day.soon |= is_soon(lot, now);
        }
        days.into_values().collect()
    }

    /// It in words, of support time.
    pub(super) fn time_text(&self) -> Text {
        Text::new("credits-time-expiring").with("amount", Arg::Minutes(self.amount.0)).with("date", Arg::Date(self.at))
    }

    /// It in words.
    pub(super) fn text(&self) -> Text {
        Text::new("credits-expiring").with("amount", self.amount).with("date", Arg::Date(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LotKind;

    fn lot(seq: i64, remaining: i64, expires_at: Option<Timestamp>) -> Lot {
        let remaining = Credits(remaining);
        Lot { seq, kind: LotKind::Purchased, amount: remaining, remaining, held: Credits::ZERO, expires_at, last: seq }
    }

    #[test]
    fn what_expires_on_one_day_is_told_together() {
        let now: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
        let after = |days: i64, hours: i64| now.saturating_add(SignedDuration::from_hours(days * 24 + hours)).unwrap();
        let lots = [
            lot(1, 7, Some(after(40, 0))),
            lot(2, 3, Some(after(4, 2))),
            lot(3, 5, None),
            lot(4, 2, Some(after(4, 1))),
            lot(5, 9, Some(after(-1, 0))),
        ];
        let told = Expiring::of(&lots, &TimeZone::UTC, now);
        let expected = [
            Expiring { amount: Credits(5), at: after(4, 1), soon: true },
            Expiring { amount: Credits(7), at: after(40, 0), soon: false },
        ];
        assert_eq!(told, expected);
    }
}
