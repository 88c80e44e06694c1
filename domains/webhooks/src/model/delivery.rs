//! Events on their way to one address.

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Id, Text};
use kit_db::{FromRow, stored_as_code};
use kit_http::{Answer, CallError};
use thiserror::Error;

use super::endpoint::EndpointId;

/// Marks ids of events.
#[derive(Debug)]
pub enum AnyEvent {}

/// The id of an event; every call about it carries it.
pub type EventId = Id<AnyEvent>;

/// Marks ids of deliveries.
#[derive(Debug)]
pub enum AnyDelivery {}

/// The id of a delivery.
pub type DeliveryId = Id<AnyDelivery>;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Tried soon, or again later.
    Waiting,
    /// Taken by its receiver.
    Delivered,
    /// Refused for more than three days, or for good.
    GivenUp,
    /// Its address went out of use before.
    Cancelled,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [DeliveryState; 4] =
        [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::GivenUp, DeliveryState::Cancelled];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Delivered => "delivered",
            DeliveryState::GivenUp => "given_up",
            DeliveryState::Cancelled => "cancelled",
        }
    }

    /// The state of a stored code.
    pub fn from_code(code: &str) -> Option<DeliveryState> {
        DeliveryState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state in words.
    pub(crate) fn label(self) -> Text {
        match self {
            DeliveryState::Waiting => Text::new("webhooks-state-waiting"),
            DeliveryState::Delivered => Text::new("webhooks-state-delivered"),
            DeliveryState::GivenUp => Text::new("webhooks-state-given-up"),
            DeliveryState::Cancelled => Text::new("webhooks-state-cancelled"),
        }
    }
}
stored_as_code!(DeliveryState);

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The event.
    pub event: EventId,
    /// The code of its kind.
    pub kind: String,
    /// Whom it is about; nobody for a test.
    pub account: Option<AccountId>,
    /// To which address.
    pub endpoint: EndpointId,
    /// Where that is now.
    pub url: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// When the event happened.
    pub created_at: Timestamp,
    /// When it is tried next, while it waits.
    pub next_at: Option<Timestamp>,
    /// The status of the last answer.
    pub last_status: Option<i64>,
    /// When it was tried last.
    pub last_at: Option<Timestamp>,
}

/// An attempt that could not even be made comes back within six hours (see the pauses of jobs); after that nobody works on it any more.
pub(crate) const FORGOTTEN: SignedDuration = SignedDuration::from_hours(7);

impl Delivery {
    /// Whether staff may send it again: it has come to its end, or nobody works on it any more.
    pub fn may_be_replayed(&self, now: Timestamp) -> bool {
        let forgotten = self.next_at.is_some_and(|next| now.duration_since(next) > FORGOTTEN);
        self.state != DeliveryState::Waiting || forgotten
    }
}

/// What staff looks for; an empty filter finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// To this address.
    pub endpoint: Option<EndpointId>,
    /// In this state.
    pub state: Option<DeliveryState>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// One attempt, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Attempt {
    /// Which one, counted from 1.
    pub number: i64,
    /// When it began.
    pub at: Timestamp,
    /// How long it took.
    pub milliseconds: i64,
    /// The status of the answer; none without an answer.
    pub status: Option<i64>,
    /// How the answer begins, or what went wrong.
    pub words: String,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Taken (2xx).
    Taken,
    /// The address will never take anything again (410).
    Gone,
    /// To be tried again.
    Failed,
}

impl Verdict {
    /// Redirects are failures: the README says why.
    pub(crate) fn of(status: Option<u16>) -> Verdict {
        match status {
            Some(200..=299) => Verdict::Taken,
            Some(410) => Verdict::Gone,
            _ => Verdict::Failed,
        }
    }

    /// The name of the figure.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Verdict::Taken => "taken",
            Verdict::Gone => "gone",
            Verdict::Failed => "failed",
        }
    }
}

/// What came back, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CameBack {
    pub(crate) status: Option<u16>,
    pub(crate) words: String,
}

impl CameBack {
    pub(crate) fn of(result: &Result<Answer, CallError>) -> CameBack {
        let (status, words) = match result {
            Ok(answer) => (Some(answer.status), String::from_utf8_lossy(&answer.beginning).into_owned()),
            Err(error) => (None, error.to_string()),
        };
        CameBack { status, words: words.replace('\0', "\u{fffd}") }
    }
}

/// Why a delivery is not made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReplayRefusal {
    /// There is no such delivery, or no more.
    #[error("there is no such delivery")]
    Unknown,
    /// It is tried soon anyway.
    #[error("the delivery waits already")]
    Waiting,
    /// Its address is out of use.
    #[error("the address is out of use")]
    OutOfUse,
}

impl From<ReplayRefusal> for Text {
    fn from(refusal: ReplayRefusal) -> Text {
        match refusal {
            ReplayRefusal::Unknown => Text::new("webhooks-refused-no-delivery"),
            ReplayRefusal::Waiting => Text::new("webhooks-refused-waiting"),
            ReplayRefusal::OutOfUse => Text::new("webhooks-refused-out-of-use"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_2xx_is_success() {
        assert_eq!([200, 204, 299].map(|status| Verdict::of(Some(status))), [Verdict::Taken; 3]);
        assert_eq!(Verdict::of(Some(410)), Verdict::Gone);
        for status in [None, Some(100), Some(199), Some(300), Some(301), Some(307), Some(404), Some(500)] {
            assert_eq!(Verdict::of(status), Verdict::Failed, "{status:?}");
        }
    }

    #[test]
    fn whatever_comes_back_can_be_kept() {
        let answer = Answer { status: 500, beginning: b"a\0\xff".to_vec() };
        let kept = CameBack { status: Some(500), words: "a\u{fffd}\u{fffd}".to_owned() };
        assert_eq!(CameBack::of(&Ok(answer)), kept);
    }
}
