//! The screens as a browser sees them.

use http::Method;
use kit_testkit::{TestApp, TestDb, db_test};
use kit_web::{Demand, StaffPermission};
use webhooks::{DeliveryState, Kinds};

use crate::receiver::{Receiver, status};
use crate::world::{
    VISITED, acting, deliveries, endpoint, local, log, migrations, modules, public, register, seen, tell,
};

const HOME: &str = "/staff/settings/webhooks";

#[db_test(migrations())]
async fn an_address_is_registered_and_its_secret_shown_once(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let mut browser = app.client().with_session();
    assert!(browser.get(HOME).await.says("Aucune adresse"));
    let new = format!("{HOME}/new");
    let form = browser.get(&new).await;
    assert!(form.says("test.visited") && !form.says("webhook.test"), "{}", form.text());
    let once = form.hidden("once").unwrap();
    let fields =
        [("once", once.as_str()), ("url", receiver.url.as_str()), ("description", "Outils"), ("kinds", "test.visited")];
    let made = browser.post_form(&new, &fields).await;
    assert!(made.status.is_success() && made.says("whsec_"), "{}", made.text());
    assert_eq!(made.header("cache-control"), "no-store");
    let again = browser.post_form(&new, &fields).await;
    assert_eq!(again.location().as_deref(), Some(HOME), "sent again it is not done again, nor shown again");
    assert!(browser.get(HOME).await.says("Le secret n’est montré qu’une fois"));
    let list = browser.get(HOME).await;
    assert!(list.says(&receiver.url) && list.says("Outils") && list.says("En service") && !list.says("whsec_"));
    assert_eq!(log(&app.test).await, ["webhooks.registered"]);
    // A test, as its receiver answers it.
    receiver.will(["HTTP/1.1 500 x\r\ncontent-length: 12\r\n\r\n<b>panne</b>".to_owned()]);
    let id = seen(&app.test, webhooks::endpoints).await[0].id;
    let page = format!("{HOME}/endpoints/{id}");
    let sent = browser.submit(&page, &format!("{page}/test"), &[]).await;
    let delivery = sent.location().unwrap();
    assert!(browser.get(&delivery).await.says("Pas encore de tentative"));
    app.run_jobs().await;
    let story = browser.get(&delivery).await;
    for words in ["Réponse 500", "&#60;b&#62;panne", "webhook-id: evt_", "webhook-signature: v1,…", "En attente"] {
        assert!(story.says(words), "{words} in {}", story.text());
    }
    assert!(!story.says("<b>panne"));
    assert!(browser.get(&page).await.says("En échec"));
}

#[db_test(migrations())]
async fn what_was_typed_is_kept_beside_its_errors(test: TestDb) {
    let app = public(test);
    let mut browser = app.client().with_session();
    let new = format!("{HOME}/new");
    for (url, says) in [
        ("outils", "Cette adresse n’est pas valable"),
        ("http://outils.example/", "commence par https://"),
        ("https://127.0.0.1/", "n’est pas sur l’internet public"),
        ("https://[::ffff:10.0.0.1]/", "n’est pas sur l’internet public"),
        ("https://a:b@outils.example/", "ni nom ni mot de passe"),
        ("https://outils.example:25/", "Le port 25"),
    ] {
        let answer = browser.submit(&new, &new, &[("url", url), ("description", "<b>")]).await;
        assert_eq!(answer.status, 422, "{url}");
        assert!(answer.says(says) && answer.says("Choisissez au moins un événement"), "{url}: {}", answer.text());
        assert!(answer.says("value=\"&#60;b&#62;\""));
    }
    assert!(log(&app.test).await.is_empty());
}

#[db_test(migrations())]
async fn an_address_is_changed_rotated_taken_out_and_removed(test: TestDb) {
    let app = public(test);
    let mut browser = app.client().with_session();
    let id = register(&app.test, "https://a.example/", Kinds::all()).await.endpoint;
    let page = format!("{HOME}/endpoints/{id}");
    let fields =
        [("url", "https://b.example/x"), ("description", "B"), ("kinds", "test.visited"), ("kinds", "test.left")];
    let saved = browser.submit(&page, &page, &fields).await;
    assert_eq!(saved.location().as_deref(), Some(page.as_str()), "{}", saved.text());
    browser.submit(&page, &page, &fields).await;
    let address = endpoint(&app.test, id).await;
    assert_eq!(
        (address.url.as_str(), address.kinds),
        ("https://b.example/x", Kinds::of(["test.left", "test.visited"]))
    );
    let rotated = browser.submit(&format!("{page}/rotate"), &format!("{page}/rotate"), &[]).await;
    assert!(rotated.says("whsec_") && rotated.says("Pendant 24 heures"), "{}", rotated.text());
    assert!(browser.get(&page).await.says("Ancien secret valable"));
    browser.submit(&page, &format!("{page}/disable"), &[]).await;
    let out = browser.get(&page).await;
    assert!(out.says("Remettre en service") && !out.says("Envoyer un essai"));
    assert!(browser.submit(&page, &format!("{page}/test"), &[]).await.location().unwrap() == page);
    browser.submit(&page, &format!("{page}/enable"), &[]).await;
    assert!(endpoint(&app.test, id).await.disabled_at.is_none());
    let asked = browser.get(&format!("{page}/remove")).await;
    assert!(asked.says("Supprimer cette adresse ?") && asked.says("https://b.example/x"));
    let removed = browser.submit(&format!("{page}/remove"), &format!("{page}/remove"), &[]).await;
    assert_eq!(removed.location().as_deref(), Some(HOME));
    assert_eq!(browser.get(&page).await.status, 404);
    // All at the same moment, so in no order.
    let mut logged = log(&app.test).await;
    logged.sort_unstable();
    let expected = ["changed", "disabled", "enabled", "registered", "removed", "rotated"];
    assert_eq!(logged, expected.map(|what| format!("webhooks.{what}")));
}

#[db_test(migrations())]
async fn the_log_is_filtered_and_a_delivery_made_again(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let mut browser = app.client().with_session();
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    receiver.will([status(410)]);
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    let delivery = deliveries(&app.test).await[0].id;
    let line = format!("{HOME}/log/{delivery}");
    for (filter, shown) in [
        (String::new(), true),
        (format!("?endpoint={id}&state=given_up&kind=test.visited"), true),
        ("?state=delivered".to_owned(), false),
        ("?kind=test.left".to_owned(), false),
        ("?endpoint=x&state=x".to_owned(), true),
    ] {
        let log = browser.get(&format!("{HOME}/log{filter}")).await;
        assert_eq!(log.says(&line), shown, "{filter}: {}", log.text());
    }
    let replay = format!("{line}/replay");
    browser.submit(&line, &replay, &[]).await;
    assert!(browser.get(&line).await.says("L’adresse est hors service"));
    let page = format!("{HOME}/endpoints/{id}");
    browser.submit(&page, &format!("{page}/enable"), &[]).await;
    assert_eq!(browser.submit(&line, &replay, &[]).await.location().as_deref(), Some(line.as_str()));
    assert!(!browser.get(&line).await.says("Envoyer de nouveau"), "it waits");
    app.run_jobs().await;
    assert_eq!(deliveries(&app.test).await[0].state, DeliveryState::Delivered);
    assert_eq!(receiver.received().len(), 2);
    assert!(log(&app.test).await.contains(&"webhooks.replayed".to_owned()));
}

/// Every route, tried by whoever may not.
#[db_test(migrations())]
async fn nobody_else_gets_in(test: TestDb) {
    let id = register(&test, "https://a.example/", Kinds::all()).await.endpoint;
    tell(&test, &VISITED).await;
    let delivery = deliveries(&test).await[0].id;
    let app = TestApp::start(test, modules(), |read, attempt| {
        let all_others = [
            StaffPermission::Support,
            StaffPermission::CustomerService,
            StaffPermission::Billing,
            StaffPermission::Catalogue,
        ];
        acting(read, attempt, &all_others)
    });
    let ours: Vec<_> = app.routes.iter().filter(|route| route.path.starts_with(HOME)).collect();
    assert!(ours.len() >= 15);
    for route in ours {
        assert_eq!(route.demand, Demand::Staff(&[StaffPermission::Owner]), "{}", route.path);
        let path = route.path.replace("{endpoint}", &id.to_string()).replace("{delivery}", &delivery.to_string());
        let answer = match route.method {
            Method::GET => app.client().with_session().get(&path).await,
            _ => app.client().with_session().post_form(&path, &[("url", "https://b.example/"), ("kinds", "*")]).await,
        };
        assert_eq!(answer.status, 404, "{} {path}", route.method);
    }
    assert_eq!(log(&app.test).await, ["webhooks.registered"]);
}
