//! A call: the check of who calls, the timer, what it comes to, the customer's approval, the end. Whatever button is pressed, the card is shown
//! again with all that was typed, but for the code.

use axum::response::Response;
use kit_core::{AccountId, Arg, FieldErrors, PersonId, Text};
use kit_db::Lock;
use kit_web::{Actor, Flash, Form, Gate, Path, Tone, WebError, Written};

use super::card::{Typed, shown};
use super::path;
use super::work::{Act, WorkForm, at_field};
use crate::model::{PIN_DIGITS, Pin, PinCheck, Work};
use crate::permissions::AnswerPhone;
use crate::service::{self, CallRefusal, CallerRefusal, Ended};

/// The card with what was typed, and what is wrong with it.
async fn again(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    form: WorkForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    shown(gate, account, Typed { work: form, errors, ..Typed::default() }).await
}

/// The card with what was typed, and what was done.
async fn said(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    form: WorkForm,
    said: (Tone, Text),
) -> Result<Response, WebError> {
    shown(gate, account, Typed { work: form, said: Some(said), ..Typed::default() }).await
}

/// `POST /staff/accounts/{id}/phone`: whatever button was pressed. Nothing is counted that nobody asked for.
pub(crate) async fn act(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<WorkForm>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    match (form.act(), form.read()) {
        (None, _) => again(&gate, account, form, FieldErrors::default()).await,
        (Some(Act::Check), _) => check(&gate, account, agent, form).await,
        (Some(Act::Begin), _) => begin(&gate, account, agent, form).await,
        (Some(Act::Drop), _) => discard(&gate, account, agent, form).await,
        (Some(_), Err(errors)) => again(&gate, account, form, errors).await,
        (Some(Act::Estimate), Ok(work)) => estimate(&gate, account, agent, form, work).await,
        (Some(Act::Approve), Ok(work)) => approve(&gate, account, agent, form, work).await,
        (Some(Act::End), Ok(work)) => end(&gate, account, agent, form, work).await,
    }
}

/// Right or wrong, and nothing else.
async fn check(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
) -> Result<Response, WebError> {
    let wrong = |field: &'static str, text: Text| FieldErrors::one(field, text);
    let Ok(person) = form.called_by().parse::<PersonId>() else {
        return again(gate, account, form, wrong("caller", CallerRefusal::Unknown.into())).await;
    };
    // What is no PIN at all was typed wrong, and is nobody's attempt.
    let Some(pin) = Pin::parse(&form.pin) else {
        let text = Text::new("calls-error-pin").with("digits", PIN_DIGITS as i64);
        return again(gate, account, form, wrong("pin", text)).await;
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::check_caller(tx, ctx, agent, (account, person), &pin)
    };
    let (_, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let text = match written {
        Written::Done(PinCheck::Right) => {
            return said(gate, account, form, (Tone::Success, Text::new("calls-check-right"))).await;
        }
        Written::Repeated => {
            return said(gate, account, form, (Tone::Warning, Text::new("calls-check-again"))).await;
        }
        Written::Refused(refusal) => return again(gate, account, form, wrong("caller", refusal.into())).await,
        Written::Done(PinCheck::Wrong { left }) => Text::new("calls-check-wrong").with("left", left),
        Written::Done(PinCheck::Locked { until }) => {
            Text::new("calls-check-locked").with("until", Arg::DateTime(until))
        }
        Written::Done(PinCheck::None) => Text::new("calls-check-none"),
    };
    again(gate, account, form, wrong("pin", text)).await
}

async fn begin(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
) -> Result<Response, WebError> {
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::begin(tx, ctx, agent, account).map(drop)
    };
    let (_, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let told = match written {
        Written::Done(()) | Written::Repeated => (Tone::Success, Text::new("calls-begun")),
        Written::Refused(refusal) => (Tone::Warning, refusal.into()),
    };
    said(gate, account, form, told).await
}

/// Nothing is left of the call that the page showed, nor of what was typed.
async fn discard(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
) -> Result<Response, WebError> {
    let Some(seen) = form.seen() else {
        return again(gate, account, form, at_field(CallRefusal::NotRunning)).await;
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::drop_call(tx, ctx, agent, account, seen)
    };
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("calls-dropped")),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path(account), flash))
}

async fn estimate(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
    work: Work,
) -> Result<Response, WebError> {
    let now = gate.now();
    let (_, estimate) = gate.read(move |read, _| Ok(service::estimate(read, agent, account, &work, now)?)).await?;
    match estimate {
        Ok(estimate) => {
            let typed = Typed { work: form, estimate: Some(estimate), ..Typed::default() };
            shown(gate, account, typed).await
        }
        Err(refusal) => again(gate, account, form, at_field(refusal)).await,
    }
}

async fn approve(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    mut form: WorkForm,
    work: Work,
) -> Result<Response, WebError> {
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::approve(tx, ctx, agent, account, &work)
    };
    let (_, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let done = match written {
        Written::Done(minutes) => Text::new("calls-approved").with("time", Arg::Minutes(minutes)),
        Written::Repeated => Text::new("calls-saved"),
        Written::Refused(refusal) => return again(gate, account, form, at_field(refusal)).await,
    };
    // It is written down; who approves more is chosen anew.
    form.approved_by.clear();
    said(gate, account, form, (Tone::Success, done)).await
}

async fn end(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
    work: Work,
) -> Result<Response, WebError> {
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::end(tx, ctx, agent, account, &work);
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let done = match written {
        Written::Done(Ended { billed: Some(billed), left, .. }) => {
            Text::new("calls-counted").with("billed", Arg::Minutes(billed)).with("left", Arg::Minutes(left))
        }
        Written::Done(Ended { billed: None, .. }) | Written::Repeated => Text::new("calls-ended"),
        Written::Refused(refusal) => return again(gate, account, form, at_field(refusal)).await,
    };
    Ok(gate.redirect(&actor, &path(account), Flash::done(done)))
}
