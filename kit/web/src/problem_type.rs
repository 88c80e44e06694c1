//! Types of problems as the API's description tells of them, and those that every endpoint shares.

use axum::http::{HeaderMap, StatusCode};

use crate::problem::Problem;

/// The header by which a request is known when it is repeated.
const KEY: &str = "idempotency-key";
/// The longest key.
const LONGEST_KEY: usize = 255;

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
    /// A type of problem.
    pub const fn new(kind: &'static str, status: StatusCode, title: &'static str, advice: &'static str) -> ProblemType {
        ProblemType { kind, status, title, advice }
    }

    /// A problem of this type.
    pub fn problem(self) -> Problem {
        Problem::new(self.status, self.kind, self.title)
    }
}

/// No key, several, or one that is none.
pub const NO_KEY: ProblemType = ProblemType::new(
    "idempotency-key-missing",
    StatusCode::BAD_REQUEST,
    "The header Idempotency-Key is required",
    "Send `Idempotency-Key` with 1 to 255 visible ASCII characters, new for each use and the same when you repeat it.",
);
/// Values are out of bounds.
pub const INVALID: ProblemType = ProblemType::new(
    "invalid",
    StatusCode::UNPROCESSABLE_ENTITY,
    "A value is not accepted",
    "`errors` names each value that is out of bounds and why.",
);
/// The key came with another body.
pub const KEY_REUSED: ProblemType = ProblemType::new(
    "idempotency-key-reused",
    StatusCode::UNPROCESSABLE_ENTITY,
    "The idempotency key was used for something else",
    "The same key came before with another body. Use a new key for a new use.",
);

/// The types that the endpoints of every domain share.
pub const SHARED_PROBLEMS: &[ProblemType] = &[NO_KEY, INVALID, KEY_REUSED];

/// The key that came with a request.
///
/// # Errors
/// [`NO_KEY`].
pub fn idempotency_key(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut sent = headers.get_all(KEY).iter();
    let key = match (sent.next(), sent.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    };
    let is_key = |key: &&str| (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    key.filter(is_key).ok_or_else(|| NO_KEY.problem())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_visible_word() {
        let of = |keys: &[&str]| {
            let mut headers = HeaderMap::new();
            for key in keys {
                headers.append(KEY, key.parse().unwrap());
            }
            idempotency_key(&headers).map(str::to_owned)
        };
        assert_eq!(of(&["5b0e-1"]), Ok("5b0e-1".to_owned()));
        for wrong in [&[][..], &[""], &["a b"], &["a", "b"], &["é"], &[&"x".repeat(256)]] {
            assert!(of(wrong).is_err(), "{wrong:?}");
        }
    }
}
