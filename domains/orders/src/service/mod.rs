//! The use cases of orders.

mod back;
mod check;
mod events;
mod life;
mod log;
mod look;
mod money;
mod offer;
mod open;
mod place;
mod settings;
mod underway;

pub use back::{BackRefusal, dispute, dispute_lost, dispute_won, refund, refund_up_to, reverse, void};
pub use check::{Fault, Violation, check};
pub use life::{CancelRefusal, Canceller, cancel, expire, expire_all};
pub(crate) use look::means_of_order;
pub use look::{
    OrderDetails, ReceiptDetails, Wanted, advance, known_receipt, order, orders, packs, receipt, receipts, settings,
    transfers_like, vat_rules,
};
pub use money::{DirectPayment, MoneyRefusal, allocate, hold_due, record, record_payment, take_back, use_advance};
pub use offer::{Offer, Offered, offer};
pub use open::{OpenOrder, open, open_states, standing};
pub use place::{Form, OrderRefusal, Summary, place, place_asked, quote, summary};
pub use settings::{PackRefusal, SETTINGS_LOCK, VatRefusal, add_vat_rule, save_free_amount, save_pack, save_payment};
pub use underway::set_underway;

use kit_db::{DbError, Tx};

use crate::model::{Order, OrderNumber};
use crate::store;

/// An order that must be there, held until the transaction ends.
fn must_hold(tx: &mut Tx<'_>, number: OrderNumber) -> Result<Order, DbError> {
    store::orders::hold(tx, number)?.ok_or_else(|| DbError::fault(format!("there is no order {number}")))
}
