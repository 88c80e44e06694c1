//! Business time: the time that passes while an office is open.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::holidays::holiday_on;
use crate::{OpenSpan, Region, WeekHours};

/// How many days are looked through for time that is open: an office that opens less is not one.
const HORIZON: u32 = 10 * 366;

/// When an office is open: the hours of its week, but public holidays and the days on which it is closed; in its time zone.
///
/// Business time is real time: an hour of it is an hour on a clock that stands still while the office is closed. Where the clocks
/// change within opening hours, that day has an hour less, or one more.
#[derive(Debug, Clone)]
pub struct BusinessHours {
    zone: TimeZone,
    week: WeekHours,
    holidays: Option<Region>,
    /// Spans of whole days, both ends closed; in no order.
    closed: Vec<(Date, Date)>,
}

/// Why business time cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BusinessTimeError {
    /// The office does not open, or not enough in ten years.
    #[error("the office is not open enough")]
    NeverOpen,
    /// The count leaves the calendar.
    #[error("the time is outside the calendar")]
    OutOfRange,
}

impl BusinessHours {
    /// An office in `zone`, open by `week`; closed on the public holidays of a region, and from the first to the last day of each
    /// span in `closed`.
    pub fn new(zone: TimeZone, week: WeekHours, holidays: Option<Region>, closed: Vec<(Date, Date)>) -> BusinessHours {
        BusinessHours { zone, week, holidays, closed }
    }

    /// Where the office is.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether the office does not open at all on that day.
    pub fn is_closed_on(&self, day: Date) -> bool {
        self.week.of(day.weekday()).is_closed()
            || self.holidays.is_some_and(|region| holiday_on(day, region).is_some())
            || self.closed.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }

    /// Whether it is open at that moment; at the minute when it closes it is closed.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let day = self.zone.to_datetime(at).date();
        self.spans(day).any(|(opens, closes)| (opens..closes).contains(&at))
    }

    /// The first moment by which so much business time has passed since `from`; `from` itself for none.
    ///
    /// # Errors
    /// [`BusinessTimeError`].
    pub fn add(&self, from: Timestamp, time: SignedDuration) -> Result<Timestamp, BusinessTimeError> {
        let mut left = time;
        if left <= SignedDuration::ZERO {
            return Ok(from);
        }
        if self.week.is_closed() {
            return Err(BusinessTimeError::NeverOpen);
        }
        let mut day = self.zone.to_datetime(from).date();
        let mut quiet = 0;
        while quiet < HORIZON {
            quiet += 1;
            for (opens, closes) in self.spans(day) {
                let start = opens.max(from);
                let open = closes.duration_since(start);
                if open <= SignedDuration::ZERO {
                    continue;
                }
                if open >= left {
                    return start.checked_add(left).map_err(|_| BusinessTimeError::OutOfRange);
                }
                left -= open;
                quiet = 0;
            }
            day = day.tomorrow().map_err(|_| BusinessTimeError::OutOfRange)?;
        }
        Err(BusinessTimeError::NeverOpen)
    }

    /// As [`add`](Self::add), in whole minutes.
    ///
    /// # Errors
    /// [`BusinessTimeError`].
    pub fn add_minutes(&self, from: Timestamp, minutes: u32) -> Result<Timestamp, BusinessTimeError> {
        self.add(from, SignedDuration::from_mins(i64::from(minutes)))
    }

    /// The business time between two moments; below zero if `until` is before `from`.
    pub fn between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        if until < from {
            return -self.between(until, from);
        }
        let last = self.zone.to_datetime(until).date();
        let mut day = self.zone.to_datetime(from).date();
        let mut passed = SignedDuration::ZERO;
        while day <= last {
            for (opens, closes) in self.spans(day) {
                let open = closes.min(until).duration_since(opens.max(from));
                passed += open.max(SignedDuration::ZERO);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        passed
    }

    /// As [`between`](Self::between), in whole minutes that have passed.
    pub fn minutes_between(&self, from: Timestamp, until: Timestamp) -> i64 {
        self.between(from, until).as_mins()
    }

    /// When it opens and closes on that day, in order; what two spans would share where clocks leave out an hour is the first one's.
    fn spans(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let closed = self.is_closed_on(day);
        let spans = self.week.of(day.weekday()).spans().iter().filter(move |_| !closed);
        let moments = move |span: &OpenSpan| Some((self.moment(day, span.from())?, self.moment(day, span.until())?));
        spans.filter_map(moments).scan(Timestamp::MIN, |last, (opens, closes)| {
            let opens = opens.max(*last);
            *last = closes.max(opens);
            Some((opens, *last))
        })
    }

    /// A minute of a day, as the clocks there show it. What a change of clocks leaves out is as much later, what it repeats is
    /// meant the first time; the end of a day is the beginning of the next.
    fn moment(&self, day: Date, minute: u16) -> Option<Timestamp> {
        let (day, minute) = if minute == 24 * 60 { (day.tomorrow().ok()?, 0) } else { (day, minute) };
        let hour = i8::try_from(minute / 60).ok()?;
        let minute = i8::try_from(minute % 60).ok()?;
        self.zone.to_ambiguous_timestamp(day.at(hour, minute, 0, 0)).compatible().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn office(hours: &str) -> BusinessHours {
        let week = WeekHours::monday_to_friday(&hours.parse().unwrap());
        BusinessHours::new(paris(), week, Some(Region::Metropole), Vec::new())
    }

    /// A moment in Paris: `2026-11-20T16:00`.
    fn at(text: &str) -> Timestamp {
        let time: jiff::civil::DateTime = text.parse().unwrap();
        time.to_zoned(paris()).unwrap().timestamp()
    }

    fn plus(office: &BusinessHours, from: &str, minutes: u32) -> String {
        let then = office.add_minutes(at(from), minutes).unwrap();
        paris().to_datetime(then).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn the_clock_stands_still_while_it_is_closed() {
        let office = office("9-12, 14-18");
        assert_eq!(plus(&office, "2026-11-20T10:00", 60), "2026-11-20T11:00");
        assert_eq!(plus(&office, "2026-11-20T11:00", 60), "2026-11-20T12:00");
        assert_eq!(plus(&office, "2026-11-20T11:00", 61), "2026-11-20T14:01");
        // Friday evening, and Saturday: as if asked on Monday at nine.
        assert_eq!(plus(&office, "2026-11-20T19:00", 60), "2026-11-23T10:00");
        assert_eq!(plus(&office, "2026-11-21T03:00", 60), "2026-11-23T10:00");
        assert_eq!(plus(&office, "2026-11-20T17:00", 8 * 60), "2026-11-23T18:00");
        assert_eq!(plus(&office, "2026-11-20T19:00", 0), "2026-11-20T19:00");
    }

    #[test]
    fn holidays_and_closed_days_do_not_count() {
        let mut office = office("9-17");
        // Christmas 2026 is a Friday.
        assert_eq!(plus(&office, "2026-12-24T16:00", 120), "2026-12-28T10:00");
        office.closed = vec![(date(2026, 12, 28), date(2026, 12, 31))];
        // And the first of January a Friday as well.
        assert_eq!(plus(&office, "2026-12-24T16:00", 120), "2027-01-04T10:00");
        assert!(office.is_closed_on(date(2026, 12, 29)) && !office.is_closed_on(date(2027, 1, 4)));
        office.holidays = None;
        assert_eq!(plus(&office, "2026-12-24T16:00", 120), "2026-12-25T10:00");
        assert_eq!(office.minutes_between(at("2026-12-24T16:30"), at("2026-12-28T12:00")), 30 + 8 * 60);
    }

    #[test]
    fn good_friday_is_worked_but_in_alsace_moselle() {
        let paris = office("9-17");
        assert_eq!(plus(&paris, "2026-04-02T16:00", 120), "2026-04-03T10:00");
        let strasbourg = BusinessHours { holidays: Some(Region::AlsaceMoselle), ..paris };
        // Good Friday, the weekend, Easter Monday.
        assert_eq!(plus(&strasbourg, "2026-04-02T16:00", 120), "2026-04-07T10:00");
    }

    #[test]
    fn days_on_which_clocks_change_are_as_long_as_they_are() {
        let week = WeekHours(std::array::from_fn(|_| "0-24".parse().unwrap()));
        let always = BusinessHours::new(paris(), week, None, Vec::new());
        assert_eq!(always.minutes_between(at("2026-03-29T00:00"), at("2026-03-30T00:00")), 23 * 60);
        assert_eq!(always.minutes_between(at("2026-10-25T00:00"), at("2026-10-26T00:00")), 25 * 60);
        assert_eq!(plus(&always, "2026-03-28T12:00", 24 * 60), "2026-03-29T13:00");
        // An office that opens at nine opens an hour of real time earlier from then on.
        let office = office("9-17");
        assert_eq!(plus(&office, "2026-03-27T17:00", 60), "2026-03-30T10:00");
        assert_eq!(office.add_minutes(at("2026-03-27T17:00"), 60).unwrap().to_string(), "2026-03-30T08:00:00Z");
        assert_eq!(office.add_minutes(at("2026-03-26T17:00"), 60).unwrap().to_string(), "2026-03-27T09:00:00Z");
    }

    #[test]
    fn an_hour_that_clocks_leave_out_or_repeat_is_no_trap() {
        let week = WeekHours(std::array::from_fn(|_| "02:00-02:30, 03:00-04:00".parse().unwrap()));
        let night = BusinessHours::new(paris(), week, None, Vec::new());
        // From two to three there is no time: the first half hour is 3:00 to 3:30, of which nobody counts twice what is said.
        assert!(night.is_open(at("2026-03-29T03:10")));
        assert_eq!(night.minutes_between(at("2026-10-25T00:00"), at("2026-10-25T12:00")), 90);
        assert_eq!(night.minutes_between(at("2026-03-29T00:00"), at("2026-03-29T12:00")), 60);
    }

    #[test]
    fn an_office_that_never_opens_promises_nothing() {
        let closed = BusinessHours::new(paris(), WeekHours::default(), None, Vec::new());
        assert_eq!(closed.add_minutes(at("2026-11-20T10:00"), 1), Err(BusinessTimeError::NeverOpen));
        assert_eq!(closed.minutes_between(at("2026-11-20T10:00"), at("2027-11-20T10:00")), 0);
        let gone = BusinessHours { closed: vec![(date(2026, 1, 1), date(2099, 1, 1))], ..office("9-17") };
        assert_eq!(gone.add_minutes(at("2026-11-20T10:00"), 1), Err(BusinessTimeError::NeverOpen));
        assert_eq!(office("9-17").add_minutes(Timestamp::MAX, 1), Err(BusinessTimeError::OutOfRange));
    }

    /// Counts minute by minute.
    fn counted(office: &BusinessHours, from: Timestamp, minutes: i64) -> i64 {
        (0..minutes).filter(|n| office.is_open(from + SignedDuration::from_mins(*n))).count() as i64
    }

    proptest! {
        #[test]
        fn what_is_added_has_passed(start in 0_i64..5 * 366 * 24 * 60, minutes in 1_u32..20_000, closed in 0_i32..1_500, days in 0_i32..20) {
            let mut office = office("8:30-12, 13:30-18:00");
            let first = date(2024, 1, 1).checked_add(jiff::Span::new().days(closed)).unwrap();
            office.closed = vec![(first, first.checked_add(jiff::Span::new().days(days)).unwrap())];
            let from = at("2024-01-01T00:00") + SignedDuration::from_mins(start);
            let then = office.add_minutes(from, minutes).unwrap();
            prop_assert_eq!(office.between(from, then), SignedDuration::from_mins(i64::from(minutes)));
            prop_assert_eq!(office.between(then, from), -SignedDuration::from_mins(i64::from(minutes)));
            // It is the first such moment: just before, it was open and a second was missing.
            let before = then - SignedDuration::from_secs(1);
            prop_assert!(office.is_open(before));
            prop_assert_eq!(office.between(from, before), SignedDuration::from_secs(i64::from(minutes) * 60 - 1));
        }

        #[test]
        fn parts_add_up(start in 0_i64..3 * 366 * 24 * 60, one in 0_i64..20_000, two in 0_i64..20_000) {
            let office = office("9-12, 14-18");
            let from = at("2025-01-01T00:00") + SignedDuration::from_mins(start);
            let (middle, until) = (from + SignedDuration::from_mins(one), from + SignedDuration::from_mins(one + two));
            prop_assert_eq!(office.between(from, middle) + office.between(middle, until), office.between(from, until));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn it_is_what_a_clock_counts(start in 0_i64..3 * 366 * 24 * 60, minutes in 0_i64..10 * 24 * 60) {
            let office = office("9-12, 14-18");
            let from = at("2025-01-01T00:00") + SignedDuration::from_mins(start);
            let until = from + SignedDuration::from_mins(minutes);
            prop_assert_eq!(office.minutes_between(from, until), counted(&office, from, minutes));
        }
    }
}
