//! What is wrong with a statement.

use std::{fmt, io};

use crate::{Balance, PublicKey};

/// The statement was not verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It cannot be read: nothing is said about it.
    #[error("the statement cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It is not what the publisher signed.
    #[error("{place}{falsehood}", place = Place(*line))]
    False {
        /// The line of the file, counted from 1; none when the whole is at fault.
        line: Option<u64>,
        /// What is false.
        falsehood: Falsehood,
    },
}

/// `line 12: ` where there is one.
struct Place(Option<u64>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |line| write!(f, "line {line}: "))
    }
}

/// The statement was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It cannot be written to where it should go.
    #[error("the statement cannot be written: {0}")]
    Write(#[from] io::Error),
    /// It would not verify.
    #[error("operation {seq}: {falsehood}")]
    False {
        /// The operation; the number before the first if it is the heading.
        seq: i64,
        /// What is false.
        falsehood: Falsehood,
    },
}

/// What can be false. One variant for one thing to tell the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Falsehood {
    /// The file ends in the middle.
    #[error("the file ends before the statement does")]
    Truncated,
    /// Something follows the statement.
    #[error("the file goes on after the statement")]
    Trailing,
    /// A line of more than a mebibyte.
    #[error("the line is too long")]
    TooLong,
    /// The bytes between the values are not those of a statement.
    #[error("this is not laid out as a statement")]
    Layout,
    /// A value is no JSON, or has not the members that it must have; in the parser's words.
    #[error("the line cannot be understood: {0}")]
    Json(String),
    /// A value is not written as this format writes it.
    #[error("the line is not written as a statement writes it")]
    NotCanonical,
    /// A version of the format that is not known.
    #[error("version {0} of the format is not known")]
    Version(u32),
    /// Operations are missing, doubled or swapped.
    #[error("operation {expected} is expected here, not {found}")]
    Number {
        /// Which must come.
        expected: i64,
        /// Which is there.
        found: i64,
    },
    /// The time is before that of the operation before.
    #[error("time goes back")]
    TimeBack,
    /// The amount is not its promotional and its purchased part.
    #[error("the amount is not the sum of its kinds")]
    Kinds,
    /// The amount is not what went in and out of the lots.
    #[error("the amount is not the sum of its lots")]
    Split,
    /// The balance after is not the balance before with the amount.
    #[error("the balance after does not follow: {} promotional and {} purchased are expected, {} and {} stand there",
        expected.promotional, expected.purchased, found.promotional, found.purchased)]
    Balance {
        /// What must be there.
        expected: Balance,
        /// What is said to be there.
        found: Balance,
    },
    /// Less than nothing is there.
    #[error("a balance is below zero")]
    BelowZero,
    /// Sums leave the range of numbers.
    #[error("a sum is out of range")]
    Range,
    /// The end tells another last operation, balance or seal than the lines do.
    #[error("the end does not match the lines")]
    End,
    /// Some line, or the heading, is not the one that was signed.
    #[error("the lines are not those that were signed")]
    Digest,
    /// Signed in a way that is not known.
    #[error("the algorithm of the signature is not known")]
    Algorithm,
    /// The key in the file is none.
    #[error("the key in the file is no key")]
    Key,
    /// Signed by somebody else.
    #[error("it is signed by another key: {found}")]
    OtherKey {
        /// By which.
        found: PublicKey,
    },
    /// The signature is false.
    #[error("the signature is false")]
    Signature,
}

impl Falsehood {
    /// On a line of the file.
    pub(crate) fn on(self, line: u64) -> VerifyError {
        VerifyError::False { line: Some(line), falsehood: self }
    }

    /// Of the whole.
    pub(crate) fn of_all(self) -> VerifyError {
        VerifyError::False { line: None, falsehood: self }
    }
}
