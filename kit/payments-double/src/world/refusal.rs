//! Why the double refuses, in PayPal's words.

use serde_json::{Value, json};
use thiserror::Error;

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{status} {issue}: {description}")]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// PayPal's code.
    pub issue: &'static str,
    /// PayPal's words.
    pub description: &'static str,
}

impl Refused {
    /// There is no such thing.
    pub const UNKNOWN: Refused = Refused {
        status: 404,
        issue: "INVALID_RESOURCE_ID",
        description: "Specified resource ID does not exist. Please check the resource ID and try again.",
    };

    /// What the business forbids.
    pub const fn business(issue: &'static str, description: &'static str) -> Refused {
        Refused { status: 422, issue, description }
    }

    /// What cannot be read.
    pub const fn malformed(issue: &'static str, description: &'static str) -> Refused {
        Refused { status: 400, issue, description }
    }

    /// The document that PayPal answers.
    pub fn document(&self, debug_id: &str) -> Value {
        let mut document = document(self.status, debug_id);
        document["details"] = json!([{ "issue": self.issue, "description": self.description }]);
        document
    }
}

/// What PayPal answers with a status, without details.
pub fn document(status: u16, debug_id: &str) -> Value {
    let (name, message) = match status {
        400 => ("INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema."),
        401 => (
            "AUTHENTICATION_FAILURE",
            "Authentication failed due to missing authorization header, or invalid authentication credentials.",
        ),
        403 => ("NOT_AUTHORIZED", "Authorization failed due to insufficient permissions."),
        404 => ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
        422 => (
            "UNPROCESSABLE_ENTITY",
            "The requested action could not be performed, semantically incorrect, or failed business validation.",
        ),
        429 => ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
        503 => ("SERVICE_UNAVAILABLE", "Service Unavailable."),
        _ => ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    };
    json!({ "name": name, "message": message, "debug_id": debug_id, "links": [] })
}
