//! Problem documents (RFC 9457).

use std::fmt;

use serde::Deserialize;

/// What the server says of a request that it did not do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// The address of its type; [`Problem::kind`] is its stable end.
    pub r#type: String,
    /// What the type is called, in English.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What is particular to this case, in English.
    pub detail: Option<String>,
    /// With `insufficient-credits`: what more is needed.
    pub missing: Option<i64>,
    /// With `insufficient-credits`: what is there.
    pub balance: Option<crate::Balance>,
    /// With `hold-ended`: how it ended.
    pub state: Option<String>,
    /// With `invalid`: each value that is not accepted.
    pub errors: Vec<FieldProblem>,
}

/// A value that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FieldProblem {
    /// The field of the request.
    pub field: String,
    /// Why, by a stable code: `missing`, `too-long`, `range`…; empty from a server that is older than the codes.
    #[serde(default)]
    pub code: String,
    /// The smallest that is accepted, where that is what is wrong.
    pub min: Option<i64>,
    /// The largest, or the longest in characters.
    pub max: Option<i64>,
    /// What is wrong with it, in English.
    pub detail: String,
}

impl Problem {
    /// Reads an answer. One that is no problem document is told by its status.
    pub(crate) fn read(status: u16, body: &[u8]) -> Problem {
        let mut problem: Problem = serde_json::from_slice(body).unwrap_or_default();
        problem.status = status;
        if problem.title.is_empty() {
            problem.title = format!("HTTP status {status}");
        }
        problem
    }

    /// The stable name of the type: `insufficient-credits`, `unknown-feature`…; empty if the answer has none.
    pub fn kind(&self) -> &str {
        self.r#type.rsplit_once("#problem-").map_or("", |(_, kind)| kind)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        for error in &self.errors {
            write!(f, "; {}: {}", error.field, error.detail)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_read() {
        let body = br#"{"type":"/api/v1/docs#problem-invalid","title":"A value is not accepted","status":422,
            "errors":[{"field":"quantity","detail":"not between 1 and 1000000"}],"more":1}"#;
        let problem = Problem::read(422, body);
        assert_eq!(problem.kind(), "invalid");
        assert_eq!(problem.to_string(), "A value is not accepted; quantity: not between 1 and 1000000");
    }

    #[test]
    fn what_is_no_problem_document_is_told_by_its_status() {
        for body in [&b""[..], b"<html>", b"[]", b"{\"title\":3}", b"{}"] {
            let problem = Problem::read(502, body);
            assert_eq!((problem.kind(), problem.to_string().as_str()), ("", "HTTP status 502"));
        }
    }
}
