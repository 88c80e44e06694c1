//! A call, from picking up to what was counted.

use credits::{Approval, Reference};
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Arg, Credits, Id, PersonId, Text};
use kit_db::{FromRow, stored_as_code};
use support::CaseNumber;

/// Marks ids of calls.
#[derive(Debug)]
pub enum CallTag {}

/// The id of a call.
pub type CallId = Id<CallTag>;

/// After so long a timer was forgotten: it counts nothing, the agent says how long it was.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(4);

/// The same in minutes, as texts tell it.
pub(crate) const FORGOTTEN_MINUTES: i64 = FORGOTTEN_AFTER.as_mins();

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its time was counted.
    Counted,
    /// The publisher counts no support time.
    Uncounted,
    /// It was none: a wrong number, a timer by mistake.
    Dropped,
}

impl Outcome {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Counted => "counted",
            Outcome::Uncounted => "uncounted",
            Outcome::Dropped => "dropped",
        }
    }

    /// The outcome with this name.
    pub fn from_code(code: &str) -> Option<Outcome> {
        [Outcome::Counted, Outcome::Uncounted, Outcome::Dropped].into_iter().find(|one| one.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Outcome::Counted => Text::new("calls-outcome-counted"),
            Outcome::Uncounted => Text::new("calls-outcome-uncounted"),
            Outcome::Dropped => Text::new("calls-outcome-dropped"),
        }
    }
}

stored_as_code!(Outcome);

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Call {
    /// Which one.
    pub id: CallId,
    /// For which account.
    pub account: AccountId,
    /// Who answers.
    pub agent: PersonId,
    /// The member who called.
    pub caller: Option<PersonId>,
    /// Whether he or she told the right PIN in this call.
    pub checked: bool,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when; none: it is running.
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How long it was, in seconds.
    pub seconds: Option<i64>,
    /// What it was about.
    pub subject: Option<String>,
    /// The case.
    pub case_number: Option<CaseNumber>,
    /// The member who approved the cost beforehand.
    pub approved_by: Option<PersonId>,
    /// How many billed minutes he or she approved.
    pub approved_minutes: Option<i64>,
    /// When.
    pub approved_at: Option<Timestamp>,
    /// The place of its operation in the history of support time.
    pub operation: Option<i64>,
    /// How many minutes that bills.
    pub billed: Option<i64>,
    /// Whether the code of who approved was checked in this call.
    pub approved_checked: bool,
    /// When its agent was told that it is still running.
    pub reminded_at: Option<Timestamp>,
}

impl Call {
    /// A call that begins now.
    pub fn new(id: CallId, account: AccountId, agent: PersonId, now: Timestamp) -> Call {
        Call {
            id,
            account,
            agent,
            caller: None,
            checked: false,
            started_at: now,
            ended_at: None,
            outcome: None,
            seconds: None,
            subject: None,
            case_number: None,
            approved_by: None,
            approved_minutes: None,
            approved_at: None,
            operation: None,
            billed: None,
            approved_checked: false,
            reminded_at: None,
        }
    }

    /// The same, by a caller whose PIN was right, in this call or a little before it.
    pub(crate) fn by(self, checked: Option<PersonId>) -> Call {
        Call { caller: checked, checked: checked.is_some(), ..self }
    }

    /// The caller whose PIN was right in this call.
    pub fn checked_caller(&self) -> Option<PersonId> {
        self.caller.filter(|_| self.checked)
    }

    /// What was approved beforehand of what it costs.
    pub fn approval(&self) -> Approval {
        self.approved_minutes.map_or(Approval::Lacking, |minutes| Approval::UpTo(Credits(minutes)))
    }

    /// Whether somebody approved beforehand what it costs.
    pub(crate) fn was_approved(&self) -> bool {
        self.approved_minutes.is_some()
    }

    /// How long it has been running, in seconds; at least one.
    pub fn elapsed(&self, now: Timestamp) -> i64 {
        self.ended_at.unwrap_or(now).duration_since(self.started_at).as_secs().max(1)
    }

    /// How long it was, by whole minutes upwards.
    pub fn real(&self) -> i64 {
        self.seconds.unwrap_or_default().saturating_add(59) / 60
    }

    /// How long it really was and what was counted of it; none while it is running. A call that was none lasted as many whole minutes as went by.
    pub fn told(&self) -> Option<Text> {
        let seconds = self.seconds.unwrap_or_default();
        let timed = |text: Text, minutes: i64| text.with("real", Arg::Minutes(minutes));
        Some(match (self.outcome?, self.billed) {
            (Outcome::Counted, Some(billed)) => {
                timed(Text::new("calls-told-counted"), self.real()).with("billed", Arg::Minutes(billed))
            }
            (Outcome::Uncounted, _) => timed(Text::new("calls-told-uncounted"), self.real()),
            (Outcome::Dropped, _) if seconds >= 60 => timed(Text::new("calls-told-dropped"), seconds / 60),
            (outcome @ (Outcome::Counted | Outcome::Dropped), _) => outcome.label(),
        })
    }

    /// Whether the timer was forgotten.
    pub fn is_forgotten(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now.duration_since(self.started_at) >= FORGOTTEN_AFTER
    }
}

/// Which calls are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// Those of this account.
    pub account: Option<AccountId>,
    /// Those that this agent answered.
    pub agent: Option<PersonId>,
    /// Those that began then or later.
    pub from: Option<Timestamp>,
    /// Those that began before then.
    pub until: Option<Timestamp>,
}

/// The case that a call belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CaseChoice {
    /// None.
    #[default]
    None,
    /// One that is there.
    Known(CaseNumber),
    /// A new one, asked by the caller.
    New,
}

impl CaseChoice {
    /// As a form sends it: nothing, `new`, or a number.
    pub fn read(typed: &str) -> Result<CaseChoice, Text> {
        match typed.trim() {
            "" => Ok(CaseChoice::None),
            "new" => Ok(CaseChoice::New),
            number => number.parse().map(CaseChoice::Known).map_err(|_| Text::new("calls-error-case")),
        }
    }
}

/// What the agent says about a call when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The call that the agent saw running; none where the page showed none.
    pub call: Option<CallId>,
    /// How long it was, in seconds, where the timer does not say so.
    pub seconds: Option<i64>,
    /// What it was about; the account's members read it.
    pub subject: Reference,
    /// The case.
    pub case: CaseChoice,
    /// The member who called.
    pub caller: PersonId,
    /// Whether it is covered, so that nothing is billed.
    pub covered: bool,
    /// The member who approved the cost on the phone.
    pub approved_by: Option<PersonId>,
    /// The form's token, by which a new case is known when the form comes again.
    pub token: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_counts_from_its_row_and_is_forgotten_after_hours() {
        let start = Timestamp::from_second(1_000).unwrap();
        let mut call = Call::new(CallId::from_raw(1), AccountId(1042), PersonId::from_raw(2), start);
        let after = |seconds: i64| Timestamp::from_second(1_000 + seconds).unwrap();
        assert_eq!([0, 61, 3_600].map(|seconds| call.elapsed(after(seconds))), [1, 61, 3_600]);
        assert_eq!([14_399, 14_400].map(|seconds| call.is_forgotten(after(seconds))), [false, true]);
        call.ended_at = Some(after(90));
        assert_eq!((call.elapsed(after(9_000)), call.is_forgotten(after(99_999))), (90, false));
    }

    #[test]
    fn real_time_and_what_was_counted_are_told_apart() {
        let call = Call::new(CallId::from_raw(1), AccountId(1042), PersonId::from_raw(2), Timestamp::UNIX_EPOCH);
        assert_eq!(call.told(), None);
        let ended = |outcome, seconds, billed| {
            Call { outcome: Some(outcome), seconds: Some(seconds), billed, ..call.clone() }.told().unwrap()
        };
        let counted = Text::new("calls-told-counted").with("real", Arg::Minutes(70)).with("billed", Arg::Minutes(65));
        assert_eq!(ended(Outcome::Counted, 70 * 60, Some(65)), counted);
        assert_eq!(ended(Outcome::Dropped, 59, None), Text::new("calls-outcome-dropped"), "no minute of some seconds");
        assert_eq!(ended(Outcome::Dropped, 119, None), Text::new("calls-told-dropped").with("real", Arg::Minutes(1)));
    }

    #[test]
    fn a_case_is_none_a_known_one_or_new() {
        assert_eq!(CaseChoice::read(" "), Ok(CaseChoice::None));
        assert_eq!(CaseChoice::read("new"), Ok(CaseChoice::New));
        assert!(matches!(CaseChoice::read("CAS-2026-000123"), Ok(CaseChoice::Known(_))));
        assert!(CaseChoice::read("<b>").is_err());
    }
}
