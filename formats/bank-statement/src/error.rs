//! Why a file was refused, and where.

use std::fmt;

use crate::{AmountError, MAX_FILE_BYTES, MAX_LINES, Money, Place};

/// A refused file: what is wrong, and where, unless it is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where the problem stands, or begins.
    pub place: Option<Place>,
    /// What is wrong.
    pub problem: Problem,
}

impl ReadError {
    pub(crate) fn at(place: Place, problem: impl Into<Problem>) -> ReadError {
        ReadError { place: Some(place), problem: problem.into() }
    }

    pub(crate) fn of_file(problem: Problem) -> ReadError {
        ReadError { place: None, problem }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        self.problem.fmt(f)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}

/// What can be wrong with a file: one variant for one thing to tell the person. Names of elements and fields are those of
/// the standards, which the bank's help desk knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// More bytes than [`MAX_FILE_BYTES`].
    #[error("the file has {bytes} bytes; at most {MAX_FILE_BYTES} are read")]
    FileTooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// More entries or transactions than [`MAX_LINES`].
    #[error("the file has more than {MAX_LINES} entries or transactions")]
    TooManyLines,
    /// Neither XML nor CFONB.
    #[error("the file is neither a CAMT statement (XML) nor a CFONB 120 statement")]
    UnknownFormat,
    /// An encoding that is not read, as it is declared.
    #[error("the file is in {0}; UTF-8 and ISO-8859-1 are read")]
    Encoding(String),
    /// Bytes that are not of the encoding.
    #[error("the file is not in UTF-8 as it should be")]
    NotUtf8,

    /// Not well-formed XML; in the parser's words.
    #[error("the file is not well-formed XML: {0}")]
    Xml(String),
    /// XML that ends before its elements do: the file was cut.
    #[error("the file ends before its last element does")]
    EndsEarly,
    /// A document type declaration, which statements never have and attacks are made of.
    #[error("the file has a document type declaration (DTD), which no statement has")]
    Doctype,
    /// An entity that XML does not know by itself.
    #[error("the file uses the unknown entity &{0};")]
    Entity(String),
    /// A character that XML forbids, such as NUL.
    #[error("the file has the forbidden character {0:?}")]
    Character(char),
    /// Elements within elements beyond any statement.
    #[error("elements are nested more than {0} deep")]
    TooDeep(usize),
    /// A text beyond any that the standard allows.
    #[error("a text is longer than {0} bytes")]
    TextTooLong(usize),
    /// More elements in one part than any statement has.
    #[error("{part} has more than {most} elements")]
    TooManyElements {
        /// The element that has too many.
        part: &'static str,
        /// The most that are read.
        most: usize,
    },
    /// An XML document, but not of a known kind or version: its root element's name and namespace.
    #[error("the document is <{root}> of {namespace:?}, not a CAMT.053 or CAMT.054 of the versions .02 to .08")]
    Document {
        /// The root element.
        root: String,
        /// Its namespace, empty if it has none.
        namespace: String,
    },
    /// An element is missing that the standard requires.
    #[error("<{parent}> has no <{element}>")]
    Missing {
        /// Where it should be.
        parent: &'static str,
        /// What is missing.
        element: &'static str,
    },
    /// A code or a truth value that the standard does not know in this place.
    #[error("<{element}> does not know {value:?}")]
    Code {
        /// The element.
        element: &'static str,
        /// What stands in it.
        value: String,
    },

    /// A record that begins with none of 01, 04, 05 and 07.
    #[error("the record {0:?} is none of 01, 04, 05 and 07")]
    RecordCode(String),
    /// A record that ends before its fields do.
    #[error("the record is cut short after {length} characters")]
    RecordTooShort {
        /// How many characters it has.
        length: usize,
    },
    /// A movement (04) or a new balance (07) without an old balance (01) before it.
    #[error("record {0} comes before any old balance (01)")]
    NotOpened(&'static str),
    /// A complement (05) that no movement (04) comes before.
    #[error("a complement (05) comes before any movement (04)")]
    NothingToComplete,
    /// An old balance (01), or the end of the file, comes before the new balance (07).
    #[error("the statement that begins here has no new balance (07)")]
    NotClosed,
    /// A record of another account or currency within a statement.
    #[error("the record is of account {found}, the statement of account {expected}")]
    OtherAccount {
        /// Branch, account and currency of the statement.
        expected: String,
        /// Branch, account and currency of the record.
        found: String,
    },
    /// The digit that should tell how many decimals amounts have.
    #[error("{0:?} is not a number of decimals")]
    Scale(String),
    /// An amount whose last character does not tell its sign.
    #[error("{0:?} is not a signed amount: its last character should be one of {{ A to I, or }} J to R")]
    Overpunch(String),

    /// An amount.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// A date that does not exist or is written otherwise.
    #[error("{0:?} is not a date")]
    Date(String),
    /// The balances contradict the movements: the file was changed, cut, or put together wrongly.
    #[error("opening balance and movements come to {expected}, the closing balance says {told}")]
    Balance {
        /// The opening balance and all movements.
        expected: Money,
        /// What the statement says.
        told: Money,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_problem_are_told() {
        let problem = Problem::Overpunch("12".to_owned());
        let error = ReadError::at(Place { line: 3, column: 91 }, problem.clone());
        assert_eq!(
            error.to_string(),
            "line 3, column 91: \"12\" is not a signed amount: its last character should be one of { A to I, or } J to R"
        );
        assert_eq!(ReadError::of_file(Problem::Empty).to_string(), "the file is empty");
        assert_eq!(std::error::Error::source(&error).map(ToString::to_string), Some(problem.to_string()));
    }
}
