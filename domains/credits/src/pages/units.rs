//! What pages call things, by what a wallet counts.

use kit_core::{AccountId, Text};
use kit_web::href;

use crate::model::{LotKind, Unit};

impl Unit {
    /// The heading over what moves.
    pub(crate) const fn column(self) -> Text {
        match self {
            Unit::Credit => Text::new("credits-column-amount"),
            Unit::SupportMinutes => Text::new("credits-time-column"),
        }
    }

    /// The heading over what it was for.
    pub(crate) const fn subject(self) -> Text {
        match self {
            Unit::Credit => Text::new("credits-column-what"),
            Unit::SupportMinutes => Text::new("credits-time-subject"),
        }
    }

    /// The heading over the kinds of lots.
    pub(crate) const fn lot_column(self) -> Text {
        match self {
            Unit::Credit => Text::new("credits-lot-kind"),
            Unit::SupportMinutes => Text::new("credits-time-column"),
        }
    }

    /// What a kind of its lots is called.
    pub(crate) const fn lot(self, kind: &LotKind) -> Text {
        match (self, *kind) {
            (Unit::Credit, kind) => kind.label(),
            (Unit::SupportMinutes, LotKind::Promotional) => Text::new("credits-time-given"),
            (Unit::SupportMinutes, LotKind::Purchased) => Text::new("credits-time-bought"),
        }
    }

    /// The title of its history.
    pub(crate) const fn history_title(self) -> Text {
        match self {
            Unit::Credit => Text::new("credits-history-title"),
            Unit::SupportMinutes => Text::new("credits-time-history-title"),
        }
    }

    /// The title of its signed statement.
    pub(crate) const fn statement_title(self) -> Text {
        match self {
            Unit::Credit => Text::new("credits-statement-title"),
            Unit::SupportMinutes => Text::new("credits-time-statement-title"),
        }
    }

    /// How it is written in an address; credits are meant where nothing is.
    pub(crate) const fn in_address(self) -> &'static str {
        match self {
            Unit::Credit => "",
            Unit::SupportMinutes => Unit::SupportMinutes.code(),
        }
    }

    /// The unit that an address means; what cannot be understood means credits.
    pub(crate) fn meant(typed: &str) -> Unit {
        Unit::from_code(typed).unwrap_or_default()
    }

    /// A page of the account's about this unit.
    pub(crate) fn page(self, account: AccountId, page: &str) -> String {
        href(&format!("/accounts/{account}/{page}"), &[("unit", self.in_address())])
    }
}
