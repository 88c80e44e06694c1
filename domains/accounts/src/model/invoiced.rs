//! Which company of an account is invoiced, from which day on.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kit_core::{Check, FieldErrors, Text};
use kit_db::{Day, FromRow};
use serde::Deserialize;

use super::CompanyId;

/// How many choices of an account may wait for their day.
pub const MOST_COMING: i64 = 12;

/// How many choices an account may make within 24 hours: each is a line of its history, a line of its log and a mail.
pub const MOST_A_DAY: i64 = 12;

/// A choice as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct InvoicedForm {
    /// Id of the company.
    pub company: String,
    /// From which day on.
    pub from: String,
}

impl InvoicedForm {
    /// Reads what was typed.
    ///
    /// # Errors
    /// What is no company and no day.
    pub fn read(&self) -> Result<(CompanyId, Day), FieldErrors> {
        let mut check = Check::new();
        let company = self.company.parse::<CompanyId>();
        let company = check.field("company", company.map_err(|_| Text::new("accounts-invoiced-unknown")));
        let from = self.from.trim().parse::<Date>().map(Day);
        let from = check.field("from", from.map_err(|_| Text::new("accounts-invoiced-no-day")));
        check.finish(|| Some((company?, from?)))
    }
}

/// A choice, never changed but for being withdrawn before its day.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct InvoicedChoice {
    /// From which day on, where the publisher is.
    pub from_day: Day,
    /// Its place among those of the account, in the order in which they were made.
    pub seq: i64,
    /// Which company.
    pub company: CompanyId,
    /// When it was made.
    pub chosen_at: Timestamp,
    /// Whether the publisher's staff made it.
    pub publisher: bool,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// How a choice stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceStanding {
    /// Its day is to come.
    Coming,
    /// What is ordered now is made out to its company.
    InForce,
    /// A later one has taken its place.
    Past,
    /// Another one was made for the same day after it.
    Replaced,
    /// It was withdrawn before its day.
    Withdrawn,
}

/// How each of an account's choices stands; `choices` are the latest day first, and the latest made of a day first.
pub fn standings(choices: &[InvoicedChoice], today: Day) -> Vec<ChoiceStanding> {
    let (mut last_day, mut begun) = (None, false);
    let standing = |choice: &InvoicedChoice| {
        if choice.withdrawn_at.is_some() {
            return ChoiceStanding::Withdrawn;
        }
        if last_day.replace(choice.from_day) == Some(choice.from_day) {
            return ChoiceStanding::Replaced;
        }
        match choice.from_day > today {
            true => ChoiceStanding::Coming,
            false if std::mem::replace(&mut begun, true) => ChoiceStanding::Past,
            false => ChoiceStanding::InForce,
        }
    };
    choices.iter().map(standing).collect()
}

/// Whether a choice made today may begin on a day: not before today, and within two years.
///
/// # Errors
/// What to say at the field.
pub fn check_day(from: Day, today: Day) -> Result<(), InvoicedDayError> {
    let last = today.0.checked_add(2.years()).unwrap_or(Date::MAX);
    match from {
        from if from < today => Err(InvoicedDayError::Past),
        from if from.0 > last => Err(InvoicedDayError::TooFar),
        _ => Ok(()),
    }
}

/// Why a choice cannot begin on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvoicedDayError {
    /// What was ordered in the past stays as it was made.
    #[error("the day has gone by")]
    Past,
    /// More than two years ahead.
    #[error("the day is too far away")]
    TooFar,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn choice(seq: i64, day: i8, withdrawn: bool) -> InvoicedChoice {
        InvoicedChoice {
            from_day: Day(date(2026, 11, day)),
            seq,
            company: CompanyId::from_raw(seq),
            chosen_at: Timestamp::UNIX_EPOCH,
            publisher: false,
            withdrawn_at: withdrawn.then_some(Timestamp::UNIX_EPOCH),
        }
    }

    #[test]
    fn of_all_choices_one_is_in_force() {
        use ChoiceStanding::{Coming, InForce, Past, Replaced, Withdrawn};
        let today = Day(date(2026, 11, 21));
        let choices = [
            choice(6, 30, false),
            choice(5, 25, true),
            choice(4, 21, true),
            choice(3, 21, false),
            choice(2, 21, false),
            choice(1, 1, false),
        ];
        assert_eq!(standings(&choices, today), [Coming, Withdrawn, Withdrawn, InForce, Replaced, Past]);
        assert_eq!(standings(&choices, Day(date(2026, 11, 30))), [InForce, Withdrawn, Withdrawn, Past, Replaced, Past]);
        assert_eq!(standings(&choices[..2], today), [Coming, Withdrawn]);
    }

    #[test]
    fn a_choice_is_never_for_the_past() {
        let today = Day(date(2026, 11, 21));
        assert_eq!(check_day(Day(date(2026, 11, 20)), today), Err(InvoicedDayError::Past));
        assert_eq!(check_day(today, today), Ok(()));
        assert_eq!(check_day(Day(date(2028, 11, 21)), today), Ok(()));
        assert_eq!(check_day(Day(date(2028, 11, 22)), today), Err(InvoicedDayError::TooFar));
    }

    #[test]
    fn what_is_typed_is_a_company_and_a_day() {
        let wrong = InvoicedForm { company: "<b>".into(), from: "demain".into() }.read().unwrap_err();
        assert_eq!(wrong.0.iter().map(|error| error.field).collect::<Vec<_>>(), ["company", "from"]);
        let id = CompanyId::from_raw(7);
        let read = InvoicedForm { company: id.to_string(), from: " 2026-12-01 ".into() }.read();
        assert_eq!(read, Ok((id, Day(date(2026, 12, 1)))));
    }
}
