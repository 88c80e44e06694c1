//! The account is changed from a machine, by an admin who has just given his or her password there.

use accounts::model::CompanyDetails;
use accounts::service::administration::{self, TooManyAsked};
use accounts::service::companies::{self, ChangedBy, CompanyRefusal};
use audit::Entry;
use kit_core::{Author, Context};
use kit_db::{DbError, Failed, Tx};
use kit_mail::Email;
use kit_web::{AccountState, ActingMachine};
use people::service::{HandedLink, Shown, Verified, hand_link};
use people::{Person, PersonName, Profile};

use super::proof::{Asks, shown};
use super::shown_account::{ShownAccount, shown_account};
use crate::trace;

/// What is to be changed; what is none stays.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The version that the edit began with.
    pub version: String,
    /// The main company, read as a whole.
    pub company: Option<CompanyDetails>,
    /// First name and surname of who speaks for the account.
    pub name: Option<PersonName>,
    /// The administration address.
    pub email: Option<Email>,
}

/// How it ended. A refusal is part of the answer: what was counted stays counted.
#[derive(Debug)]
pub enum Edited {
    /// It is as the answer says now.
    Done(Box<ShownAccount>),
    /// Whoever asked has not shown enough.
    NotShown(Shown),
    /// Somebody else changed it meanwhile: it is as the answer says.
    Changed(Box<ShownAccount>),
    /// The company is not changed.
    Company(CompanyRefusal),
    /// The name of somebody else is his or her own to change.
    NotYourName,
    /// Somebody would be asked to take the account's mail once too often.
    Address(TooManyAsked),
    /// An account that stands there is not changed from a machine.
    NotFrom(AccountState),
}

/// Whether an account that stands there is changed from a machine. A refused application is corrected in the portal, which sends it again.
const fn takes_edits(state: AccountState) -> bool {
    matches!(state, AccountState::Pending | AccountState::Active | AccountState::Suspended)
}

/// Who asks, at which machine.
#[derive(Debug, Clone)]
pub struct AtMachine {
    /// The machine.
    pub machine: ActingMachine,
    /// Who gave the password.
    pub verified: Verified,
    /// The code of the second factor, if one was typed.
    pub code: Option<String>,
}

/// Changes the account. Serialise on it.
///
/// # Errors
/// The database refuses.
pub fn edit(tx: &mut Tx<'_>, ctx: &Context, who: &AtMachine, edit: &Edit) -> Result<Edited, DbError> {
    let (account, person) = (who.machine.account, who.verified.person());
    let shown = shown(tx, ctx, account, (&who.verified, who.code.as_deref()), Asks::Admin)?;
    if !matches!(shown, Shown::Passed { .. }) {
        return Ok(Edited::NotShown(shown));
    }
    let before = found(tx, ctx, who)?;
    if !takes_edits(before.account.state) {
        return Ok(Edited::NotFrom(before.account.state));
    }
    if before.version(&ctx.keys) != edit.version {
        return Ok(Edited::Changed(Box::new(before)));
    }
    let renamed = edit.name.as_ref().zip(before.contact.as_ref()).filter(|(name, contact)| contact.name != **name);
    if renamed.is_some_and(|(_, contact)| contact.id != person) {
        return Ok(Edited::NotYourName);
    }
    // From here on it is the admin who acts, not the machine.
    let ctx = &Context { author: Author::Person(person), ..ctx.clone() };
    // Looked at before anything is changed: it is all or nothing.
    let address = match &edit.email {
        None => None,
        Some(email) => match administration::foresee(tx, ctx, account, email) {
            Ok(asked) => Some((email, asked)),
            Err(Failed::Refused(refusal)) => return Ok(Edited::Address(refusal)),
            Err(Failed::Db(error)) => return Err(error),
        },
    };
    if let Some(details) = &edit.company {
        match companies::change(tx, ctx, account, before.company.id, details, ChangedBy::Account) {
            Ok(()) => {}
            Err(Failed::Refused(refusal)) => return Ok(Edited::Company(refusal)),
            Err(Failed::Db(error)) => return Err(error),
        }
    }
    if let Some((name, contact)) = renamed {
        people::service::save_profile(tx, ctx, contact.id, &profile(contact, name))?;
    }
    if let Some((email, asked)) = address {
        // Asking for the address that is there takes a wish for another one back.
        administration::carry_out(tx, ctx, account, email, asked)?;
    }
    let after = found(tx, ctx, who)?;
    if after.version(&ctx.keys) != edit.version {
        let entry = Entry::new(&trace::EDITED).account(account).with(&trace::NAME, who.machine.name.as_str());
        audit::record(tx, ctx, entry)?;
    }
    Ok(Edited::Done(Box::new(after)))
}

/// How opening the portal ended.
#[derive(Debug)]
pub enum Opened {
    /// A browser that follows this link within a minute is signed in.
    Link(HandedLink),
    /// Whoever asked has not shown enough.
    NotShown(Shown),
}

/// Hands a link to the portal to a member who gave his or her password at the machine. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn open_portal(tx: &mut Tx<'_>, ctx: &Context, who: &AtMachine) -> Result<Opened, DbError> {
    let (account, person) = (who.machine.account, who.verified.person());
    let second_factor = match shown(tx, ctx, account, (&who.verified, who.code.as_deref()), Asks::Member)? {
        Shown::Passed { second_factor } => second_factor,
        other => return Ok(Opened::NotShown(other)),
    };
    let ctx = &Context { author: Author::Person(person), ..ctx.clone() };
    let link = hand_link(tx, ctx, person, second_factor)?;
    let entry = Entry::new(&trace::PORTAL_OPENED).account(account).with(&trace::NAME, who.machine.name.as_str());
    audit::record(tx, ctx, entry)?;
    Ok(Opened::Link(link))
}

fn found(tx: &mut Tx<'_>, ctx: &Context, who: &AtMachine) -> Result<ShownAccount, DbError> {
    let found = shown_account(tx, who.machine.account, ctx.now)?;
    found.ok_or_else(|| DbError::fault("a machine of no account"))
}

fn profile(person: &Person, name: &PersonName) -> Profile {
    Profile { name: name.clone(), locale: person.locale, time_zone: person.time_zone.clone() }
}
