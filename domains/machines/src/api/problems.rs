//! The types of problem that machines meet beside those that all endpoints share.

use axum::http::StatusCode;
use jiff::Timestamp;
use kit_web::{AccountState, KEY_REUSED, Problem, ProblemType, WebError};
use people::TryAgain;
use people::service::Shown;
use serde_json::json;

use super::views::OfferedView;
use crate::service::{Asks, Full, LinkRefusal, Standing};

const WRONG_CODE: ProblemType = ProblemType::new(
    "wrong-code",
    StatusCode::UNPROCESSABLE_ENTITY,
    "Number and personal code do not belong together",
    "Nobody learns whether there is such a number. Have both typed again; a forgotten code is replaced with `POST /machines/forgotten-code`. Attempts are limited.",
);
const NOT_ACTIVE: ProblemType = ProblemType::new(
    "account-not-active",
    StatusCode::FORBIDDEN,
    "The account links no machines now",
    "`state` says where it stands: it waits for the publisher's decision, was refused, or is suspended. Its admins know more.",
);
const FULL: ProblemType = ProblemType::new(
    "machine-limit-reached",
    StatusCode::CONFLICT,
    "Every place for a machine is taken",
    "`machines` are those that were not seen longest, `replacements_left` is how many may be replaced this year (null: not counted). Send the request again with a new key and `replaces`, or have one unlinked in the account.",
);
const NO_REPLACEMENT: ProblemType = ProblemType::new(
    "no-replacement-left",
    StatusCode::CONFLICT,
    "Nothing more can be replaced this year",
    "`renews_at` is when the next year begins. An admin or a software coordinator can unlink a machine in the account.",
);
const NOT_REPLACEABLE: ProblemType = ProblemType::new(
    "not-replaceable",
    StatusCode::UNPROCESSABLE_ENTITY,
    "This machine cannot be replaced",
    "`replaces` is the id of a machine that is linked to the account.",
);
const ENDED: ProblemType = ProblemType::new(
    "machine-unlinked",
    StatusCode::CONFLICT,
    "The machine was unlinked since",
    "This key linked a machine that has been unlinked. To link it again, use a new key.",
);
const CLOSED: ProblemType = ProblemType::new(
    "sign-up-closed",
    StatusCode::FORBIDDEN,
    "Nobody can sign up now",
    "The publisher takes no sign-ups; an account that is there can be linked.",
);
const WRONG_MAILED_CODE: ProblemType = ProblemType::new(
    "wrong-mailed-code",
    StatusCode::UNPROCESSABLE_ENTITY,
    "This is not the code that was mailed",
    "Have it typed again. It is good for an hour; `POST /sign-ups` mails another one. To an address that has a login no code is mailed: the mail says so.",
);

const NOT_AN_ADMIN: ProblemType = ProblemType::new(
    "wrong-password",
    StatusCode::UNPROCESSABLE_ENTITY,
    "Address and password do not belong together",
    "They are not those of an admin of the account (to open the portal: of a member). Nobody learns which of the two is wrong. Attempts are limited.",
);
const CODE_REQUIRED: ProblemType = ProblemType::new(
    "code-required",
    StatusCode::UNPROCESSABLE_ENTITY,
    "A code of the second factor is asked for",
    "The password is right. Send the request again with `code`: six digits of the codes application, or a recovery code.",
);
const WRONG_SECOND_FACTOR: ProblemType = ProblemType::new(
    "wrong-second-factor",
    StatusCode::UNPROCESSABLE_ENTITY,
    "This is not the code of the second factor",
    "It is wrong, or was used before: wait for the next one. Attempts are limited.",
);
const CHANGED: ProblemType = ProblemType::new(
    "account-changed",
    StatusCode::CONFLICT,
    "Somebody else changed the account meanwhile",
    "Nothing was changed. Read the account again, show what is different, and send the edit with the new `version`.",
);
const NOT_EDITABLE: ProblemType = ProblemType::new(
    "account-not-editable",
    StatusCode::FORBIDDEN,
    "The account is not changed from a machine now",
    "`state` says where it stands. A refused application is corrected in the portal, which sends it to the publisher again.",
);

/// Every type of problem of machines.
pub const PROBLEMS: &[ProblemType] = &[
    CLOSED,
    WRONG_MAILED_CODE,
    WRONG_CODE,
    NOT_ACTIVE,
    FULL,
    NO_REPLACEMENT,
    NOT_REPLACEABLE,
    ENDED,
    NOT_AN_ADMIN,
    CODE_REQUIRED,
    WRONG_SECOND_FACTOR,
    CHANGED,
    NOT_EDITABLE,
];

/// The publisher takes no sign-ups.
pub(crate) fn closed() -> Problem {
    CLOSED.problem()
}

/// The code is not the one that was mailed.
pub(crate) fn wrong_mailed_code() -> Problem {
    WRONG_MAILED_CODE.problem()
}

/// A machine that was not linked.
pub(crate) fn refused(refusal: LinkRefusal) -> Problem {
    match refusal {
        LinkRefusal::WrongCode => WRONG_CODE.problem(),
        LinkRefusal::NotActive(state) => {
            NOT_ACTIVE.problem().detail(format!("It is {state}.")).with("state", state.code())
        }
        LinkRefusal::KeyReused => KEY_REUSED.problem(),
        LinkRefusal::Ended => ENDED.problem(),
        LinkRefusal::Full(full) => of_full(full),
        LinkRefusal::NoReplacementLeft(Standing { next_year, .. }) => NO_REPLACEMENT
            .problem()
            .detail("The publisher limits replacements in a year.")
            .with("replacements_left", 0)
            .with("renews_at", next_year.to_string()),
        LinkRefusal::NotReplaceable => NOT_REPLACEABLE.problem(),
    }
}

fn of_full(Full { standing, offered }: Full) -> Problem {
    let places = standing.rules.places.unwrap_or_default();
    let machines: Vec<OfferedView> = offered.iter().map(OfferedView::new).collect();
    FULL.problem()
        .detail(format!("{} machines are linked on {places} places.", standing.linked))
        .with("places", places)
        .with("replacements_left", standing.replacements_left)
        .with("machines", json!(machines))
}

/// Too many attempts at a code.
pub(crate) fn too_many(TryAgain(at): TryAgain, now: Timestamp) -> Problem {
    let seconds = at.duration_since(now).as_secs().max(0);
    WebError::TooMany { retry_after: u64::try_from(seconds).unwrap_or(0) + 1 }.into()
}

/// Whoever asked has not shown enough.
pub(crate) fn not_shown(what: Shown, asks: Asks, now: Timestamp) -> Problem {
    match what {
        Shown::CodeAwaited => CODE_REQUIRED.problem(),
        Shown::CodeWrong => WRONG_SECOND_FACTOR.problem(),
        Shown::TooMany(later) => too_many(later, now),
        Shown::Refused | Shown::Passed { .. } => NOT_AN_ADMIN.problem().detail(match asks {
            Asks::Admin => "They are not those of an admin of the account.",
            Asks::Member => "They are not those of a member of the account.",
        }),
    }
}

/// The account stands where no machine changes it.
pub(crate) fn not_editable(state: AccountState) -> Problem {
    NOT_EDITABLE.problem().detail(format!("It is {state}.")).with("state", state.code())
}

/// Somebody else was faster.
pub(crate) fn changed() -> Problem {
    CHANGED.problem()
}
