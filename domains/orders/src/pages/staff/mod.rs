//! The pages of the publisher's staff: orders, money, and what is on sale.

pub(super) mod amount;
pub(super) mod back;
pub(super) mod order;
pub(super) mod orders;
pub(super) mod pack;
pub(super) mod receipt;
pub(super) mod receipts;
pub(super) mod record;
pub(super) mod sections;
pub(super) mod transfer;
pub(super) mod vat;

use kit_core::{Check, FieldErrors, Text};
use kit_web::{Route, get, post};

use crate::model::{OrderNumber, Share};

/// Orders, money, settings.
pub(crate) fn routes() -> impl Iterator<Item = Route> {
    trade().into_iter().chain(settings())
}

fn trade() -> [Route; 12] {
    [
        get("/staff/orders", orders::list),
        get("/staff/orders/{order}", order::show),
        get("/staff/orders/{order}/cancel", order::ask_cancel),
        post("/staff/orders/{order}/cancel", order::cancel),
        post("/staff/orders/{order}/advance", order::use_advance),
        get("/staff/receipts", receipts::list),
        get("/staff/receipts/new", record::show),
        post("/staff/receipts/new", record::record),
        get("/staff/receipts/{receipt}", receipt::show),
        post("/staff/receipts/{receipt}", receipt::change),
        get("/staff/receipts/{receipt}/back/{back}", back::show),
        post("/staff/receipts/{receipt}/back/{back}", back::take),
    ]
}

fn settings() -> [Route; 13] {
    [
        get("/staff/orders/settings", sections::show),
        get("/staff/orders/settings/packs", pack::list),
        get("/staff/orders/settings/packs/new", pack::show_new),
        post("/staff/orders/settings/packs/new", pack::add),
        get("/staff/orders/settings/packs/{pack}", pack::show),
        post("/staff/orders/settings/packs/{pack}", pack::save),
        get("/staff/orders/settings/amount", amount::show),
        post("/staff/orders/settings/amount", amount::save),
        get("/staff/orders/settings/vat", vat::list),
        get("/staff/orders/settings/vat/new", vat::show),
        post("/staff/orders/settings/vat/new", vat::add),
        get("/staff/orders/settings/transfer", transfer::show),
        post("/staff/orders/settings/transfer", transfer::save),
    ]
}

/// Reads what money is for: the numbers of orders, apart by blanks or commas, and the number of an account.
fn share(check: &mut Check, orders: &str, account: &str) -> Option<Share> {
    let words = orders.split([',', ';', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty());
    let numbers: Result<Vec<OrderNumber>, Text> =
        words.map(|word| word.parse().map_err(|_| Text::new("orders-number-malformed").with("typed", word))).collect();
    let numbers = check.field("orders", numbers);
    let account = match account.trim() {
        "" => Some(None),
        typed => check.field("account", typed.parse().map(Some).map_err(|_| Text::new("orders-account-malformed"))),
    };
    Some(Share { orders: numbers?, account: account? })
}

/// A refusal told at the field that it is about.
fn money_error(refusal: crate::MoneyRefusal) -> FieldErrors {
    use crate::MoneyRefusal::{
        AnotherAccount, InDispute, Known, Ledger, NoAccount, NoOrder, NoReceipt, NoVat, NotDue, NothingLeft,
    };
    let field = match refusal {
        Known(_) => "reference",
        NoAccount | AnotherAccount => "account",
        NoOrder(_) | NotDue | NoVat | Ledger(_) | NothingLeft | NoReceipt | InDispute => "orders",
    };
    FieldErrors::one(field, refusal)
}
