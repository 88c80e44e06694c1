//! Which lots are pointed out before they expire, and when.

use jiff::{SignedDuration, Timestamp};

use super::Lots;

/// How many days before its end a lot is pointed out, the first time first.
pub const REMINDERS: [i64; 2] = [30, 7];

/// Wallets are looked at once a day, so what falls within the day to come is told now: never later than promised.
const ROUND: SignedDuration = SignedDuration::from_hours(24);

/// When the reminder so many days before falls.
fn falls(expires_at: Timestamp, days: i64) -> Timestamp {
    expires_at.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN)
}

/// From when on it is told.
fn told_from(expires_at: Timestamp, days: i64) -> Timestamp {
    falls(expires_at, days).saturating_sub(ROUND).unwrap_or(Timestamp::MIN)
}

/// A reminder of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reminder {
    /// How many days before the end it falls.
    pub(crate) days: i64,
    /// From when on it is told.
    pub(crate) from: Timestamp,
}

/// The reminders of a lot that came in at `opened_at`: those that fall when it was not there yet make no sense.
pub(crate) fn reminders(expires_at: Timestamp, opened_at: Timestamp) -> impl Iterator<Item = Reminder> {
    let sensible = REMINDERS.into_iter().filter(move |days| opened_at < falls(expires_at, *days));
    sensible.map(move |days| Reminder { days, from: told_from(expires_at, days) })
}

/// When a lot that came in at `opened_at` is to be looked at first.
pub(crate) fn first_reminder(expires_at: Timestamp, opened_at: Timestamp) -> Option<Timestamp> {
    reminders(expires_at, opened_at).map(|reminder| reminder.from).min()
}

impl Lots {
    /// When the next reminder after `now` is to be told of one of them.
    pub(crate) fn next_reminder(&self, now: Timestamp) -> Option<Timestamp> {
        let all = self.iter().filter_map(|lot| lot.expires_at);
        let all = all.flat_map(|at| REMINDERS.into_iter().map(move |days| told_from(at, days)));
        all.filter(|at| *at > now).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lot, LotKind};
    use kit_core::Credits;
    use proptest::prelude::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(86_400 * day).unwrap()
    }

    fn lot(at: Timestamp) -> Lot {
        let expires_at = Some(at);
        let (amount, held) = (Credits(1), Credits::ZERO);
        Lot { seq: 1, kind: LotKind::Promotional, amount, remaining: amount, held, expires_at, last: 1 }
    }

    /// What is to be told by a day of a lot that ends on day 100.
    fn due(opened: i64, now: i64) -> Vec<i64> {
        let all = reminders(day(100), day(opened)).filter(|reminder| reminder.from <= day(now));
        all.map(|reminder| reminder.days).collect()
    }

    #[test]
    fn a_lot_is_pointed_out_in_the_day_before_each_mark() {
        assert_eq!(due(0, 68), [0; 0]);
        assert_eq!(due(0, 69), [30]);
        assert_eq!(due(0, 92), [30, 7]);
        assert_eq!(due(70, 92), [7], "it came in on the day of the first mark");
        assert_eq!(due(93, 99), [0; 0]);
        assert_eq!(first_reminder(day(100), day(0)), Some(day(69)));
        assert_eq!(first_reminder(day(100), day(80)), Some(day(92)));
        assert_eq!(first_reminder(day(100), day(93)), None);
    }

    proptest! {
        /// Whoever looks when the wallet says so tells each reminder once, at least that many days before and at most one more.
        #[test]
        fn looking_when_it_is_time_misses_nothing(ends in prop::collection::vec((1_i64..80, 0_i64..24), 1..6)) {
            let ends: Vec<Timestamp> =
                ends.iter().map(|(days, hour)| day(*days) + SignedDuration::from_hours(*hour)).collect();
            let lots = Lots::of(ends.iter().map(|at| lot(*at)));
            let opened = day(0);
            let mut told: Vec<(Timestamp, i64)> = Vec::new();
            let mut next = ends.iter().filter_map(|at| first_reminder(*at, opened)).min();
            for now in (0..90).map(day) {
                if next.is_some_and(|at| at <= now) {
                    for lot in lots.iter() {
                        let at = lot.expires_at.unwrap();
                        for Reminder { days, .. } in reminders(at, opened).filter(|reminder| reminder.from <= now) {
                            if !told.contains(&(at, days)) {
                                let ahead = at.duration_since(now);
                                prop_assert!(ahead >= SignedDuration::from_hours(24 * days), "{ahead:?} {days}");
                                prop_assert!(ahead <= SignedDuration::from_hours(24 * (days + 1)), "{ahead:?} {days}");
                                told.push((at, days));
                            }
                        }
                    }
                    next = lots.next_reminder(now);
                }
            }
            let all = ends.iter().flat_map(|at| reminders(*at, opened).map(|reminder| (*at, reminder.days)));
            let mut expected: Vec<_> = all.collect();
            told.sort_unstable();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(told, expected);
        }
    }
}
