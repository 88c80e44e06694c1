//! The values of a request that are not accepted, gathered so that all is told at once.

use kit_mail::Email;
use kit_web::Problem;
use serde_json::{Value, json};

use super::problems::INVALID;
use crate::model::InputError;

/// Why a value is not accepted: a stable code for programs, which may tell it in their own words, and English for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    code: &'static str,
    detail: String,
    min: Option<i64>,
    max: Option<i64>,
}

impl Wrong {
    /// Not one of what can stand here.
    pub(crate) fn unknown(detail: &str) -> Wrong {
        Wrong::new("unknown", detail)
    }

    /// No day and no moment.
    pub(crate) fn moment() -> Wrong {
        Wrong::new("moment", "not a date or time")
    }

    /// No address of electronic mail.
    pub(crate) fn email() -> Wrong {
        Wrong::new("email", "not an e-mail address")
    }

    /// More uses at once than are taken.
    pub(crate) fn too_many_uses(max: usize) -> Wrong {
        Wrong { max: i64::try_from(max).ok(), ..Wrong::new("too-many", &format!("more than {max} uses")) }
    }

    fn new(code: &'static str, detail: &str) -> Wrong {
        Wrong { code, detail: detail.to_owned(), min: None, max: None }
    }
}

impl From<InputError> for Wrong {
    fn from(error: InputError) -> Wrong {
        let detail = error.to_string();
        match error {
            InputError::Missing => Wrong::new("missing", &detail),
            InputError::TooLong { max } => Wrong { max: Some(max), ..Wrong::new("too-long", &detail) },
            InputError::Character => Wrong::new("character", &detail),
            InputError::NotWhole => Wrong::new("not-whole", &detail),
            InputError::Moment => Wrong::new("moment", &detail),
            InputError::Range { min, max } => Wrong { min: Some(min), max: Some(max), ..Wrong::new("range", &detail) },
        }
    }
}

/// What is wrong, by field.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<Value>);

impl Errors {
    /// The value, or nothing, with its error noted under the field's name.
    pub(crate) fn field<T>(&mut self, name: &'static str, read: Result<T, InputError>) -> Option<T> {
        read.map_err(|error| self.add(name, error.into())).ok()
    }

    /// The address of a member, if one is named.
    pub(crate) fn member(&mut self, name: &'static str, named: Option<&str>) -> Option<Option<Email>> {
        named.map(Email::parse).transpose().map_err(|_| self.add(name, Wrong::email())).ok()
    }

    /// Notes what is wrong with a field.
    pub(crate) fn add(&mut self, name: &'static str, wrong: Wrong) {
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
    /// A problem of the type `invalid` with everything that is.
    pub(crate) fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Problem> {
        let none_wrong = self.0.is_empty();
        match build().filter(|_| none_wrong) {
            Some(value) => Ok(value),
            None => Err(INVALID.problem().with("errors", self.0)),
        }
    }
}
