//! All of an account on one page, for the staff.

use std::sync::Arc;

use kit_core::AccountId;
use kit_db::{DbError, Read};

use super::duplicates::{Duplicate, duplicates};
use super::members::{self, KnownMember};
use super::terms::{self, Acceptance};
use super::{billing, companies, invitations, keys};
use crate::model::{Account, ApiKey, Billing, Company, Invitation};
use crate::store;

/// Everything that accounts know about one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The account.
    pub account: Account,
    /// Its companies, in the order in which they were entered; the main one is [`Account::company`].
    pub companies: Vec<Company>,
    /// Its members, by name.
    pub members: Arc<Vec<KnownMember>>,
    /// Invitations that wait or have run out.
    pub invitations: Vec<Invitation>,
    /// API keys in use.
    pub keys: Vec<ApiKey>,
    /// Billing details.
    pub billing: Billing,
    /// The latest acceptances of the terms.
    pub acceptances: Vec<Acceptance>,
    /// Accounts that may be the same customer.
    pub duplicates: Vec<Duplicate>,
}

/// All of an account.
///
/// # Errors
/// The database cannot be read.
pub fn overview(read: &mut Read<'_>, account: AccountId) -> Result<Option<Overview>, DbError> {
    let Some(account) = store::accounts::by_id(read, account)? else { return Ok(None) };
    let companies = companies::companies(read, account.id)?;
    let duplicates = match companies.iter().find(|company| company.id == account.company) {
        Some(company) => duplicates(read, &account, company)?,
        None => Vec::new(),
    };
    Ok(Some(Overview {
        members: members::members(read, account.id)?,
        invitations: invitations::invitations(read, account.id)?,
        keys: keys::keys(read, account.id)?,
        billing: billing::billing(read, account.id)?,
        acceptances: terms::acceptances(read, account.id)?,
        companies,
        duplicates,
        account,
    }))
}
