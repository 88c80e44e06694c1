//! Cookies: ours, stale ones, and those that somebody made up.

use http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::migrations;

use crate::world::{app, modules, program, signed_in, token};

#[db_test(migrations(&modules()))]
async fn a_message_is_said_once_and_as_plain_text(test: TestDb) {
    let app = app(test);
    let mut client = signed_in(&app, 1);
    client.post_form("/notes", &[("said", "<b>; Path=/evil")]).await;
    let page = client.get("/notes").await;
    assert!(
        page.says("Noted: \u{2068}&#60;b&#62;; Path=/evil") || page.says("Noted: &#60;b&#62;; Path=/evil"),
        "{}",
        page.text()
    );
    assert!(!client.get("/notes").await.says("Noted"), "it was said already");
}

#[db_test(migrations(&modules()))]
async fn messages_that_somebody_made_up_are_harmless(test: TestDb) {
    let app = app(test);
    for made_up in ["", ".", "success", "success.", "success.%%%", "success._w", "evil.YQ", &"success.".repeat(500)] {
        let mut client = signed_in(&app, 1);
        client.keep("guichet_flash", made_up);
        assert_eq!(client.get("/notes").await.status, StatusCode::OK, "{made_up}");
    }
}

#[db_test(migrations(&modules()))]
async fn over_https_only_this_host_sets_cookies_that_count(test: TestDb) {
    let app = program(test, "https://guichet.test");
    let mut client = app.client();
    // What a neighbour under the same domain could set.
    client.keep("guichet_session", &token(1).reveal());
    client.keep("guichet_flash", "danger.RXZpbA");
    assert_eq!(client.get("/notes").await.location().as_deref(), Some("/sign-in?back=/notes"));
    assert!(!client.get("/open").await.says("Evil"));
    client.keep("__Host-guichet_session", &token(1).reveal());
    client.keep("__Host-guichet_flash", "danger.RXZpbA");
    let page = client.get("/notes").await;
    assert!(page.status == StatusCode::OK && page.says("Evil"));
}

#[db_test(migrations(&modules()))]
async fn only_a_whole_token_is_a_session(test: TestDb) {
    let app = app(test);
    let whole = token(1).reveal();
    let twice = format!("{whole}{whole}");
    for made_up in ["", "x", &whole[..42], &whole.to_lowercase(), &format!("{whole}="), &twice] {
        let mut client = app.client();
        client.keep("guichet_session", made_up);
        assert_eq!(client.get("/notes").await.status, StatusCode::SEE_OTHER, "{made_up}");
    }
}
