//! What every answer keeps to: headers, cookies, bounds, and pages for whoever lost the way.

use axum::body::Body;
use guichet::{demo_modules, resolve};
use http::{Method, Request, StatusCode, header};
use kit_core::{Locale, Text};
use kit_testkit::{Client, TestApp, TestDb, db_test};
use kit_web::{World, migrations};

use crate::town::Town;

fn app(test: TestDb) -> TestApp {
    TestApp::start(test, demo_modules(), resolve)
}

fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path)
}

/// A sign-in with nothing in it.
async fn posted(client: &mut Client, headers: &[(&str, &str)]) -> StatusCode {
    let mut request =
        request(Method::POST, "/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request.body(Body::from("email=a%40b.example&password=x")).unwrap()).await.status
}

#[db_test(migrations(&demo_modules()))]
async fn every_answer_carries_what_keeps_a_browser_safe(test: TestDb) {
    let app = app(test);
    for path in [
        "/sign-in",
        "/nowhere",
        "/healthz",
        "/api/v1/balance",
        "/api/nowhere",
        "/brand.css?accent=112233",
        "/demo/components",
    ] {
        let answer = app.client().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[db_test(migrations(&demo_modules()))]
async fn a_form_of_another_site_is_refused(test: TestDb) {
    let app = app(test);
    let mut client = app.client();
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example"), ("host", "guichet.test")],
        &[("origin", "null"), ("host", "guichet.test")],
    ] {
        assert_eq!(posted(&mut client, headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for headers in
        [&[("sec-fetch-site", "same-origin")][..], &[("origin", "http://guichet.test"), ("host", "guichet.test")]]
    {
        assert_ne!(posted(&mut client, headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[db_test(migrations(&demo_modules()))]
async fn what_is_sent_is_bounded(test: TestDb) {
    let app = app(test);
    let mut client = app.client();
    let long = "x".repeat(70_000);
    assert_eq!(client.post_form("/sign-in", &[("email", &long)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(client.post_form("/sign-in", &[("email", "a\0b")]).await.status, StatusCode::BAD_REQUEST);
    let json = request(Method::POST, "/sign-in").header(header::CONTENT_TYPE, "application/json");
    let answer = client.send(json.header("sec-fetch-site", "same-origin").body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let wrong_method = client
        .send(request(Method::DELETE, "/sign-in").header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap())
        .await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[db_test(migrations(&demo_modules()))]
async fn who_lost_the_way_is_told_so_in_both_languages(test: TestDb) {
    let app = app(test);
    for (language, locale) in [("fr-FR", Locale::Fr), ("en-GB", Locale::En)] {
        let words = app.app.reader(locale, "UTC").text(&Text::new("web-error-404-title")).into_owned();
        let tag = locale.tag();
        let mut client = app.client().with_header(header::ACCEPT_LANGUAGE, language);
        let answer = client.get("/nowhere").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.says(&format!("lang=\"{tag}\"")), "{}", answer.text());
        assert!(answer.says(&words), "{}", answer.text());
    }
    let answer = app.client().get("/api/v1/nowhere").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["status"], 404);
}

#[db_test(migrations(&demo_modules()))]
async fn figures_are_for_this_machine(test: TestDb) {
    let app = app(test);
    assert_eq!(app.client().get("/metrics").await.status, StatusCode::OK);
    let mut stranger = app.client().at("203.0.113.7:1000".parse().unwrap());
    assert_eq!(stranger.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[db_test(migrations(&demo_modules()))]
async fn a_session_is_a_cookie_that_stays_at_home(test: TestDb) {
    let town = Town::new(test).await;
    let person = town.cast.people.iter().find(|person| person.staff.is_empty()).unwrap().clone();
    let mut client = town.app.client();
    let answer = client.post_form("/sign-in", &[("email", &person.email), ("password", &person.password)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let cookies: Vec<&str> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("guichet_session=")).expect("a session");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(session.contains(attribute), "{session}");
    }
    let page = client.visit("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), "no-store");
    client.post_form("/sign-out", &[]).await;
    assert!(!client.cookies().contains_key("guichet_session"));
}

#[db_test(migrations(&demo_modules()))]
async fn over_https_cookies_travel_encrypted_only(test: TestDb) {
    let app = TestApp::start_in(test, demo_modules(), resolve, |world| World {
        public_url: "https://client.example.org".parse().unwrap(),
        ..world
    });
    let answer = app.client().get("/language/en?back=/sign-in").await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; Secure") && cookie.contains("HttpOnly"), "{cookie}");
}
