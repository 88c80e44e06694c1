//! What a call can come to, by what its caller can do about it.

use std::time::Duration;

use crate::{Key, Problem};

/// Problems that the server finds once it has looked for the key: no request with it was done before.
const AFTER_THE_KEY: [&str; 9] = [
    "account-suspended",
    "spending-blocked",
    "not-a-member",
    "unknown-feature",
    "out-of-range",
    "not-whole-uses",
    "too-many-holds",
    "hold-exceeded",
    "lease-exceeded",
];

/// Why a call did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There are not enough credits. Nothing was written: repeat with the same key after topping up.
    #[error("{available} credits are available, {missing} more are needed")]
    Short {
        /// What can be used now.
        available: i64,
        /// What more is needed.
        missing: i64,
    },
    /// The server has no time until the deadline. Nothing was done: repeat later with the same key.
    #[error("the server is busy; try again in {} s", retry_after.as_secs())]
    Busy {
        /// How long to wait at least.
        retry_after: Duration,
    },
    /// It may be done or not: an answer was lost. Repeat with this key, now or after a restart: it is never done twice.
    #[error("the outcome is unknown ({why}); repeat with the key {key}")]
    Unknown {
        /// The key of the request.
        key: Key,
        /// What happened to the answer.
        why: Cause,
    },
    /// The server was not reached. Nothing was done.
    #[error("the server cannot be reached: {why}")]
    Unreachable {
        /// What happened.
        why: Cause,
    },
    /// The key was used before for something else: each use needs a key of its own.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// The API key is not valid (any more).
    #[error("the API key is not valid")]
    Unauthorized,
    /// The API key does not open this, or the account is suspended.
    #[error("{0}")]
    Forbidden(Box<Problem>),
    /// The account has no such operation, hold or lease.
    #[error("there is no such thing in this account")]
    NotFound,
    /// The hold or lease ended before.
    #[error("it has ended: {state}")]
    Ended {
        /// `captured`, `released`, `settled` or `expired`.
        state: String,
    },
    /// The request cannot be done as it is: [`Problem::kind`] says which kind of problem it is. When that is empty, it is not the server that
    /// says so but something before it.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// The answer is not one of Guichet's. A change may be done or not: it has its key here.
    #[error("the answer cannot be understood: {why}{}", repeat(key.as_ref()))]
    Answer {
        /// The key of the request, if it was a change.
        key: Option<Key>,
        /// What cannot be understood.
        why: String,
    },
    /// The machine failed: no randomness, no TLS, no thread.
    #[error("the machine failed: {0}")]
    System(String),
}

/// What became of an attempt that brought no answer to act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// There is no connection, or it broke off; in the system's words.
    #[error("{0}")]
    Connection(String),
    /// The server took too long.
    #[error("no answer within {} s", within.as_secs_f32())]
    NoAnswer {
        /// How long it was waited for.
        within: Duration,
    },
    /// The answer is longer than any of Guichet's.
    #[error("the answer is too long")]
    TooLong,
    /// The server, or something before it, has a fault.
    #[error("{0}")]
    Server(Box<Problem>),
    /// First one thing, then an answer that does not tell what became of the request.
    #[error("{0}; then {1}")]
    Then(Box<Cause>, Box<Error>),
}

/// What to do about an answer that cannot be understood.
fn repeat(key: Option<&Key>) -> String {
    key.map_or_else(String::new, |key| format!("; repeat with the key {key}"))
}

impl Error {
    /// What a problem document says, of a request that will be answered the same again. An answer of another kind is told by its status: it
    /// is not the server's.
    pub(crate) fn refused(problem: Problem) -> Error {
        match (problem.status, problem.kind()) {
            (401, "unauthorized") => Error::Unauthorized,
            (402, "insufficient-credits") => Error::Short {
                available: problem.balance.as_ref().map_or(0, |balance| balance.available),
                missing: problem.missing.unwrap_or(0),
            },
            (403, kind) if !kind.is_empty() => Error::Forbidden(Box::new(problem)),
            (404, "not-found") => Error::NotFound,
            (409, "hold-ended") => Error::Ended { state: problem.state.unwrap_or_default() },
            (422, "idempotency-key-reused") => Error::KeyReused,
            _ => Error::Refused(Box::new(problem)),
        }
    }

    /// Whether the server looked at a use or a lease and will not give it as it is asked for.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Error::Short { .. } | Error::KeyReused | Error::Ended { .. } => true,
            Error::Refused(problem) => !problem.kind().is_empty(),
            _ => false,
        }
    }

    /// Whether the server had looked for the key when it refused: with the same key it never was done.
    pub(crate) fn tells_of_the_key(&self) -> bool {
        match self {
            Error::Short { .. } | Error::KeyReused | Error::Ended { .. } => true,
            Error::Forbidden(problem) | Error::Refused(problem) => AFTER_THE_KEY.contains(&problem.kind()),
            _ => false,
        }
    }
}
