//! Writing and reading the log.

use kit_core::{AccountId, Author, Context, Cursor, Page, PageSize, PersonId};
use kit_db::{DbError, Read, Tx};

use crate::event::{AuthorKind, Entry, Event, EventId, Filter, WrittenChange};
use crate::store;

/// Writes a line, in the transaction of what it tells of.
///
/// # Errors
/// The database refuses.
pub fn record(tx: &mut Tx<'_>, ctx: &Context, entry: Entry) -> Result<(), DbError> {
    let author_detail = match &ctx.author {
        Author::Key { key, .. } => Some(key.clone()),
        Author::Machine { name, .. } => Some(name.clone()),
        Author::System(part) => Some((*part).to_owned()),
        Author::Person(_) | Author::Staff(_) | Author::Visitor => None,
    };
    let changes = entry.changes.into_iter();
    let event = Event {
        id: EventId::random(&ctx.random),
        at: ctx.now,
        account: entry.account,
        person: entry.person,
        action: entry.action.code.to_owned(),
        author: AuthorKind::of(&ctx.author),
        author_person: ctx.author.person(),
        author_detail,
        changes: changes
            .map(|change| WrittenChange {
                field: change.field.code.to_owned(),
                before: change.before,
                after: change.after,
            })
            .collect(),
    };
    store::insert(tx, &event)
}

/// The log of one account, newest first.
///
/// # Errors
/// The database cannot be read.
pub fn for_account(
    read: &mut Read<'_>,
    account: AccountId,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Event>, DbError> {
    Ok(Page::cut(store::of_account(read, account, cursor, size)?, size, |event| event.id.0))
}

/// The whole log through a filter, newest first.
///
/// # Errors
/// The database cannot be read.
pub fn search(
    read: &mut Read<'_>,
    filter: &Filter,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<Event>, DbError> {
    let rows = match filter {
        // By the index of the account, when nothing else is asked for.
        Filter {
            account: Some(account),
            person: None,
            author: None,
            author_kind: None,
            action: None,
            from: None,
            until: None,
        } => store::of_account(read, *account, cursor, size)?,
        _ => store::search(read, filter, cursor, size)?,
    };
    Ok(Page::cut(rows, size, |event| event.id.0))
}

/// The lines about a person or, where `by` says so, those that he or she wrote: after a place (moment and id), the oldest first.
///
/// # Errors
/// The database cannot be read.
pub fn of_person(
    read: &mut Read<'_>,
    person: PersonId,
    by: bool,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<Event>, DbError> {
    store::of_person(read, person, by, after, limit)
}
