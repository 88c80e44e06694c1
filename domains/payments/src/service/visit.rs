//! A payment's turn: what it needs is done at PayPal, and what PayPal says is noted. Webhooks, time and people only say when.

use std::sync::Arc;

use credits::Unit;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Arg, Author, Context, Locale, Text};
use kit_db::{DbError, Failed, Lock, Tx};
use kit_i18n::DEFAULT_ZONE;
use kit_payments::paypal::PayPal;
use kit_payments::{AtOnce, Begun, ByMail, Checkout, Failure, PaymentRequest, Provider, Reference, Reported, State};
use kit_web::App;
use orders::Order;

use super::client::client;
use super::hear::bring_forward;
use super::judge::{Recording, Unbooked, judge};
use super::part;
use crate::jobs::Arrange;
use crate::model::{Deed, GIVEN_UP, Oddity, Payment, PaymentId, PaymentState, Settings, Way, next_look};
use crate::store;

/// For how long nobody else visits a payment: longer than its calls take.
const LEASE: SignedDuration = SignedDuration::from_mins(3);
/// What PayPal does not know is believed to be gone, or never to have been there, after this: what was just made may not show yet.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);
/// How long PayPal is left alone after it could not answer.
const AGAIN: SignedDuration = SignedDuration::from_mins(2);
/// How long a round of polling goes on; the next one goes on from there.
const ROUND: SignedDuration = SignedDuration::from_mins(3);
/// How many payments are looked up at a time.
const BATCH: i64 = 50;

/// What a visit came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visited {
    /// There is no such payment in this environment.
    Nothing,
    /// This is how the payment stands.
    Stands(Box<Payment>),
    /// PayPal did not do or say what was asked; it is visited again.
    Failed(Failure),
}

/// What is known when a turn begins.
struct Turn {
    payment: Payment,
    order: Order,
    recipient: String,
    locale: Locale,
    lease: Timestamp,
}

/// What PayPal said.
enum Answer {
    /// Nothing was asked.
    Nothing,
    /// PayPal has nothing under the payment's number.
    Missing,
    Begun(Begun),
    /// How the payment stands, and, once it is paid, how its money does.
    Reported(Box<Reported>, Vec<(Reference, State)>),
}

/// Visits a payment. It can be repeated at will, also by several at once.
///
/// # Errors
/// The database fails.
pub async fn visit(app: &App, id: PaymentId) -> Result<Visited, DbError> {
    let Some((settings, paypal)) = client(app).await? else { return Ok(Visited::Nothing) };
    visit_with(app, &settings, &paypal, id).await
}

async fn visit_with(app: &App, settings: &Settings, paypal: &Arc<PayPal>, id: PaymentId) -> Result<Visited, DbError> {
    let (ctx, environment) = (app.context(Author::System("payments")), settings.environment);
    let taken = app.db.write::<_, DbError, _>(Lock::None, move |tx| {
        let payment = store::payments::payment(tx, id)?.filter(|payment| payment.environment == environment);
        payment.map(|payment| take(tx, &ctx, payment)).transpose()
    });
    let Some(turn) = taken.await?.flatten() else { return Ok(Visited::Nothing) };
    let answer = Arc::new(call(app, paypal, &turn).await);
    if let Err(failure) = answer.as_ref() {
        tracing::warn!(payment = %id, order = %turn.order.number, %failure, "PayPal did not do what was asked");
    }
    let payment = note(app, &turn, answer.clone()).await?;
    Ok(match answer.as_ref() {
        Err(failure) => Visited::Failed(failure.clone()),
        Ok(_) => Visited::Stands(Box::new(payment)),
    })
}

fn take(tx: &mut Tx<'_>, ctx: &Context, payment: Payment) -> Result<Option<Turn>, DbError> {
    let Some(found) = orders::order(tx, payment.order, None)? else { return Ok(None) };
    let Some(account) = accounts::service::account(tx, payment.account)? else { return Ok(None) };
    let lease = ctx.now.saturating_add(LEASE).unwrap_or(Timestamp::MAX);
    store::payments::lease(tx, payment.id, lease)?;
    let recipient = account.administration_email.to_string();
    Ok(Some(Turn { payment, order: found.order, recipient, locale: account.locale, lease }))
}

async fn call(app: &App, paypal: &PayPal, turn: &Turn) -> Result<Answer, Failure> {
    let reported = match Deed::of(&turn.payment, turn.takes(), app.clock.now()) {
        Deed::LetBe => return Ok(Answer::Nothing),
        Deed::Begin => return paypal.begin(&turn.checkout(app)).await.map(Answer::Begun),
        Deed::Request => paypal.request(&turn.request(app)).await?,
        Deed::FindAndWithdraw => match paypal.find(&turn.payment.number).await? {
            Some(reported) => paypal.withdraw(&reported.reference).await?,
            None => return Ok(Answer::Missing),
        },
        Deed::Withdraw(reference) => paypal.withdraw(&reference).await?,
        Deed::Finish(reference) => paypal.finish(&reference).await?,
        Deed::Ask(reference) => paypal.ask(&reference).await?,
    };
    let mut captures = Vec::new();
    if turn.payment.state == PaymentState::Paid {
        for captured in &reported.captures {
            let state = paypal.ask(&captured.reference).await?.state;
            captures.push((captured.reference.clone(), state));
        }
    }
    Ok(Answer::Reported(Box::new(reported), captures))
}

impl Turn {
    /// What may be taken at once now, in cents: all that is due, and nothing while PayPal has money of the order already.
    fn takes(&self) -> i64 {
        if self.order.underway.is_none() { self.order.due() } else { 0 }
    }

    fn says(&self, app: &App, text: &Text) -> String {
        app.reader(self.locale, DEFAULT_ZONE).text(text).into_owned()
    }

    fn title(&self, app: &App) -> String {
        let title = match self.order.unit() {
            Unit::Credit => Text::new("payments-request-title").with("credits", self.order.credits),
            Unit::SupportMinutes => {
                Text::new("payments-request-title-time").with("time", Arg::Minutes(self.order.credits.0))
            }
        };
        let title = title.with("number", self.order.number.to_string());
        self.says(app, &title)
    }

    fn request(&self, app: &App) -> PaymentRequest {
        let note = Text::new("payments-request-note").with("account", self.order.account.to_string());
        PaymentRequest {
            number: self.payment.number.clone(),
            amount: self.payment.money(),
            title: self.title(app),
            note: self.says(app, &note),
            recipient: self.recipient.clone(),
            locale: self.locale,
        }
    }

    fn checkout(&self, app: &App) -> Checkout {
        let order = format!("/accounts/{}/orders/{}", self.order.account, self.order.number);
        Checkout {
            key: self.payment.id.to_string(),
            number: self.payment.number.clone(),
            amount: self.payment.money(),
            title: self.title(app),
            return_url: app.public_url.to(&format!("{order}/paypal/done")),
            cancel_url: app.public_url.to(&order),
            locale: self.locale,
        }
    }
}

/// Notes what PayPal said, under the lock of the account. What orders cannot do is left to staff.
async fn note(app: &App, turn: &Turn, answer: Arc<Result<Answer, Failure>>) -> Result<Payment, DbError> {
    let mut recording = Recording::ForOrder;
    loop {
        let (ctx, id) = (app.context(Author::System("payments")), turn.payment.id);
        let began = (turn.payment.asked_at, turn.lease);
        let answer = answer.clone();
        let body = move |tx: &mut Tx<'_>| noted(tx, &ctx, id, began, &answer, recording);
        match app.db.write(Lock::Account(turn.payment.account), body).await {
            Ok(payment) => return Ok(payment),
            Err(Failed::Db(error)) => return Err(error),
            Err(Failed::Refused(refusal)) if recording == Recording::ForOrder => {
                tracing::warn!(payment = %id, %refusal, "orders could not do what PayPal says of a payment: staff sees to it");
                recording = Recording::ForNobody;
            }
            Err(Failed::Refused(refusal)) => return Err(DbError::fault(refusal)),
        }
    }
}

fn noted(
    tx: &mut Tx<'_>,
    ctx: &Context,
    id: PaymentId,
    (asked_at, lease): (Option<Timestamp>, Timestamp),
    answer: &Result<Answer, Failure>,
    recording: Recording,
) -> Result<Payment, Failed<Unbooked>> {
    let known = store::payments::payment(tx, id)?;
    let mut payment = known.ok_or_else(|| DbError::fault(format!("there is no payment {id}")))?;
    let (before, held_part, mut again) = (payment.state, payment.holds_part(), None);
    // Somebody else asked since this turn began, so that this answer may be the older one: it is asked once more.
    if payment.asked_at != asked_at {
        // What PayPal calls it does not grow old.
        if let (None, Ok(Answer::Reported(reported, _))) = (&payment.reference, answer) {
            payment.reference = Some(reported.reference.clone());
            store::payments::save(tx, &payment)?;
        }
        bring_forward(tx, ctx, id)?;
        return Ok(payment);
    }
    match answer {
        // How long it is missing counts from the first time on.
        Ok(Answer::Missing) => _ = payment.asked_at.get_or_insert(ctx.now),
        // Making it is no question.
        _ if before == PaymentState::Wanted => {}
        _ => payment.asked_at = Some(ctx.now),
    }
    match answer {
        // PayPal refused to make it. Who asks again has mended why, and its order gets another one.
        Ok(Answer::Nothing) if before == PaymentState::Odd => {
            payment.state = PaymentState::Gone;
            payment.tell_odd(None, "");
        }
        Ok(Answer::Nothing) => payment.state = PaymentState::Ended,
        Ok(Answer::Missing) if before != PaymentState::Unwanted => {}
        // Whether it was made was never known, and PayPal's search may be behind: it can be paid as long as it is not found.
        Ok(Answer::Missing) => match missing_for(asked_at, ctx.now) {
            missing if missing < SETTLED => again = ctx.now.checked_add(missing.max(AGAIN)).ok(),
            _ => payment.state = PaymentState::Withdrawn,
        },
        Ok(Answer::Begun(begun)) => {
            payment.state = PaymentState::Open;
            payment.reference = Some(begun.reference.clone());
            payment.page = Some(begun.page.clone());
            payment.tell_odd(None, "");
        }
        Ok(Answer::Reported(reported, captures)) => judge(tx, ctx, &mut payment, reported, captures, recording)?,
        Err(failure) => {
            failed(&mut payment, failure, ctx.now);
            again = next_try(failure, ctx.now);
        }
    }
    // Somebody who brought the next turn forward meanwhile heard of something that this answer may not tell yet.
    if payment.next_at.is_none_or(|next| next >= lease) {
        payment.next_at = again.or_else(|| next_look(&payment, ctx.now));
    }
    store::payments::save(tx, &payment)?;
    let is_moved = payment.state != before;
    // Its order may need another request now that this one has ended, or none while its money is on its way.
    if is_moved && (!payment.state.is_live() || [before, payment.state].contains(&PaymentState::Pending)) {
        kit_jobs::enqueue(tx, ctx, &Arrange { order: payment.order.raw() })?;
    }
    if is_moved || payment.holds_part() != held_part {
        part::tell_orders(tx, payment.order)?;
    }
    Ok(payment)
}

/// For how long PayPal has not shown it.
fn missing_for(first: Option<Timestamp>, now: Timestamp) -> SignedDuration {
    first.map_or(SignedDuration::ZERO, |first| now.duration_since(first))
}

/// When what failed is tried again; none: in the payment's own time.
fn next_try(failure: &Failure, now: Timestamp) -> Option<Timestamp> {
    let wanted = match failure {
        Failure::Later { after, .. } => after.and_then(|after| SignedDuration::try_from(after).ok()),
        Failure::Unknown { .. } | Failure::Credentials => None,
        Failure::Refused(_) | Failure::NotUnderstood { .. } | Failure::NotOurs(_) => return None,
    };
    Some(now.saturating_add(wanted.map_or(AGAIN, |wanted| wanted.max(AGAIN))).unwrap_or(Timestamp::MAX))
}

/// What a failure means for the payment: most go away by themselves.
fn failed(payment: &mut Payment, failure: &Failure, now: Timestamp) {
    match failure {
        Failure::Later { .. } | Failure::Unknown { .. } => {}
        Failure::Credentials => payment.tell_odd(Some(Oddity::Credentials), ""),
        Failure::NotUnderstood { what } => payment.tell_odd(Some(Oddity::NotUnderstood), what),
        Failure::NotOurs(_) => payment.tell_odd(Some(Oddity::Environment), ""),
        Failure::Refused(refusal) if payment.reference.is_some() => {
            let is_settled = now.duration_since(payment.made_at) > SETTLED;
            if refusal.status == 404 && is_settled && payment.state.is_live() {
                payment.state = PaymentState::Gone;
                payment.tell_odd(None, "");
            } else if let (PaymentState::Open, Way::AtOnce) = (payment.state, payment.way)
                && now.duration_since(payment.made_at) > GIVEN_UP
            {
                // Its customer agreed, and PayPal does not get his money.
                payment.state = PaymentState::Ended;
                payment.tell_odd(None, "");
            } else if refusal.status != 404 && payment.way == Way::Mailed {
                payment.tell_odd(Some(Oddity::Refused), &refusal.to_string());
            }
        }
        // It was looked for only: whether it is there is as unknown as before.
        Failure::Refused(refusal) if payment.state == PaymentState::Unwanted => {
            payment.tell_odd(Some(Oddity::Refused), &refusal.to_string());
        }
        Failure::Refused(refusal) => {
            payment.state = PaymentState::Odd;
            payment.tell_odd(Some(Oddity::Refused), &refusal.to_string());
        }
    }
}

/// Visits what is due, one after the other, until nothing is or the round is over. A failure that is not about one payment ends
/// it: the others would fail as well.
///
/// # Errors
/// The database fails.
pub async fn poll(app: &App) -> Result<(), DbError> {
    let Some((settings, paypal)) = client(app).await? else { return Ok(()) };
    let (began, environment) = (app.clock.now(), settings.environment);
    loop {
        let now = app.clock.now();
        let read = app.db.read::<_, DbError, _>(move |read| store::payments::due(read, environment, now, BATCH));
        let due = read.await?;
        if due.is_empty() || now.duration_since(began) > ROUND {
            return Ok(());
        }
        for id in due {
            let visited = visit_with(app, &settings, &paypal, id).await?;
            if let Visited::Failed(Failure::Later { .. } | Failure::Credentials) = visited {
                return Ok(());
            }
        }
    }
}
