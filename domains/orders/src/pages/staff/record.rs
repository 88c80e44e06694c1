//! Recording money that came, by hand.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Means, PaymentReference};
use jiff::civil::Date;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Once, Page, Query, View, WebError, Width, Written};
use serde::Deserialize;

use super::{money_error, share};
use crate::model::{NewReceipt, Share, cents, optional_line};
use crate::pages::day;
use crate::permissions::ManageMoney;
use crate::service;

/// A receipt as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RecordForm {
    once: Once,
    means: String,
    reference: String,
    received_on: String,
    amount: String,
    payer: String,
    note: String,
    orders: String,
    account: String,
}

impl RecordForm {
    fn read(&self, today: Date) -> Result<(NewReceipt, Share), FieldErrors> {
        let mut check = Check::new();
        let means = Means::from_code(&self.means).ok_or(crate::model::TypedError::Choose);
        let means = check.field("means", means);
        let reference = check.field("reference", PaymentReference::parse(&self.reference));
        let received_on = check.field("received_on", received_on(&self.received_on, today));
        let cents = check.field("amount", cents(&self.amount));
        let payer = check.field("payer", optional_line(&self.payer, 140));
        let note = check.field("note", optional_line(&self.note, 500));
        let share = share(&mut check, &self.orders, &self.account);
        check.finish(|| {
            let receipt = NewReceipt {
                means: means?,
                reference: reference?,
                received_on: received_on?,
                cents: cents?,
                payer: payer?,
                note: note?,
            };
            Some((receipt, share?))
        })
    }
}

pub(super) fn received_on(typed: &str, today: Date) -> Result<Date, Text> {
    let day = day(typed)?;
    if day > today { Err(Text::new("orders-receipt-in-future")) } else { Ok(day) }
}

/// The form of a receipt.
#[derive(Template)]
#[template(path = "pages/staff/record.html")]
pub(crate) struct RecordView {
    means: Vec<Choice>,
    form: RecordForm,
    errors: FieldErrors,
}

impl RecordView {
    fn new(form: RecordForm, errors: FieldErrors) -> RecordView {
        let means = Means::ALL.iter().map(|means| Choice::new(means.code(), means.label())).collect();
        RecordView { means, form, errors }
    }
}

impl View for RecordView {
    fn title(&self) -> Text {
        Text::new("orders-record-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// For which orders the form is opened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    orders: String,
}

/// `GET /staff/receipts/new`: most money is recorded on the day it comes, and comes by transfer.
pub(crate) async fn show(gate: Gate<ManageMoney>, Query(wanted): Query<Wanted>) -> Result<Page, WebError> {
    let orders = wanted.orders.clone();
    let (actor, due) = gate
        .read(move |read, _| match orders.parse() {
            Ok(number) => Ok(service::order(read, number, None)?.map(|found| found.order.due())),
            Err(_) => Ok(None),
        })
        .await?;
    let amount = due.filter(|due| *due > 0).map(|due| format!("{},{:02}", due / 100, due % 100)).unwrap_or_default();
    let form = RecordForm {
        once: gate.once(),
        means: Means::Transfer.code().to_owned(),
        received_on: gate.now().to_zoned(actor.zone()).date().to_string(),
        orders: wanted.orders,
        amount,
        ..RecordForm::default()
    };
    Ok(gate.page(&actor, RecordView::new(form, FieldErrors::default())))
}

async fn again(gate: &Gate<ManageMoney>, form: RecordForm, errors: FieldErrors) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.invalid(&actor, RecordView::new(form, errors)).into_response())
}

/// `POST /staff/receipts/new`
pub(crate) async fn record(gate: Gate<ManageMoney>, Form(form): Form<RecordForm>) -> Result<Response, WebError> {
    // The latest day that it is now anywhere: what is after it has not happened yet, whoever types it.
    let today = gate.now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(14))).date();
    let (new, share) = match form.read(today) {
        Ok(read) => read,
        Err(errors) => return again(&gate, form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| {
        service::record(tx, ctx, &new, &share)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    let done = Flash::done(Text::new("orders-recorded"));
    match written {
        Written::Done(id) => Ok(gate.redirect(&actor, &format!("/staff/receipts/{id}"), done)),
        Written::Repeated => Ok(gate.redirect(&actor, "/staff/receipts", done)),
        Written::Refused(refusal) => again(&gate, form, money_error(refusal)).await,
    }
}

#[cfg(test)]
impl RecordView {
    pub(in crate::pages) fn sample() -> RecordView {
        let form = RecordForm { payer: "<b>".into(), ..RecordForm::default() };
        let errors = form.read(jiff::civil::date(2026, 11, 21)).unwrap_err();
        RecordView::new(form, errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RecordForm {
        RecordForm {
            means: "transfer".into(),
            reference: "VIR 77".into(),
            received_on: "2026-11-20".into(),
            amount: "132,00".into(),
            orders: "BC-2026-000001, bc2026000002".into(),
            account: "c1042".into(),
            ..RecordForm::default()
        }
    }

    fn fields(form: &RecordForm) -> Vec<&'static str> {
        let errors = form.read(jiff::civil::date(2026, 11, 21)).unwrap_err();
        errors.0.iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_receipt_is_read() {
        let (receipt, share) = form().read(jiff::civil::date(2026, 11, 21)).unwrap();
        assert_eq!((receipt.cents, receipt.means), (13_200, Means::Transfer));
        let numbers: Vec<String> = share.orders.iter().map(ToString::to_string).collect();
        assert_eq!(numbers, ["BC-2026-000001", "BC-2026-000002"]);
        assert_eq!(share.account, Some(kit_core::AccountId(1042)));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        assert_eq!(fields(&RecordForm::default()), ["means", "reference", "received_on", "amount"]);
        let hostile = RecordForm {
            received_on: "2026-11-22".into(),
            amount: "-1".into(),
            payer: "x".repeat(141),
            note: "x".repeat(501),
            orders: "BC-2026-000001 <b>".into(),
            account: "me".into(),
            ..form()
        };
        assert_eq!(fields(&hostile), ["received_on", "amount", "payer", "note", "orders", "account"]);
    }
}
