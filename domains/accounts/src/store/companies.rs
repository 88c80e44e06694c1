//! Companies, and how they are found.

use jiff::Timestamp;
use kit_core::AccountId;
use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_web::AccountState;

use crate::model::likeness::{MOST_KEYS, likeness_keys, name_key};
use crate::model::{Company, CompanyDetails, CompanyId};

/// A company that may be the same as another, with the account that it belongs to.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CandidateRow {
    pub(crate) account: AccountId,
    pub(crate) state: AccountState,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) siren: Option<String>,
    pub(crate) foreign_number: Option<String>,
    pub(crate) vat_number: Option<String>,
    pub(crate) mail_domain: Option<String>,
}

/// How many candidates one likeness key, one number or one mail domain brings at most.
const MOST_CANDIDATES: i64 = 40;

macro_rules! candidate {
    ($from:literal) => {
        concat!(
            "SELECT a.id AS account, a.state, c.name, c.name_key, c.siren, c.foreign_number, c.vat_number, a.mail_domain ",
            $from
        )
    };
}

macro_rules! by_key {
    ($place:literal) => {
        concat!(
            "SELECT * FROM (SELECT company FROM company_keys WHERE likeness = $",
            $place,
            " ORDER BY company LIMIT $9) k",
            $place
        )
    };
}

sql!(
    INSERT,
    "INSERT INTO companies (id, account, name, name_key, siren, foreign_number, vat_number, ape, ape_nomenclature,
                            line1, line2, postal_code, town, country, phone, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);
sql!(
    UPDATE,
    "UPDATE companies SET name = $2, name_key = $3, siren = $4, foreign_number = $5, vat_number = $6, ape = $7,
                          ape_nomenclature = $8, line1 = $9, line2 = $10, postal_code = $11, town = $12, country = $13,
                          phone = $14
     WHERE id = $1"
);
sql!(
    OF_ACCOUNT,
    "SELECT id, account, name, siren, foreign_number, vat_number, ape, ape_nomenclature, line1, line2, postal_code, town,
            country, phone, created_at
     FROM companies WHERE account = $1 ORDER BY created_at, id"
);
sql!(FORGET_KEYS, "DELETE FROM company_keys WHERE company = $1");
sql!(REMEMBER_KEY, "INSERT INTO company_keys (likeness, company) VALUES ($1, $2) ON CONFLICT DO NOTHING");
sql!(DELETE_OF_ACCOUNT, "DELETE FROM companies WHERE account = $1");
sql!(
    BY_SIREN,
    candidate!(
        "FROM companies c JOIN accounts a ON a.id = c.account WHERE c.siren = $1 AND a.state <> 'unconfirmed' LIMIT $2"
    )
);
sql!(
    BY_FOREIGN_NUMBER,
    candidate!(
        "FROM companies c JOIN accounts a ON a.id = c.account WHERE c.foreign_number = $1 AND a.state <> 'unconfirmed' LIMIT $2"
    )
);
sql!(
    BY_VAT_NUMBER,
    candidate!(
        "FROM companies c JOIN accounts a ON a.id = c.account WHERE c.vat_number = $1 AND a.state <> 'unconfirmed' LIMIT $2"
    )
);
sql!(
    BY_MAIL_DOMAIN,
    candidate!(
        "FROM accounts a JOIN companies c ON c.id = a.company WHERE a.mail_domain = $1 AND a.state <> 'unconfirmed' LIMIT $2"
    )
);
sql!(
    BY_LIKENESS,
    concat!(
        candidate!("FROM ("),
        by_key!("1"),
        " UNION ",
        by_key!("2"),
        " UNION ",
        by_key!("3"),
        " UNION ",
        by_key!("4"),
        " UNION ",
        by_key!("5"),
        " UNION ",
        by_key!("6"),
        " UNION ",
        by_key!("7"),
        " UNION ",
        by_key!("8"),
        ") k JOIN companies c ON c.id = k.company JOIN accounts a ON a.id = c.account WHERE a.state <> 'unconfirmed'"
    )
);

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: CompanyId,
    account: AccountId,
    details: &CompanyDetails,
    at: Timestamp,
) -> Result<(), DbError> {
    let (name_key, columns) = (name_key(&details.name), Columns::of(details));
    let address = &details.address;
    tx.exec(
        &INSERT,
        &[
            &id,
            &account,
            &details.name,
            &name_key,
            &columns.siren,
            &columns.foreign_number,
            &columns.vat_number,
            &columns.ape,
            &columns.nomenclature,
            &address.line1,
            &address.line2,
            &address.postal_code,
            &address.town,
            &address.country.code(),
            &columns.phone,
            &at,
        ],
    )?;
    remember_keys(tx, id, &name_key)
}

pub(crate) fn update(tx: &mut Tx<'_>, id: CompanyId, details: &CompanyDetails) -> Result<(), DbError> {
    let (name_key, columns) = (name_key(&details.name), Columns::of(details));
    let address = &details.address;
    tx.exec(
        &UPDATE,
        &[
            &id,
            &details.name,
            &name_key,
            &columns.siren,
            &columns.foreign_number,
            &columns.vat_number,
            &columns.ape,
            &columns.nomenclature,
            &address.line1,
            &address.line2,
            &address.postal_code,
            &address.town,
            &address.country.code(),
            &columns.phone,
        ],
    )?;
    tx.exec(&FORGET_KEYS, &[&id])?;
    remember_keys(tx, id, &name_key)
}

/// The companies of an account, in the order in which they were entered.
pub(crate) fn of_account(read: &mut Read<'_>, account: AccountId) -> Result<Vec<Company>, DbError> {
    read.all(&OF_ACCOUNT, &[&account])
}

/// Removes the companies of an account that never came into being.
pub(crate) fn delete_of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<(), DbError> {
    for company in of_account(tx, account)? {
        tx.exec(&FORGET_KEYS, &[&company.id])?;
    }
    tx.exec(&DELETE_OF_ACCOUNT, &[&account]).map(drop)
}

/// Companies that may be the same as `company`: by number, by name, by the domain of the applicant's address. Those of the
/// account itself are among them.
pub(crate) fn candidates(
    read: &mut Read<'_>,
    company: &Company,
    mail_domain: Option<&str>,
) -> Result<Vec<CandidateRow>, DbError> {
    let by_number = [
        (&BY_SIREN, company.siren.as_deref()),
        (&BY_FOREIGN_NUMBER, company.foreign_number.as_deref()),
        (&BY_VAT_NUMBER, company.vat_number.as_deref()),
        (&BY_MAIL_DOMAIN, mail_domain),
    ];
    let mut found = Vec::new();
    for (statement, value) in by_number {
        if let Some(value) = value {
            found.extend(read.all::<CandidateRow>(statement, &[&value, &MOST_CANDIDATES])?);
        }
    }
    let mut keys = likeness_keys(&name_key(&company.name));
    keys.resize(MOST_KEYS, String::new());
    let [a, b, c, d, e, f, g, h] = keys.as_slice() else { return Ok(found) };
    found.extend(read.all::<CandidateRow>(&BY_LIKENESS, &[a, b, c, d, e, f, g, h, &MOST_CANDIDATES])?);
    Ok(found)
}

fn remember_keys(tx: &mut Tx<'_>, company: CompanyId, name_key: &str) -> Result<(), DbError> {
    for key in likeness_keys(name_key) {
        tx.exec(&REMEMBER_KEY, &[&key, &company])?;
    }
    Ok(())
}

/// The identifiers as they are stored.
struct Columns<'a> {
    siren: Option<&'a str>,
    foreign_number: Option<&'a str>,
    vat_number: Option<&'a str>,
    ape: Option<&'a str>,
    nomenclature: Option<&'a str>,
    phone: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(details: &'a CompanyDetails) -> Columns<'a> {
        Columns {
            siren: details.siren.as_ref().map(|siren| siren.as_str()),
            foreign_number: details.foreign_number.as_ref().map(|number| number.as_str()),
            vat_number: details.vat_number.as_ref().map(|number| number.as_str()),
            ape: details.ape.as_ref().map(|ape| ape.as_str()),
            nomenclature: details.ape.as_ref().map(|ape| ape.nomenclature().as_str()),
            phone: details.phone.as_ref().map(|phone| phone.as_str()),
        }
    }
}
