//! Accounts that may be the same customer.

use std::collections::BTreeMap;

use kit_core::{AccountId, Text};
use kit_db::{DbError, Read};
use kit_web::AccountState;

use crate::model::likeness::{ALIKE, likeness, name_key};
use crate::model::{Account, Company, company_domain};
use crate::store;
use crate::store::companies::CandidateRow;

/// How many are shown beside an application.
const MOST_SHOWN: usize = 8;

/// Why two companies may be the same, the strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resemblance {
    /// The same SIREN, or the same number in another country's register.
    Number,
    /// The same VAT number.
    VatNumber,
    /// Names alike: how much, of 100.
    Name(u32),
    /// The applicants' addresses are of the same domain, and not everybody's.
    MailDomain,
}

impl From<Resemblance> for Text {
    fn from(resemblance: Resemblance) -> Text {
        match resemblance {
            Resemblance::Number => Text::new("accounts-same-number"),
            Resemblance::VatNumber => Text::new("accounts-same-vat-number"),
            Resemblance::Name(100) => Text::new("accounts-same-name"),
            Resemblance::Name(_) => Text::new("accounts-name-alike"),
            Resemblance::MailDomain => Text::new("accounts-same-mail-domain"),
        }
    }
}

/// An account that may be the same customer as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Its number.
    pub account: AccountId,
    /// The name of the company that resembles.
    pub name: String,
    /// Where it stands.
    pub state: AccountState,
    /// Why, the strongest reason first; never empty.
    pub resemblances: Vec<Resemblance>,
}

/// The accounts that may be the same customer as `account` with its `company`, the strongest reasons first.
///
/// # Errors
/// The database cannot be read.
pub fn duplicates(read: &mut Read<'_>, account: &Account, company: &Company) -> Result<Vec<Duplicate>, DbError> {
    let mut found = resembling(read, account, company)?;
    found.truncate(MOST_SHOWN);
    Ok(found)
}

/// The open account of the very same company: the same number, VAT number or mail domain that is not everybody's; the strongest reason
/// first. Names alike are for people to judge.
///
/// # Errors
/// The database cannot be read.
pub fn twin(read: &mut Read<'_>, account: &Account, company: &Company) -> Result<Option<AccountId>, DbError> {
    let found = resembling(read, account, company)?.into_iter().filter(|duplicate| duplicate.state.is_open());
    let sure = found.filter_map(|duplicate| {
        let is_sure = |resemblance: &&Resemblance| !matches!(resemblance, Resemblance::Name(_));
        let strongest = duplicate.resemblances.iter().find(is_sure).copied()?;
        Some((strongest, duplicate.account))
    });
    Ok(sure.min().map(|(_, account)| account))
}

/// All that resemble, the strongest reasons first.
pub(super) fn resembling(read: &mut Read<'_>, account: &Account, company: &Company) -> Result<Vec<Duplicate>, DbError> {
    let domain = company_domain(account.administration_email.as_str());
    let key = name_key(&company.name);
    let mut found: BTreeMap<AccountId, Duplicate> = BTreeMap::new();
    for candidate in store::companies::candidates(read, company, domain.as_deref())? {
        if candidate.account == account.id {
            continue;
        }
        let reasons = resemblances(company, &key, domain.as_deref(), &candidate);
        if reasons.is_empty() {
            continue;
        }
        let CandidateRow { account, name, state, .. } = candidate;
        let known = found.entry(account).or_insert(Duplicate { account, name, state, resemblances: Vec::new() });
        known.resemblances.extend(reasons);
        known.resemblances.sort();
        known.resemblances.dedup();
    }
    let mut found: Vec<Duplicate> = found.into_values().collect();
    found.sort_by_key(|duplicate| (duplicate.resemblances.first().copied().map(weight), duplicate.account));
    Ok(found)
}

/// Numbers first, then names, the most alike before the others.
fn weight(resemblance: Resemblance) -> u32 {
    match resemblance {
        Resemblance::Number => 0,
        Resemblance::VatNumber => 1,
        Resemblance::Name(alike) => 102_u32.saturating_sub(alike),
        Resemblance::MailDomain => 200,
    }
}

fn resemblances(company: &Company, key: &str, domain: Option<&str>, candidate: &CandidateRow) -> Vec<Resemblance> {
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let alike = likeness(key, &candidate.name_key);
    let reasons = [
        (
            same(&company.siren, &candidate.siren) || same(&company.foreign_number, &candidate.foreign_number),
            Resemblance::Number,
        ),
        (same(&company.vat_number, &candidate.vat_number), Resemblance::VatNumber),
        (alike >= ALIKE, Resemblance::Name(alike)),
        (domain.is_some() && domain == candidate.mail_domain.as_deref(), Resemblance::MailDomain),
    ];
    reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
}
