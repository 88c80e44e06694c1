//! Lines of the log, as they are written and as they are read.

use jiff::Timestamp;
use kit_core::{AccountId, Author, Id, PersonId};
use kit_db::stored_as_code;
use serde::{Deserialize, Serialize};

use crate::{Label, Shown, Value};

/// What somebody did, for [`record`](crate::record). Author and moment come from the context.
///
/// ```
/// # audit::actions! { RENAMED = "example.renamed", kit_core::Text::new("example-audit-renamed"); }
/// # audit::labels! {
/// #     NAME = "example.name", kit_core::Text::new("example-audit-name");
/// # }
/// let entry = audit::Entry::new(&RENAMED).account(kit_core::AccountId(1042)).changed(&NAME, "Acme", "Acme SAS");
/// assert_eq!(entry.changes.len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct Entry {
    /// What was done.
    pub action: &'static Label,
    /// The account it concerns; its admins see it.
    pub account: Option<AccountId>,
    /// The person it concerns, who need not be the author.
    pub person: Option<PersonId>,
    /// What changed.
    pub changes: Vec<Change>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which one.
    pub field: &'static Label,
    /// What stood there; nothing for something new.
    pub before: Option<Value>,
    /// What stands there now; nothing for something taken away.
    pub after: Option<Value>,
}

impl Entry {
    /// An action that concerns nobody in particular yet.
    pub fn new(action: &'static Label) -> Entry {
        Entry { action, account: None, person: None, changes: Vec::new() }
    }

    /// Concerning this account.
    pub fn account(self, account: AccountId) -> Entry {
        Entry { account: Some(account), ..self }
    }

    /// Concerning this person.
    pub fn person(self, person: PersonId) -> Entry {
        Entry { person: Some(person), ..self }
    }

    /// With a field that had and has a value; left out when both are equal.
    pub fn changed(self, field: &'static Label, before: impl Into<Value>, after: impl Into<Value>) -> Entry {
        self.change(field, Some(before.into()), Some(after.into()))
    }

    /// With a field that is told for the first time, or only as it stands now: a reason, an amount.
    pub fn with(self, field: &'static Label, value: impl Into<Value>) -> Entry {
        self.change(field, None, Some(value.into()))
    }

    /// With a field that may have been or become empty; left out when nothing changed.
    pub fn change(mut self, field: &'static Label, before: Option<Value>, after: Option<Value>) -> Entry {
        if before != after {
            self.changes.push(Change { field, before, after });
        }
        self
    }

    /// Whether a change was noted: saving a form as it was is not worth a line.
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// Marks ids of events.
#[derive(Debug)]
pub enum AnyEvent {}

/// The id of a line of the log.
pub type EventId = Id<AnyEvent>;

/// What kind of author did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthorKind {
    /// A person, for himself or as a member.
    Person,
    /// The publisher's staff.
    Staff,
    /// A program with an API key.
    Key,
    /// A machine that is linked to an account.
    Machine,
    /// The program itself.
    System,
    /// Somebody who was not signed in.
    Visitor,
}

impl AuthorKind {
    /// Every kind.
    pub const ALL: [AuthorKind; 6] = [
        AuthorKind::Person,
        AuthorKind::Staff,
        AuthorKind::Key,
        AuthorKind::Machine,
        AuthorKind::System,
        AuthorKind::Visitor,
    ];

    /// The kind of this author.
    pub const fn of(author: &Author) -> AuthorKind {
        match author {
            Author::Person(_) => AuthorKind::Person,
            Author::Staff(_) => AuthorKind::Staff,
            Author::Key { .. } => AuthorKind::Key,
            Author::Machine { .. } => AuthorKind::Machine,
            Author::System(_) => AuthorKind::System,
            Author::Visitor => AuthorKind::Visitor,
        }
    }

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            AuthorKind::Person => "person",
            AuthorKind::Staff => "staff",
            AuthorKind::Key => "key",
            AuthorKind::Machine => "machine",
            AuthorKind::System => "system",
            AuthorKind::Visitor => "visitor",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<AuthorKind> {
        AuthorKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
stored_as_code!(AuthorKind);

/// A line of the log. The names of its persons are the caller's to find: they are kept in one place, where a person can
/// change or erase them, and not here, where nothing can ever be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// The account it concerns.
    pub account: Option<AccountId>,
    /// The person it concerns.
    pub person: Option<PersonId>,
    /// The code of what was done; [`Event::action_shown`] has its text.
    pub action: String,
    /// What kind of author did it.
    pub author: AuthorKind,
    /// The person who did it, or for whom a key stands.
    pub author_person: Option<PersonId>,
    /// The public part of the key, the name of the machine, or the part of the program.
    pub author_detail: Option<String>,
    /// What changed.
    pub changes: Vec<WrittenChange>,
}

impl Event {
    /// What was done, for a page.
    pub fn action_shown(&self) -> Shown {
        Shown::code(&self.action)
    }
}

/// A change read from the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenChange {
    /// The code of the field.
    pub field: String,
    /// What stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What stands there since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl WrittenChange {
    /// The field, for a page.
    pub fn field_shown(&self) -> Shown {
        Shown::code(&self.field)
    }
}

/// What staff looks for; an empty filter finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Concerning this account.
    pub account: Option<AccountId>,
    /// Concerning this person.
    pub person: Option<PersonId>,
    /// Done by this person.
    pub author: Option<PersonId>,
    /// Done by this kind of author.
    pub author_kind: Option<AuthorKind>,
    /// The code of what was done.
    pub action: Option<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}
