//! Forms that are sent twice, by others, without a token, or by other sites.

use axum::body::Body;
use futures_util::future::join_all;
use http::{Method, Request, StatusCode, header};
use kit_testkit::{Client, TestDb, db_test};
use kit_web::migrations;

use crate::world::{app, modules, notes, signed_in};

async fn send(client: &mut Client, once: &str, said: &str) -> StatusCode {
    client.post_form("/notes", &[("once", once), ("said", said)]).await.status
}

#[db_test(migrations(&modules()))]
async fn a_form_sent_twice_is_done_once(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    let once = client.get("/notes").await.hidden("once").unwrap();
    assert_eq!(once.len(), 32);
    for _ in 0..3 {
        assert_eq!(send(&mut client, &once, "a").await, StatusCode::SEE_OTHER);
    }
    assert_eq!(notes(&app).await, ["a"]);
}

#[db_test(migrations(&modules()))]
async fn a_form_sent_many_times_at_once_is_done_once(test: TestDb) {
    let app = app(test);
    let sends = (0..12).map(|_| {
        let mut client = signed_in(&app, 1);
        async move { send(&mut client, "00112233445566778899aabbccddeeff", "a").await }
    });
    assert!(join_all(sends).await.into_iter().all(|status| status == StatusCode::SEE_OTHER));
    assert_eq!(notes(&app).await, ["a"]);
}

#[db_test(migrations(&modules()))]
async fn a_refused_form_can_be_sent_again(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    let refused = client.submit("/notes", "/notes", &[("said", "no")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(notes(&app).await.is_empty(), "what was refused is undone");
    let once = refused.hidden("once").unwrap();
    assert_eq!(send(&mut client, &once, "yes").await, StatusCode::SEE_OTHER);
    assert_eq!(notes(&app).await, ["yes"], "the corrected form has the same token, and is done");
}

#[db_test(migrations(&modules()))]
async fn the_token_of_somebody_else_spoils_nothing(test: TestDb) {
    let app = app(test);
    let (mut one, mut other) = (signed_in(&app, 1), signed_in(&app, 2));
    let once = one.get("/notes").await.hidden("once").unwrap();
    assert_eq!(send(&mut other, &once, "other").await, StatusCode::SEE_OTHER);
    assert_eq!(send(&mut one, &once, "one").await, StatusCode::SEE_OTHER);
    assert_eq!(notes(&app).await, ["one", "other"]);
}

#[db_test(migrations(&modules()))]
async fn forms_without_a_token_are_not_taken_for_each_other(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    for said in ["a", "b"] {
        assert_eq!(client.post_form("/notes", &[("said", said)]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(notes(&app).await, ["a", "b"]);
}

#[db_test(migrations(&modules()))]
async fn a_form_needs_its_sender_signed_in(test: TestDb) {
    let app = app(test);
    let mut stranger = app.client();
    let answer = stranger.post_form("/notes", &[("said", "a")]).await;
    assert_eq!(answer.location().as_deref(), Some("/sign-in"), "a form is not sent again by itself");
    assert_eq!(stranger.get("/notes?a=b").await.location().as_deref(), Some("/sign-in?back=/notes%3Fa%3Db"));
    assert!(notes(&app).await.is_empty());
}

#[db_test(migrations(&modules()))]
async fn other_sites_cannot_send_forms(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    for (headers, is_taken) in [
        (&[("sec-fetch-site", "cross-site")][..], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("origin", "http://evil.test")], false),
        (&[("origin", "null")], false),
        (&[("origin", "http://guichet.test.evil.test"), ("host", "guichet.test")], false),
        (&[("origin", "https://guichet.test:444"), ("host", "guichet.test")], false),
        // A browser says where it comes from; whoever says nothing holds no cookies of others.
        (&[], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("origin", "http://guichet.test")], true),
        // Behind a proxy that changes the host.
        (&[("origin", "http://guichet.test"), ("host", "10.0.0.7:8080")], true),
    ] {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/notes")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = client.send(request.body(Body::from("said=a")).unwrap()).await;
        let expected = if is_taken { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{headers:?}");
    }
    assert_eq!(notes(&app).await.len(), 4);
}

#[db_test(migrations(&modules()))]
async fn bodies_are_bounded_and_of_the_right_kind(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    let long = "é".repeat(20_000);
    assert_eq!(client.post_form("/notes", &[("said", &long)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(client.post_form("/notes", &[("said", "a\0")]).await.status, StatusCode::BAD_REQUEST);
    for (kind, body) in [
        ("text/plain", &b"said=a"[..]),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/x-www-form-urlencoded", b"said=%FF%FE"),
        ("application/x-www-form-urlencoded", b"said=a&said=b"),
        ("application/x-www-form-urlencoded", b"said=a\0b"),
    ] {
        let request = Request::builder().method(Method::POST).uri("/notes").header(header::CONTENT_TYPE, kind);
        let answer = client.send(request.body(Body::from(body)).unwrap()).await;
        assert!(
            answer.status == StatusCode::BAD_REQUEST || answer.status.is_redirection(),
            "{body:?}: {}",
            answer.status
        );
        assert!(answer.header("location").is_empty() || body == b"said=%FF%FE", "{body:?} was taken");
    }
}
