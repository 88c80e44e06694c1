//! Webhooks v1: the certificate that signs them, and PayPal's own judgement.

use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::json;

use super::{Answer, answer};
use crate::Double;

pub async fn certificate(State(double): State<Double>, Path(id): Path<String>) -> Result<String, StatusCode> {
    double.certificate(&id).map(str::to_owned).ok_or(StatusCode::NOT_FOUND)
}

pub async fn verify(State(double): State<Double>, asked: String) -> Answer {
    let status = if double.confirms(&asked) { "SUCCESS" } else { "FAILURE" };
    answer(&double, StatusCode::OK, |_| Ok(json!({ "verification_status": status })))
}
