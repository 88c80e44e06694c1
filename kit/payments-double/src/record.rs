//! What was asked and answered, kept so that tests can hold both sides to PayPal's descriptions.

use std::collections::VecDeque;

use serde_json::Value;

use crate::Call;

/// The most that are kept.
const KEPT: usize = 10_000;

/// One call and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What it was for.
    pub call: Call,
    /// Its path with the query.
    pub path: String,
    /// The body, if it was JSON.
    pub request: Option<Value>,
    /// `PayPal-Request-Id`.
    pub request_id: Option<String>,
    /// The HTTP status of the answer; 0 for one that was lost on purpose.
    pub status: u16,
    /// The body of the answer, if it was JSON.
    pub answer: Option<Value>,
}

pub fn keep(exchanges: &mut VecDeque<Exchange>, exchange: Exchange) {
    if exchanges.len() >= KEPT {
        exchanges.pop_front();
    }
    exchanges.push_back(exchange);
}
