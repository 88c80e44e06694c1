//! The account as the publisher's application shows it: its main company, who speaks for it, and where its mail goes. Read by each of
//! its machines; changed by an admin who gives his or her password there.

use std::cmp::Reverse;

use accounts::model::{Account, Company, CompanyForm};
use accounts::service::{companies, members};
use data_encoding::HEXLOWER;
use kit_core::{AccountId, Context, KeyRing};
use kit_db::{DbError, Read, Tx};
use kit_web::Role;
use people::Person;

/// An account as an application shows it.
#[derive(Debug, Clone)]
pub struct ShownAccount {
    /// The account.
    pub account: Account,
    /// Its main company.
    pub company: Company,
    /// Who speaks for it: who signed it up while he or she is an admin, else the one who has been an admin longest; nobody before
    /// the address is confirmed.
    pub contact: Option<Person>,
    /// The administration address that waits to be confirmed.
    pub awaited_email: Option<String>,
}

impl ShownAccount {
    /// What the main company's form shows.
    pub fn form(&self) -> CompanyForm {
        self.company.form()
    }

    /// What changes with each change of what is shown: two edits that began with the same one cannot overwrite each other.
    pub fn version(&self, keys: &KeyRing) -> String {
        let form = self.form();
        let (first, surname) = self.names();
        let parts = [
            b"machines-shown-account".as_slice(),
            form.company.as_bytes(),
            form.country.as_bytes(),
            form.siren.as_bytes(),
            form.foreign_number.as_bytes(),
            form.vat_number.as_bytes(),
            form.ape.as_bytes(),
            form.line1.as_bytes(),
            form.line2.as_bytes(),
            form.postal_code.as_bytes(),
            form.town.as_bytes(),
            form.phone.as_bytes(),
            first.as_bytes(),
            surname.as_bytes(),
            self.account.administration_email.as_str().as_bytes(),
            self.awaited_email.as_deref().unwrap_or_default().as_bytes(),
        ];
        HEXLOWER.encode(&keys.mac(&parts)[..16])
    }

    /// First name and surname of who speaks for it; empty where nobody does.
    pub fn names(&self) -> (&str, &str) {
        self.contact.as_ref().map_or(("", ""), |person| (person.name.first.as_str(), person.name.surname.as_str()))
    }
}

/// The account as its machines show it; none when there is no such account.
///
/// # Errors
/// The database cannot be read.
pub fn shown_account(
    read: &mut Read<'_>,
    id: AccountId,
    now: jiff::Timestamp,
) -> Result<Option<ShownAccount>, DbError> {
    let Some(account) = accounts::service::account(read, id)? else { return Ok(None) };
    let all = companies::companies(read, id)?;
    let company = all.into_iter().find(|company| company.id == account.company);
    let company = company.ok_or_else(|| DbError::fault("an account without its main company"))?;
    let contact = contact(read, &account)?;
    let awaited = accounts::service::administration::waiting(read, id, now)?;
    let awaited_email = awaited.map(|change| change.email.to_string());
    Ok(Some(ShownAccount { account, company, contact, awaited_email }))
}

/// Has a link for a new password mailed to who speaks for the account, at the address with which he or she signs in; to nobody where nobody does.
///
/// # Errors
/// The database refuses.
pub fn mail_password_link(tx: &mut Tx<'_>, ctx: &Context, id: AccountId) -> Result<(), DbError> {
    let Some(account) = accounts::service::account(tx, id)? else { return Ok(()) };
    match contact(tx, &account)? {
        Some(contact) => people::service::ask_for_reset(tx, ctx, &contact.email).map(drop),
        None => Ok(()),
    }
}

/// Who speaks for the account.
fn contact(read: &mut Read<'_>, account: &Account) -> Result<Option<Person>, DbError> {
    let members = members::members(read, account.id)?;
    let admins = members.iter().filter(|known| known.member.roles.contains(Role::Admin) && !known.disabled);
    let first = admins.max_by_key(|known| {
        let member = &known.member;
        (Some(member.person) == account.applicant, Reverse((member.joined_at, member.person)))
    });
    match first.map(|known| known.member.person) {
        Some(person) => people::service::person(read, person),
        None => Ok(None),
    }
}
