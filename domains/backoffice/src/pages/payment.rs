//! A payment received without an order: it makes one of its amount, paid at once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Means, PaymentReference};
use iso_currency::Currency;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Check, Credits, FieldErrors, Money, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Once, Page, Path, View, WebError, Width, Written};
use orders::DirectPayment;
use serde::Deserialize;

use super::account::{heading, path};
use super::grant::{at_field, some_credits};
use crate::permissions::ManageCredits;
use crate::{forms, service};

/// A payment as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PaymentForm {
    once: Once,
    means: String,
    reference: String,
    received_on: String,
    amount: String,
    credits: String,
    expires_on: String,
}

/// A payment that was read, but for the time zone of the end of its credits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    means: Means,
    reference: PaymentReference,
    received_on: Date,
    amount: Money,
    credits: Credits,
    expires_on: Option<Date>,
}

impl PaymentForm {
    fn read(&self, today: Date) -> Result<Wanted, FieldErrors> {
        let mut check = Check::new();
        let means = check
            .field("means", Means::from_code(&self.means).ok_or_else(|| Text::new("backoffice-payment-means-missing")));
        let reference = check.field("reference", PaymentReference::parse(&self.reference));
        let received_on = check.field("received_on", received_on(&self.received_on, today));
        let amount = check.field("amount", euros(&self.amount));
        let credits = check.field("credits", some_credits(&self.credits));
        let expires_on = check.field("expires_on", forms::optional_day(&self.expires_on));
        check.finish(|| {
            Some(Wanted {
                means: means?,
                reference: reference?,
                received_on: received_on?,
                amount: amount?,
                credits: credits?,
                expires_on: expires_on?,
            })
        })
    }
}

impl Wanted {
    fn payment(&self, zone: &TimeZone) -> DirectPayment {
        DirectPayment {
            means: self.means,
            reference: self.reference.clone(),
            received_on: self.received_on,
            cents: self.amount.minor,
            credits: self.credits,
            expires_at: self.expires_on.map(|day| forms::end(day, zone)),
        }
    }
}

fn received_on(typed: &str, today: Date) -> Result<Date, Text> {
    let day = forms::day(typed)?;
    if day > today { Err(Text::new("backoffice-payment-in-future")) } else { Ok(day) }
}

fn euros(typed: &str) -> Result<Money, Text> {
    let money = Money::parse(typed, Currency::EUR).filter(|money| money.minor > 0);
    money.ok_or_else(|| Text::new("backoffice-payment-amount-malformed"))
}

/// The form of a payment received.
#[derive(Template)]
#[template(path = "pages/payment.html")]
pub struct PaymentView {
    path: String,
    name: String,
    means: Vec<Choice>,
    form: PaymentForm,
    errors: FieldErrors,
}

impl PaymentView {
    fn new(id: AccountId, name: String, form: PaymentForm, errors: FieldErrors) -> PaymentView {
        let means = Means::ALL.iter().map(|means| Choice::new(means.code(), means.label())).collect();
        PaymentView { path: path(id), name, means, form, errors }
    }
}

impl View for PaymentView {
    fn title(&self) -> Text {
        Text::new("backoffice-payment-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/accounts/{id}/payment`: most payments are recorded on the day they come.
pub async fn show(gate: Gate<ManageCredits>, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    let (actor, name) = gate.read(move |read, _| heading(read, id)).await?;
    let received_on = forms::typed(gate.now(), &actor.zone());
    let form = PaymentForm { once: gate.once(), received_on, ..PaymentForm::default() };
    Ok(gate.page(&actor, PaymentView::new(id, name, form, FieldErrors::default())))
}

async fn again(
    gate: &Gate<ManageCredits>,
    id: AccountId,
    form: PaymentForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, name) = gate.read(move |read, _| heading(read, id)).await?;
    Ok(gate.invalid(&actor, PaymentView::new(id, name, form, errors)).into_response())
}

/// `POST /staff/accounts/{id}/payment`
pub async fn record(
    gate: Gate<ManageCredits>,
    Path(id): Path<AccountId>,
    Form(form): Form<PaymentForm>,
) -> Result<Response, WebError> {
    let wanted = match form.read(forms::today_somewhere(gate.now())) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&gate, id, form, errors).await,
    };
    let credits = wanted.credits;
    let (actor, written) = gate
        .write_once_with(Lock::Account(id), &form.once, move |tx, ctx, actor| {
            service::record_payment(tx, ctx, id, &wanted.payment(&actor.zone()))
        })
        .await?;
    match written {
        Written::Done(_) | Written::Repeated => {
            let text = Text::new("backoffice-payment-recorded").with("n", credits);
            Ok(gate.redirect(&actor, &path(id), Flash::done(text)))
        }
        Written::Refused(refusal) => again(&gate, id, form, at_field(refusal)).await,
    }
}

#[cfg(test)]
impl PaymentView {
    pub(crate) fn sample() -> PaymentView {
        let form = PaymentForm { means: "transfer".into(), received_on: "2026-11-21".into(), ..PaymentForm::default() };
        PaymentView::new(
            AccountId(1042),
            "Atelier Boréal".into(),
            form,
            FieldErrors::one("received_on", Text::new("backoffice-payment-in-future")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PaymentForm {
        PaymentForm {
            means: "transfer".into(),
            reference: "RF18 5390 0754 7034".into(),
            received_on: "2026-11-20".into(),
            amount: "1 250,50".into(),
            credits: "1 200".into(),
            ..PaymentForm::default()
        }
    }

    fn read(form: &PaymentForm) -> Result<Wanted, FieldErrors> {
        form.read(jiff::civil::date(2026, 11, 21))
    }

    #[test]
    fn a_payment_is_read() {
        let payment = read(&form()).unwrap().payment(&TimeZone::UTC);
        assert_eq!(payment.cents, 125_050);
        assert_eq!((payment.means, payment.credits, payment.expires_at), (Means::Transfer, Credits(1200), None));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: PaymentForm| read(&form).unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(PaymentForm::default()), ["means", "reference", "received_on", "amount", "credits"]);
        assert_eq!(fields(PaymentForm { means: "cash".into(), ..form() }), ["means"]);
        assert_eq!(fields(PaymentForm { amount: "0".into(), ..form() }), ["amount"]);
        assert_eq!(
            fields(PaymentForm { amount: "1,234".into(), credits: "1e3".into(), ..form() }),
            ["amount", "credits"]
        );
        assert_eq!(fields(PaymentForm { received_on: "2026-11-22".into(), ..form() }), ["received_on"]);
        assert_eq!(fields(PaymentForm { reference: "x".repeat(141), ..form() }), ["reference"]);
    }
}
