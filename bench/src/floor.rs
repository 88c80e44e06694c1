//! The floor: plain axum with a fixed answer. Nothing that does real work on it can be faster.

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::routing::{get, post};

/// Serves on `address` until the process ends: GET `/` answers `size` bytes, POST `/` reads the body and does the same.
pub async fn serve(address: &str, size: usize) -> Result<(), String> {
    let body = Bytes::from(vec![b'x'; size]);
    let (read, written) = (body.clone(), body);
    let kind = || [(header::CONTENT_TYPE, "application/json")];
    let app = Router::new()
        .route("/", get(move || async move { (kind(), read) }))
        .route("/", post(move |_sent: Bytes| async move { (StatusCode::CREATED, kind(), written) }));
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| error.to_string())?;
    axum::serve(listener, app).await.map_err(|error| error.to_string())
}
