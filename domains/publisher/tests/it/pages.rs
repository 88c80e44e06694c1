//! The settings' pages as a browser sees them.

use http::{Method, Request};
use kit_testkit::{Answer, Client, TestApp, TestDb, db_test};
use kit_web::Demand;

use crate::world::{app_of_catalogue, app_of_nobody, app_of_owner, app_of_support, log, migrations, seen};

const SETTINGS: &str = "/staff/settings";

#[db_test(migrations())]
async fn identity_is_set_once_however_often_it_is_sent(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    let page = browser.get("/staff/settings/identity").await;
    assert!(page.status.is_success() && page.says("Raison sociale"), "{}", page.text());
    let once = page.hidden("once").unwrap();
    let form = [
        ("once", once.as_str()),
        ("name", "Brouage"),
        ("support_email", "aide@brouage.example"),
        ("time_zone", "Europe/Paris"),
        ("legal_fr", "Éditeur : **Brouage**"),
    ];
    for _ in 0..2 {
        let saved = browser.post_form("/staff/settings/identity", &form).await;
        assert_eq!(saved.location().as_deref(), Some("/staff/settings/identity"));
    }
    assert_eq!(log(&app.test).await.len(), 2, "identity and legal notice, each once");
    let after = browser.get("/staff/settings/identity").await;
    assert!(after.says("Vos réglages sont enregistrés.") && after.says("aide@brouage.example"));
    assert!(browser.get("/legal").await.says("<strong>Brouage</strong>"));
}

#[db_test(migrations())]
async fn what_was_typed_is_kept_beside_its_errors(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    let form =
        [("name", ""), ("site_url", "javascript:alert(1)"), ("time_zone", "Europe/Paris"), ("support_phone", "<b>")];
    let answer = browser.submit("/staff/settings/identity", "/staff/settings/identity", &form).await;
    assert_eq!(answer.status, 422);
    for words in ["Indiquez un nom.", "javascript:alert(1)", "&#60;b&#62;", "aria-invalid=\"true\""] {
        assert!(answer.says(words), "{words} in {}", answer.text());
    }
    assert!(log(&app.test).await.is_empty());
}

/// A form with a file, as browsers send it.
async fn upload(browser: &mut Client, once: &str, file: &[u8]) -> Answer {
    let part = |name: &str, more: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
    let mut body = format!("{}{once}\r\n", part("once", "")).into_bytes();
    body.extend(part("file", "; filename=\"../../logo.svg\"\r\ncontent-type: image/svg+xml").as_bytes());
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri("/staff/settings/brand/logo")
        .header("content-type", "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin");
    browser.send(request.body(body.into()).unwrap()).await
}

/// One grey pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

#[db_test(migrations())]
async fn a_logo_is_a_picture_and_nothing_else(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    assert_eq!(browser.get("/brand/logo").await.status, 404);
    let page = browser.get("/staff/settings/brand").await;
    let once = page.hidden("once").unwrap();
    for (file, says) in [
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(),
            "n’est pas une image PNG valable",
        ),
        (Vec::new(), "Choisissez un fichier."),
        (vec![0; 300 << 10], "dépasse 256 Ko"),
    ] {
        let answer = upload(&mut browser, &once, &file).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(says), "{says}");
    }
    assert_eq!(upload(&mut browser, &once, &vec![0; 2 << 20]).await.status, 413);
    let set = upload(&mut browser, &once, PIXEL).await;
    assert_eq!(set.location().as_deref(), Some("/staff/settings/brand"), "{}", set.text());
    let logo = browser.get("/brand/logo").await;
    assert_eq!((logo.header("content-type"), logo.body.as_slice()), ("image/png", PIXEL));
    assert_eq!(logo.header("x-content-type-options"), "nosniff");
    assert!(browser.get("/staff/settings/brand").await.says("<img src=\"/brand/logo"));
    let removed = browser.submit("/staff/settings/brand", "/staff/settings/brand/logo/remove", &[]).await;
    assert!(removed.status.is_redirection());
    assert_eq!(browser.get("/brand/logo").await.status, 404);
}

#[db_test(migrations())]
async fn a_colour_that_cannot_be_read_is_corrected_and_told(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    let form = [("accent", "#ffe000"), ("footer", "Mentions | https://brouage.example/legal")];
    let saved = browser.submit("/staff/settings/brand", "/staff/settings/brand", &form).await;
    assert!(saved.status.is_redirection(), "{}", saved.text());
    let page = browser.get("/staff/settings/brand").await;
    assert!(page.says("Nous avons assombri cette couleur") && page.says("/brand.css?accent=ffe000"));
    assert!(page.says("<a href=\"https://brouage.example/legal\">Mentions</a>"));
    let refused = browser.submit("/staff/settings/brand", "/staff/settings/brand", &[("accent", "red}")]).await;
    assert_eq!(refused.status, 422);
}

#[db_test(migrations())]
async fn terms_are_prepared_looked_at_published_and_read(test: TestDb) {
    let app = app_of_catalogue(test);
    let mut browser = app.client().with_session();
    assert_eq!(browser.get("/terms").await.status, 404);
    let new = "/staff/settings/terms/new";
    let text = ("fr", "# Objet\n\nDes **règles**.");
    let shown = browser.submit(new, new, &[text, ("start", "now"), ("act", "preview")]).await;
    assert!(shown.status.is_success() && shown.says("<strong>règles</strong>"), "{}", shown.text());
    assert!(log(&app.test).await.is_empty(), "looking is not saving");

    let past = browser.submit(new, new, &[text, ("start", "day"), ("day", "2026-11-01")]).await;
    assert!(past.status == 422 && past.says("Ce jour est passé"), "{}", past.text());
    let saved = browser.submit(new, new, &[text, ("start", "day"), ("day", "2026-12-01"), ("act", "save")]).await;
    assert_eq!(saved.location().as_deref(), Some("/staff/settings/terms"), "{}", saved.text());
    assert_eq!(browser.get("/terms/1").await.status, 404, "what is prepared is nobody's business yet");
    assert!(browser.get("/staff/settings/terms/1").await.says("value=\"2026-12-01\""));

    let one = "/staff/settings/terms/1";
    let published = browser.submit(one, one, &[text, ("start", "now"), ("act", "save")]).await;
    assert!(published.status.is_redirection());
    let public = browser.get("/terms").await;
    assert!(public.says("<h2>Objet</h2>") && public.says("Version 1"), "{}", public.text());
    let sealed = browser.get(one).await;
    assert!(sealed.says("cette version ne change plus") && !sealed.says("<textarea"));
    let again = browser.submit(new, one, &[("fr", "autre"), ("start", "now"), ("act", "save")]).await;
    assert!(again.status == 422 && again.says("elle ne change plus"), "{}", again.text());
    assert!(browser.get("/terms").await.says("règles"));
}

#[db_test(migrations())]
async fn a_version_being_prepared_is_withdrawn_after_a_question(test: TestDb) {
    let app = app_of_catalogue(test);
    let mut browser = app.client().with_session();
    let new = "/staff/settings/terms/new";
    browser.submit(new, new, &[("fr", "x"), ("start", "day"), ("day", "2026-12-01"), ("act", "save")]).await;
    let ask = "/staff/settings/terms/1/withdraw";
    assert!(browser.get(ask).await.says("Retirer cette version ?"));
    assert!(browser.submit(ask, ask, &[]).await.status.is_redirection());
    assert!(browser.get("/staff/settings/terms").await.says("Aucune version"));
    assert_eq!(browser.get(ask).await.status, 404);
}

#[db_test(migrations())]
async fn a_mail_gets_another_text_and_its_own_back(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    assert!(browser.get("/staff/settings/mails").await.says("Un mot de passe pour …"));
    let page = "/staff/settings/mails/test-reset/en";
    let shown = browser.submit(page, page, &[("text", "Hi {name}\n\nGo: {link}"), ("act", "preview")]).await;
    assert!(shown.says("Hi Camille Durand"), "{}", shown.text());
    let wrong = browser.submit(page, page, &[("text", "Hi {nom}\n\nx"), ("act", "save")]).await;
    assert!(wrong.status == 422 && wrong.says("{nom} n’existe pas dans ce message"), "{}", wrong.text());
    let saved = browser.submit(page, page, &[("text", "Hi {name}\r\n\r\nGo: {link}"), ("act", "save")]).await;
    assert_eq!(saved.location().as_deref(), Some(page), "{}", saved.text());
    let preview = browser.get(&format!("{page}/preview")).await;
    assert!(preview.says("<title>Hi Camille Durand</title>"));
    assert!(preview.header("content-security-policy").contains("sandbox"));
    let reset = format!("{page}/reset");
    assert!(browser.submit(&reset, &reset, &[]).await.status.is_redirection());
    assert!(browser.get(page).await.says("A password for {name}"));
    for unknown in ["/staff/settings/mails/nothing/fr", "/staff/settings/mails/test-reset/de"] {
        assert_eq!(browser.get(unknown).await.status, 404, "{unknown}");
    }
}

#[db_test(migrations())]
async fn sign_up_and_prices_are_set(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    let closed = [("state", "closed"), ("fr", "Bienvenue."), ("act", "save")];
    assert!(
        browser.submit("/staff/settings/sign-up", "/staff/settings/sign-up", &closed).await.status.is_redirection()
    );
    assert!(!seen(&app.test, publisher::settings).await.sign_up.open);
    let unanswered = browser.submit("/staff/settings/sign-up", "/staff/settings/sign-up", &[("fr", "x")]).await;
    assert!(unanswered.status == 422 && unanswered.says("Choisissez une réponse."));
    let long = "é".repeat(50_000);
    let prices = [("fr", long.as_str()), ("act", "save")];
    let saved = browser.submit("/staff/settings/prices", "/staff/settings/prices", &prices).await;
    assert!(saved.status.is_redirection(), "long texts are taken: {}", saved.status);
    assert!(browser.get("/prices").await.says(&long));
}

#[db_test(migrations())]
async fn each_sees_what_he_or_she_may_set(test: TestDb) {
    let app = app_of_catalogue(test);
    let mut browser = app.client().with_session();
    assert_eq!(browser.get(SETTINGS).await.location().as_deref(), Some("/staff/settings/terms"));
    let terms = browser.get("/staff/settings/terms").await;
    assert!(terms.says("/staff/settings/prices") && !terms.says("/staff/settings/identity"));
    let TestApp { test, .. } = app;
    let app = app_of_owner(test);
    assert_eq!(app.client().with_session().get(SETTINGS).await.location().as_deref(), Some("/staff/settings/identity"));
}

/// Every route of the settings, tried by whoever may not.
#[db_test(migrations())]
async fn nobody_else_gets_in(test: TestDb) {
    let mut test = test;
    let starts = [(app_of_nobody as fn(TestDb) -> TestApp, false), (app_of_support, false), (app_of_catalogue, true)];
    for (start, has_catalogue) in starts {
        let app = start(test);
        for route in app.routes.iter().filter(|route| route.path.starts_with(SETTINGS)) {
            let Demand::Staff(permissions) = route.demand else { panic!("{} is open", route.path) };
            let open_to_catalogue = permissions.contains(&kit_web::StaffPermission::Catalogue);
            if open_to_catalogue && has_catalogue {
                continue;
            }
            let path = route.path.replace("{kind}", "test-reset").replace("{language}", "fr").replace("{version}", "1");
            let answer = match route.method {
                Method::GET => app.client().with_session().get(&path).await,
                _ if path.ends_with("/logo") => upload(&mut app.client().with_session(), "", PIXEL).await,
                _ => {
                    app.client()
                        .with_session()
                        .post_form(
                            &path,
                            &[
                                ("name", "x"),
                                ("state", "open"),
                                ("accent", "#000000"),
                                ("time_zone", "UTC"),
                                ("text", "a\n\nb"),
                                ("fr", "x"),
                                ("start", "now"),
                            ],
                        )
                        .await
                }
            };
            assert_eq!(answer.status, 404, "{} {path}", route.method);
        }
        assert!(log(&app.test).await.is_empty());
        test = app.test;
    }
}

#[db_test(migrations())]
async fn the_calendar_is_set_and_what_is_wrong_told(test: TestDb) {
    let app = app_of_owner(test);
    let mut browser = app.client().with_session();
    let page = "/staff/settings/calendar";
    assert!(browser.get(page).await.says("09:00-17:00"));
    let wrong = [("monday", "17-9"), ("holidays", "metropole"), ("closed", "Noël")];
    let refused = browser.submit(page, page, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("La fin doit suivre le début.") && refused.says("Ligne 1") && refused.says("17-9"));
    let right = [("monday", "8h30-12h"), ("holidays", "none"), ("closed", "2026-12-24")];
    assert_eq!(browser.submit(page, page, &right).await.location().as_deref(), Some(page));
    let after = browser.get(page).await;
    assert!(after.says("08:30-12:00") && after.says("24/12/2026") && !after.says("09:00-17:00"));
}
