//! Where addresses and deliveries stand: tone, icon and words.

use kit_core::Text;

use crate::model::delivery::DeliveryState;
use crate::model::endpoint::{Disabled, Endpoint};

/// A badge.
pub(super) struct Sign {
    pub(super) tone: &'static str,
    pub(super) symbol: &'static str,
    pub(super) label: Text,
}

/// Where an address stands.
pub(super) fn endpoint(endpoint: &Endpoint) -> Sign {
    let (tone, symbol, label) = match (endpoint.disabled_by, endpoint.failing_since) {
        (Some(Disabled::Staff), _) => ("neutral", "ban", Disabled::Staff.label()),
        (Some(why), _) => ("danger", "alert-circle", why.label()),
        (None, Some(_)) => ("warning", "alert-triangle", Text::new("webhooks-failing")),
        (None, None) => ("success", "circle-check", Text::new("webhooks-in-use")),
    };
    Sign { tone, symbol, label }
}

/// Where a delivery stands.
pub(super) fn delivery(state: DeliveryState) -> Sign {
    let (tone, symbol) = match state {
        DeliveryState::Waiting => ("info", "hourglass"),
        DeliveryState::Delivered => ("success", "circle-check"),
        DeliveryState::GivenUp => ("danger", "alert-circle"),
        DeliveryState::Cancelled => ("neutral", "ban"),
    };
    Sign { tone, symbol, label: state.label() }
}
