//! From what was typed to values, keeping every error with the field it belongs to.

use crate::Text;

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The `name` of the form field.
    pub field: &'static str,
    /// What is wrong and what to do, in the reader's language.
    pub text: Text,
}

/// Everything that is wrong with one form, in the order of its fields; never empty when it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// The single error `text` at `field`.
    pub fn one(field: &'static str, text: impl Into<Text>) -> FieldErrors {
        FieldErrors(vec![FieldError { field, text: text.into() }])
    }

    /// What is wrong with `field`, if anything.
    pub fn of(&self, field: &str) -> Option<&Text> {
        self.0.iter().find(|error| error.field == field).map(|error| &error.text)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Collects the errors of a form while its fields are read one by one, so that all are told at once.
///
/// ```
/// use kit_core::{Check, Text};
/// let mut check = Check::new();
/// let quantity = check.field("quantity", "3".parse::<u8>().map_err(|_| Text::new("not-a-number")));
/// assert_eq!(check.finish(|| Some(quantity?)), Ok(3));
/// ```
#[derive(Debug, Default)]
pub struct Check {
    errors: FieldErrors,
}

impl Check {
    /// A check that found nothing yet.
    pub fn new() -> Check {
        Check::default()
    }

    /// The value of `field`; or none, with its error noted.
    pub fn field<T, E: Into<Text>>(&mut self, field: &'static str, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(field, error);
                None
            }
        }
    }

    /// Notes an error that concerns `field` in the light of others.
    pub fn fail(&mut self, field: &'static str, error: impl Into<Text>) {
        self.errors.0.push(FieldError { field, text: error.into() });
    }

    /// The whole value when no field failed, else all errors.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, FieldErrors> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        build().ok_or(self.errors)
    }
}
