//! What can be asked for. Each change may carry its key; without one it gets a new one, told in the answer.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::Key;

/// Methods that set what may be left out.
macro_rules! may_say {
    ($name:ident { $($(#[$doc:meta])* $field:ident: $kind:ty,)* }) => {
        impl $name {
            $($(#[$doc])*
            #[must_use]
            pub fn $field(mut self, $field: impl Into<$kind>) -> $name {
                self.$field = Some($field.into());
                self
            })*
        }
    };
}

/// A use of a feature, online or out of a lease.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Usage {
    pub(crate) feature: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl Usage {
    /// One use of a feature of the tariff.
    pub fn new(feature: impl Into<String>) -> Usage {
        Usage { feature: feature.into(), ..Usage::default() }
    }
}

may_say!(Usage {
    /// How much of it, from 1 to a million.
    quantity: i64,
    /// What it costs in all: needs the scope `credits:charge`.
    amount: i64,
    /// The address of the member who uses it.
    member: String,
    /// What is produced, in the words of the application; at most 200 characters.
    reference: String,
    /// The key of the use.
    key: Key,
});

/// Credits to be set aside for a feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewHold {
    pub(crate) feature: String,
    #[serde(serialize_with = "seconds")]
    pub(crate) expires_in: Duration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) machine: Option<String>,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl NewHold {
    /// What one use of a feature costs, for a minute to a day (whole seconds).
    pub fn new(feature: impl Into<String>, expires_in: Duration) -> NewHold {
        let feature = feature.into();
        NewHold {
            feature,
            expires_in,
            quantity: None,
            amount: None,
            member: None,
            reference: None,
            machine: None,
            key: None,
        }
    }
}

may_say!(NewHold {
    /// How much of it, from 1 to a million.
    quantity: i64,
    /// How many credits: a multiple of the price, unless the key has the scope `credits:charge`.
    amount: i64,
    /// The address of the member who uses it.
    member: String,
    /// What is to be produced.
    reference: String,
    /// The machine that it is for; at most 100 characters.
    machine: String,
    /// The key of the hold.
    key: Key,
});

/// A hold is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capture {
    #[serde(skip)]
    pub(crate) hold: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quantity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl Capture {
    /// All of a hold.
    pub fn all(hold: impl Into<String>) -> Capture {
        Capture { hold: hold.into(), quantity: None, amount: None, reference: None, key: None }
    }
}

may_say!(Capture {
    /// How much of the feature, at the price of the hold; the rest comes back.
    quantity: i64,
    /// How many credits; the rest comes back.
    amount: i64,
    /// What was produced, if it is not what the hold says.
    reference: String,
    /// The key of the capture.
    key: Key,
});

/// A hold is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    #[serde(skip)]
    pub(crate) hold: String,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl Release {
    /// All of a hold.
    pub fn new(hold: impl Into<String>) -> Release {
        Release { hold: hold.into(), key: None }
    }
}

may_say!(Release {
    /// The key of the release.
    key: Key,
});

/// Credits to be taken along by a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLease {
    pub(crate) amount: i64,
    #[serde(serialize_with = "seconds")]
    pub(crate) expires_in: Duration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) machine: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) member: Option<String>,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl NewLease {
    /// So many credits, for an hour to a week (whole seconds).
    pub fn new(amount: i64, expires_in: Duration) -> NewLease {
        NewLease { amount, expires_in, machine: None, member: None, key: None }
    }
}

may_say!(NewLease {
    /// The machine; at most 100 characters.
    machine: String,
    /// The address of the member who uses it.
    member: String,
    /// The key of the lease.
    key: Key,
});

/// What was used of a lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settlement {
    #[serde(skip)]
    pub(crate) lease: String,
    pub(crate) uses: Vec<OfflineUse>,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

impl Settlement {
    /// These uses, at most 500; the rest of the lease comes back.
    pub fn new(lease: impl Into<String>, uses: Vec<OfflineUse>) -> Settlement {
        Settlement { lease: lease.into(), uses, key: None }
    }
}

may_say!(Settlement {
    /// The key of the settlement.
    key: Key,
});

/// A use made without a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfflineUse {
    /// Names the use: it is never settled twice.
    pub key: Key,
    /// What was used, and how much of it.
    #[serde(flatten)]
    pub usage: Usage,
    /// When, by the machine's clock.
    pub at: Timestamp,
}

/// Which operations are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationsFilter {
    pub(crate) kind: Option<String>,
    pub(crate) member: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) page: Option<i64>,
}

impl OperationsFilter {
    /// All of them.
    pub fn all() -> OperationsFilter {
        OperationsFilter::default()
    }
}

may_say!(OperationsFilter {
    /// `usage`, `grant`, `purchase`, `expiry` or `correction`.
    kind: String,
    /// The address of the member who used it.
    member: String,
    /// From this moment or day on: RFC 3339, or `2026-11-21` (UTC).
    from: String,
    /// Before this moment, or up to this day's end.
    to: String,
    /// How many in a page, 1 to 200.
    page: i64,
});

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(duration.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_say_what_was_said_and_no_more() {
        let json = |value: &dyn Fn() -> serde_json::Value| value().to_string();
        let usage = Usage::new("plan.render").quantity(2).key("k-1".parse::<Key>().unwrap());
        assert_eq!(json(&|| serde_json::json!(usage)), r#"{"feature":"plan.render","quantity":2}"#);
        let lease = NewLease::new(100, Duration::from_secs(3600)).machine("POSTE-7");
        assert_eq!(json(&|| serde_json::json!(lease)), r#"{"amount":100,"expires_in":3600,"machine":"POSTE-7"}"#);
        assert_eq!(json(&|| serde_json::json!(Release::new("0c4x"))), "{}");
        let at = Timestamp::UNIX_EPOCH;
        let told = Settlement::new("0c4x", vec![OfflineUse { key: "k".parse().unwrap(), usage, at }]);
        let body = r#"{"uses":[{"at":"1970-01-01T00:00:00Z","feature":"plan.render","key":"k","quantity":2}]}"#;
        assert_eq!(json(&|| serde_json::json!(told)), body);
    }
}
