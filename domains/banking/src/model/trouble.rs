//! Why a file is refused, in the reader's words. Names of elements and fields are those of the standards, which the bank's
//! help desk knows.

use bank_statement::{AmountError, Problem, ReadError};
use kit_core::Text;

/// The longest part of a file that is quoted, in characters.
const LONGEST: usize = 60;

/// What is wrong with a file, and where.
pub fn trouble(error: &ReadError) -> Text {
    let what = problem(&error.problem);
    match error.place {
        Some(place) => Text::new("banking-read-at")
            .with("line", i64::from(place.line))
            .with("column", i64::from(place.column))
            .with("what", what),
        None => what,
    }
}

fn problem(problem: &Problem) -> Text {
    match problem {
        Problem::Empty => Text::new("banking-read-empty"),
        Problem::FileTooLarge { .. } => Text::new("banking-read-too-large"),
        Problem::TooManyLines => Text::new("banking-read-too-many-lines"),
        Problem::UnknownFormat => Text::new("banking-read-unknown-format"),
        Problem::Encoding(name) => Text::new("banking-read-encoding").with("name", short(name)),
        Problem::NotUtf8 => Text::new("banking-read-not-utf8"),
        Problem::Xml(_) => Text::new("banking-read-xml"),
        Problem::EndsEarly => Text::new("banking-read-ends-early"),
        Problem::Doctype => Text::new("banking-read-doctype"),
        Problem::Entity(_) | Problem::Character(_) => Text::new("banking-read-character"),
        Problem::TooDeep(_) | Problem::TextTooLong(_) | Problem::TooManyElements { .. } => {
            Text::new("banking-read-beyond")
        }
        Problem::Document { .. } => Text::new("banking-read-document"),
        Problem::Missing { parent, element } => {
            Text::new("banking-read-missing").with("parent", *parent).with("element", *element)
        }
        Problem::Code { element, value } => {
            Text::new("banking-read-code").with("element", *element).with("value", short(value))
        }
        Problem::RecordCode(code) => Text::new("banking-read-record").with("code", short(code)),
        Problem::RecordTooShort { .. } => Text::new("banking-read-record-short"),
        Problem::NotOpened(_) | Problem::NothingToComplete => Text::new("banking-read-record-order"),
        Problem::NotClosed => Text::new("banking-read-not-closed"),
        Problem::OtherAccount { expected, found } => {
            Text::new("banking-read-other-account").with("expected", short(expected)).with("found", short(found))
        }
        Problem::Scale(value) | Problem::Overpunch(value) => amount(value),
        Problem::Amount(error) => of_amount(error),
        Problem::Date(value) => Text::new("banking-read-date").with("value", short(value)),
        Problem::Balance { expected, told } => {
            Text::new("banking-read-balance").with("expected", expected.to_string()).with("told", told.to_string())
        }
    }
}

fn of_amount(error: &AmountError) -> Text {
    match error {
        AmountError::NoCurrency => Text::new("banking-read-no-currency"),
        AmountError::Currency(code) => Text::new("banking-read-currency").with("code", short(code)),
        AmountError::Number(value) | AmountError::TooLarge(value) => amount(value),
        AmountError::Decimals { number, .. } => amount(number),
    }
}

fn amount(value: &str) -> Text {
    Text::new("banking-read-amount").with("value", short(value))
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
