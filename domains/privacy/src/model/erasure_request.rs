//! A person's wish to be forgotten.

use jiff::Timestamp;
use kit_core::{Id, PersonId, Text};
use kit_db::{FromRow, stored_as_code};
use kit_web::Tone;

/// Marks ids of erasure requests.
#[derive(Debug)]
pub enum AnyErasureRequest {}

/// The id of an erasure request.
pub type ErasureRequestId = Id<AnyErasureRequest>;

/// Where an erasure request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureRequestState {
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

impl ErasureRequestState {
    /// Every one.
    pub const ALL: &'static [ErasureRequestState] = &[
        ErasureRequestState::Asked,
        ErasureRequestState::Confirmed,
        ErasureRequestState::Withdrawn,
        ErasureRequestState::Lapsed,
        ErasureRequestState::Refused,
        ErasureRequestState::Done,
    ];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            ErasureRequestState::Asked => "asked",
            ErasureRequestState::Confirmed => "confirmed",
            ErasureRequestState::Withdrawn => "withdrawn",
            ErasureRequestState::Lapsed => "lapsed",
            ErasureRequestState::Refused => "refused",
            ErasureRequestState::Done => "done",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<ErasureRequestState> {
        ErasureRequestState::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            ErasureRequestState::Asked => Text::new("privacy-state-asked"),
            ErasureRequestState::Confirmed => Text::new("privacy-state-confirmed"),
            ErasureRequestState::Withdrawn => Text::new("privacy-state-withdrawn"),
            ErasureRequestState::Lapsed => Text::new("privacy-state-lapsed"),
            ErasureRequestState::Refused => Text::new("privacy-state-refused"),
            ErasureRequestState::Done => Text::new("privacy-state-done"),
        }
    }

    /// How it looks: tone and icon.
    pub const fn look(self) -> (Tone, &'static str) {
        match self {
            ErasureRequestState::Asked => (Tone::Neutral, "mail"),
            ErasureRequestState::Confirmed => (Tone::Info, "hourglass"),
            ErasureRequestState::Withdrawn | ErasureRequestState::Lapsed => (Tone::Neutral, "circle-dashed"),
            ErasureRequestState::Refused => (Tone::Danger, "circle-x"),
            ErasureRequestState::Done => (Tone::Success, "circle-check"),
        }
    }
}

stored_as_code!(ErasureRequestState);

/// An erasure request.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ErasureRequest {
    /// Its id.
    pub id: ErasureRequestId,
    /// Who asked.
    pub person: PersonId,
    /// Where it stands.
    pub state: ErasureRequestState,
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

impl ErasureRequest {
    /// Whether it still has to be answered.
    pub const fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Whether the person still has to follow the mailed link.
    pub fn is_asked(&self) -> bool {
        self.state == ErasureRequestState::Asked
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
        let request = ErasureRequest {
            id: Id::from_raw(1),
            person: Id::from_raw(2),
            state: ErasureRequestState::Confirmed,
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
        assert!(!ErasureRequest { extended_at: Some(at(20)), ..request.clone() }.may_be_extended(at(30)));
        assert!(!ErasureRequest { ended_at: Some(at(20)), ..request.clone() }.may_be_extended(at(30)));
        assert!(request.is_late(at(101)) && !request.is_late(at(100)));
    }

    #[test]
    fn states_survive_their_codes() {
        for state in ErasureRequestState::ALL {
            assert_eq!(ErasureRequestState::from_code(state.code()), Some(*state));
        }
    }
}
