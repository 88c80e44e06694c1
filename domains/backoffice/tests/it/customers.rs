//! Decisions about customers, keys and logins.

use accounts::service::keys::{self, NewKey};
use http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission::{CustomerService, Owner, Support};
use kit_web::{Scope, Scopes};

use crate::scene::{Scene, of, schema};

#[db_test(schema())]
async fn a_sign_up_is_accepted_once_and_told_once(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(CustomerService).await;
    let queue = client.get("/staff/sign-ups").await;
    assert!(
        queue.says("Nom ressemblant") && queue.says(&scene.active.to_string()),
        "a possible duplicate stands beside it"
    );
    let page = of(scene.pending, "/accept");
    let once = client.get(&page).await.hidden("once").unwrap();
    for _ in 0..2 {
        let done = client.post_form(&page, &[("once", &once)]).await;
        assert_eq!(done.location().as_deref(), Some("/staff/sign-ups"));
    }
    assert_eq!(scene.state(scene.pending).await, "active");
    assert_eq!(scene.app.mails().await.len(), 1);
    assert!(client.visit("/staff/sign-ups").await.says("Aucune inscription en attente"));
}

#[db_test(schema())]
async fn whoever_comes_too_late_is_told(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut first = scene.clerk(CustomerService).await;
    let mut second = scene.clerk(Owner).await;
    let page = of(scene.pending, "/refuse");
    let once = second.get(&page).await.hidden("once").unwrap();
    let accept = of(scene.pending, "/accept");
    first.submit(&accept, &accept, &[]).await;
    let late = second.post_form(&page, &[("once", &once), ("reason", "Doublon")]).await;
    assert_eq!(late.location(), Some(of(scene.pending, "")));
    assert_eq!(scene.state(scene.pending).await, "active");
    assert_eq!(second.get(&page).await.location(), Some(of(scene.pending, "")));
}

#[db_test(schema())]
async fn a_refusal_needs_a_reason_and_shows_its_mail_first(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(CustomerService).await;
    let page = of(scene.pending, "/refuse");
    let bare = client.submit(&page, &page, &[("reason", "  ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "x".repeat(501);
    let kept = client.submit(&page, &page, &[("reason", &long)]).await;
    assert!(kept.status == StatusCode::UNPROCESSABLE_ENTITY && kept.says(&long), "what was typed is kept");
    let shown = client.submit(&page, &page, &[("reason", "SIREN <b>inconnu"), ("act", "preview")]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.says("SIREN") && !shown.says("<b>inconnu"));
    assert_eq!(scene.state(scene.pending).await, "pending");
    client.submit(&page, &page, &[("reason", "SIREN inconnu")]).await;
    assert_eq!(scene.state(scene.pending).await, "refused");
    let mail = scene.app.mail_to("zoe@atelier-durand.example").await;
    assert!(mail.content.text.contains("SIREN inconnu"));
    let reopen = of(scene.pending, "/reopen");
    client.submit(&reopen, &reopen, &[]).await;
    assert_eq!(scene.state(scene.pending).await, "pending");
}

#[db_test(schema())]
async fn an_account_is_suspended_and_reactivated_and_the_log_tells(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(CustomerService).await;
    let (suspend, reactivate) = (of(scene.active, "/suspend"), of(scene.active, "/reactivate"));
    client.submit(&suspend, &suspend, &[("reason", "Facture 77 impayée")]).await;
    assert_eq!(scene.state(scene.active).await, "suspended");
    assert!(client.get(&of(scene.active, "")).await.says("Facture 77 impayée"));
    client.submit(&reactivate, &reactivate, &[]).await;
    assert_eq!(scene.state(scene.active).await, "active");
    assert_eq!(scene.app.mails().await.len(), 2);
    let log = client.get(&format!("/staff/audit?account={}&who=service@publisher.example", scene.active)).await;
    assert!(log.says("Facture 77 impayée") && log.says("Camille Petit"));
    let decided = scene.read(|read| accounts::service::decisions::latest(read, 5)).await;
    assert_eq!(decided.first().map(|account| account.id), Some(scene.active));
}

#[db_test(schema())]
async fn a_key_is_revoked(test: TestDb) {
    let scene = Scene::new(test).await;
    let account = scene.active;
    let made = scene.run(move |tx, ctx| {
        let new = NewKey { name: "Serveur".into(), scopes: Scopes::of(&[Scope::CreditsRead]), member: None };
        keys::create(tx, ctx, account, &new)
    });
    let key = made.await.key;
    let mut client = scene.clerk(CustomerService).await;
    assert!(client.get(&of(account, "")).await.says(&key.prefix));
    let revoke = of(account, &format!("/keys/{}/revoke", key.id));
    assert!(client.submit(&revoke, &revoke, &[]).await.status.is_redirection());
    assert_eq!(client.get(&revoke).await.status, StatusCode::NOT_FOUND);
    let elsewhere = of(scene.pending, &format!("/keys/{}/revoke", key.id));
    assert_eq!(client.get(&elsewhere).await.status, StatusCode::NOT_FOUND, "a key belongs to its account");
}

#[db_test(schema())]
async fn only_the_owner_looks_after_logins_of_the_staff(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut service = scene.clerk(CustomerService).await;
    let (colleague, mut support) = scene.staff("lea@publisher.example", &[Support]).await;
    let customer = scene.person("eve@atelier-durand.example", "Morel").await;
    let mut customers = scene.signed_in(customer).await;

    let close = format!("/staff/people/{colleague}/close");
    let refused = service.post_form(&close, &[]).await;
    assert_eq!(refused.location(), Some(format!("/staff/people/{colleague}")));
    assert_eq!(support.get("/staff").await.status, StatusCode::OK, "still let in");

    let end = format!("/staff/people/{customer}/end-sessions");
    service.submit(&end, &end, &[]).await;
    assert!(customers.get("/me/profile").await.location().is_some(), "the customer has to sign in again");
    let close = format!("/staff/people/{customer}/close");
    service.submit(&close, &close, &[]).await;
    let closed = move |read: &mut kit_db::Read<'_>| Ok(people::service::person(read, customer)?.unwrap().disabled_at);
    assert!(scene.read(closed).await.is_some());
    let open = format!("/staff/people/{customer}/open");
    service.submit(&open, &open, &[]).await;
    assert!(scene.read(closed).await.is_none());

    let mut owner = scene.clerk(Owner).await;
    let close = format!("/staff/people/{colleague}/close");
    owner.submit(&close, &close, &[]).await;
    assert!(support.get("/staff").await.location().is_some(), "shut out from the next request on");
}
