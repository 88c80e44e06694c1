//! How staff finds an account: every statement goes by an index.

use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, sql};
use kit_mail::Email;
use kit_web::AccountState;

use crate::model::likeness::MOST_KEYS;
use crate::model::search::after_prefix;

/// An account in the result of a search.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Found {
    /// Its number.
    pub id: AccountId,
    /// The name of the company that was found.
    pub name: String,
    /// Where the account stands.
    pub state: AccountState,
    /// The company's town.
    pub town: String,
    /// The company's SIREN.
    pub siren: Option<String>,
    /// The account's administration address.
    pub administration_email: Email,
}

macro_rules! found {
    ($rest:literal) => {
        concat!("SELECT a.id, c.name, a.state, c.town, c.siren, a.administration_email ", $rest)
    };
}

sql!(BY_NUMBER, found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.id = $1"));
sql!(BY_SIREN, found!("FROM companies c JOIN accounts a ON a.id = c.account WHERE c.siren = $1 LIMIT $2"));
sql!(BY_VAT_NUMBER, found!("FROM companies c JOIN accounts a ON a.id = c.account WHERE c.vat_number = $1 LIMIT $2"));
sql!(
    BY_FOREIGN_NUMBER,
    found!("FROM companies c JOIN accounts a ON a.id = c.account WHERE c.foreign_number = $1 LIMIT $2")
);
sql!(
    BY_ADMINISTRATION_EMAIL,
    found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.administration_email = $1 LIMIT $2")
);
sql!(BY_MAIL_DOMAIN, found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.mail_domain = $1 LIMIT $2"));
sql!(
    BY_NAME,
    found!(
        "FROM companies c JOIN accounts a ON a.id = c.account WHERE c.name_key >= $1 AND c.name_key < $2
         ORDER BY c.name_key, c.id LIMIT $3"
    )
);
sql!(
    BY_WORD,
    found!(
        "FROM (SELECT company FROM company_keys WHERE likeness >= $1 AND likeness < $2 ORDER BY likeness, company LIMIT $3) k
         JOIN companies c ON c.id = k.company JOIN accounts a ON a.id = c.account"
    )
);
sql!(
    BROWSE,
    found!("FROM accounts a JOIN companies c ON c.id = a.company WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2")
);
sql!(
    BROWSE_STATE,
    found!(
        "FROM accounts a JOIN companies c ON c.id = a.company WHERE a.state = $1 AND a.id < $2
         ORDER BY a.id DESC LIMIT $3"
    )
);

pub(crate) fn by_number(read: &mut Read<'_>, account: AccountId) -> Result<Option<Found>, DbError> {
    read.opt(&BY_NUMBER, &[&account])
}

pub(crate) fn by_siren(read: &mut Read<'_>, siren: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_SIREN, &[&siren, &limit])
}

pub(crate) fn by_vat_number(read: &mut Read<'_>, number: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_VAT_NUMBER, &[&number, &limit])
}

pub(crate) fn by_foreign_number(read: &mut Read<'_>, number: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_FOREIGN_NUMBER, &[&number, &limit])
}

pub(crate) fn by_administration_email(read: &mut Read<'_>, email: &Email, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_ADMINISTRATION_EMAIL, &[email, &limit])
}

pub(crate) fn by_mail_domain(read: &mut Read<'_>, domain: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_MAIL_DOMAIN, &[&domain, &limit])
}

/// Companies whose name's key begins with `prefix`, in alphabetical order.
pub(crate) fn by_name(read: &mut Read<'_>, prefix: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    read.all(&BY_NAME, &[&prefix, &after_prefix(prefix), &limit])
}

/// Companies with a word in their name that begins with `prefix`: the words are among the likeness keys.
pub(crate) fn by_word(read: &mut Read<'_>, prefix: &str, limit: i64) -> Result<Vec<Found>, DbError> {
    let keys = limit.saturating_mul(i64::try_from(MOST_KEYS).unwrap_or(1));
    read.all(&BY_WORD, &[&prefix, &after_prefix(prefix), &keys])
}

/// The accounts with the highest numbers below `before`, of one state or all.
pub(crate) fn browse(
    read: &mut Read<'_>,
    state: Option<AccountState>,
    before: i64,
    limit: i64,
) -> Result<Vec<Found>, DbError> {
    match state {
        Some(state) => read.all(&BROWSE_STATE, &[&state, &before, &limit]),
        None => read.all(&BROWSE, &[&before, &limit]),
    }
}
