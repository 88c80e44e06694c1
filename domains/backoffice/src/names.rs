//! What persons and programs are called in lists that hold only their ids.

use std::collections::{BTreeMap, HashMap};

use credits::WrittenBy;
use jiff::Timestamp;
use kit_core::{Locale, Text};
use kit_db::{DbError, Read};
use people::Names;

/// What somebody is called who is not there.
pub const UNKNOWN: Text = Text::new("backoffice-person-unknown");

/// Who wrote an operation.
pub fn author(names: &Names, author: &WrittenBy) -> Text {
    match author {
        WrittenBy::Person(person) => names.full(*person, UNKNOWN),
        WrittenBy::Staff(person) => Text::new("backoffice-by-staff").with("name", names.full(*person, UNKNOWN)),
        WrittenBy::Key(key) => Text::new("backoffice-by-key").with("key", key.as_str()),
        WrittenBy::System(_) => Text::new("backoffice-by-system"),
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
