//! What requests that change something have in common.

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kit_core::PersonId;
use kit_db::DbError;
use kit_mail::Email;
use kit_web::{ActingKey, Actor, Problem};
use serde_json::Number;

use super::problems;
use crate::model::{HoldSight, Idempotency, InputError, UseKey, UsedBy};

/// The header by which a request is known when it is repeated.
const KEY: &str = "idempotency-key";

/// A whole number; one beyond 64 bits is as far outside any bounds as the last one within.
pub(super) fn whole(number: &Number) -> Result<i64, InputError> {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => Ok(whole),
        (None, Some(large)) if large >= i64::MAX as f64 => Ok(i64::MAX),
        (None, Some(small)) if small <= i64::MIN as f64 => Ok(i64::MIN),
        _ => Err(InputError::NotWhole),
    }
}

/// The key that came with the request.
///
/// # Errors
/// None came, several, or one that is none.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<UseKey, Problem> {
    let mut sent = headers.get_all(KEY).iter();
    let key = match (sent.next(), sent.next()) {
        (Some(value), None) => value.to_str().map_err(|_| InputError::Character).and_then(UseKey::parse),
        (None, _) => Err(InputError::Missing),
        (Some(_), Some(_)) => Err(InputError::Character),
    };
    key.map_err(|error| problems::NO_KEY.problem().detail(error.to_string()))
}

/// What is asked for with the key, and by whom: one member is not answered with what another one did.
pub(super) fn asked_by(endpoint: &'static str, key: &UseKey, body: &str, bearer: Option<PersonId>) -> Idempotency {
    let bearer = bearer.map_or_else(String::new, |bearer| bearer.to_string());
    Idempotency::new(endpoint, key, &[body.as_bytes(), bearer.as_bytes()])
}

/// Who uses it: the member that the key stands for, or the one that is named.
pub(super) fn used_by(bearer: Option<PersonId>, named: Option<Email>) -> UsedBy {
    match (bearer, named) {
        (Some(bearer), named) => UsedBy::Bearer(bearer, named),
        (None, Some(named)) => UsedBy::Member(named),
        (None, None) => UsedBy::Nobody,
    }
}

/// The key that acts; the gate has let nobody else in.
///
/// # Errors
/// Nobody acts by a key.
pub(super) fn key(actor: &Actor) -> Result<&ActingKey, DbError> {
    actor.key().map_err(|_| DbError::fault("nobody acts by a key"))
}

/// Which holds a key sees: one that stands for a member sees that member's.
pub(super) fn sight(key: &ActingKey) -> HoldSight {
    HoldSight { bearer: key.member }
}

/// The answer to a change, marked if it was made before.
pub(super) fn done(status: StatusCode, answer: impl IntoResponse, replayed: bool) -> Response {
    let mut response = (status, answer).into_response();
    if replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}
