//! What a customer says about a use of support time.

use jiff::Timestamp;
use kit_core::{AccountId, Id, PersonId, Text};
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
