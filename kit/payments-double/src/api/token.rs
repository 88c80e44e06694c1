//! Tokens for the credentials.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::Double;

pub async fn grant(State(double): State<Double>, headers: HeaderMap) -> Response {
    let options = &double.0.options;
    let expected = format!("Basic {}", BASE64.encode(format!("{}:{}", options.client_id, options.secret).as_bytes()));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(expected.as_str()) {
        let body = json!({ "error": "invalid_client", "error_description": "Client Authentication failed" });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    let life = options.token_life;
    let mut world = double.world();
    let token = format!("A21AA{}", world.letters(40));
    let until = world.clock.now().saturating_add(life).unwrap_or(jiff::Timestamp::MAX);
    world.tokens.insert(token.clone(), until);
    Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": life.as_secs() })).into_response()
}
