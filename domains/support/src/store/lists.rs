//! Lists of cases, each by an index of its own: what is owed by its time, all else the newest first.

use kit_core::{AccountId, After, PersonId};
use kit_db::{DbError, Read, sql};

use super::audience::Eyes;
use crate::model::{CaseRow, CaseState, OpenCase};

macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "SELECT c.number, c.account, c.requester, c.subject, c.priority, c.state, c.updated_at, c.due_at, c.assignee FROM ",
            $rest
        )
    };
}

// Parameters of all: $1 and $2 where the page starts, $3 how many; $4 a word, and $5 another one, where words are looked for.
sql!(
    DUE,
    rows!(
        "cases c WHERE c.due_at IS NOT NULL AND c.due_at >= $1 AND (c.due_at > $1 OR c.number > $2)
         ORDER BY c.due_at, c.number LIMIT $3"
    )
);
sql!(
    DUE_BY,
    rows!(
        "cases c WHERE c.assignee = $4 AND c.due_at IS NOT NULL AND c.due_at >= $1 AND (c.due_at > $1 OR c.number > $2)
         ORDER BY c.due_at, c.number LIMIT $3"
    )
);
sql!(
    DUE_BY_NOBODY,
    rows!(
        "cases c WHERE c.assignee IS NULL AND c.due_at IS NOT NULL AND c.due_at >= $1 AND (c.due_at > $1 OR c.number > $2)
         ORDER BY c.due_at, c.number LIMIT $3"
    )
);
sql!(OF_STATE, rows!("cases c WHERE c.state = $3 AND c.number < $1 ORDER BY c.number DESC LIMIT $2"));
sql!(NEWEST, rows!("cases c WHERE c.number < $1 ORDER BY c.number DESC LIMIT $2"));
sql!(
    OF_WORD,
    rows!(
        "case_words w JOIN cases c ON c.number = w.number
         WHERE w.word = $3 AND w.number < $1
           AND (CAST($4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM case_words o WHERE o.word = $4 AND o.number = w.number))
           AND (CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM case_words o WHERE o.word = $5 AND o.number = w.number))
         ORDER BY w.number DESC LIMIT $2"
    )
);
sql!(
    SEEN,
    rows!(
        "case_audience a JOIN cases c ON c.number = a.number
         WHERE a.kind = $3 AND a.who = $4 AND a.number < $1
           AND ((CAST($5 AS BIGINT) = 0 AND c.account IS NULL) OR c.account = $5)
           AND (CAST($6 AS TEXT) IS NULL OR c.state = $6)
           AND (CAST($7 AS BIGINT) = 0 OR c.requester = $7)
           AND (CAST($8 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM case_words o WHERE o.word = $8 AND o.number = a.number))
           AND (CAST($9 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM case_words o WHERE o.word = $9 AND o.number = a.number))
           AND (CAST($10 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM case_words o WHERE o.word = $10 AND o.number = a.number))
         ORDER BY a.number DESC LIMIT $2"
    )
);

// The account's open cases come first, and for each it is asked who sees it: there are few of them, and many that have ended.
sql!(
    OPEN_SEEN,
    "SELECT c.number, c.state, c.team FROM cases c CROSS JOIN case_audience a
     WHERE c.account = $1 AND c.ended_at IS NULL AND a.kind = $2 AND a.who = $3 AND a.number = c.number
     ORDER BY c.number DESC LIMIT 200"
);

sql!(OPEN_OF_ACCOUNT, rows!("cases c WHERE c.account = $1 AND c.ended_at IS NULL ORDER BY c.number DESC LIMIT $2"));

/// Whose queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Everybody's.
    All,
    /// Somebody's.
    Of(PersonId),
    /// What nobody has taken.
    Nobodys,
}

/// At most `limit` cases to which an answer is owed, after this time and number, the most pressing first.
pub(crate) fn due(
    read: &mut Read<'_>,
    queue: Queue,
    After(at, number): After,
    limit: i64,
) -> Result<Vec<CaseRow>, DbError> {
    match queue {
        Queue::All => read.all(&DUE, &[&at, &number, &limit]),
        Queue::Of(person) => read.all(&DUE_BY, &[&at, &number, &limit, &person]),
        Queue::Nobodys => read.all(&DUE_BY_NOBODY, &[&at, &number, &limit]),
    }
}

/// At most `limit` cases before a number, the newest first; of a state where one is named.
pub(crate) fn newest(
    read: &mut Read<'_>,
    state: Option<CaseState>,
    before: i64,
    limit: i64,
) -> Result<Vec<CaseRow>, DbError> {
    match state {
        Some(state) => read.all(&OF_STATE, &[&before, &limit, &state]),
        None => read.all(&NEWEST, &[&before, &limit]),
    }
}

/// At most `limit` cases before a number that have all of these words, at most three, the newest first.
pub(crate) fn of_words(
    read: &mut Read<'_>,
    words: &[String],
    before: i64,
    limit: i64,
) -> Result<Vec<CaseRow>, DbError> {
    let word = |place: usize| words.get(place);
    match word(0) {
        Some(first) => read.all(&OF_WORD, &[&before, &limit, first, &word(1), &word(2)]),
        None => Ok(Vec::new()),
    }
}

/// What is looked for among the cases that somebody sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Looked<'a> {
    /// Those of this account; none: those of a person alone.
    pub(crate) account: Option<AccountId>,
    /// Those that stand here.
    pub(crate) state: Option<CaseState>,
    /// Those that he or she asked.
    pub(crate) requester: Option<PersonId>,
    /// Those with all of these words, at most three.
    pub(crate) words: &'a [String],
}

/// At most `limit` cases before a number that one of these sees, the newest first.
pub(crate) fn seen(
    read: &mut Read<'_>,
    eyes: &[Eyes],
    looked: &Looked<'_>,
    before: i64,
    limit: i64,
) -> Result<Vec<CaseRow>, DbError> {
    let account = looked.account.map_or(0, |account| account.0);
    let requester = looked.requester.map_or(0, |person| person.0);
    let words = looked.words;
    let (one, two, three) = (words.first(), words.get(1), words.get(2));
    let mut found: Vec<CaseRow> = Vec::new();
    for eye in eyes {
        let (kind, who) = (eye.code(), eye.who());
        let rows: Vec<CaseRow> =
            read.all(&SEEN, &[&before, &limit, &kind, &who, &account, &looked.state, &requester, &one, &two, &three])?;
        found.extend(rows);
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.number));
    found.dedup_by_key(|row| row.number);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// At most `limit` open cases of an account, the newest first.
pub(crate) fn open_of_account(read: &mut Read<'_>, account: AccountId, limit: i64) -> Result<Vec<CaseRow>, DbError> {
    read.all(&OPEN_OF_ACCOUNT, &[&account, &limit])
}

/// The open cases of an account that these see, each once; at most 200 for each of them.
pub(crate) fn open_seen(read: &mut Read<'_>, account: AccountId, eyes: &[Eyes]) -> Result<Vec<OpenCase>, DbError> {
    let mut all: Vec<OpenCase> = Vec::new();
    for eye in eyes {
        all.extend(read.all::<OpenCase>(&OPEN_SEEN, &[&account, &eye.code(), &eye.who()])?);
    }
    all.sort_by_key(|case| std::cmp::Reverse(case.number));
    all.dedup_by_key(|case| case.number);
    Ok(all)
}
