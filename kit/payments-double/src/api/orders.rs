//! Orders v2.

use axum::Json;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{Answer, answer, answer_once};
use crate::Double;

pub async fn create(State(double): State<Double>, headers: HeaderMap, Json(asked): Json<Value>) -> Answer {
    answer_once(&double, "orders", &headers, |world| {
        let id = world.create_order(&asked)?;
        world.show_order(&id)
    })
}

pub async fn show(State(double): State<Double>, Path(id): Path<String>) -> Answer {
    answer(&double, StatusCode::OK, |world| world.show_order(&id))
}

pub async fn capture(State(double): State<Double>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    answer_once(&double, &format!("orders/{id}/capture"), &headers, |world| {
        world.capture_order(&id)?;
        world.show_order(&id)
    })
}
