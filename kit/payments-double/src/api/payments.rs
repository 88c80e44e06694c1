//! Payments v2.

use axum::Json;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{Answer, answer, answer_once};
use crate::Double;
use crate::world::read_money;

pub async fn show(State(double): State<Double>, Path(id): Path<String>) -> Answer {
    answer(&double, StatusCode::OK, |world| world.show_capture_alone(&id))
}

pub async fn refund(
    State(double): State<Double>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(asked): Json<Value>,
) -> Answer {
    answer_once(&double, &format!("captures/{id}/refund"), &headers, |world| {
        let refund = world.refund(&id, asked.get("amount").and_then(read_money))?;
        world.show_refund(&refund)
    })
}

pub async fn show_refund(State(double): State<Double>, Path(id): Path<String>) -> Answer {
    answer(&double, StatusCode::OK, |world| world.show_refund(&id))
}
