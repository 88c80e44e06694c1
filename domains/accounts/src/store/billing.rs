//! Billing details.

use kit_core::AccountId;
use kit_db::{DbError, Read, Tx, sql};

use crate::model::{Billing, BillingDetails};

sql!(
    OF_ACCOUNT,
    "SELECT contact, email, reference, line1, line2, postal_code, town, country FROM billing_details WHERE account = $1"
);
sql!(
    SET,
    "INSERT INTO billing_details (account, contact, email, reference, line1, line2, postal_code, town, country)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (account) DO UPDATE SET contact = excluded.contact, email = excluded.email,
        reference = excluded.reference, line1 = excluded.line1, line2 = excluded.line2, postal_code = excluded.postal_code,
        town = excluded.town, country = excluded.country"
);

pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Option<Billing>, DbError> {
    read.opt(&OF_ACCOUNT, &[&account])
}

pub(crate) fn set(tx: &mut Tx<'_>, account: AccountId, details: &BillingDetails) -> Result<(), DbError> {
    let address = details.address.as_ref();
    let line = |pick: fn(&crate::model::Address) -> &String| address.map_or("", |address| pick(address).as_str());
    tx.exec(
        &SET,
        &[
            &account,
            &details.contact,
            &details.email,
            &details.reference,
            &line(|address| &address.line1),
            &line(|address| &address.line2),
            &line(|address| &address.postal_code),
            &line(|address| &address.town),
            &address.map(|address| address.country.code()),
        ],
    )
    .map(drop)
}
