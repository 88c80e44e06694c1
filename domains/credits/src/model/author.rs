//! Who wrote an operation, as the ledger keeps it for ever.

use std::fmt;
use std::str::FromStr;

use kit_core::{Author, PersonId};
use kit_db::{Cell, FromValue, Value};

/// Who wrote an operation: ids only, so that a person's name can be erased without touching the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrittenBy {
    /// A member of the account.
    Person(PersonId),
    /// The publisher's staff.
    Staff(PersonId),
    /// A program, by the public part of its API key.
    Key(String),
    /// Guichet itself: a job or a command.
    System(String),
}

impl WrittenBy {
    /// The person behind it, whose name is to be found.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            WrittenBy::Person(person) | WrittenBy::Staff(person) => Some(*person),
            WrittenBy::Key(_) | WrittenBy::System(_) => None,
        }
    }
}

impl From<&Author> for WrittenBy {
    fn from(author: &Author) -> WrittenBy {
        match author {
            Author::Person(person) => WrittenBy::Person(*person),
            Author::Staff(person) => WrittenBy::Staff(*person),
            Author::Key { key, .. } => WrittenBy::Key(key.clone()),
            // A machine's token opens no spending yet.
            Author::Machine { .. } => WrittenBy::System("machine".to_owned()),
            Author::System(part) => WrittenBy::System((*part).to_owned()),
            Author::Visitor => WrittenBy::System("visitor".to_owned()),
        }
    }
}

impl fmt::Display for WrittenBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrittenBy::Person(person) => write!(f, "person:{person}"),
            WrittenBy::Staff(person) => write!(f, "staff:{person}"),
            WrittenBy::Key(key) => write!(f, "key:{key}"),
            WrittenBy::System(part) => write!(f, "system:{part}"),
        }
    }
}

impl FromStr for WrittenBy {
    type Err = String;

    fn from_str(text: &str) -> Result<WrittenBy, String> {
        let unknown = || format!("`{text}` is no author");
        let (kind, name) = text.split_once(':').ok_or_else(unknown)?;
        Ok(match kind {
            "person" => WrittenBy::Person(name.parse().map_err(|_| unknown())?),
            "staff" => WrittenBy::Staff(name.parse().map_err(|_| unknown())?),
            "key" => WrittenBy::Key(name.to_owned()),
            "system" => WrittenBy::System(name.to_owned()),
            _ => return Err(unknown()),
        })
    }
}

impl FromValue for WrittenBy {
    fn from_value(cell: Cell<'_>) -> Result<WrittenBy, String> {
        match cell {
            Value::Text(text) => text.parse(),
            _ => Err("the author is no text".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_survive_their_text() {
        let person = PersonId::from_raw(7);
        for author in [
            WrittenBy::Person(person),
            WrittenBy::Staff(person),
            WrittenBy::Key("gk_abc".into()),
            WrittenBy::System("expiry".into()),
        ] {
            assert_eq!(author.to_string().parse(), Ok(author));
        }
        assert!("person:x".parse::<WrittenBy>().is_err());
        assert!("nobody".parse::<WrittenBy>().is_err());
    }
}
