//! What persons are called on a page.

use std::collections::HashMap;

use kit_core::{PersonId, Text};
use kit_db::{DbError, Read};
use kit_web::verbatim;
use people::PersonName;

/// The names of persons.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(HashMap<PersonId, PersonName>);

impl Names {
    pub(super) fn of(read: &mut Read<'_>, persons: impl IntoIterator<Item = PersonId>) -> Result<Names, DbError> {
        let mut ids: Vec<PersonId> = persons.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        people::service::names(read, &ids).map(Names)
    }

    /// The whole name.
    pub(super) fn full(&self, person: PersonId) -> Text {
        match self.0.get(&person) {
            Some(name) => verbatim(name.to_string()),
            None => Text::new("support-somebody"),
        }
    }

    /// The first name alone: what customers learn of the staff.
    pub(super) fn first(&self, person: PersonId) -> Text {
        match self.0.get(&person) {
            Some(name) => verbatim(name.first.to_string()),
            None => Text::new("support-somebody"),
        }
    }
}
