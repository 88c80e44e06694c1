//! The pages of payments at PayPal, and the address that hears of them.

mod at_once;
mod list;
mod order;
mod part;
mod refund;
mod settings;
#[cfg(test)]
mod views;
mod webhook;

use kit_core::Text;
use kit_payments::Environment;
use kit_web::{Route, WebError, get, post};
use orders::{OrderNumber, OrderState};
use serde::Deserialize;

use crate::model::{Payment, PaymentState};

/// The longest delivery that is taken, in bytes; PayPal's have some kilobytes.
const DELIVERY: usize = 256 << 10;

/// Every route.
pub(crate) fn routes() -> [Route; 16] {
    [
        post("/accounts/{account}/orders/{order}/paypal", at_once::pay),
        get("/accounts/{account}/orders/{order}/paypal", at_once::go),
        get("/accounts/{account}/orders/{order}/paypal/done", at_once::done),
        post("/accounts/{account}/orders/{order}/paypal/check", at_once::check),
        get("/staff/paypal", list::show),
        get("/staff/paypal/settings", settings::show),
        post("/staff/paypal/settings", settings::save),
        post("/staff/paypal/settings/test", settings::test),
        get("/staff/orders/{order}/paypal", order::show),
        post("/staff/orders/{order}/paypal/ask", order::ask),
        post("/staff/orders/{order}/paypal/seen", order::seen),
        get("/staff/orders/{order}/paypal/part", part::show),
        post("/staff/orders/{order}/paypal/part", part::decide),
        get("/staff/orders/{order}/paypal/refund", refund::show),
        post("/staff/orders/{order}/paypal/refund", refund::give),
        post("/webhooks/paypal", webhook::hear).taking(DELIVERY),
    ]
}

/// The order in an address.
#[derive(Debug, Clone, Deserialize)]
struct OrderPath {
    order: String,
}

impl OrderPath {
    fn number(&self) -> Result<OrderNumber, WebError> {
        self.order.parse().map_err(|_| WebError::NotFound)
    }
}

/// What people call an environment.
const fn environment_label(environment: Environment) -> Text {
    match environment {
        Environment::Sandbox => Text::new("payments-environment-sandbox"),
        Environment::Live => Text::new("payments-environment-live"),
    }
}

/// What became meanwhile of the order of a payment that staff has to look at, where that changes what there is to do.
fn meanwhile(payment: &Payment, order: OrderState) -> Option<Text> {
    if payment.odd.is_none() || payment.state == PaymentState::Paid || order.is_unpaid() {
        return None;
    }
    Some(match order.was_settled() {
        true => Text::new("payments-meanwhile-paid"),
        false => Text::new("payments-meanwhile").with("state", order.label()),
    })
}
