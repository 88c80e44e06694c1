//! What persons and programs are called in lists that hold only their ids.

use std::collections::HashMap;

use credits::WrittenBy;
use kit_core::{PersonId, Text};
use kit_db::{DbError, Read};
use people::PersonName;

/// The names of the persons of one page, read at once.
#[derive(Debug, Default)]
pub struct Names(HashMap<PersonId, PersonName>);

impl Names {
    /// The names of these persons.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn of(read: &mut Read<'_>, persons: impl IntoIterator<Item = PersonId>) -> Result<Names, DbError> {
        let mut ids: Vec<PersonId> = persons.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        people::service::names(read, &ids).map(Names)
    }

    /// What a person is called.
    pub fn person(&self, person: PersonId) -> Text {
        match self.0.get(&person) {
            Some(name) => verbatim(name.to_string()),
            None => Text::new("backoffice-person-unknown"),
        }
    }

    /// Who wrote an operation.
    pub fn author(&self, author: &WrittenBy) -> Text {
        match author {
            WrittenBy::Person(person) => self.person(*person),
            WrittenBy::Staff(person) => Text::new("backoffice-by-staff").with("name", self.person(*person)),
            WrittenBy::Key(key) => Text::new("backoffice-by-key").with("key", key.as_str()),
            WrittenBy::System(_) => Text::new("backoffice-by-system"),
        }
    }
}

/// The person behind an operation, whose name is to be found.
pub fn person_of(author: &WrittenBy) -> Option<PersonId> {
    match author {
        WrittenBy::Person(person) | WrittenBy::Staff(person) => Some(*person),
        WrittenBy::Key(_) | WrittenBy::System(_) => None,
    }
}

/// Something that has a name of its own, the same in every language.
pub fn verbatim(name: impl Into<String>) -> Text {
    Text::new("web-verbatim").with("text", name.into())
}
