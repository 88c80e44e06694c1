//! Looking at cases: who sees which.

use accounts::model::KnownTeam;
use accounts::service::{members, teams};
use jiff::Timestamp;
use kit_core::{AccountId, After, Cursor, Page, PageSize, PersonId};
use kit_db::{DbError, Read};
use kit_web::Role;

use crate::model::{Case, CaseFile, CaseNumber, CaseRow, CaseState, Line, OpenCase, Sight, search_words};
use crate::store;
use crate::store::audience::Eyes;
pub use crate::store::lists::Queue;

/// As whom a case is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// A member of an account.
    Member(AccountId, PersonId),
    /// A person who asked for himself or herself alone.
    Person(PersonId),
    /// The publisher's staff.
    Staff,
}

impl Viewer {
    /// The account whose cases are looked at.
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Viewer::Member(account, _) => Some(account),
            Viewer::Person(_) | Viewer::Staff => None,
        }
    }

    /// All reasons for which a customer sees cases.
    fn eyes(self, read: &mut Read<'_>) -> Result<Vec<Eyes>, DbError> {
        let (account, person) = match self {
            Viewer::Member(account, person) => (account, person),
            Viewer::Person(person) => return Ok(vec![Eyes::Person(person)]),
            Viewer::Staff => return Ok(Vec::new()),
        };
        if is_admin(read, account, person)? {
            return Ok(vec![Eyes::Admins(account)]);
        }
        let own = [Eyes::Person(person), Eyes::Members(account)];
        let teams = teams::teams_of(read, account, person)?;
        Ok(own.into_iter().chain(teams.into_iter().map(Eyes::Team)).collect())
    }
}

fn is_admin(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<bool, DbError> {
    let member = members::member(read, account, person)?;
    Ok(member.is_some_and(|known| known.member.roles.contains(Role::Admin)))
}

/// The teams that somebody may choose to see a case: those that he or she is in; an admin all of them.
///
/// # Errors
/// The database cannot be read.
pub fn teams_to_choose(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Vec<KnownTeam>, DbError> {
    let mut all = teams::teams(read, account)?;
    if !is_admin(read, account, person)? {
        all.retain(|known| known.members.contains(&person));
    }
    Ok(all)
}

/// Whether this customer sees the case. Staff sees all.
pub(super) fn sees(read: &mut Read<'_>, viewer: Viewer, case: &Case) -> Result<bool, DbError> {
    if viewer == Viewer::Staff {
        return Ok(true);
    }
    let eyes = viewer.eyes(read)?;
    Ok(case.account == viewer.account() && store::audience::is_seen(read, &eyes, case.number)?)
}

/// Whether this customer may let others see a case: who asked, and who sees it without having been added to its watchers.
pub(super) fn may_widen(read: &mut Read<'_>, viewer: Viewer, case: &Case) -> Result<bool, DbError> {
    let Viewer::Member(account, person) = viewer else { return Ok(false) };
    let sees_it = match (case.sight, case.team) {
        (Sight::Account, _) => true,
        (Sight::Team, Some(team)) => teams::teams_of(read, account, person)?.contains(&team),
        (Sight::Own | Sight::Team, _) => false,
    };
    Ok(person == case.requester || sees_it || is_admin(read, account, person)?)
}

/// A case with all that its page tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// The case.
    pub case: Case,
    /// The conversation, or the part of it that was asked for, the earliest first; customers get nothing of it that staff says among
    /// itself.
    pub lines: Vec<Line>,
    /// Before which line there are more, if there are.
    pub earlier: Option<i64>,
    /// The files that came with these lines.
    pub files: Vec<CaseFile>,
    /// Who watches it.
    pub watchers: Vec<PersonId>,
    /// Whether whoever looks may let others see it.
    pub may_widen: bool,
}

/// How many lines of a conversation are read at once.
pub const LINES_AT_ONCE: usize = 50;

/// A case without its conversation, if whoever looks sees it.
///
/// # Errors
/// The database cannot be read.
pub fn seen(read: &mut Read<'_>, viewer: Viewer, number: CaseNumber) -> Result<Option<Case>, DbError> {
    let Some(case) = store::cases::case(read, number)? else { return Ok(None) };
    Ok(sees(read, viewer, &case)?.then_some(case))
}

/// A case with the latest lines of its conversation, if whoever looks sees it.
///
/// # Errors
/// The database cannot be read.
pub fn case(read: &mut Read<'_>, viewer: Viewer, number: CaseNumber) -> Result<Option<Details>, DbError> {
    case_before(read, viewer, number, None)
}

/// As [`case`], with the lines that stand before this one.
///
/// # Errors
/// The database cannot be read.
pub fn case_before(
    read: &mut Read<'_>,
    viewer: Viewer,
    number: CaseNumber,
    before: Option<i64>,
) -> Result<Option<Details>, DbError> {
    let Some(case) = seen(read, viewer, number)? else { return Ok(None) };
    let (before, one_more) = (before.unwrap_or(i64::MAX), LINES_AT_ONCE as i64 + 1);
    let mut lines = store::lines::before(read, number, before, one_more, viewer == Viewer::Staff)?;
    let mut earlier = None;
    if lines.len() > LINES_AT_ONCE {
        lines.remove(0);
        earlier = lines.first().map(|line| line.seq);
    }
    let files = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => store::files::of_lines(read, number, (first.seq, last.seq))?,
        _ => Vec::new(),
    };
    let files = files.into_iter().filter(|file| lines.iter().any(|line| line.seq == file.seq)).collect();
    let watchers = store::audience::watchers(read, number)?;
    let may_widen = may_widen(read, viewer, &case)?;
    Ok(Some(Details { case, lines, earlier, files, watchers, may_widen }))
}

/// What a customer looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// Words of the subject, or a number.
    pub typed: String,
    /// Where they stand.
    pub state: Option<CaseState>,
    /// Only those that he or she asked.
    pub own: bool,
}

/// The open cases of an account that a member sees, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn open_cases(read: &mut Read<'_>, account: AccountId, person: PersonId) -> Result<Vec<OpenCase>, DbError> {
    let eyes = Viewer::Member(account, person).eyes(read)?;
    store::lists::open_seen(read, account, &eyes)
}

/// A page of the cases that a customer sees, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn cases(
    read: &mut Read<'_>,
    viewer: Viewer,
    looked: &Looked,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<CaseRow>, DbError> {
    let person = match viewer {
        Viewer::Member(_, person) | Viewer::Person(person) => Some(person),
        Viewer::Staff => None,
    };
    let number = looked.typed.parse::<CaseNumber>().ok();
    let words = if number.is_some() { Vec::new() } else { search_words(&looked.typed) };
    if words.is_empty() && number.is_none() && !looked.typed.trim().is_empty() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let eyes = viewer.eyes(read)?;
    let wanted = store::lists::Looked {
        account: viewer.account(),
        state: looked.state,
        requester: person.filter(|_| looked.own),
        words: &words,
    };
    let before = number.map_or_else(|| cursor.map_or(i64::MAX, |Cursor(number)| number), |number| number.raw() + 1);
    let mut rows = store::lists::seen(read, &eyes, &wanted, before, if number.is_some() { 1 } else { size.and_one() })?;
    if let Some(number) = number {
        rows.retain(|row| row.number == number);
    }
    Ok(Page::cut(rows, size, |row| row.number.raw()))
}

/// At most `limit` cases of an account that have not ended, for staff, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn open_of_account(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<CaseRow>, DbError> {
    store::lists::open_of_account(read, account, limit)
}

/// The cases of an account, for staff: the newest.
///
/// # Errors
/// The database cannot be read.
pub fn of_account(read: &mut Read<'_>, account: AccountId, size: PageSize) -> Result<Page<CaseRow>, DbError> {
    let wanted = store::lists::Looked { account: Some(account), ..store::lists::Looked::default() };
    let rows = store::lists::seen(read, &[Eyes::Admins(account)], &wanted, i64::MAX, size.and_one())?;
    Ok(Page::cut(rows, size, |row| row.number.raw()))
}

/// A page of the queue: cases to which an answer is owed, the most pressing first; and where the next page starts.
///
/// # Errors
/// The database cannot be read.
pub fn queue(
    read: &mut Read<'_>,
    queue: Queue,
    after: Option<After>,
    size: PageSize,
) -> Result<(Vec<CaseRow>, Option<After>), DbError> {
    let rows = store::lists::due(read, queue, after.unwrap_or(After::FIRST), size.and_one())?;
    // What is owed has a time.
    Ok(After::cut(rows, size, |row| After(row.due_at.unwrap_or(Timestamp::MAX), row.number.raw())))
}

/// A page of all cases by words, or of those that stand somewhere, the newest first.
///
/// # Errors
/// The database cannot be read.
pub fn found(
    read: &mut Read<'_>,
    typed: &str,
    state: Option<CaseState>,
    cursor: Option<Cursor>,
    size: PageSize,
) -> Result<Page<CaseRow>, DbError> {
    let before = cursor.map_or(i64::MAX, |Cursor(number)| number);
    let rows = if typed.trim().is_empty() {
        store::lists::newest(read, state, before, size.and_one())?
    } else {
        store::lists::of_words(read, &search_words(typed), before, size.and_one())?
    };
    Ok(Page::cut(rows, size, |row| row.number.raw()))
}

/// The case with the number that was typed, if there is one.
///
/// # Errors
/// The database cannot be read.
pub fn found_number(read: &mut Read<'_>, typed: &str) -> Result<Option<CaseNumber>, DbError> {
    match typed.parse() {
        Ok(number) => Ok(store::cases::case(read, number)?.map(|case| case.number)),
        Err(_) => Ok(None),
    }
}
