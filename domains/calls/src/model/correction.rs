//! What a customer says about a use of support time.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kit_core::{AccountId, Id, IdError, PersonId, Text};
use kit_db::{FromRow, stored_as_code};

/// Marks ids of requests for a correction.
#[derive(Debug)]
pub enum CorrectionTag {}

/// The id of a request for a correction.
pub type CorrectionRequestId = Id<CorrectionTag>;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionRequestState {
    /// It waits for the staff.
    Asked,
    /// Minutes came back by a new operation.
    Granted,
    /// They did not, for a reason.
    Refused,
}

impl CorrectionRequestState {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            CorrectionRequestState::Asked => "asked",
            CorrectionRequestState::Granted => "granted",
            CorrectionRequestState::Refused => "refused",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<CorrectionRequestState> {
        let all = [CorrectionRequestState::Asked, CorrectionRequestState::Granted, CorrectionRequestState::Refused];
        all.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            CorrectionRequestState::Asked => Text::new("calls-correction-asked"),
            CorrectionRequestState::Granted => Text::new("calls-correction-granted"),
            CorrectionRequestState::Refused => Text::new("calls-correction-refused"),
        }
    }

    /// Tone and icon of its badge.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            CorrectionRequestState::Asked => ("info", "hourglass"),
            CorrectionRequestState::Granted => ("success", "check"),
            CorrectionRequestState::Refused => ("neutral", "x"),
        }
    }
}

stored_as_code!(CorrectionRequestState);

/// A request to put a use of support time right.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CorrectionRequest {
    /// Which one.
    pub id: CorrectionRequestId,
    /// Of which account.
    pub account: AccountId,
    /// The place of the use in the history of support time.
    pub operation: i64,
    /// The member who asks.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: CorrectionRequestState,
    /// How many minutes came back.
    pub minutes: Option<i64>,
    /// What the staff says to it.
    pub answer: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

/// The request after which a page of them starts, as an address has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AfterRequest(pub Timestamp, pub CorrectionRequestId);

impl fmt::Display for AfterRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.as_microsecond(), self.1)
    }
}

impl FromStr for AfterRequest {
    type Err = IdError;

    fn from_str(text: &str) -> Result<AfterRequest, IdError> {
        let (at, id) = text.split_once('.').ok_or(IdError)?;
        let at = at.parse().map_err(|_| IdError)?;
        Ok(AfterRequest(Timestamp::from_microsecond(at).map_err(|_| IdError)?, id.parse()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_page_starts_is_read_as_it_was_written() {
        let after = AfterRequest(Timestamp::from_microsecond(-12).unwrap(), CorrectionRequestId::from_raw(7));
        assert_eq!(after.to_string().parse(), Ok(after));
        for wrong in ["", ".", "x.y", "1", "99999999999999999999.1", "9223372036854775807.1"] {
            assert!(wrong.parse::<AfterRequest>().is_err(), "{wrong}");
        }
    }
}
