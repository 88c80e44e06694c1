//! What is kept about persons: each domain declares its own, with why and how long, how it is read for the person whom it is
//! about, and what becomes of it when that person asks to be forgotten.

use kit_core::{Context, Locale, PersonId, Text};
use kit_db::{DbError, Read, Tx};
use kit_files::FileKey;
use kit_mail::Email;
use serde_json::Value;

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The person.
    pub person: PersonId,
    /// The login.
    pub email: Email,
    /// First name and surname.
    pub name: String,
    /// The language of his or her pages.
    pub locale: Locale,
}

/// What allows to keep it (GDPR, article 6(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The contract with the account cannot be kept without it (b).
    Contract,
    /// The law asks for it (c).
    Law,
    /// The publisher's and its customers' interest in safe logins and a history that can be trusted (f).
    Interest,
}

impl Ground {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Ground::Contract => Text::new("web-ground-contract"),
            Ground::Law => Text::new("web-ground-law"),
            Ground::Interest => Text::new("web-ground-interest"),
        }
    }
}

/// A line of what is kept: the same fields in the same order in all lines of one declaration.
pub type PersonalRow = Vec<(&'static str, Value)>;

/// Some lines of what is kept, and where the next ones begin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PersonalRows {
    /// The lines.
    pub rows: Vec<PersonalRow>,
    /// What to ask the next ones with; nothing after the last.
    pub next: Option<String>,
}

impl PersonalRows {
    /// Lines after which there are no others.
    pub fn all(rows: impl IntoIterator<Item = PersonalRow>) -> PersonalRows {
        PersonalRows { rows: rows.into_iter().collect(), next: None }
    }

    /// A step of at most `most` lines: where it is full, others may follow after the place of the last one.
    pub fn page<T>(
        found: &[T],
        most: i64,
        place: impl FnOnce(&T) -> String,
        row: impl FnMut(&T) -> PersonalRow,
    ) -> PersonalRows {
        let is_full = i64::try_from(found.len()).is_ok_and(|len| len >= most);
        let next = found.last().filter(|_| is_full).map(place);
        PersonalRows { rows: found.iter().map(row).collect(), next }
    }
}

/// Reads the lines about a person, from where the ones before ended.
pub type PersonalSource = fn(&mut Read<'_>, &Subject, Option<&str>) -> Result<PersonalRows, DbError>;

/// A file that a person sent, for his or her copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalFile {
    /// Its name in the copy, below `files/`: by the domain, so that no two are alike.
    pub name: String,
    /// Where it is.
    pub key: FileKey,
}

/// Some files of a person, and where the next ones begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonalFiles {
    /// The files.
    pub files: Vec<PersonalFile>,
    /// What to ask the next ones with; nothing after the last.
    pub next: Option<String>,
}

/// Finds the files that a person sent, from where the ones before ended.
pub type PersonalFilesSource = fn(&mut Read<'_>, &Subject, Option<&str>) -> Result<PersonalFiles, DbError>;

/// Makes a person unknown here, in the transaction that does so everywhere.
pub type Eraser = fn(&mut Tx<'_>, &Context, &Subject) -> Result<(), DbError>;

/// What becomes of it when the person asks to be forgotten.
#[derive(Debug, Clone)]
pub enum Erasure {
    /// Nothing of it stays.
    Gone(Eraser),
    /// Something of it stays, as the text says; what names the person goes.
    Reduced(Eraser, Text),
    /// It stays, for the reason that the text says.
    Kept(Text),
}

/// One kind of data that is kept about persons.
#[derive(Debug, Clone)]
pub struct Personal {
    /// What it is called in an export: `people.sessions`.
    pub name: &'static str,
    /// The columns that name a person, or hold what he or she is called: `sessions.person`.
    pub columns: &'static [&'static str],
    /// What is kept.
    pub what: Text,
    /// What it is for.
    pub why: Text,
    /// What allows it.
    pub ground: Ground,
    /// How long it is kept.
    pub how_long: Text,
    /// Reads it.
    pub rows: PersonalSource,
    /// What becomes of it.
    pub erasure: Erasure,
}

/// What a person has to do before he or she can be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hindrance {
    /// What stands in the way.
    pub text: Text,
    /// Where it can be put right, each with what to do there.
    pub ways: Vec<(String, Text)>,
}

/// Finds what stands in the way of forgetting a person now.
pub type HindranceSource = fn(&mut Read<'_>, &Subject) -> Result<Vec<Hindrance>, DbError>;

/// For what no person can be found in: the words of a bank, for instance.
///
/// # Errors
/// None.
pub fn nothing_of_a_person(_: &mut Read<'_>, _: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    Ok(PersonalRows::default())
}
