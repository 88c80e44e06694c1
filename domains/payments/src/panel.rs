//! What the pages of an order and of a receipt tell about PayPal, and offer.

use jiff::Timestamp;
use kit_core::{Money, Text};
use kit_db::{DbError, Read};
use kit_web::{Actor, Panel, PanelAction, PanelLink, Permission, Tone};
use orders::{ManageMoney, Order, OrderNumber, ReceiptId};

use crate::model::{Payment, PaymentState, Settings, Way};
use crate::service;

/// To the account: how the order is paid by PayPal, where that stands, and the way there.
pub(crate) fn of_account(read: &mut Read<'_>, _: &Actor, number: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Some((order, settings, payments)) = read_all(read, number)? else { return Ok(None) };
    let recipient = accounts::service::account(read, order.account)?.map(|account| account.administration_email);
    let recipient = recipient.map(|address| address.to_string()).unwrap_or_default();
    let part = part_told(read, &order, &payments)?;
    Ok(tell_account(&order, settings.as_ref(), &payments, &recipient, part))
}

/// What the account is told of a part that PayPal has, and whom to ask; none where it has none.
pub(crate) fn part_told(read: &mut Read<'_>, order: &Order, payments: &[Payment]) -> Result<Option<Text>, DbError> {
    let mut held = payments.iter().filter(|payment| payment.holds_part()).filter_map(Payment::part_money);
    let Some(part) = held.next_back() else { return Ok(None) };
    let support = publisher::settings(read)?.identity.support_email;
    let support = support.map_or_else(|| "none".to_owned(), |address| address.to_string());
    let told = if order.due() > 0 { "payments-panel-part" } else { "payments-panel-part-paid" };
    Ok(Some(Text::new(told).with("amount", part).with("support", support)))
}

/// To staff: each payment, what is odd about it, and the way to more.
pub(crate) fn of_staff(read: &mut Read<'_>, _: &Actor, number: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Some((order, _, payments)) = read_all(read, number)? else { return Ok(None) };
    Ok(tell_staff(&order, &payments))
}

/// An order with all that is known of it and PayPal.
type Known = (Order, Option<Settings>, Vec<Payment>);

fn read_all(read: &mut Read<'_>, number: &str) -> Result<Option<Known>, DbError> {
    let number = number.parse().map_err(DbError::fault)?;
    let Some(found) = orders::order(read, number, None)? else { return Ok(None) };
    Ok(Some((found.order, service::settings(read)?, service::of_order(read, number)?)))
}

fn tell_account(
    order: &Order,
    settings: Option<&Settings>,
    payments: &[Payment],
    recipient: &str,
    part: Option<Text>,
) -> Option<Panel> {
    let request = payments.iter().rfind(|payment| payment.way == Way::Mailed && payment.state.is_live());
    let is_pending = payments.iter().any(|payment| payment.state == PaymentState::Pending);
    let is_due = order.due() > 0;
    let mut panel =
        Panel { title: Text::new("payments-panel"), notes: Vec::new(), actions: Vec::new(), links: Vec::new() };
    let own = format!("/accounts/{}/orders/{}/paypal", order.account, order.number);
    if is_pending {
        let waits = if is_due { "payments-panel-pending" } else { "payments-panel-pending-paid" };
        panel.notes.push((Tone::Info, Text::new(waits)));
    }
    // Nobody asked for a part, so it pays nothing by itself; but whoever sent it must not send all of it again.
    let has_part = part.is_some();
    panel.notes.extend(part.map(|part| (Tone::Warning, part)));
    match request {
        Some(request) if request.state == PaymentState::Wanted && is_due => {
            panel.notes.push((Tone::Neutral, Text::new("payments-panel-wanted").with("address", recipient)));
        }
        Some(request) if request.state == PaymentState::Open && is_due => {
            let sent = Text::new("payments-panel-open").with("amount", request.money()).with("address", recipient);
            panel.notes.push((Tone::Neutral, sent));
            panel.links.extend(request.way_there().map(|page| PanelLink {
                href: page.to_owned(),
                label: Text::new("payments-panel-see"),
                icon: "external-link",
            }));
            panel.actions.push(PanelAction::new(format!("{own}/check"), Text::new("payments-panel-check"), "refresh"));
        }
        Some(request) if request.state == PaymentState::Unwanted => {
            let ends = if is_due { Text::new("payments-panel-changes") } else { Text::new("payments-panel-ends") };
            panel.notes.push((Tone::Warning, ends));
        }
        _ => {}
    }
    if is_due && !is_pending && !has_part && settings.is_some_and(|settings| settings.at_once) {
        let label = Text::new("payments-panel-pay").with("amount", order.due_money());
        panel.actions.insert(0, PanelAction::new(own, label, "credit-card").main());
    }
    let is_empty = panel.notes.is_empty() && panel.actions.is_empty();
    (!is_empty).then_some(panel)
}

fn tell_staff(order: &Order, payments: &[Payment]) -> Option<Panel> {
    let note = |payment: &Payment| {
        let words = Text::new("payments-panel-line")
            .with("way", payment.way.label())
            .with("amount", payment.money())
            .with("state", payment.state.label());
        let odd = payment.odd.map(|odd| (Tone::Warning, odd.says()));
        let part =
            payment.part_money().map(|part| (Tone::Neutral, Text::new("payments-part-came").with("amount", part)));
        [Some((Tone::Neutral, words)), odd, part].into_iter().flatten()
    };
    let panel = Panel {
        title: Text::new("payments-title"),
        notes: payments.iter().flat_map(note).collect(),
        actions: Vec::new(),
        links: vec![more(order.number)],
    };
    (!payments.is_empty()).then_some(panel)
}

fn more(order: OrderNumber) -> PanelLink {
    let href = format!("/staff/orders/{order}/paypal");
    PanelLink { href, label: Text::new("payments-panel-more"), icon: "credit-card" }
}

/// To staff, on the page of a receipt: the way to have PayPal give its money back, as that page only records what was given back
/// elsewhere; and what of that counts for what PayPal tells.
pub(crate) fn of_receipt(
    read: &mut Read<'_>,
    actor: &Actor,
    receipt: &str,
    _: Timestamp,
) -> Result<Option<Panel>, DbError> {
    let Ok(receipt) = receipt.parse::<ReceiptId>() else { return Ok(None) };
    let Some((payment, capture)) = service::of_receipt(read, receipt)? else { return Ok(None) };
    let may_refund = actor.meets(ManageMoney::DEMAND) && service::refundable(read, payment.order)?.is_some();
    let by_hand = service::recorded_by_hand(read, &capture)?;
    let told = (by_hand > 0).then(|| Text::new("payments-by-hand").with("amount", Money::euro_cents(by_hand)));
    let led = may_refund.then(|| (Tone::Neutral, Text::new("payments-receipt-refund-text")));
    let refund = may_refund.then(|| PanelLink {
        href: format!("/staff/orders/{}/paypal/refund", payment.order),
        label: Text::new("payments-receipt-refund"),
        icon: "arrows-exchange",
    });
    Ok(Some(Panel {
        title: Text::new("payments-title"),
        notes: told.map(|told| (Tone::Info, told)).into_iter().chain(led).collect(),
        actions: Vec::new(),
        links: refund.into_iter().chain([more(payment.order)]).collect(),
    }))
}
