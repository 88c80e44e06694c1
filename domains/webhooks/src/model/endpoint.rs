//! Registered addresses.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Id, Text};
use kit_db::{Cell, FromRow, FromValue, ToValue, Value, stored_as_code};
use thiserror::Error;

/// Marks ids of registered addresses.
#[derive(Debug)]
pub enum AnyEndpoint {}

/// The id of a registered address.
pub type EndpointId = Id<AnyEndpoint>;

/// As many addresses can be registered.
pub const MOST: usize = 20;
/// So long is a call signed with the replaced secret too.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);
/// So long may an address fail before it is taken out of use.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// An address that hears of events.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where it is.
    pub url: String,
    /// What it is for, in the publisher's words; maybe empty.
    pub description: String,
    /// What it wants to hear of.
    pub kinds: Kinds,
    /// Which secret is in use, counted from 1.
    pub generation: i64,
    /// When the secret before was replaced.
    pub rotated_at: Option<Timestamp>,
    /// Since when it is registered.
    pub created_at: Timestamp,
    /// Since when it is out of use.
    pub disabled_at: Option<Timestamp>,
    /// Why it is out of use.
    pub disabled_by: Option<Disabled>,
    /// When it failed first after its last success.
    pub failing_since: Option<Timestamp>,
    /// When it took something last.
    pub last_success_at: Option<Timestamp>,
    /// When it failed last.
    pub last_failure_at: Option<Timestamp>,
}

impl Endpoint {
    /// What people call it: its description, or where it is.
    pub(crate) fn name(&self) -> &str {
        let host = self.url.split('/').nth(2).unwrap_or(&self.url);
        if self.description.is_empty() { host } else { &self.description }
    }

    /// The numbers of the secrets that a call at `now` is signed with.
    pub(crate) fn generations(&self, now: Timestamp) -> Vec<i64> {
        let overlaps = self.rotated_at.is_some_and(|at| now.duration_since(at) < OVERLAP);
        let before = overlaps.then(|| self.generation - 1);
        std::iter::once(self.generation).chain(before).collect()
    }
}

/// Why an address is out of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disabled {
    /// Staff said so.
    Staff,
    /// It answered 410.
    Gone,
    /// It failed for three days.
    Failing,
}

impl Disabled {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Disabled::Staff => "staff",
            Disabled::Gone => "gone",
            Disabled::Failing => "failing",
        }
    }

    /// The reason of a stored code.
    pub fn from_code(code: &str) -> Option<Disabled> {
        [Disabled::Staff, Disabled::Gone, Disabled::Failing].into_iter().find(|reason| reason.code() == code)
    }

    /// The reason in words.
    pub(crate) fn label(self) -> Text {
        match self {
            Disabled::Staff => Text::new("webhooks-disabled-staff"),
            Disabled::Gone => Text::new("webhooks-disabled-gone"),
            Disabled::Failing => Text::new("webhooks-disabled-failing"),
        }
    }
}
stored_as_code!(Disabled);

/// The kinds of events that an address wants, as they are stored: codes between commas, or `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(String);

impl Kinds {
    /// All, those of later versions too.
    pub fn all() -> Kinds {
        Kinds("*".to_owned())
    }

    /// Exactly these codes.
    pub fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Kinds {
        Kinds(codes.into_iter().collect::<Vec<_>>().join(","))
    }

    /// The codes, or `*`.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').filter(|code| !code.is_empty())
    }

    /// Whether an event of this kind is wanted.
    pub fn want(&self, kind: &str) -> bool {
        self.codes().any(|code| code == "*" || code == kind)
    }
}

impl ToValue for Kinds {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}
impl FromValue for Kinds {
    fn from_value(cell: Cell<'_>) -> Result<Kinds, String> {
        String::from_value(cell).map(Kinds)
    }
}

/// What staff says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointForm {
    /// Where it is; read by [`kit_http::typed_url`].
    pub url: String,
    /// What it is for; maybe empty.
    pub description: String,
    /// What it wants to hear of.
    pub kinds: Kinds,
}

/// Why a change of an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EndpointRefusal {
    /// There is no such address, or no more.
    #[error("there is no such address")]
    Unknown,
    /// There are as many as can be.
    #[error("there are {MOST} addresses already")]
    TooMany,
    /// It is registered already: called twice, its program would do twice what it does.
    #[error("the address is registered already")]
    Taken,
    /// It is out of use.
    #[error("the address is out of use")]
    OutOfUse,
}

impl From<EndpointRefusal> for Text {
    fn from(refusal: EndpointRefusal) -> Text {
        match refusal {
            EndpointRefusal::Unknown => Text::new("webhooks-refused-unknown"),
            EndpointRefusal::TooMany => Text::new("webhooks-refused-too-many").with("most", MOST as i64),
            EndpointRefusal::Taken => Text::new("webhooks-refused-taken"),
            EndpointRefusal::OutOfUse => Text::new("webhooks-refused-out-of-use"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_hears_what_it_wants() {
        assert!(Kinds::all().want("credits.granted"));
        let some = Kinds::of(["credits.granted", "order.paid"]);
        assert!(some.want("credits.granted") && !some.want("credits") && !some.want("credits.granted_more"));
        assert!(!Kinds::of([]).want(""));
    }

    #[test]
    fn a_replaced_secret_signs_for_a_day() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let endpoint = Endpoint {
            id: EndpointId::from_raw(1),
            url: "https://outils.example/x".to_owned(),
            description: String::new(),
            kinds: Kinds::all(),
            generation: 1,
            rotated_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            disabled_at: None,
            disabled_by: None,
            failing_since: None,
            last_success_at: None,
            last_failure_at: None,
        };
        assert_eq!(endpoint.generations(at("2026-11-02T09:00:00Z")), [1]);
        assert_eq!(endpoint.name(), "outils.example");
        let rotated = Endpoint { generation: 3, rotated_at: Some(at("2026-11-02T09:00:00Z")), ..endpoint };
        assert_eq!(rotated.generations(at("2026-11-03T08:59:59Z")), [3, 2]);
        assert_eq!(rotated.generations(at("2026-11-03T09:00:00Z")), [3]);
    }
}
