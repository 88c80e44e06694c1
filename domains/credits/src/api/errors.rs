//! Why the values of credits are not accepted.

pub(crate) use kit_web::{Errors, Wrong};

use crate::model::InputError;

impl From<InputError> for Wrong {
    fn from(error: InputError) -> Wrong {
        let detail = error.to_string();
        match error {
            InputError::Missing => Wrong::missing(detail),
            InputError::TooLong { max } => Wrong::too_long(max, detail),
            InputError::Character => Wrong::character(detail),
            InputError::NotWhole => Wrong::new("not-whole", detail),
            InputError::Moment => Wrong::new("moment", detail),
            InputError::Range { min, max } => Wrong::range(min, max, detail),
        }
    }
}
