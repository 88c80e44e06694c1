//! What persons are called on pages that know only their ids.

use std::collections::HashMap;

use kit_core::{PersonId, Text};
use kit_db::{DbError, Read};
use kit_web::verbatim;

use crate::model::PersonName;
use crate::service;

/// The names of the persons of one page, read at once. For who is not there each page has words of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(HashMap<PersonId, PersonName>);

impl Names {
    /// The names of these persons, each of whom may be there more than once.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn of(read: &mut Read<'_>, persons: impl IntoIterator<Item = PersonId>) -> Result<Names, DbError> {
        let mut ids: Vec<PersonId> = persons.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        service::names(read, &ids).map(Names)
    }

    /// What a person is called, if there is one.
    pub fn get(&self, person: PersonId) -> Option<&PersonName> {
        self.0.get(&person)
    }

    /// The whole name in letters, if there is somebody.
    pub fn plain(&self, person: impl Into<Option<PersonId>>) -> Option<String> {
        person.into().and_then(|person| self.get(person)).map(ToString::to_string)
    }

    /// The whole name as a text; `unknown` of whoever is not there.
    pub fn full(&self, person: PersonId, unknown: Text) -> Text {
        self.get(person).map_or(unknown, |name| verbatim(name.to_string()))
    }

    /// The first name alone, as [`Names::full`]: what customers learn of the staff.
    pub fn first(&self, person: PersonId, unknown: Text) -> Text {
        self.get(person).map_or(unknown, |name| verbatim(name.first.as_str()))
    }
}
