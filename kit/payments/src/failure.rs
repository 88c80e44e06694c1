//! What can go wrong with a call, by what the caller can do about it.

use std::time::Duration;

use thiserror::Error;

use crate::Reference;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// Nothing was done. Try again, not before `after` where the provider said so (at most a day).
    #[error("the payment provider cannot answer now: {why}")]
    Later {
        /// How long the provider wants to be left alone.
        after: Option<Duration>,
        /// For the log.
        why: String,
    },
    /// The call changes something, and nobody knows whether it did. Ask what is there before anything else; the calls of
    /// the traits do so themselves when they are repeated.
    #[error("the payment provider may or may not have done it: {why}")]
    Unknown {
        /// For the log.
        why: String,
    },
    /// The provider understood and refuses. The same call will be refused again.
    #[error("the payment provider refuses: {0}")]
    Refused(Refusal),
    /// The client id or the secret is wrong: somebody has to look at the settings.
    #[error("the payment provider does not accept the credentials")]
    Credentials,
    /// Nothing was changed, and the answer is not what the provider's description promises.
    #[error("the payment provider's answer is not understood: {what}")]
    NotUnderstood {
        /// For the log; nothing of the payer is in it.
        what: String,
    },
    /// The reference is of the other environment, or of a kind that this call is not for. Nothing was sent.
    #[error("{0} is not for this call")]
    NotOurs(Reference),
}

/// A refusal in the provider's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Error)]
#[error("{status} {name} ({})", details.iter().map(|detail| detail.issue.as_str()).collect::<Vec<_>>().join(", "))]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The provider's name for it, such as `UNPROCESSABLE_ENTITY`.
    pub name: String,
    /// What the provider's support asks for.
    pub debug_id: Option<String>,
    /// What is wrong, and where.
    pub details: Vec<Detail>,
}

impl Refusal {
    /// Whether `issue` is among the details.
    pub fn is(&self, issue: &str) -> bool {
        self.details.iter().any(|detail| detail.issue == issue)
    }
}

/// One thing that is wrong with a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// The provider's code, such as `DUPLICATE_INVOICE_NUMBER`.
    pub issue: String,
    /// Where, as a JSON pointer.
    pub field: Option<String>,
    /// In the provider's words.
    pub description: Option<String>,
}
