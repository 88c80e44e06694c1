//! Billing details.

use audit::{Entry, Value};
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use thiserror::Error;

use super::companies::address_line;
use super::{companies, must_find};
use crate::model::{Billing, BillingDetails, Company};
use crate::{store, trace};

/// The company is not (any more) one of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no such company")]
pub struct BillingRefusal;

impl From<BillingRefusal> for Text {
    fn from(_: BillingRefusal) -> Text {
        Text::new("accounts-billing-company-unknown")
    }
}

/// The billing details of an account; until somebody enters some, those of its main company.
///
/// # Errors
/// The database cannot be read.
pub fn billing(read: &mut Read<'_>, account: AccountId) -> Result<Billing, DbError> {
    match store::billing::of_account(read, account)? {
        Some(billing) => Ok(billing),
        None => Ok(Billing::of_company(must_find(read, account)?.company)),
    }
}

/// Sets the billing details. Serialise on the account.
///
/// # Errors
/// [`BillingRefusal`].
pub fn save(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    details: &BillingDetails,
) -> Result<(), Failed<BillingRefusal>> {
    let companies = companies::companies(tx, account)?;
    if !companies.iter().any(|company| company.id == details.company) {
        return refuse(BillingRefusal);
    }
    let before = billing(tx, account)?;
    store::billing::set(tx, account, details)?;
    let after = billing(tx, account)?;
    let entry = noted(Entry::new(&trace::BILLING_CHANGED).account(account), &companies, &before, &after);
    if entry.has_changes() {
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

fn noted(entry: Entry, companies: &[Company], before: &Billing, after: &Billing) -> Entry {
    let value = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    let company = |billing: &Billing| {
        companies.iter().find(|company| company.id == billing.company).map(|company| Value::from(company.name.as_str()))
    };
    let email = |billing: &Billing| billing.email.as_ref().map(|email| Value::from(email.as_str()));
    let address = |billing: &Billing| {
        let country = billing.country.as_deref()?;
        value(&address_line(&billing.line1, &billing.line2, &billing.postal_code, &billing.town, country))
    };
    entry
        .change(&trace::COMPANY, company(before), company(after))
        .change(&trace::CONTACT, value(&before.contact), value(&after.contact))
        .change(&trace::EMAIL, email(before), email(after))
        .change(&trace::REFERENCE, value(&before.reference), value(&after.reference))
        .change(&trace::ADDRESS, address(before), address(after))
}
