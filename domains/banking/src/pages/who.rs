//! What the people who dropped and decided are called.

use std::collections::HashMap;

use credits::WrittenBy;
use kit_core::{PersonId, Text};
use kit_db::{DbError, Read};
use kit_web::verbatim;
use people::PersonName;

/// Names of persons.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<PersonId, PersonName>);

impl Names {
    pub(super) fn of<'a>(read: &mut Read<'_>, authors: impl Iterator<Item = &'a WrittenBy>) -> Result<Names, DbError> {
        let mut ids: Vec<PersonId> = authors.filter_map(person).collect();
        ids.sort_unstable();
        ids.dedup();
        people::service::names(read, &ids).map(Names)
    }

    pub(super) fn who(&self, author: &WrittenBy) -> Text {
        match person(author) {
            None => Text::new("banking-by-itself"),
            Some(person) => match self.0.get(&person) {
                Some(name) => verbatim(name.to_string()),
                None => Text::new("banking-by-somebody"),
            },
        }
    }
}

fn person(author: &WrittenBy) -> Option<PersonId> {
    match author {
        WrittenBy::Person(person) | WrittenBy::Staff(person) => Some(*person),
        WrittenBy::Key(_) | WrittenBy::System(_) => None,
    }
}
