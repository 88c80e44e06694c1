//! One receipt: what its parts are for, and to say what the rest is for.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::{AccountId, Check, FieldErrors, Money, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Panel, Path, Permission, View, WebError, Written};
use people::Names;
use serde::Deserialize;

use super::{money_error, share};
use crate::model::{BackKind, OrderNumber, Receipt, ReceiptId, ReceiptState, Share};
use crate::pages::{Eyes, who};
use crate::permissions::{ManageMoney, ViewOrders};
use crate::service;

/// What is to be done with a receipt, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReceiptForm {
    once: Once,
    /// `take-back` when the advance of `account` is to be taken back, else the rest is to be allocated.
    act: String,
    orders: String,
    account: String,
}

/// What a part of it is for, ready for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PartRow {
    at: Timestamp,
    who: Text,
    account: AccountId,
    number: Option<OrderNumber>,
    money: Money,
}

/// What became of its money, ready for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BackRow {
    at: Timestamp,
    who: Text,
    label: Text,
    reference: Option<String>,
    money: Money,
    note: String,
}

/// One receipt.
#[derive(Template)]
#[template(path = "pages/staff/receipt.html")]
pub(crate) struct ReceiptView {
    receipt: Receipt,
    parts: Vec<PartRow>,
    backs: Vec<BackRow>,
    /// What can become of it now.
    possible: Vec<BackKind>,
    /// What later domains say about it.
    panels: Vec<Panel>,
    advances: Vec<(AccountId, Money)>,
    /// A form for each advance, known by a token of its own: back on this page, another one is not taken for the same.
    tokens: Vec<Once>,
    author: Text,
    may_manage: bool,
    form: ReceiptForm,
    errors: FieldErrors,
}

impl View for ReceiptView {
    fn title(&self) -> Text {
        Text::new("orders-receipt-of").with("reference", self.receipt.reference.as_str())
    }
}

impl ReceiptView {
    /// The same, with a token for each form.
    fn with_tokens(self, gate: &Gate<impl Permission>) -> ReceiptView {
        ReceiptView { tokens: self.advances.iter().map(|_| gate.once()).collect(), ..self }
    }

    fn take_backs(&self) -> impl Iterator<Item = (&Once, AccountId, Money)> {
        self.tokens.iter().zip(&self.advances).map(|(once, (account, money))| (once, *account, *money))
    }

    fn path(&self) -> String {
        path(self.receipt.id)
    }

    fn to(&self, kind: &BackKind) -> String {
        format!("{}/back/{}", self.path(), kind.code())
    }

    /// Whether the rest of it can be allocated.
    fn takes_share(&self) -> bool {
        self.may_manage && self.receipt.waiting > 0 && self.receipt.state == ReceiptState::Open
    }
}

pub(super) fn path(id: ReceiptId) -> String {
    format!("/staff/receipts/{id}")
}

/// What the page shows, but for its form.
fn view(
    read: &mut kit_db::Read<'_>,
    id: ReceiptId,
    may_manage: bool,
    panels: Vec<Panel>,
    form: ReceiptForm,
    errors: FieldErrors,
) -> Result<ReceiptView, WebError> {
    let found = service::receipt(read, id)?.ok_or(WebError::NotFound)?;
    let backs = found.backs.iter().map(|back| &back.author);
    let authors = found.allocations.iter().map(|part| &part.author).chain([&found.receipt.author]).chain(backs);
    let names = Names::of(read, authors.filter_map(WrittenBy::person))?;
    let parts = found.allocations.iter().map(|part| PartRow {
        at: part.at,
        who: who(&names, &part.author, Eyes::Staff),
        account: part.account,
        number: part.number,
        money: part.money(),
    });
    let backs = found.backs.iter().map(|back| BackRow {
        at: back.at,
        who: who(&names, &back.author, Eyes::Staff),
        label: back.kind.label(),
        reference: back.reference.clone(),
        money: back.money(),
        note: back.note.clone(),
    });
    Ok(ReceiptView {
        parts: parts.collect(),
        backs: backs.collect(),
        possible: if may_manage { super::back::possible(&found) } else { Vec::new() },
        panels,
        author: who(&names, &found.receipt.author, Eyes::Staff),
        advances: found.advances,
        tokens: Vec::new(),
        receipt: found.receipt,
        may_manage,
        form,
        errors,
    })
}

/// `GET /staff/receipts/{receipt}`
pub(crate) async fn show(gate: Gate<ViewOrders>, Path(id): Path<ReceiptId>) -> Result<Page, WebError> {
    let (once, app, now) = (gate.once(), gate.app().clone(), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let form = ReceiptForm { once: once.clone(), ..ReceiptForm::default() };
            let panels = app.panels(read, actor, crate::RECEIPT_PAGE, &id.to_string(), now)?;
            view(read, id, actor.meets(ManageMoney::DEMAND), panels, form, FieldErrors::default())
        })
        .await?;
    Ok(gate.page(&actor, view.with_tokens(&gate)))
}

async fn again(
    gate: &Gate<ManageMoney>,
    id: ReceiptId,
    form: ReceiptForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (app, now) = (gate.app().clone(), gate.now());
    let (actor, view) = gate
        .read(move |read, actor| {
            let panels = app.panels(read, actor, crate::RECEIPT_PAGE, &id.to_string(), now)?;
            view(read, id, true, panels, form.clone(), errors.clone())
        })
        .await?;
    Ok(gate.invalid(&actor, view.with_tokens(gate)).into_response())
}

/// `POST /staff/receipts/{receipt}`
pub(crate) async fn change(
    gate: Gate<ManageMoney>,
    Path(id): Path<ReceiptId>,
    Form(form): Form<ReceiptForm>,
) -> Result<Response, WebError> {
    let mut check = Check::new();
    let read = share(&mut check, &form.orders, &form.account);
    let share = match check.finish(|| read) {
        Ok(share) => share,
        Err(errors) => return again(&gate, id, form, errors).await,
    };
    let takes_back = form.act == "take-back";
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| match &share {
        Share { account: Some(account), .. } if takes_back => service::take_back(tx, ctx, id, *account).map(drop),
        share => service::allocate(tx, ctx, id, share),
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &path(id), Flash::done(Text::new("orders-allocated"))))
        }
        Written::Refused(crate::MoneyRefusal::NoReceipt) => Err(WebError::NotFound),
        Written::Refused(refusal) => again(&gate, id, form, money_error(refusal)).await,
    }
}

#[cfg(test)]
impl ReceiptView {
    pub(in crate::pages) fn sample(receipt: Receipt, number: OrderNumber, may_manage: bool) -> ReceiptView {
        let account = AccountId(1042);
        let who = Text::new("orders-by-itself");
        let part = |number, cents| PartRow {
            at: receipt.recorded_at,
            who: who.clone(),
            account,
            number,
            money: Money::euro_cents(cents),
        };
        ReceiptView {
            parts: vec![part(Some(number), 100), part(None, 50)],
            backs: vec![BackRow {
                at: receipt.recorded_at,
                who: who.clone(),
                label: BackKind::Refund.label(),
                reference: Some("REMB <b>".into()),
                money: Money::euro_cents(50),
                note: "<b>".into(),
            }],
            possible: if may_manage { BackKind::ALL.to_vec() } else { Vec::new() },
            panels: vec![crate::pages::order::panel()],
            advances: vec![(account, Money::euro_cents(50))],
            tokens: vec![Once::default()],
            author: who.clone(),
            may_manage,
            form: ReceiptForm { orders: "<b>".into(), ..ReceiptForm::default() },
            errors: FieldErrors::one("account", Text::new("orders-account-malformed")),
            receipt,
        }
    }
}
