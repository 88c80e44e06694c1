//! Machines that are linked: seen, heard of, named, unlinked.

use audit::{AuthorKind, Entry};
use jiff::Timestamp;
use kit_core::{AccountId, Context, Cursor, Id, MachineId, Page, PageSize};
use kit_db::{DbError, Read, Tx};

use crate::model::{Ended, Happened, Machine, MachineEvent, UPDATES_KEPT, WRITE_EVERY};
use crate::{events, mails, store, trace};

/// How many of its story's lines are shown of a machine.
const STORY: i64 = 100;

/// A page of an account's linked machines, the last seen first.
///
/// # Errors
/// The database cannot be read.
pub fn machines(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Machine>, DbError> {
    Ok(Page::cut(store::machines::linked(read, account, cursor, size)?, size, |machine| machine.id.0))
}

/// A page of those that were unlinked, the last one first.
///
/// # Errors
/// The database cannot be read.
pub fn unlinked(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Machine>, DbError> {
    Ok(Page::cut(store::machines::unlinked(read, account, cursor, size)?, size, |machine| machine.id.0))
}

/// How many are linked.
///
/// # Errors
/// The database cannot be read.
pub fn count(read: &mut Read<'_>, account: AccountId) -> Result<i64, DbError> {
    store::machines::count(read, account)
}

/// A machine of an account, linked or not.
///
/// # Errors
/// The database cannot be read.
pub fn machine(read: &mut Read<'_>, account: AccountId, id: MachineId) -> Result<Option<Machine>, DbError> {
    Ok(store::machines::by_id(read, id)?.filter(|machine| machine.account == account))
}

/// What happened to a machine, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn latest_events(read: &mut Read<'_>, id: MachineId) -> Result<Vec<MachineEvent>, DbError> {
    store::events::latest(read, id, STORY)
}

/// Writes down that a machine was heard of, and its version; nothing when it was unlinked meanwhile. Of many heartbeats at once one is
/// written down. Of its versions the last [`UPDATES_KEPT`] changes stay.
///
/// # Errors
/// The database refuses.
pub fn hear(tx: &mut Tx<'_>, ctx: &Context, id: MachineId, version: Option<&str>) -> Result<Option<Machine>, DbError> {
    let Some(machine) = store::machines::by_id(tx, id)? else { return Ok(None) };
    let version = version.unwrap_or(&machine.version).to_owned();
    let long_ago = ctx.now.saturating_sub(WRITE_EVERY).unwrap_or(Timestamp::MIN);
    if store::machines::heard(tx, id, &version, ctx.now, long_ago)? && version != machine.version {
        note(tx, ctx, id, Happened::Updated, (&machine.version, &version))?;
        store::events::forget_older(tx, id, Happened::Updated, UPDATES_KEPT)?;
    }
    Ok(store::machines::by_id(tx, id)?.filter(Machine::is_linked))
}

/// Gives a machine another name; answers whether it is a linked one of the account.
///
/// # Errors
/// The database refuses.
pub fn rename(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, id: MachineId, name: &str) -> Result<bool, DbError> {
    let Some(machine) = machine(tx, account, id)?.filter(Machine::is_linked) else { return Ok(false) };
    if machine.name != name {
        store::machines::rename(tx, id, name)?;
        note(tx, ctx, id, Happened::Renamed, (&machine.name, name))?;
        let entry = Entry::new(&trace::RENAMED).account(account).changed(&trace::NAME, machine.name.as_str(), name);
        audit::record(tx, ctx, entry)?;
    }
    Ok(true)
}

/// Unlinks those of these machines that are linked to the account; answers them. Serialise on the account.
///
/// # Errors
/// The database refuses.
pub fn unlink(
    tx: &mut Tx<'_>,
    ctx: &Context,
    account: AccountId,
    ids: &[MachineId],
    how: Ended,
) -> Result<Vec<Machine>, DbError> {
    let mut gone = Vec::new();
    for id in ids {
        let Some(machine) = machine(tx, account, *id)? else { continue };
        if close(tx, ctx, &machine, how)? {
            gone.push(machine);
        }
    }
    for machine in &gone {
        let entry = Entry::new(&trace::UNLINKED).account(account).with(&trace::NAME, machine.name.as_str());
        audit::record(tx, ctx, entry)?;
    }
    mails::unlinked(tx, ctx, account, &gone)?;
    Ok(gone)
}

/// A machine unlinks itself.
///
/// # Errors
/// The database refuses.
pub fn unlink_itself(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, id: MachineId) -> Result<(), DbError> {
    unlink(tx, ctx, account, &[id], Ended::Machine).map(drop)
}

/// Ends a machine's link, tells its story and the publisher's programs; answers whether it was linked.
pub(super) fn close(tx: &mut Tx<'_>, ctx: &Context, machine: &Machine, how: Ended) -> Result<bool, DbError> {
    if !store::machines::end(tx, machine.id, how, ctx.now)? {
        return Ok(false);
    }
    note(tx, ctx, machine.id, Happened::Unlinked, ("", ""))?;
    events::unlinked(tx, ctx, machine, how)?;
    Ok(true)
}

/// Adds a line to a machine's story.
pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &Context,
    machine: MachineId,
    what: Happened,
    (before, after): (&str, &str),
) -> Result<(), DbError> {
    let event = MachineEvent {
        at: ctx.now,
        what,
        author: AuthorKind::of(&ctx.author),
        person: ctx.author.person(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    store::events::insert(tx, Id::random(&ctx.random), machine, &event)
}
