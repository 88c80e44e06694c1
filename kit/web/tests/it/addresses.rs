//! Addresses that no link of ours has.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use kit_testkit::{TestDb, db_test};
use kit_web::migrations;

use crate::world::{app, modules, notes, signed_in};

#[db_test(migrations(&modules()))]
async fn parts_of_a_path_are_text_or_nothing(test: TestDb) {
    let app = app(test);
    let mut client = app.client();
    for (path, status, said) in [
        ("/named/a%2Fb", 200, "<p>a/b</p>"),
        ("/named/%C3%A9", 200, "<p>é</p>"),
        ("/named/%3Cscript%3E", 200, "<p>&#60;script&#62;</p>"),
        ("/named/..%2f..%2fetc", 200, "<p>../../etc</p>"),
        ("/named/a%00b", 404, ""),
        ("/named/%FF", 404, ""),
        ("/named/%C3%28", 404, ""),
        ("/named/", 404, ""),
        ("/named/a/b", 404, ""),
        ("//named/a", 404, ""),
        ("/%2e%2e/named/a", 404, ""),
        ("/search?q=a%00", 400, ""),
        ("/search?q=%FF", 200, "\u{fffd}"),
        ("/search?n=x", 400, ""),
        ("/search?n=99999999999999999999", 400, ""),
        ("/search?q=a&q=b", 400, ""),
        ("/assets/%FF", 400, ""),
        ("/assets/..%2fCargo.toml", 404, ""),
        ("/brand.css", 400, ""),
        ("/brand.css?accent=%22%7D", 200, ":root{--accent"),
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.says(said), "{path}: {}", answer.text());
    }
}

#[db_test(migrations(&modules()))]
async fn methods_that_an_address_does_not_take_are_named(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    for (method, path, status, allow) in [
        (Method::HEAD, "/notes", 200, ""),
        (Method::OPTIONS, "/notes", 405, "GET,HEAD,POST"),
        (Method::PUT, "/notes", 405, "GET,HEAD,POST"),
        (Method::TRACE, "/open", 405, "GET,HEAD"),
        (Method::from_bytes(b"BREW").unwrap(), "/open", 405, "GET,HEAD"),
        (Method::POST, "/api/v1/ends/busy", 405, "GET,HEAD"),
        (Method::PUT, "/nowhere", 404, ""),
    ] {
        let request = Request::builder().method(method.clone()).uri(path).body(Body::empty()).unwrap();
        let answer = client.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (status, allow), "{method} {path}");
    }
    assert!(notes(&app).await.is_empty());
}

#[db_test(migrations(&modules()))]
async fn a_redirect_brings_no_header_of_a_stranger(test: TestDb) {
    let app = app(test);
    let answer = app.client().get("/go?q=/notes%0D%0ASet-Cookie:%20a=b").await;
    assert!(!answer.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().unwrap().starts_with("a=")));
    assert!(!answer.header("location").contains('\n'), "{:?}", answer.headers);
}

#[db_test(migrations(&modules()))]
async fn redirects_stay_at_home(test: TestDb) {
    let app = app(test);
    for elsewhere in ["https://evil.test/", "//evil.test", "/%5Cevil.test", "/%09/evil.test", "javascript:alert(1)", ""]
    {
        let answer = app.client().get(&format!("/go?q={elsewhere}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{elsewhere}");
    }
    let answer = app.client().get("/go?q=/notes%3Fa%3Db").await;
    assert_eq!(answer.header("location"), "/notes?a=b");
}
