//! What the page of an order tells about PayPal, and offers.

use jiff::Timestamp;
use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Actor, Panel, PanelAction, PanelLink, Tone};
use orders::Order;

use crate::model::{Oddity, Payment, PaymentState, Settings, Way};
use crate::service;

/// To the account: how the order is paid by PayPal, where that stands, and the way there.
pub(crate) fn of_account(read: &mut Read<'_>, _: &Actor, number: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Some((order, settings, payments)) = read_all(read, number)? else { return Ok(None) };
    let recipient = accounts::service::account(read, order.account)?.map(|account| account.administration_email);
    let recipient = recipient.map(|address| address.to_string()).unwrap_or_default();
    Ok(tell_account(&order, settings.as_ref(), &payments, &recipient))
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

fn tell_account(order: &Order, settings: Option<&Settings>, payments: &[Payment], recipient: &str) -> Option<Panel> {
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
    if payments.iter().any(|payment| payment.odd == Some(Oddity::Partial)) {
        panel.notes.push((Tone::Warning, Text::new("payments-panel-part")));
    }
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
    if is_due && !is_pending && settings.is_some_and(|settings| settings.at_once) {
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
        [Some((Tone::Neutral, words)), odd].into_iter().flatten()
    };
    let more = PanelLink {
        href: format!("/staff/orders/{}/paypal", order.number),
        label: Text::new("payments-panel-more"),
        icon: "credit-card",
    };
    let panel = Panel {
        title: Text::new("payments-title"),
        notes: payments.iter().flat_map(note).collect(),
        actions: Vec::new(),
        links: vec![more],
    };
    (!payments.is_empty()).then_some(panel)
}
