//! Every type of problem that the API answers with: the code is stable, its address leads to the description.

use axum::http::StatusCode;
use kit_core::Credits;
use kit_web::{Problem, WebError};

use crate::model::{Balance, HoldKind};
use crate::service::{HoldRefusal, UsageRefusal};

/// A type of problem, as the description tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemType {
    /// The last part of its address.
    pub kind: &'static str,
    /// The status (RFC 9110).
    pub status: StatusCode,
    /// What it is called.
    pub title: &'static str,
    /// What it means and what to do.
    pub advice: &'static str,
}

impl ProblemType {
    const fn new(kind: &'static str, status: StatusCode, title: &'static str, advice: &'static str) -> ProblemType {
        ProblemType { kind, status, title, advice }
    }

    /// A problem of this type.
    pub(crate) fn problem(self) -> Problem {
        Problem::new(self.status, self.kind, self.title)
    }
}

macro_rules! problem_types {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $status:ident, $title:literal, $advice:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: ProblemType = ProblemType::new($kind, StatusCode::$status, $title, $advice);)*

        /// Every type of problem.
        pub const PROBLEMS: &[ProblemType] = &[$($name),*];
    };
}

problem_types! {
    BAD_REQUEST = "bad-request", BAD_REQUEST, "The request cannot be understood",
        "The body is not JSON, a field is missing, unknown or of the wrong kind. `detail` says which.";
    NO_KEY = "idempotency-key-missing", BAD_REQUEST, "The header Idempotency-Key is required",
        "Send `Idempotency-Key` with 1 to 255 visible ASCII characters, new for each use and the same when you repeat it.";
    UNAUTHORIZED = "unauthorized", UNAUTHORIZED, "A valid API key is required",
        "Send `Authorization: Bearer gk_…` with a key that is not revoked.";
    SHORT = "insufficient-credits", PAYMENT_REQUIRED, "There are not enough credits",
        "`balance` says what is there and how much of it is held, `missing` what more is needed. Nothing was written: repeat with the same key after topping up.";
    FORBIDDEN = "forbidden", FORBIDDEN, "The API key does not open this",
        "Use a key with the scope that the endpoint names.";
    SUSPENDED = "account-suspended", FORBIDDEN, "The account is suspended",
        "It can read and export, not spend. Its admins know more.";
    BLOCKED = "spending-blocked", FORBIDDEN, "Spending is blocked",
        "A payment of the account went back, or the publisher stopped it. What is held can still be captured, settled and released. Its admins know more.";
    NOT_FOUND = "not-found", NOT_FOUND, "There is no such thing",
        "The account of the key has no such operation, hold or lease, or not for this key.";
    HOLD_ENDED = "hold-ended", CONFLICT, "The hold or lease has ended",
        "`state` says how: it ends once. With the key that ended it, the request is answered again.";
    TOO_MANY_HOLDS = "too-many-holds", CONFLICT, "Too many holds are open",
        "An account has at most 200 open holds and leases. Capture or release some, or wait for their end.";
    METHOD = "method-not-allowed", METHOD_NOT_ALLOWED, "This address takes other methods", "See the endpoints above.";
    TOO_LARGE = "too-large", PAYLOAD_TOO_LARGE, "The body is too large", "A body holds at most 64 KiB, that of a settlement 1 MiB.";
    INVALID = "invalid", UNPROCESSABLE_ENTITY, "A value is not accepted",
        "`errors` names each value that is out of bounds and why.";
    KEY_REUSED = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "The idempotency key was used for something else",
        "The same key came before with another body. Use a new key for a new use.";
    UNKNOWN_FEATURE = "unknown-feature", UNPROCESSABLE_ENTITY, "The tariff has no price for this feature",
        "The publisher sets prices in the back office; a price holds from its date on.";
    NOT_A_MEMBER = "not-a-member", UNPROCESSABLE_ENTITY, "This is no member of the account",
        "`member` is the address of a member; with a key that stands for a member it is that member's or left out.";
    HOLD_EXCEEDED = "hold-exceeded", UNPROCESSABLE_ENTITY, "The hold has set less aside",
        "A capture takes at most what is held. Use the rest with `POST /usage`.";
    LEASE_EXCEEDED = "lease-exceeded", UNPROCESSABLE_ENTITY, "The uses cost more than was leased",
        "Nothing was settled. Settle uses that cost at most what was leased, and the others with `POST /usage`.";
    NOT_WHOLE_USES = "not-whole-uses", UNPROCESSABLE_ENTITY, "The amount is not that of whole uses",
        "What the tariff prices is held and captured in whole uses: `amount` is a multiple of the price, or say `quantity`. What was held by `amount` alone is captured by `amount`.";
    TOO_MUCH = "out-of-range", UNPROCESSABLE_ENTITY, "The cost is out of range", "Quantity times price is more than a wallet can hold.";
    TOO_MANY = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests", "Wait as long as `Retry-After` says.";
    FAULT = "fault", INTERNAL_SERVER_ERROR, "Something is broken on our side", "Repeat with the same key; if it stays, tell support.";
    BUSY = "busy", SERVICE_UNAVAILABLE, "The server is busy; nothing was done, try again", "Repeat after `Retry-After` seconds.";
    UNKNOWN_OUTCOME = "unknown-outcome", SERVICE_UNAVAILABLE, "The outcome is unknown; repeat with the same key",
        "The connection to the database was lost while committing. The same idempotency key never writes twice.";
}

/// A use that was refused.
pub(crate) fn refused(refusal: UsageRefusal) -> Problem {
    match refusal {
        UsageRefusal::Short { available, missing } => short(available, missing),
        UsageRefusal::UnknownFeature => UNKNOWN_FEATURE.problem(),
        UsageRefusal::NotAMember => NOT_A_MEMBER.problem(),
        UsageRefusal::KeyReused => KEY_REUSED.problem(),
        UsageRefusal::Suspended => SUSPENDED.problem(),
        UsageRefusal::Blocked(_) => BLOCKED.problem(),
        UsageRefusal::TooMuch => TOO_MUCH.problem(),
    }
}

fn short(available: Balance, missing: Credits) -> Problem {
    let balance = super::views::BalanceView::of(available);
    SHORT
        .problem()
        .detail(format!(
            "{} credits are there, {} of them are held, {missing} more are needed.",
            available.total(),
            available.held
        ))
        .with("balance", serde_json::json!(balance))
        .with("missing", missing.0)
}

/// What is wrong when something was looked up by its name.
pub(crate) fn of_look_up(error: WebError) -> Problem {
    match error {
        WebError::NotFound => NOT_FOUND.problem(),
        other => other.into(),
    }
}

/// A hold or lease that was not made, or did not end as asked.
pub(crate) fn hold_refused(kind: HoldKind, refusal: HoldRefusal) -> Problem {
    match refusal {
        HoldRefusal::Use(reason) => refused(reason),
        HoldRefusal::NoSuchHold => NOT_FOUND.problem(),
        HoldRefusal::Ended(state) => {
            let state = super::hold_views::state_name(kind, state);
            HOLD_ENDED.problem().detail(format!("It is {state}.")).with("state", state)
        }
        HoldRefusal::TooMany => TOO_MANY_HOLDS.problem(),
        HoldRefusal::Exceeded if kind == HoldKind::Lease => LEASE_EXCEEDED.problem(),
        HoldRefusal::Exceeded => HOLD_EXCEEDED.problem(),
        HoldRefusal::NotWholeUses => NOT_WHOLE_USES.problem(),
        HoldRefusal::MayNotCharge => FORBIDDEN.problem().detail("this `amount` needs the scope credits:charge"),
    }
}
