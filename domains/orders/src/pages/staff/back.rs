//! What becomes of a receipt's money: gone back, disputed, won, lost, taken from the wrong order, void. A page each.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{PaymentReference, Reason};
use jiff::civil::Date;
use kit_core::{Check, FieldErrors, Money, Text};
use kit_db::{Failed, Read};
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Once, Path, View, WebError, Width, Written};
use serde::Deserialize;

use super::record::received_on;
use crate::model::{BackKind, Disputed, GoneBack, OrderNumber, Receipt, ReceiptId, ReceiptState, TypedError, cents};
use crate::permissions::ManageMoney;
use crate::service::{self, BackRefusal, ReceiptDetails};

/// What becomes of it, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BackForm {
    once: Once,
    reference: String,
    on: String,
    amount: String,
    order: String,
    reason: String,
}

/// What was read of it.
#[derive(Debug, Clone)]
enum Wanted {
    Refund(GoneBack),
    Reversal(OrderNumber, String),
    Dispute(Disputed),
    Won(String),
    Lost(String),
    Void(String),
}

impl BackForm {
    fn read(&self, kind: BackKind, receipt: ReceiptId, today: Date) -> Result<Wanted, FieldErrors> {
        let mut check = Check::new();
        let mut reference = None;
        if matches!(kind, BackKind::Refund | BackKind::Dispute) {
            reference = check.field("reference", PaymentReference::parse(&self.reference));
        }
        let mut gone = None;
        if kind == BackKind::Refund {
            let cents = check.field("amount", cents(&self.amount));
            gone = check.field("on", received_on(&self.on, today)).zip(cents);
        }
        let order = match (kind, self.order.as_str()) {
            (BackKind::Reversal, typed) => {
                check.field("order", typed.parse().map(Some).map_err(|_| TypedError::Choose))
            }
            (_, "") => Some(None),
            (_, typed) => check.field("order", typed.parse().map(Some).map_err(|_| TypedError::Choose)),
        };
        let note = check.field("reason", Reason::parse(&self.reason)).map(|reason| reason.to_string());
        check.finish(|| {
            let note = note?;
            Some(match kind {
                BackKind::Refund => {
                    let (on, cents) = gone?;
                    Wanted::Refund(GoneBack { receipt, reference: reference?, cents, on, order: order?, note })
                }
                BackKind::Reversal => Wanted::Reversal(order??, note),
                BackKind::Dispute => Wanted::Dispute(Disputed { reference: reference?, note }),
                BackKind::Won => Wanted::Won(note),
                BackKind::Lost => Wanted::Lost(note),
                BackKind::Void => Wanted::Void(note),
            })
        })
    }
}

/// What can become of a receipt now.
pub(super) fn possible(found: &ReceiptDetails) -> Vec<BackKind> {
    let receipt = &found.receipt;
    let rest = receipt.cents > receipt.gone;
    let can = |kind: &BackKind| match (receipt.state, kind) {
        (ReceiptState::Open, BackKind::Refund | BackKind::Dispute) => rest,
        (ReceiptState::Open, BackKind::Reversal) => !found.orders.is_empty(),
        (ReceiptState::Open, BackKind::Void) => receipt.waiting == receipt.cents,
        (ReceiptState::Disputed, BackKind::Won | BackKind::Lost) => true,
        _ => false,
    };
    BackKind::ALL.into_iter().filter(can).collect()
}

impl BackKind {
    /// What one does, as a verb.
    pub(super) const fn verb(self) -> Text {
        match self {
            BackKind::Refund => Text::new("orders-back-refund-verb"),
            BackKind::Reversal => Text::new("orders-back-reversal-verb"),
            BackKind::Dispute => Text::new("orders-back-dispute-verb"),
            BackKind::Won => Text::new("orders-back-won-verb"),
            BackKind::Lost => Text::new("orders-back-lost-verb"),
            BackKind::Void => Text::new("orders-back-void-verb"),
        }
    }

    /// What will happen.
    const fn explanation(self) -> Text {
        match self {
            BackKind::Refund => Text::new("orders-back-refund-text"),
            BackKind::Reversal => Text::new("orders-back-reversal-text"),
            BackKind::Dispute => Text::new("orders-back-dispute-text"),
            BackKind::Won => Text::new("orders-back-won-text"),
            BackKind::Lost => Text::new("orders-back-lost-text"),
            BackKind::Void => Text::new("orders-back-void-text"),
        }
    }

    /// The tone of its button: red for what takes something away.
    const fn tone(self) -> &'static str {
        match self {
            BackKind::Won => "primary",
            _ => "danger",
        }
    }
}

/// The form of what becomes of a receipt.
#[derive(Template)]
#[template(path = "pages/staff/back.html")]
pub(crate) struct BackView {
    receipt: Receipt,
    kind: BackKind,
    orders: Vec<Choice>,
    form: BackForm,
    errors: FieldErrors,
}

impl View for BackView {
    fn title(&self) -> Text {
        self.kind.label()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl BackView {
    fn new(found: ReceiptDetails, kind: BackKind, form: BackForm, errors: FieldErrors) -> BackView {
        let named = |(number, money): &(OrderNumber, Money)| {
            let label = Text::new("orders-back-order").with("number", number.to_string()).with("amount", *money);
            Choice::new(number.to_string(), label)
        };
        let mut orders: Vec<Choice> = found.orders.iter().map(named).collect();
        if kind == BackKind::Refund && !orders.is_empty() {
            orders.insert(0, Choice::new("", Text::new("orders-back-any-order")));
        }
        BackView { receipt: found.receipt, kind, orders, form, errors }
    }

    fn back(&self) -> String {
        super::receipt::path(self.receipt.id)
    }

    /// What is there of it.
    fn rest(&self) -> Money {
        Money::euro_cents(self.receipt.cents - self.receipt.gone)
    }

    fn is_refund(&self) -> bool {
        self.kind == BackKind::Refund
    }

    fn has_reference(&self) -> bool {
        matches!(self.kind, BackKind::Refund | BackKind::Dispute)
    }

    fn has_order(&self) -> bool {
        matches!(self.kind, BackKind::Refund | BackKind::Reversal) && !self.orders.is_empty()
    }
}

fn found(read: &mut Read<'_>, id: ReceiptId) -> Result<ReceiptDetails, WebError> {
    service::receipt(read, id)?.ok_or(WebError::NotFound)
}

fn kind_of(code: &str) -> Result<BackKind, WebError> {
    BackKind::from_code(code).ok_or(WebError::NotFound)
}

/// `GET /staff/receipts/{receipt}/back/{back}`: filled with all that is there, today.
pub(crate) async fn show(
    gate: Gate<ManageMoney>,
    Path((id, code)): Path<(ReceiptId, String)>,
) -> Result<Response, WebError> {
    let kind = kind_of(&code)?;
    let (actor, found) = gate.read(move |read, _| found(read, id)).await?;
    if !possible(&found).contains(&kind) {
        let flash = Flash::warning(Text::new("orders-back-not-now"));
        return Ok(gate.redirect(&actor, &super::receipt::path(id), flash));
    }
    let rest = found.receipt.cents - found.receipt.gone;
    let form = BackForm {
        once: gate.once(),
        on: gate.now().to_zoned(actor.zone()).date().to_string(),
        amount: format!("{},{:02}", rest / 100, rest % 100),
        ..BackForm::default()
    };
    Ok(gate.page(&actor, BackView::new(found, kind, form, FieldErrors::default())).into_response())
}

async fn again(
    gate: &Gate<ManageMoney>,
    (id, kind): (ReceiptId, BackKind),
    form: BackForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, found) = gate.read(move |read, _| found(read, id)).await?;
    Ok(gate.invalid(&actor, BackView::new(found, kind, form, errors)).into_response())
}

/// `POST /staff/receipts/{receipt}/back/{back}`
pub(crate) async fn take(
    gate: Gate<ManageMoney>,
    Path((id, code)): Path<(ReceiptId, String)>,
    Form(form): Form<BackForm>,
) -> Result<Response, WebError> {
    let kind = kind_of(&code)?;
    // The latest day that it is now anywhere, as for money that comes.
    let today = gate.now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(14))).date();
    let wanted = match form.read(kind, id, today) {
        Ok(wanted) => wanted,
        Err(errors) => return again(&gate, (id, kind), form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>,
                     ctx: &kit_core::Context,
                     _: &kit_web::Actor|
          -> Result<(), Failed<BackRefusal>> {
        match &wanted {
            Wanted::Refund(back) => service::refund(tx, ctx, back),
            Wanted::Reversal(order, note) => service::reverse(tx, ctx, id, *order, note),
            Wanted::Dispute(disputed) => service::dispute(tx, ctx, id, disputed),
            Wanted::Won(note) => service::dispute_won(tx, ctx, id, note),
            Wanted::Lost(note) => service::dispute_lost(tx, ctx, id, note),
            Wanted::Void(note) => service::void(tx, ctx, id, note),
        }
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &super::receipt::path(id), Flash::done(Text::new("orders-back-done"))))
        }
        Written::Refused(BackRefusal::NoReceipt) => Err(WebError::NotFound),
        Written::Refused(refusal) => again(&gate, (id, kind), form, at_field(refusal)).await,
    }
}

/// A refusal told at the field that it is about.
fn at_field(refusal: BackRefusal) -> FieldErrors {
    let field = match refusal {
        BackRefusal::Known(_) => "reference",
        BackRefusal::Nothing | BackRefusal::TooMuch { .. } => "amount",
        BackRefusal::NoOrder(_) => "order",
        _ => "reason",
    };
    FieldErrors::one(field, refusal)
}

#[cfg(test)]
impl BackView {
    pub(in crate::pages) fn samples(receipt: Receipt, number: OrderNumber) -> Vec<BackView> {
        let form = BackForm { reason: "<b>".into(), ..BackForm::default() };
        let today = jiff::civil::date(2026, 11, 21);
        let sample = |kind: BackKind| {
            let found = ReceiptDetails {
                receipt: receipt.clone(),
                allocations: Vec::new(),
                advances: Vec::new(),
                orders: vec![(number, Money::euro_cents(13_200))],
                backs: Vec::new(),
            };
            let errors = form.read(kind, receipt.id, today).err().unwrap_or_default();
            BackView::new(found, kind, form.clone(), errors)
        };
        BackKind::ALL.into_iter().map(sample).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(form: &BackForm, kind: BackKind) -> Vec<&'static str> {
        let read = form.read(kind, ReceiptId::from_raw(1), jiff::civil::date(2026, 11, 21));
        read.err().unwrap_or_default().0.iter().map(|error| error.field).collect()
    }

    #[test]
    fn each_asks_for_what_it_needs() {
        let empty = BackForm::default();
        assert_eq!(fields(&empty, BackKind::Refund), ["reference", "amount", "on", "reason"]);
        assert_eq!(fields(&empty, BackKind::Dispute), ["reference", "reason"]);
        assert_eq!(fields(&empty, BackKind::Reversal), ["order", "reason"]);
        for kind in [BackKind::Won, BackKind::Lost, BackKind::Void] {
            assert_eq!(fields(&empty, kind), ["reason"]);
        }
        let form = BackForm {
            reference: "REMB 1".into(),
            on: "2026-11-22".into(),
            amount: "0".into(),
            order: "x".into(),
            reason: "Sur demande".into(),
            ..BackForm::default()
        };
        assert_eq!(fields(&form, BackKind::Refund), ["amount", "on", "order"]);
        let right = BackForm { on: "2026-11-21".into(), amount: "12,50".into(), order: String::new(), ..form };
        let read = right.read(BackKind::Refund, ReceiptId::from_raw(1), jiff::civil::date(2026, 11, 21)).unwrap();
        assert!(matches!(read, Wanted::Refund(GoneBack { cents: 1250, order: None, .. })), "{read:?}");
    }
}
