//! The values of a request that are not accepted, gathered so that all is told at once.

use kit_mail::Email;
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::problem_type::INVALID;

/// Why a value is not accepted: a stable code for programs, which may tell it in their own words, and English for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    code: &'static str,
    detail: String,
    min: Option<i64>,
    max: Option<i64>,
}

impl Wrong {
    /// Wrong for this reason.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Wrong {
        Wrong { code, detail: detail.into(), min: None, max: None }
    }

    /// Nothing is there.
    pub fn missing(detail: impl Into<String>) -> Wrong {
        Wrong::new("missing", detail)
    }

    /// Not one of what can stand here.
    pub fn unknown(detail: &str) -> Wrong {
        Wrong::new("unknown", detail)
    }

    /// A character that cannot stand here.
    pub fn character(detail: impl Into<String>) -> Wrong {
        Wrong::new("character", detail)
    }

    /// No day and no moment.
    pub fn moment() -> Wrong {
        Wrong::new("moment", "not a date or time")
    }

    /// No address of electronic mail.
    pub fn email() -> Wrong {
        Wrong::new("email", "not an e-mail address")
    }

    /// More than `max` characters.
    pub fn too_long(max: i64, detail: impl Into<String>) -> Wrong {
        Wrong { max: Some(max), ..Wrong::new("too-long", detail) }
    }

    /// More `things` at once than are taken.
    pub fn too_many(max: usize, things: &str) -> Wrong {
        Wrong { max: i64::try_from(max).ok(), ..Wrong::new("too-many", format!("more than {max} {things}")) }
    }

    /// Not from `min` to `max`.
    pub fn range(min: i64, max: i64, detail: impl Into<String>) -> Wrong {
        Wrong { min: Some(min), max: Some(max), ..Wrong::new("range", detail) }
    }
}

/// What is wrong, by field.
#[derive(Debug, Default)]
pub struct Errors(Vec<Value>);

impl Errors {
    /// The value, or nothing, with its error noted under the field's name.
    pub fn field<T, E: Into<Wrong>>(&mut self, name: &'static str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.add(name, error.into())).ok()
    }

    /// An address, if one is named.
    pub fn email(&mut self, name: &'static str, named: Option<&str>) -> Option<Option<Email>> {
        named.map(Email::parse).transpose().map_err(|_| self.add(name, Wrong::email())).ok()
    }

    /// Notes what is wrong with a field.
    pub fn add(&mut self, name: &'static str, wrong: Wrong) {
        let mut told = json!({ "field": name, "code": wrong.code, "detail": wrong.detail });
        for (bound, value) in [("min", wrong.min), ("max", wrong.max)] {
            if let Some(value) = value {
                told[bound] = value.into();
            }
        }
        self.0.push(told);
    }

    /// The value when nothing is wrong.
    ///
    /// # Errors
    /// A problem of the type [`INVALID`] with everything that is.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        let none_wrong = self.0.is_empty();
        match build().filter(|_| none_wrong) {
            Some(value) => Ok(value),
            None => Err(self.into_problem()),
        }
    }

    /// What is wrong, as a problem of the type [`INVALID`].
    pub fn into_problem(self) -> Problem {
        INVALID.problem().with("errors", self.0)
    }
}
