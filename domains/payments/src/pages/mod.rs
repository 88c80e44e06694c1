//! The pages of payments at PayPal, and the address that hears of them.

mod at_once;
mod list;
mod order;
mod refund;
mod settings;
#[cfg(test)]
mod views;
mod webhook;

use kit_core::Text;
use kit_payments::Environment;
use kit_web::{Route, WebError, get, post};
use orders::OrderNumber;
use serde::Deserialize;

/// The longest delivery that is taken, in bytes; PayPal's have some kilobytes.
const DELIVERY: usize = 256 << 10;

/// Every route.
pub(crate) fn routes() -> [Route; 14] {
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
