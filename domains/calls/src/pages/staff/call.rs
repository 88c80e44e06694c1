//! A call: the timer, what it comes to, the customer's approval, the end.

use axum::response::Response;
use credits::BurnPreview;
use kit_core::{AccountId, Arg, FieldErrors, PersonId, Text};
use kit_db::Lock;
use kit_web::{Actor, Button, Flash, Form, Gate, Path, WebError, Written};

use super::card::{Typed, shown};
use super::path;
use super::work::{Act, WorkForm, at_field};
use crate::model::Work;
use crate::permissions::AnswerPhone;
use crate::service::{self, CallRefusal, Ended};

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

/// `POST /staff/accounts/{id}/phone/work`: what the work comes to, the customer's approval, or the end. Nothing is counted that nobody asked for.
pub(crate) async fn work(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<WorkForm>,
) -> Result<Response, WebError> {
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let work = match form.read() {
        Ok(work) => work,
        Err(errors) => return again(&gate, account, form, errors, None).await,
    };
    match form.act() {
        Some(Act::Estimate) => estimate(&gate, account, agent, form, work).await,
        Some(Act::Approve) => approve(&gate, account, agent, form, work).await,
        Some(Act::End) => end(&gate, account, agent, form, work).await,
        None => again(&gate, account, form, FieldErrors::default(), None).await,
    }
}

/// The card with what was typed, and what is wrong with it or what it comes to.
async fn again(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    form: WorkForm,
    errors: FieldErrors,
    estimate: Option<BurnPreview>,
) -> Result<Response, WebError> {
    let form = WorkForm { once: gate.once(), ..form };
    shown(gate, account, Typed { work: Some(form), work_errors: errors, estimate, ..Typed::default() }).await
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
        Ok(preview) => again(gate, account, form, FieldErrors::default(), Some(preview)).await,
        Err(refusal) => again(gate, account, form, at_field(refusal), None).await,
    }
}

async fn approve(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    agent: PersonId,
    form: WorkForm,
    work: Work,
) -> Result<Response, WebError> {
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::approve(tx, ctx, agent, account, &work)
    };
    let (actor, written) = gate.write_once_with(Lock::Account(account), &form.once, body).await?;
    let said = match written {
        Written::Done(minutes) => Text::new("calls-approved").with("time", Arg::Minutes(minutes)),
        Written::Repeated => Text::new("calls-saved"),
        Written::Refused(refusal) => return again(gate, account, form, at_field(refusal), None).await,
    };
    Ok(gate.redirect(&actor, &path(account), Flash::done(said)))
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
    let said = match written {
        Written::Done(Ended { billed: Some(billed), left, .. }) => {
            Text::new("calls-counted").with("billed", Arg::Minutes(billed)).with("left", Arg::Minutes(left))
        }
        Written::Done(Ended { billed: None, .. }) | Written::Repeated => Text::new("calls-ended"),
        Written::Refused(refusal) => return again(gate, account, form, at_field(refusal), None).await,
    };
    Ok(gate.redirect(&actor, &path(account), Flash::done(said)))
}
