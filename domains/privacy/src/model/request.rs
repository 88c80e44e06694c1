//! A person's wish to be forgotten.

use jiff::Timestamp;
use kit_core::{Id, PersonId, Text};
use kit_db::{FromRow, stored_as_code};
use kit_web::Tone;

/// Marks ids of requests.
#[derive(Debug)]
pub enum AnyRequest {}

/// The id of a request.
pub type RequestId = Id<AnyRequest>;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// A link was mailed; whoever has the mailbox has not confirmed yet.
    Asked,
    /// Confirmed: it is carried out after some days.
    Confirmed,
    /// Taken back by the person.
    Withdrawn,
    /// Nobody confirmed it in time.
    Lapsed,
    /// Staff said no, with a reason.
    Refused,
    /// Carried out.
    Done,
}

impl RequestState {
    /// Every one.
    pub const ALL: &'static [RequestState] = &[
        RequestState::Asked,
        RequestState::Confirmed,
        RequestState::Withdrawn,
        RequestState::Lapsed,
        RequestState::Refused,
        RequestState::Done,
    ];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            RequestState::Asked => "asked",
            RequestState::Confirmed => "confirmed",
            RequestState::Withdrawn => "withdrawn",
            RequestState::Lapsed => "lapsed",
            RequestState::Refused => "refused",
            RequestState::Done => "done",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<RequestState> {
        RequestState::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            RequestState::Asked => Text::new("privacy-state-asked"),
            RequestState::Confirmed => Text::new("privacy-state-confirmed"),
            RequestState::Withdrawn => Text::new("privacy-state-withdrawn"),
            RequestState::Lapsed => Text::new("privacy-state-lapsed"),
            RequestState::Refused => Text::new("privacy-state-refused"),
            RequestState::Done => Text::new("privacy-state-done"),
        }
    }

    /// How it looks: tone and icon.
    pub const fn look(self) -> (Tone, &'static str) {
        match self {
            RequestState::Asked => (Tone::Neutral, "mail"),
            RequestState::Confirmed => (Tone::Info, "hourglass"),
            RequestState::Withdrawn | RequestState::Lapsed => (Tone::Neutral, "circle-dashed"),
            RequestState::Refused => (Tone::Danger, "circle-x"),
            RequestState::Done => (Tone::Success, "circle-check"),
        }
    }
}

stored_as_code!(RequestState);

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Who asked.
    pub person: PersonId,
    /// Where it stands.
    pub state: RequestState,
    /// When it came.
    pub asked_at: Timestamp,
    /// When the law wants it answered.
    pub due_at: Timestamp,
    /// When the mailed link was followed.
    pub confirmed_at: Option<Timestamp>,
    /// When it is carried out.
    pub erase_at: Option<Timestamp>,
    /// When its delay was extended.
    pub extended_at: Option<Timestamp>,
    /// Why.
    pub extension: Option<String>,
    /// Since when something stands in its way.
    pub hindered_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<String>,
}

impl Request {
    /// Whether it still has to be answered.
    pub const fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether the person still has to follow the mailed link.
    pub fn is_asked(&self) -> bool {
        self.state == RequestState::Asked
    }

    /// Whether its time is up and nobody answered.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.is_open() && self.due_at < now
    }

    /// Whether its delay may be extended now: once, and before it has run out.
    pub fn may_be_extended(&self, now: Timestamp) -> bool {
        self.is_open() && self.extended_at.is_none() && now <= self.due_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_extended_once_and_in_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let request = Request {
            id: Id::from_raw(1),
            person: Id::from_raw(2),
            state: RequestState::Confirmed,
            asked_at: at(0),
            due_at: at(100),
            confirmed_at: Some(at(10)),
            erase_at: Some(at(50)),
            extended_at: None,
            extension: None,
            hindered_at: None,
            ended_at: None,
            reason: None,
        };
        assert!(request.may_be_extended(at(100)) && !request.may_be_extended(at(101)));
        assert!(!Request { extended_at: Some(at(20)), ..request.clone() }.may_be_extended(at(30)));
        assert!(!Request { ended_at: Some(at(20)), ..request.clone() }.may_be_extended(at(30)));
        assert!(request.is_late(at(101)) && !request.is_late(at(100)));
    }

    #[test]
    fn states_survive_their_codes() {
        for state in RequestState::ALL {
            assert_eq!(RequestState::from_code(state.code()), Some(*state));
        }
    }
}
