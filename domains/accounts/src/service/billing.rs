//! Billing details.

use audit::{Entry, Value};
use kit_core::{AccountId, Context};
use kit_db::{DbError, Read, Tx};

use super::companies::address_line;
use crate::model::{Billing, BillingDetails};
use crate::{store, trace};

/// The billing details of an account; empty until somebody enters some.
///
/// # Errors
/// The database cannot be read.
pub fn billing(read: &mut Read<'_>, account: AccountId) -> Result<Billing, DbError> {
    Ok(store::billing::of_account(read, account)?.unwrap_or_default())
}

/// Sets the billing details. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn save(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, details: &BillingDetails) -> Result<(), DbError> {
    let before = billing(tx, account)?;
    store::billing::set(tx, account, details)?;
    let after = billing(tx, account)?;
    let entry = noted(Entry::new(&trace::BILLING_CHANGED).account(account), &before, &after);
    if entry.has_changes() {
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

fn noted(entry: Entry, before: &Billing, after: &Billing) -> Entry {
    let value = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    let email = |billing: &Billing| billing.email.as_ref().map(|email| Value::from(email.as_str()));
    let address = |billing: &Billing| {
        let country = billing.country.as_deref()?;
        value(&address_line(&billing.line1, &billing.line2, &billing.postal_code, &billing.town, country))
    };
    entry
        .change(&trace::CONTACT, value(&before.contact), value(&after.contact))
        .change(&trace::EMAIL, email(before), email(after))
        .change(&trace::REFERENCE, value(&before.reference), value(&after.reference))
        .change(&trace::ADDRESS, address(before), address(after))
}
