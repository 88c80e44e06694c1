//! Proves on a live installation that what PayPal paid is recorded, and that nothing else is.

use credits::{Means, WrittenBy};
use kit_core::{Cursor, PageSize};
use kit_db::{Db, DbError, Read};
use orders::Receipt;
use thiserror::Error;

use crate::model::{Capture, Payment, PaymentId, PaymentState};
use crate::store;

/// How many violations are named before the check gives up looking.
const ENOUGH: usize = 100;

/// Something that does not fit, of which payment or receipt.
pub type Violation = kit_core::Violation<Fault>;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Fault {
    /// Its order is not there, or is another account's.
    #[error("its order is not there, or is another account's")]
    Order,
    /// It is paid, and the money that came in is another amount; or it is not, and money came in.
    #[error("{came} cents came in by PayPal, {paid} are paid")]
    Captures {
        /// What came in.
        came: i64,
        /// What the payment says.
        paid: i64,
    },
    /// Money that came in is not recorded, or otherwise.
    #[error("its receipt is not there, or says something else")]
    Receipt,
    /// A receipt was made for a payment that is not there.
    #[error("no payment at PayPal belongs to this receipt")]
    Stray,
}

/// Checks every payment and every receipt that was made for one. Stops after 100 violations.
///
/// # Errors
/// The database cannot be read.
pub async fn check(db: &Db) -> Result<Vec<Violation>, DbError> {
    let mut found = Vec::new();
    let mut after = PaymentId::from_raw(-1);
    while found.len() < ENOUGH {
        let page = db.read::<_, DbError, _>(move |read| page_of_payments(read, after)).await?;
        let Some((last, _)) = page.last() else { break };
        after = last.id;
        for (payment, faults) in page {
            found.extend(faults.into_iter().map(|fault| Violation { subject: payment.number.clone(), fault }));
        }
    }
    let mut cursor = None;
    while found.len() < ENOUGH {
        let (next, strays) = db.read::<_, DbError, _>(move |read| page_of_receipts(read, cursor)).await?;
        found.extend(strays.into_iter().map(|subject| Violation { subject, fault: Fault::Stray }));
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    found.truncate(ENOUGH);
    Ok(found)
}

fn page_of_payments(read: &mut Read<'_>, after: PaymentId) -> Result<Vec<(Payment, Vec<Fault>)>, DbError> {
    let payments = store::payments::after(read, after)?;
    payments
        .into_iter()
        .map(|payment| {
            let faults = faults_of(read, &payment)?;
            Ok((payment, faults))
        })
        .collect()
}

fn faults_of(read: &mut Read<'_>, payment: &Payment) -> Result<Vec<Fault>, DbError> {
    let mut faults = Vec::new();
    if orders::order(read, payment.order, Some(payment.account))?.is_none() {
        faults.push(Fault::Order);
    }
    let captures = store::captures::of_payment(read, payment.id)?;
    let came = captures.iter().fold(0_i64, |sum, capture| sum.saturating_add(capture.cents));
    let paid = if payment.state == PaymentState::Paid { payment.cents } else { 0 };
    if came != paid {
        faults.push(Fault::Captures { came, paid });
    }
    for capture in &captures {
        // One that was voided stands for its money no more where that is recorded again.
        let counts = match super::back::receipt(read, capture)? {
            Some(receipt) => Some(receipt),
            None => orders::receipt(read, capture.receipt)?.map(|found| found.receipt),
        };
        if !counts.is_some_and(|receipt| is_of(&receipt, capture)) {
            faults.push(Fault::Receipt);
        }
    }
    Ok(faults)
}

fn is_of(receipt: &Receipt, capture: &Capture) -> bool {
    receipt.means == Means::Paypal && receipt.reference == capture.reference.id() && receipt.cents == capture.cents
}

/// The receipts of a page that were made here and belong to no payment.
fn page_of_receipts(read: &mut Read<'_>, cursor: Option<Cursor>) -> Result<(Option<Cursor>, Vec<String>), DbError> {
    let page = orders::receipts(read, false, cursor, PageSize::new(200))?;
    let mut strays = Vec::new();
    for receipt in page.rows {
        let is_ours = receipt.means == Means::Paypal && receipt.author == WrittenBy::System("payments".to_owned());
        if is_ours && store::captures::of_receipt(read, receipt.id)?.is_none() {
            strays.push(receipt.reference);
        }
    }
    Ok((page.next, strays))
}
