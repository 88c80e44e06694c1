//! The signs of states, the same on every page: a tone, an icon and a word.

use accounts::service::duplicates::Resemblance;
use credits::{Kind, LotKind, PriceState};
use kit_core::Text;

/// A state as a badge shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// Its weight, a name in the style sheet.
    pub tone: &'static str,
    /// A name in `icons.svg`.
    pub symbol: &'static str,
    /// The word.
    pub label: Text,
}

/// What an operation is.
pub const fn operation(kind: &Kind) -> Sign {
    Sign { tone: kind.tone(), symbol: kind.icon(), label: kind.label() }
}

/// Where the credits of a lot come from.
pub const fn lot(kind: &LotKind) -> Sign {
    Sign { tone: "neutral", symbol: kind.icon(), label: kind.short_label() }
}

/// Where a price stands in time.
pub const fn price(state: &PriceState) -> Sign {
    match state {
        PriceState::Coming => Sign { tone: "info", symbol: "clock", label: Text::new("backoffice-price-coming") },
        PriceState::InForce => {
            Sign { tone: "success", symbol: "circle-check", label: Text::new("backoffice-price-in-force") }
        }
        PriceState::Ended => Sign { tone: "neutral", symbol: "history", label: Text::new("backoffice-price-ended") },
    }
}

/// How well a login is kept: shut out, with a second factor, or with a password alone.
pub const fn login(disabled: bool, second_factor: bool) -> Sign {
    match (disabled, second_factor) {
        (true, _) => Sign { tone: "danger", symbol: "lock", label: Text::new("backoffice-login-disabled") },
        (false, true) => {
            Sign { tone: "success", symbol: "shield-lock", label: Text::new("backoffice-login-second-factor") }
        }
        (false, false) => Sign { tone: "neutral", symbol: "key", label: Text::new("backoffice-login-password") },
    }
}

/// Why two accounts may be the same customer.
pub fn resemblance(resemblance: &Resemblance) -> Text {
    (*resemblance).into()
}
