//! Money that went back, or is contested: the one place from which orders hear of it.

use kit_core::Context;
use kit_db::{DbError, Tx};

use super::log;
use crate::model::{Capture, CaptureState, Payment};
use crate::store;

/// Notes how money that came in stands at PayPal now, if that is new.
pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    capture: &Capture,
    after: CaptureState,
) -> Result<(), DbError> {
    if capture.state == after {
        return Ok(());
    }
    store::captures::set_state(tx, &capture.reference, after)?;
    log::moved(tx, ctx, payment, capture, after)
}
