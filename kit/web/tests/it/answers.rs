//! What is said when something goes wrong: to people in a page, to programs as a problem, and never what is not so.

use http::{StatusCode, header};
use kit_testkit::{TestDb, db_test};
use kit_web::migrations;

use crate::world::{app, modules, program, signed_in};

#[db_test(migrations(&modules()))]
async fn people_read_a_page(test: TestDb) {
    let app = app(test);
    let mut client = app.client().with_header(header::ACCEPT_LANGUAGE, "en");
    for (how, status, words) in [
        ("busy", 503, "Your request was not handled"),
        ("unknown", 503, "Look whether it was made before you try again"),
        ("fault", 500, "Something went wrong on our side"),
        ("too-many", 429, "too many attempts"),
        ("bare", 418, "could not be read"),
        ("panic", 500, "Something went wrong on our side"),
        ("nothing", 404, "cannot be found"),
    ] {
        let answer = client.get(&format!("/ends/{how}")).await;
        assert_eq!(answer.status, status, "{how}");
        assert!(answer.says("<html lang=\"en\"") && answer.says(words), "{how}: {}", answer.text());
        assert!(!answer.says("plate of secrets") && !answer.says("on purpose"), "{how}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store", "{how}");
    }
    assert_eq!(client.get("/ends/too-many").await.header("retry-after"), "7");
    assert!(!client.get("/ends/unknown").await.says("was not handled"));
}

#[db_test(migrations(&modules()))]
async fn programs_read_a_problem(test: TestDb) {
    let app = app(test);
    let mut client = app.client();
    for (path, status, kind) in [
        ("/api/v1/ends/busy", 503, "busy"),
        ("/api/v1/ends/unknown", 503, "unknown-outcome"),
        ("/api/v1/ends/fault", 500, "fault"),
        ("/api/v1/ends/too-many", 429, "too-many-requests"),
        ("/api/v1/ends/panic", 500, "fault"),
        ("/api/v1/ends/nothing", 404, "not-found"),
        ("/api/v1/nowhere", 404, "not-found"),
        ("/api/v1/notes", 401, "unauthorized"),
    ] {
        let answer = client.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (status, "application/problem+json"),
            "{path}"
        );
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{path}");
        assert_eq!(problem["type"], format!("/api/v1/docs#problem-{kind}"), "{path}");
        assert!(!answer.says("plate of secrets"), "{}", answer.text());
    }
    assert_eq!(client.get("/api/v1/notes").await.header("www-authenticate"), "Bearer");
    assert_eq!(client.get("/api/v1/ends/unknown").await.header("retry-after"), "1");
}

#[db_test(migrations(&modules()))]
async fn every_answer_is_guarded(test: TestDb) {
    let app = program(test, "https://guichet.test");
    let mut client = app.client();
    for path in ["/open", "/nowhere", "/ends/panic", "/api/v1/notes", "/healthz", "/brand.css?accent=112233", "/notes"]
    {
        let answer = client.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        let is_for_all = path.starts_with("/brand.css");
        assert_eq!(answer.header("cache-control") == "no-store", !is_for_all, "{path}");
    }
}

#[db_test(migrations(&modules()))]
async fn without_encryption_nobody_is_held_to_it(test: TestDb) {
    let app = app(test);
    assert_eq!(app.client().get("/open").await.header("strict-transport-security"), "");
}

#[db_test(migrations(&modules()))]
async fn machines_are_told_in_few_words(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    assert_eq!(client.get("/healthz").await.text(), "ok\n");
    assert_eq!(client.get("/readyz").await.text(), "ready\n");
}

#[db_test(migrations(&modules()))]
async fn figures_are_not_handed_on_by_a_proxy_that_nobody_told_us_of(test: TestDb) {
    let app = app(test);
    assert_eq!(app.client().get("/metrics").await.status, StatusCode::OK);
    for name in ["x-forwarded-for", "forwarded", "via", "x-real-ip"] {
        let mut client = app.client().with_header(header::HeaderName::from_static(name), "127.0.0.1");
        assert_eq!(client.get("/metrics").await.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[db_test(migrations(&modules()))]
async fn who_shows_nothing_is_sent_away_before_the_body_is_read(test: TestDb) {
    let app = app(test);
    for (path, kind, status) in
        [("/notes", "application/x-www-form-urlencoded", 303), ("/api/v1/notes", "application/json", 401)]
    {
        let never = futures_util::stream::pending::<Result<axum::body::Bytes, std::io::Error>>();
        let request = http::Request::builder()
            .method(http::Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin");
        let request = request.body(axum::body::Body::from_stream(never)).unwrap();
        assert_eq!(app.client().send(request).await.status, status, "{path}");
    }
}
