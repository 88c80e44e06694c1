//! A call: the timer, what it comes to, the customer's approval, the end.

use axum::response::Response;
use credits::{BurnPreview, BurnRefusal, LONGEST_BURN, Overrun, Reference};
use kit_core::{AccountId, Arg, Check, FieldErrors, PersonId, Text};
use kit_db::Lock;
use kit_web::{Actor, Button, Flash, Form, Gate, Once, Path, WebError, Written};
use serde::Deserialize;

use super::card::{Typed, shown};
use super::path;
use crate::model::{CaseChoice, Work};
use crate::permissions::AnswerPhone;
use crate::service::{self, CallRefusal};

/// What the agent says about a call, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WorkForm {
    pub(super) once: Once,
    pub(super) caller: String,
    pub(super) minutes: String,
    pub(super) subject: String,
    pub(super) case: String,
    pub(super) covered: String,
    pub(super) approved_by: String,
    pub(super) act: String,
}

impl WorkForm {
    /// The member who called; a field of this name is not to be had in a template.
    pub(super) fn called_by(&self) -> &str {
        &self.caller
    }

    pub(super) fn is_covered(&self) -> bool {
        self.covered == "yes"
    }

    /// An estimate asks for no more than the time.
    fn read(&self) -> Result<Work, FieldErrors> {
        let is_estimate = self.act == "estimate";
        let mut check = Check::new();
        let caller: Result<PersonId, Text> = match self.caller.parse() {
            Ok(person) => Ok(person),
            Err(_) if is_estimate => Ok(PersonId::from_raw(0)),
            Err(_) => Err(CallRefusal::NotAMember.into()),
        };
        let caller = check.field("caller", caller);
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
fn at_field(refusal: CallRefusal) -> FieldErrors {
    let field = match refusal {
        CallRefusal::NotAMember | CallRefusal::NotEntitled => "caller",
        CallRefusal::NotApprover | CallRefusal::Burn(BurnRefusal::NeedsApproval { .. }) => "approved_by",
        CallRefusal::Case => "case",
        CallRefusal::NotOpen
        | CallRefusal::Busy(_)
        | CallRefusal::NotRunning
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

/// What becomes of so many minutes that are not there.
pub(super) fn overrun(overrun: Overrun, minutes: i64) -> Text {
    let text = match overrun {
        Overrun::Refused => Text::new("calls-overrun-refused"),
        Overrun::Debt => Text::new("calls-overrun-debt"),
        Overrun::Invoiced => Text::new("calls-overrun-invoiced"),
    };
    text.with("time", Arg::Minutes(minutes))
}

/// `POST /staff/accounts/{id}/phone/begin`
pub(crate) async fn begin(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::begin(tx, ctx, agent, account).map(drop)
    };
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    ended(&gate, &actor, account, written, Text::new("calls-begun"))
}

/// `POST /staff/accounts/{id}/phone/drop`
pub(crate) async fn discard(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::drop_call(tx, ctx, agent, account);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    ended(&gate, &actor, account, written, Text::new("calls-dropped"))
}

fn ended(
    gate: &Gate<AnswerPhone>,
    actor: &Actor,
    account: AccountId,
    written: Written<(), CallRefusal>,
    done: Text,
) -> Result<Response, WebError> {
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(done),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(actor, &path(account), flash))
}

/// `POST /staff/accounts/{id}/phone/work`: what the work comes to, the customer's approval, or the end.
pub(crate) async fn work(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<WorkForm>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let again = |form: WorkForm, errors: FieldErrors, estimate: Option<BurnPreview>| {
        let form = WorkForm { once: gate.once(), ..form };
        shown(&gate, account, Typed { work: Some(form), work_errors: errors, estimate, ..Typed::default() })
    };
    let work = match form.read() {
        Ok(work) => work,
        Err(errors) => return again(form, errors, None).await,
    };
    match form.act.as_str() {
        "estimate" => {
            let now = gate.now();
            let (_, estimate) =
                gate.read(move |read, _| Ok(service::estimate(read, agent, account, &work, now)?)).await?;
            match estimate {
                Ok(preview) => again(form, FieldErrors::default(), Some(preview)).await,
                Err(refusal) => again(form, at_field(refusal), None).await,
            }
        }
        "approve" => {
            let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
                service::approve(tx, ctx, agent, account, &work)
            };
            let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
            match written {
                Written::Done(minutes) => {
                    let said = Text::new("calls-approved").with("time", Arg::Minutes(minutes));
                    Ok(gate.redirect(&actor, &path(account), Flash::done(said)))
                }
                Written::Repeated => Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("calls-saved")))),
                Written::Refused(refusal) => again(form, at_field(refusal), None).await,
            }
        }
        "end" => {
            let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
                service::end(tx, ctx, agent, account, &work)
            };
            let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
            match written {
                Written::Done(done) => {
                    let said = match done.billed {
                        Some(billed) => Text::new("calls-counted")
                            .with("billed", Arg::Minutes(billed))
                            .with("left", Arg::Minutes(done.left)),
                        None => Text::new("calls-ended"),
                    };
                    Ok(gate.redirect(&actor, &path(account), Flash::done(said)))
                }
                Written::Repeated => Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("calls-ended")))),
                Written::Refused(refusal) => again(form, at_field(refusal), None).await,
            }
        }
        // Nobody pressed a button: nothing is counted that nobody asked for.
        _ => again(form, FieldErrors::default(), None).await,
    }
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
