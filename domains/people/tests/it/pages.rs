//! The pages, as a browser without JavaScript sees them.

use jiff::SignedDuration;
use kit_core::Author;
use kit_db::{Lock, Read};
use kit_testkit::{Answer, Client, TestApp, TestDb, db_test};
use kit_web::{ActingPerson, Actor, Attempt, Credential, Demand, Denied, Limits, Module};
use people::service;

use crate::world::{EMAIL, PASSWORD, hash, new_person, session_of, who};

const NEW_PASSWORD: &str = "another quite long passphrase";

fn modules() -> Vec<Module> {
    let audit = Module::new("audit").migrations(audit::MIGRATIONS);
    vec![audit, publisher::module(), people::module()]
}

/// What the program does for people who are in no account.
fn resolve(read: &mut Read<'_>, attempt: &Attempt) -> Result<Actor, Denied> {
    let signed_in = match &attempt.credential {
        Credential::Session(token) => service::session(read, token, attempt.now)?,
        _ => None,
    };
    if signed_in.is_none() && attempt.demand != Demand::Public {
        return Err(Denied::SignIn);
    }
    let person = signed_in.map(|who| ActingPerson {
        id: who.id,
        name: who.name,
        email: who.email,
        locale: who.locale,
        time_zone: who.time_zone,
        session: who.session,
        staff: who.staff,
    });
    Ok(Actor { person, ..Actor::default() })
}

/// A program with a person in it.
async fn started(test: TestDb) -> TestApp {
    with_person(TestApp::start(test, modules(), resolve)).await
}

async fn with_person(app: TestApp) -> TestApp {
    let new = new_person(EMAIL, Some(hash(PASSWORD).await));
    let ctx = app.context(Author::System("test"));
    app.test.db.write(Lock::None, move |tx| service::create_person(tx, &ctx, &new)).await.unwrap();
    app
}

async fn sign_in(client: &mut Client, password: &str) -> Answer {
    client.post_form("/sign-in", &[("email", EMAIL), ("password", password), ("back", "/me/security")]).await
}

/// A browser that the person is signed in with.
async fn signed_in(app: &TestApp) -> Client {
    let mut client = app.client();
    assert_eq!(sign_in(&mut client, PASSWORD).await.location().as_deref(), Some("/me/security"));
    client
}

/// What differs between two answers to the same form is only what was typed.
fn same(known: &Answer, unknown: &Answer, typed: [&str; 2]) {
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.text().replace(typed[0], "x"), unknown.text().replace(typed[1], "x"));
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(known), names(unknown));
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_door_leads_in_and_out_again(test: TestDb) {
    let app = started(test).await;
    let mut client = app.client();
    let sent_away = client.get("/me/security").await.location().unwrap();
    assert_eq!(sent_away, "/sign-in?back=/me/security");
    let door = client.get(&sent_away).await;
    assert_eq!(door.hidden("back").as_deref(), Some("/me/security"));
    let refused = sign_in(&mut client, "wrong wrong wrong").await;
    assert_eq!(refused.status, 422);
    assert!(refused.says(EMAIL) && refused.says("error-summary") && !refused.says("wrong wrong"));
    assert!(client.cookies().is_empty(), "a refusal leaves no cookie");
    assert_eq!(sign_in(&mut client, PASSWORD).await.location().as_deref(), Some("/me/security"));
    assert_eq!(client.get("/me/security").await.status, 200);
    assert_eq!(client.get("/sign-in?back=/me").await.location().as_deref(), Some("/me"), "already inside");
    let session = client.cookies()["guichet_session"].clone();
    assert_eq!(client.post_form("/sign-out", &[]).await.location().as_deref(), Some("/sign-in"));
    assert!(!client.cookies().contains_key("guichet_session"));
    client.keep("guichet_session", &session);
    assert!(client.get("/me/security").await.location().is_some(), "the session itself is over");
    assert_eq!(client.post_form("/sign-out", &[]).await.status, 303, "twice does no harm");
}

#[db_test(kit_web::migrations(&modules()))]
async fn nobody_learns_who_has_a_login(test: TestDb) {
    let app = started(test).await;
    let mut known = app.client();
    let mut unknown = app.client();
    for attempt in 0..7 {
        let one = known.post_form("/sign-in", &[("email", EMAIL), ("password", "not this one")]).await;
        let other =
            unknown.post_form("/sign-in", &[("email", "nobody@exemple.fr"), ("password", "not this one")]).await;
        same(&one, &other, [EMAIL, "nobody@exemple.fr"]);
        assert_eq!(one.status, if attempt < 5 { 422 } else { 429 });
    }
    let one = known.submit("/forgotten-password", "/forgotten-password", &[("email", EMAIL)]).await;
    let other = unknown.submit("/forgotten-password", "/forgotten-password", &[("email", "nobody@exemple.fr")]).await;
    same(&one, &other, [EMAIL, "nobody@exemple.fr"]);
    assert_eq!(known.visit("/forgotten-password/sent").await.status, 200);
    assert!(app.mails().await.is_empty(), "nothing is written while whoever asked may still measure");
    app.pass(SignedDuration::from_secs(10));
    let mails = app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [EMAIL]);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_forgotten_password_is_chosen_anew(test: TestDb) {
    let app = started(test).await;
    let mut old = signed_in(&app).await;
    let mut client = app.client();
    client.submit("/forgotten-password", "/forgotten-password", &[("email", " Camille.Durand@exemple.fr ")]).await;
    app.pass(SignedDuration::from_secs(10));
    let mail = app.mail_to(EMAIL).await;
    let link = app.link(&mail);
    assert!(link.starts_with("/reset/"), "{link}");
    for _ in 0..2 {
        let page = client.get(&link).await;
        assert!(page.status == 200 && page.says(EMAIL), "following the link uses nothing up");
    }
    for (weak, why) in [("short", "12"), ("camilledurand1987", "nom"), ("password123456", "deviner")] {
        let again = client.post_form(&link, &[("password", weak)]).await;
        assert!(again.status == 422 && again.says(why) && !again.says(weak), "{weak}");
    }
    assert_eq!(client.post_form(&link, &[("password", NEW_PASSWORD)]).await.location().as_deref(), Some("/sign-in"));
    assert_eq!(client.post_form(&link, &[("password", NEW_PASSWORD)]).await.status, 410);
    assert_eq!(client.get(&link).await.status, 410);
    assert!(old.get("/me").await.location().unwrap().starts_with("/sign-in"), "all sessions end");
    assert_eq!(sign_in(&mut client, PASSWORD).await.status, 422);
    assert_eq!(sign_in(&mut client, NEW_PASSWORD).await.status, 303);
    assert!(app.mail_to(EMAIL).await.content.subject.contains("mot de passe"));
    for nonsense in ["/reset/x", "/reset/0000000000000.x", "/reset/%27", "/confirm-email/x"] {
        assert_eq!(client.get(nonsense).await.status, 410, "{nonsense}");
        assert_eq!(client.post_form(nonsense, &[("password", NEW_PASSWORD)]).await.status, 410, "{nonsense}");
    }
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_second_factor_from_setting_up_to_taking_away(test: TestDb) {
    let app = started(test).await;
    let mut client = signed_in(&app).await;
    for page in ["/me/security/second-factor/remove", "/me/security/recovery-codes"] {
        assert_eq!(client.get(page).await.location().as_deref(), Some("/me/security"), "{page}: there is none yet");
        assert!(client.get("/me/security").await.says("La connexion en deux étapes n’est pas activée"));
    }
    let set_up = "/me/security/second-factor";
    assert_eq!(client.submit(set_up, set_up, &[("current", "wrong wrong wrong")]).await.status, 422);
    assert_eq!(client.submit(set_up, set_up, &[("current", PASSWORD)]).await.location().as_deref(), Some(set_up));
    let page = client.get(set_up).await;
    assert!(page.says("<svg role=\"img\"") && !page.says("style="));
    let secret = shown_secret(&page);
    let confirm = "/me/security/second-factor/confirm";
    assert_eq!(client.submit(set_up, confirm, &[("code", "000000")]).await.status, 422);
    let code = code_of(&secret, &app);
    let done = client.submit(set_up, confirm, &[("code", &code)]).await;
    let codes = shown_codes(&done);
    assert_eq!(codes.len(), 10);
    assert_eq!(client.get(set_up).await.location().as_deref(), Some("/me/security"));
    assert_eq!(client.get("/me/security").await.status, 200, "this session goes on");

    app.pass(SignedDuration::from_mins(1));
    let mut other = app.client();
    let half = sign_in(&mut other, PASSWORD).await;
    assert_eq!(half.location().as_deref(), Some("/sign-in/second-factor?back=/me/security"));
    assert!(other.get("/me").await.location().unwrap().starts_with("/sign-in"), "half in opens nothing");
    let second = "/sign-in/second-factor";
    assert_eq!(other.post_form(second, &[("code", "000000")]).await.status, 422);
    let code = code_of(&secret, &app);
    let done = other.post_form(second, &[("code", &code), ("back", "/me/security")]).await;
    assert_eq!(done.location().as_deref(), Some("/me/security"));
    assert_eq!(other.get("/me/security").await.status, 200);
    assert!(!other.cookies().contains_key("guichet_half"));

    let mut third = app.client();
    sign_in(&mut third, PASSWORD).await;
    assert_eq!(third.post_form(second, &[("code", &code)]).await.status, 422, "a code works once");
    assert_eq!(third.post_form(second, &[("code", &codes[0])]).await.location().as_deref(), Some("/"));
    let renewed =
        third.submit("/me/security/recovery-codes", "/me/security/recovery-codes", &[("current", PASSWORD)]).await;
    assert_eq!(shown_codes(&renewed).len(), 10);
    let remove = "/me/security/second-factor/remove";
    assert_eq!(
        third.submit(remove, remove, &[("current", PASSWORD)]).await.location().as_deref(),
        Some("/me/security")
    );
    assert_eq!(sign_in(&mut app.client(), PASSWORD).await.location().as_deref(), Some("/me/security"));
    assert!(app.client().get(second).await.location().is_some_and(|to| to == "/sign-in"), "no half, no second step");
}

fn shown_secret(page: &Answer) -> Vec<u8> {
    let text = page.text();
    let after = text.split_once("id=\"secret\"").unwrap().1.split_once('>').unwrap().1;
    let typed = after.split_once('<').unwrap().0.replace(' ', "");
    data_encoding::BASE32_NOPAD.decode(typed.as_bytes()).unwrap()
}

fn code_of(secret: &[u8], app: &TestApp) -> String {
    let now = u64::try_from(app.test.clock.now().as_second()).unwrap();
    totp_rs::Builder::new().with_secret(secret.to_vec()).build_noncompliant().generate(now).to_string()
}

fn shown_codes(page: &Answer) -> Vec<String> {
    let text = page.text();
    let list = text.split_once("id=\"codes\">").unwrap_or_else(|| panic!("no codes in {text}")).1;
    list.split_once('<').unwrap().0.split_whitespace().map(str::to_owned).collect()
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_password_is_changed_by_who_knows_it(test: TestDb) {
    let app = started(test).await;
    let (mut here, mut elsewhere) = (signed_in(&app).await, signed_in(&app).await);
    let page = "/me/security/password";
    let wrong = here.submit(page, page, &[("current", "wrong wrong wrong"), ("new", NEW_PASSWORD)]).await;
    assert_eq!(wrong.status, 422);
    let weak = here.submit(page, page, &[("current", PASSWORD), ("new", "camilledurand1987")]).await;
    assert_eq!(weak.status, 422);
    assert_eq!(here.submit(page, page, &[]).await.status, 422);
    let once = here.get(page).await.hidden("once").unwrap();
    for _ in 0..2 {
        let fields = [("once", once.as_str()), ("current", PASSWORD), ("new", NEW_PASSWORD)];
        let done = here.post_form(page, &fields).await;
        assert_eq!(done.location().as_deref(), Some("/me/security"), "a second click is no error");
    }
    assert_eq!(here.get("/me/security").await.status, 200);
    assert!(elsewhere.get("/me/security").await.location().is_some());
    assert_eq!(app.mails().await.len(), 1);
    let mut guesser = here.clone();
    for _ in 0..5 {
        guesser.submit(page, page, &[("current", "wrong wrong wrong"), ("new", PASSWORD)]).await;
    }
    let right = guesser.submit(page, page, &[("current", NEW_PASSWORD), ("new", PASSWORD)]).await;
    assert_eq!(right.status, 422, "too many attempts, however right");
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_address_is_changed_by_its_mailed_link(test: TestDb) {
    let app = started(test).await;
    let mut client = signed_in(&app).await;
    let page = "/me/email";
    for (email, current) in
        [("", PASSWORD), ("nonsense", PASSWORD), (EMAIL, PASSWORD), ("c@autre.fr", "wrong wrong wrong")]
    {
        let refused = client.submit(page, page, &[("email", email), ("current", current)]).await;
        assert_eq!(refused.status, 422, "{email}");
    }
    let asked = client.submit(page, page, &[("email", "C@autre.fr"), ("current", PASSWORD)]).await;
    assert_eq!(asked.location().as_deref(), Some("/me/security"));
    assert!(client.get("/me/security").await.says("c@autre.fr"));
    let mail = app.mail_to("c@autre.fr").await;
    let link = app.link(&mail);
    let mut mailbox = app.client();
    assert!(mailbox.get(&link).await.says("c@autre.fr"));
    assert_eq!(app.mails().await.len(), 0, "following it does nothing");
    assert_eq!(mailbox.post_form(&link, &[]).await.location().as_deref(), Some("/sign-in"));
    assert_eq!(mailbox.post_form(&link, &[]).await.status, 410);
    assert!(app.mail_to(EMAIL).await.content.text.contains("c@autre.fr"), "the old address is told");
    assert_eq!(sign_in(&mut app.client(), PASSWORD).await.status, 422);
}

#[db_test(kit_web::migrations(&modules()))]
async fn the_profile_speaks_the_language_it_is_given(test: TestDb) {
    let app = started(test).await;
    let mut client = signed_in(&app).await;
    assert!(client.get("/me/profile").await.says("lang=\"fr\""));
    let fields = [("first_name", "Zoé"), ("surname", "<script>"), ("locale", "en"), ("time_zone", "Pacific/Noumea")];
    let hostile = client.submit("/me/profile", "/me/profile", &fields).await;
    assert!(hostile.status == 422 && hostile.says("&#60;script&#62;") && hostile.says("Zoé"), "kept, and inert");
    let fields = [("first_name", "Zoé"), ("surname", "Petit"), ("locale", "en"), ("time_zone", "Pacific/Noumea")];
    assert_eq!(client.submit("/me/profile", "/me/profile", &fields).await.location().as_deref(), Some("/me/profile"));
    let page = client.get("/me/profile").await;
    assert!(page.says("lang=\"en\"") && page.says("Zoé Petit") && page.says("Your profile is saved."));
    assert_eq!(client.get("/language/fr?back=/me/profile").await.location().as_deref(), Some("/me/profile"));
    assert!(client.get("/me/profile").await.says("lang=\"fr\""));
    let mut visitor = app.client();
    assert_eq!(visitor.get("/language/en?back=//evil.example").await.location().as_deref(), Some("/"));
    assert!(visitor.get("/sign-in").await.says("lang=\"en\""));
    assert_eq!(visitor.get("/language/xx").await.status, 404);
}

#[db_test(kit_web::migrations(&modules()))]
async fn sessions_are_seen_and_ended(test: TestDb) {
    let app = started(test).await;
    let mut here = signed_in(&app).await;
    let firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
    let mut there = app.client().with_header(http::header::USER_AGENT, firefox);
    sign_in(&mut there, PASSWORD).await;
    let page = here.get("/me/security").await;
    assert!(page.says("Firefox, Windows") && page.says("127.0.0.1"));
    let text = page.text();
    let action =
        text.split("action=\"").find(|rest| rest.starts_with("/me/security/sessions/") && rest.contains("/end\""));
    let action = action.unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(here.post_form(&action, &[]).await.location().as_deref(), Some("/me/security"));
    assert!(there.get("/me").await.location().unwrap().starts_with("/sign-in"));
    assert_eq!(here.post_form(&action, &[]).await.status, 404);
    assert_eq!(here.post_form("/me/security/sessions/nonsense/end", &[]).await.status, 404);
    let token = session_of(&app.test).await.token.hash();
    assert_eq!(here.post_form("/me/security/sessions/end-others", &[]).await.status, 303);
    assert!(who(&app.test, token).await.is_none());
    assert_eq!(here.get("/me/security").await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn signing_in_anew_ends_the_session_of_the_browser(test: TestDb) {
    let app = started(test).await;
    let mut client = signed_in(&app).await;
    let before = client.cookies()["guichet_session"].clone();
    assert_eq!(sign_in(&mut client, "wrong wrong wrong").await.status, 422);
    assert_eq!(client.get("/me/security").await.status, 200, "a wrong password ends nothing");
    sign_in(&mut client, PASSWORD).await;
    assert_eq!(client.get("/me/security").await.status, 200);
    let mut old = app.client();
    old.keep("guichet_session", &before);
    assert!(old.get("/me/security").await.location().is_some(), "its cookie is gone, and so is it");

    let set_up = "/me/security/second-factor";
    client.submit(set_up, set_up, &[("current", PASSWORD)]).await;
    let secret = shown_secret(&client.get(set_up).await);
    client.submit(set_up, "/me/security/second-factor/confirm", &[("code", &code_of(&secret, &app))]).await;
    app.pass(SignedDuration::from_mins(1));
    let before = client.cookies()["guichet_session"].clone();
    sign_in(&mut client, PASSWORD).await;
    old.keep("guichet_session", &before);
    assert_eq!(old.get("/me/security").await.status, 200, "half in ends nothing yet");
    client.post_form("/sign-in/second-factor", &[("code", &code_of(&secret, &app))]).await;
    assert!(old.get("/me/security").await.location().is_some());
    assert_eq!(client.get("/me/security").await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_session_lasts_as_long_as_it_is_used(test: TestDb) {
    let app = started(test).await;
    let mut client = signed_in(&app).await;
    for _ in 0..3 {
        app.pass(SignedDuration::from_hours(29 * 24));
        assert_eq!(client.get("/me/security").await.status, 200);
        people::write_down_seen(&app.app).await.unwrap();
    }
    app.pass(SignedDuration::from_hours(30 * 24));
    assert!(client.get("/me/security").await.location().is_some());
}

#[db_test(kit_web::migrations(&modules()))]
async fn an_address_that_tries_too_much_waits(test: TestDb) {
    let app = TestApp::start_in(test, modules(), resolve, |world| kit_web::World { limits: Limits::strict(), ..world });
    let mut client = app.client();
    let mut statuses = Vec::new();
    for n in 0..40 {
        let email = format!("someone-{n}@exemple.fr");
        statuses.push(client.post_form("/sign-in", &[("email", &email), ("password", "x")]).await.status.as_u16());
    }
    assert_eq!(statuses[..30], [422; 30]);
    assert!(statuses[32..].contains(&429), "{statuses:?}");
    let mut mails = 0;
    for n in 0..20 {
        let email = format!("someone-{n}@exemple.fr");
        let asked = client.submit("/forgotten-password", "/forgotten-password", &[("email", &email)]).await;
        mails += usize::from(asked.status == 303);
    }
    assert!((10..=12).contains(&mails), "{mails}");
}

#[db_test(kit_web::migrations(&modules()))]
async fn bad_input_does_no_harm(test: TestDb) {
    let app = started(test).await;
    let mut client = app.client();
    let long = "x".repeat(70_000);
    assert_eq!(client.post_form("/sign-in", &[("email", &long)]).await.status, 413);
    assert_eq!(client.post_form("/sign-in", &[("email", "a\0@b.fr"), ("password", "x")]).await.status, 400);
    assert_eq!(client.post_form("/sign-in", &[]).await.status, 422);
    assert_eq!(client.post_form("/sign-in", &[("email", EMAIL), ("password", &"x".repeat(60_000))]).await.status, 422);
    let evil =
        client.post_form("/sign-in", &[("email", EMAIL), ("password", PASSWORD), ("back", "https://evil.example")]);
    assert_eq!(evil.await.location().as_deref(), Some("/"));
}
