//! The API: keys, JSON, and what is not JSON.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kit_testkit::{TestDb, db_test};
use kit_web::migrations;

use crate::world::{app, modules, notes, signed_in, token};

fn key(person: i64) -> String {
    format!("gk_{}", token(person).reveal())
}

#[db_test(migrations(&modules()))]
async fn a_session_opens_no_api_and_a_key_no_page(test: TestDb) {
    let app = app(test);
    assert_eq!(signed_in(&app, 1).get("/api/v1/notes").await.status, StatusCode::UNAUTHORIZED);
    let mut program = app.client().with_key(&key(1));
    assert_eq!(program.get("/api/v1/notes").await.status, StatusCode::OK);
    assert_eq!(program.get("/notes").await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.client().with_key("gk_x").get("/api/v1/notes").await.status, StatusCode::UNAUTHORIZED);
}

#[db_test(migrations(&modules()))]
async fn what_is_not_json_of_the_right_kind_is_a_problem(test: TestDb) {
    let app = app(test);
    let mut program = app.client().with_key(&key(1));
    let deep = format!("{{\"said\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    for body in
        ["", "{", "[]", "null", "{}", "{\"said\":1}", "{\"said\":\"a\\u0000b\"}", "{\"said\":\"\\ud800\"}", &deep]
    {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/notes")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = program.send(request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{body}");
    }
    let huge = serde_json::json!({ "said": "x".repeat(70_000) });
    assert_eq!(program.post_json("/api/v1/notes", &[], &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(notes(&app).await.is_empty());
    let text = serde_json::json!({ "said": "a backslash: \\u0000" });
    assert_eq!(program.post_json("/api/v1/notes", &[], &text).await.status, StatusCode::CREATED);
    assert_eq!(notes(&app).await, ["a backslash: \\u0000"]);
}
