//! Opening a case.

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Context, PersonId};
use kit_db::{DbError, Failed, Read, Tx, refuse};
use sha2::{Digest, Sha256};

use super::files::attach;
use super::{CaseRefusal, due, events, log, look};
use crate::mails::{self, Wrote};
use crate::model::{CaseNumber, LineKind, LineSide, Message, NewCase, words_of};
use crate::store;

/// The case that this person's form opened before.
///
/// # Errors
/// The database cannot be read.
pub fn opened_by(read: &mut Read<'_>, requester: PersonId, token: &str) -> Result<Option<CaseNumber>, DbError> {
    store::cases::of_form(read, requester, &once(token))
}

fn once(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// How many cases and remarks one person may open within a day. Each sends mails.
pub const MOST_A_DAY: i64 = 50;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Opens a case. A form that opened one before leads to it again.
///
/// # Errors
/// [`CaseRefusal`].
pub fn open(tx: &mut Tx<'_>, ctx: &Context, new: &NewCase) -> Result<CaseNumber, Failed<CaseRefusal>> {
    if new.token.is_empty() {
        return refuse(CaseRefusal::NoToken);
    }
    let once = once(&new.token);
    if let Some(known) = store::cases::of_form(tx, new.requester, &once)? {
        return Ok(known);
    }
    let new = &completed(tx, new)?;
    let year = i64::from(ctx.now.to_zoned(publisher::time_zone(tx)?).year());
    let last = store::cases::hold_year(tx, year)?;
    // Of several forms with one token the first opens the case.
    if let Some(known) = store::cases::of_form(tx, new.requester, &once)? {
        return Ok(known);
    }
    ensure_may_open(tx, new.requester, ctx.now)?;
    let number = CaseNumber::new(year, last + 1).map_err(DbError::fault)?;
    let due_at = due(tx, new.account, new.priority, ctx.now)?;
    store::cases::insert(tx, ctx, number, new, due_at, &once)?;
    store::cases::add_words(tx, number, &words_of(&new.subject, &new.product))?;
    let by = (LineSide::Customer, Some(new.requester));
    let seq = store::lines::add(tx, ctx, number, by, LineKind::Message, &new.body)?;
    let case = super::hold(tx, number)?;
    attach(tx, ctx, &case, seq, by, &new.files)?;
    store::audience::set(tx, &case)?;
    log::opened(tx, ctx, &case)?;
    events::opened(tx, ctx, &case)?;
    mails::received(tx, ctx, &case)?;
    mails::to_staff(tx, ctx, &case, Wrote::Person(new.requester), Message { body: &new.body, files: &new.files })?;
    Ok(number)
}

/// A person who opened fewer cases within a day than anybody may.
///
/// # Errors
/// [`CaseRefusal::TooMany`].
pub fn ensure_may_open(read: &mut Read<'_>, requester: PersonId, now: Timestamp) -> Result<(), Failed<CaseRefusal>> {
    let since = now.saturating_sub(DAY).map_err(DbError::fault)?;
    let opened = store::cases::count_opened(read, requester, since)?;
    if opened < MOST_A_DAY { Ok(()) } else { refuse(CaseRefusal::TooMany) }
}

/// With a company of the account, and a team that the person may choose.
fn completed(read: &mut Read<'_>, new: &NewCase) -> Result<NewCase, Failed<CaseRefusal>> {
    let mut new = new.clone();
    let Some(account) = new.account else {
        new.company = None;
        new.sees = crate::model::Sees::default();
        return Ok(new);
    };
    ensure_chosen(read, account, &new)?;
    if new.company.is_none() {
        new.company = accounts::service::account(read, account)?.map(|account| account.company);
    }
    Ok(new)
}

fn ensure_chosen(read: &mut Read<'_>, account: AccountId, new: &NewCase) -> Result<(), Failed<CaseRefusal>> {
    if let Some(company) = new.company {
        let companies = accounts::service::companies::companies(read, account)?;
        if companies.iter().all(|one| one.id != company) {
            return refuse(CaseRefusal::Company);
        }
    }
    if let Some(team) = new.sees.team {
        let teams = look::teams_to_choose(read, account, new.requester)?;
        if teams.iter().all(|one| one.team.id != team) {
            return refuse(CaseRefusal::Team);
        }
    }
    Ok(())
}
