//! What the agent says about a call: the form, and what the work comes to, in sentences.

use credits::{BurnPreview, BurnRefusal, LONGEST_BURN, Overrun, Reference};
use kit_core::{Arg, Check, FieldErrors, PersonId, Text};
use kit_web::Once;
use serde::Deserialize;

use crate::model::{CallId, CaseChoice, Work};
use crate::service::CallRefusal;

/// What the agent says about a call, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WorkForm {
    pub(super) once: Once,
    pub(super) call: String,
    pub(super) caller: String,
    pub(super) pin: String,
    pub(super) minutes: String,
    pub(super) subject: String,
    pub(super) case: String,
    pub(super) covered: String,
    pub(super) approved_by: String,
    pub(super) act: String,
}

/// What the agent does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Looks whether the code is right.
    Check,
    /// Starts the timer.
    Begin,
    /// Sees what it would come to.
    Estimate,
    /// Writes down that a member approved that.
    Approve,
    /// Ends the call.
    End,
    /// Ends a call that was none.
    Drop,
}

impl WorkForm {
    /// The member who called; a field of this name is not to be had in a template.
    pub(super) fn called_by(&self) -> &str {
        &self.caller
    }

    /// The running call that the page showed.
    pub(super) fn seen(&self) -> Option<CallId> {
        self.call.parse().ok()
    }

    pub(super) fn is_covered(&self) -> bool {
        self.covered == "yes"
    }

    /// What is to be done; none where nobody pressed a button.
    pub(super) fn act(&self) -> Option<Act> {
        match self.act.as_str() {
            "check" => Some(Act::Check),
            "begin" => Some(Act::Begin),
            "estimate" => Some(Act::Estimate),
            "approve" => Some(Act::Approve),
            "end" => Some(Act::End),
            "drop" => Some(Act::Drop),
            _ => None,
        }
    }

    /// An estimate asks for no more than the time.
    pub(super) fn read(&self) -> Result<Work, FieldErrors> {
        let is_estimate = self.act() == Some(Act::Estimate);
        let mut check = Check::new();
        let caller: Result<PersonId, Text> = match self.caller.parse() {
            Ok(person) => Ok(person),
            Err(_) if is_estimate => Ok(PersonId::from_raw(0)),
            Err(_) => Err(CallRefusal::NotAMember.into()),
        };
        let caller = check.field("caller", caller);
        let call = match self.call.as_str() {
            "" => Ok(None),
            seen => seen.parse().map(Some).map_err(|_| CallRefusal::NotRunning),
        };
        let call = check.field("minutes", call);
        let seconds = check.field("minutes", seconds(&self.minutes));
        let typed = if is_estimate && self.subject.trim().is_empty() { "…" } else { &self.subject };
        let subject = check.field("subject", Reference::parse(typed));
        let case = check.field("case", CaseChoice::read(&self.case));
        let approved_by = match self.approved_by.as_str() {
            "" => Ok(None),
            person => person.parse().map(Some).map_err(|_| CallRefusal::NotApprover),
        };
        let approved_by = check.field("approved_by", approved_by);
        check.finish(|| {
            Some(Work {
                call: call?,
                seconds: seconds?,
                subject: subject?,
                case: case?,
                caller: caller?,
                covered: self.is_covered(),
                approved_by: approved_by?,
                token: self.once.to_string(),
            })
        })
    }
}

/// Whole real minutes, in seconds; nothing: the timer's.
fn seconds(typed: &str) -> Result<Option<i64>, Text> {
    let (typed, most) = (typed.trim(), LONGEST_BURN / 60);
    if typed.is_empty() {
        return Ok(None);
    }
    let is_number = typed.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = typed.parse().ok().filter(|minutes| is_number && (1..=most).contains(minutes));
    minutes.map(|minutes: i64| Some(minutes * 60)).ok_or(Text::new("calls-error-minutes").with("most", most))
}

/// A refusal at the field that it is about.
pub(super) fn at_field(refusal: CallRefusal) -> FieldErrors {
    let field = match refusal {
        CallRefusal::NotAMember | CallRefusal::NotEntitled => "caller",
        CallRefusal::NotApprover | CallRefusal::Burn(BurnRefusal::NeedsApproval { .. }) => "approved_by",
        CallRefusal::Case | CallRefusal::NewCase(_) => "case",
        CallRefusal::NotOpen
        | CallRefusal::Busy(_)
        | CallRefusal::NotRunning
        | CallRefusal::Over
        | CallRefusal::Begun
        | CallRefusal::Forgotten
        | CallRefusal::Burn(_) => "minutes",
    };
    FieldErrors::one(field, refusal)
}

/// What the work comes to, in sentences; what becomes of minutes that are not there is told before anything burns.
pub(super) fn told(preview: &BurnPreview) -> Vec<Text> {
    let sums = Text::new("calls-estimate")
        .with("billed", Arg::Minutes(preview.billed.0))
        .with("left", Arg::Minutes(preview.left.0))
        .with("after", Arg::Minutes(preview.after().0));
    let missing = preview.missing.is_positive().then(|| overrun(preview.overrun, preview.missing.0));
    [sums].into_iter().chain(missing).collect()
}

/// What becomes of what is counted, where nothing is left.
pub(super) fn none_left(overrun: Overrun) -> Text {
    match overrun {
        Overrun::Refused => Text::new("calls-none-left-refused"),
        Overrun::Debt => Text::new("calls-none-left-debt"),
        Overrun::Invoiced => Text::new("calls-none-left-invoiced"),
    }
}

/// What becomes of so many minutes that are not there.
fn overrun(overrun: Overrun, minutes: i64) -> Text {
    let text = match overrun {
        Overrun::Refused => Text::new("calls-overrun-refused"),
        Overrun::Debt => Text::new("calls-overrun-debt"),
        Overrun::Invoiced => Text::new("calls-overrun-invoiced"),
    };
    text.with("time", Arg::Minutes(minutes))
}

#[cfg(test)]
impl WorkForm {
    pub(super) fn sample() -> (WorkForm, FieldErrors) {
        let form =
            WorkForm { minutes: "1441".into(), case: "<b>".into(), approved_by: "<b>".into(), ..WorkForm::default() };
        let errors = form.read().unwrap_err();
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["caller", "minutes", "subject", "case", "approved_by"]);
        (form, errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_whole_or_the_timers() {
        assert_eq!([" ", "1", "1440"].map(|typed| seconds(typed).unwrap()), [None, Some(60), Some(86_400)]);
        for typed in ["0", "1441", "-1", "1,5", "x", "99999999999999999999"] {
            assert!(seconds(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn an_estimate_asks_for_no_more_than_the_time() {
        let form = WorkForm { minutes: "20".into(), act: "estimate".into(), ..WorkForm::default() };
        assert_eq!(form.read().unwrap().seconds, Some(1_200));
        assert!(WorkForm { act: "end".into(), ..form }.read().is_err());
    }
}
