//! What persons and programs are called in lists that hold only their ids.

use std::collections::{BTreeMap, HashMap};

use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::{Locale, PersonId, Text};
use kit_db::{DbError, Read};
use kit_web::verbatim;
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

/// What the features of the tariff are called.
#[derive(Debug, Default)]
pub struct Features(HashMap<String, String>);

impl Features {
    /// The names that the tariff gives in `locale`.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn of(read: &mut Read<'_>, now: Timestamp, locale: Locale) -> Result<Features, DbError> {
        let named = |price: credits::Price| (price.labels.of(locale).to_owned(), price.feature);
        let all = credits::tariff(read, now)?.into_iter().map(named);
        Ok(Features(all.filter(|(name, _)| !name.is_empty()).map(|(name, feature)| (feature, name)).collect()))
    }

    /// What a feature is called; its code when the tariff does not know it.
    pub fn name(&self, feature: &str) -> String {
        self.0.get(feature).cloned().unwrap_or_else(|| feature.to_owned())
    }

    /// Every feature with its name, in the order of the codes.
    pub fn all(&self) -> BTreeMap<&str, &str> {
        self.0.iter().map(|(feature, name)| (feature.as_str(), name.as_str())).collect()
    }
}

/// The person behind an operation, whose name is to be found.
pub fn person_of(author: &WrittenBy) -> Option<PersonId> {
    match author {
        WrittenBy::Person(person) | WrittenBy::Staff(person) => Some(*person),
        WrittenBy::Key(_) | WrittenBy::System(_) => None,
    }
}
