//! The pages as browsers meet them.

use jiff::SignedDuration;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission;
use serde_json::json;

use crate::codes::shown;
use crate::scene::{Scene, modules, problem};

#[db_test(kit_web::migrations(&modules()))]
async fn from_the_code_to_a_machine_that_is_named_and_unlinked(test: TestDb) {
    let scene = Scene::new(test).await;
    let home = format!("/accounts/{}/machines", scene.account);
    let mut coordinator = scene.signed_in("coordinator@kerlann.example").await;
    assert!(coordinator.get(&home).await.says("Aucun poste lié"));
    let made = coordinator.submit(&format!("{home}/code"), &format!("{home}/code"), &[]).await;
    assert_eq!(made.header("cache-control"), "no-store");
    let code = shown(&made.text());
    let state = coordinator.get(&format!("{home}/code")).await;
    assert!(state.says("Camille Durand") && !state.says(&code), "{}", state.text());

    let (first, first_token) = scene.link(&code, "Poste 1").await;
    let (second, _) = scene.link(&code, "Poste 2").await;
    let list = coordinator.get(&home).await;
    for words in ["Poste 1", "Poste 2", "Windows 11", "Planelle", "2.4.1", "par code personnel"] {
        assert!(list.says(words), "{words} in {}", list.text());
    }
    let machine = format!("{home}/{first}");
    let wrong = coordinator.submit(&machine, &format!("{machine}/name"), &[("name", " ")]).await;
    assert!(wrong.status == 422 && wrong.says("id=\"f-name-error\""), "{}", wrong.text());
    let renamed = coordinator.submit(&machine, &format!("{machine}/name"), &[("name", "Accueil")]).await;
    assert_eq!(renamed.location(), Some(machine.clone()));
    let story = coordinator.get(&machine).await;
    assert!(story.says("Renommé") && story.says("<del>Poste 1</del>") && story.says("Le poste lui-même"));

    let none = coordinator.get(&format!("{home}/unlink")).await;
    assert_eq!(none.location(), Some(home.clone()));
    assert!(coordinator.get(&home).await.says("Choisissez au moins un poste"), "nothing chosen is told");
    let both = format!("{home}/unlink?machine={first}&machine={second}&machine=x");
    let ask = coordinator.get(&both).await;
    assert!(ask.says("Dissocier ces 2 postes") && ask.says("Accueil"), "{}", ask.text());
    let once = ask.hidden("once").unwrap();
    let fields = [("once", once.as_str()), ("machine", &first), ("machine", &second)];
    let unlinked = coordinator.post_form(&format!("{home}/unlink"), &fields).await;
    assert_eq!(unlinked.location(), Some(home.clone()));
    assert_eq!(scene.machine(&first_token).get("/api/v1/machines/self").await.status, 401);
    let ended = coordinator.get(&format!("{home}?ended=1")).await;
    assert!(ended.says("Accueil") && ended.says("depuis le compte"), "{}", ended.text());
    assert!(coordinator.get(&home).await.says("Aucun poste lié"));
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_user_sees_and_changes_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code, "Poste 1").await;
    let home = format!("/accounts/{}/machines", scene.account);
    let mut user = scene.signed_in("user@kerlann.example").await;
    let list = user.get(&home).await;
    assert!(list.says("Poste 1") && !list.says("type=\"checkbox\""), "{}", list.text());
    assert!(!user.get(&format!("{home}/{id}")).await.says("Renommer"));
    for path in ["code", &format!("unlink?machine={id}")] {
        assert_eq!(user.get(&format!("{home}/{path}")).await.status, 404, "{path}");
    }
    assert_eq!(user.post_form(&format!("{home}/unlink"), &[("machine", &id)]).await.status, 404);
    assert_eq!(user.post_form(&format!("{home}/{id}/name"), &[("name", "x")]).await.status, 404);
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 200);
    scene.app.mails().await;
    let asked = user.submit(&home, &format!("{home}/forgotten-code"), &[]).await;
    assert_eq!(asked.location(), Some(home));
    assert!(scene.app.mail_to("admin@kerlann.example").await.content.text.contains("/personal-code/"));
}

#[db_test(kit_web::migrations(&modules()))]
async fn machines_of_others_are_not_found(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code, "Poste 1").await;
    let other = scene.open("Ailleurs", "552100554", "chef@ailleurs.example").await;
    let home = format!("/accounts/{other}/machines");
    let mut chief = scene.signed_in("chef@ailleurs.example").await;
    assert_eq!(chief.get(&format!("{home}/{id}")).await.status, 404);
    assert_eq!(chief.post_form(&format!("{home}/{id}/name"), &[("name", "x")]).await.status, 404);
    assert_eq!(chief.post_form(&format!("{home}/{id}/name"), &[("name", " ")]).await.status, 404);
    assert_eq!(chief.get(&format!("{home}/unlink?machine={id}")).await.location(), Some(home.clone()));
    assert_eq!(chief.post_form(&format!("{home}/unlink"), &[("machine", &id)]).await.location(), Some(home));
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 200);
}

#[db_test(kit_web::migrations(&modules()))]
async fn a_suspended_account_makes_no_code(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.suspend().await;
    let page = format!("/accounts/{}/machines/code", scene.account);
    let mut admin = scene.signed_in("admin@kerlann.example").await;
    assert_eq!(admin.submit(&page, &page, &[]).await.location(), Some(page.clone()));
    assert!(admin.get(&page).await.says("Pas encore de code"));
}

#[db_test(kit_web::migrations(&modules()))]
async fn staff_limits_and_unlinks(test: TestDb) {
    let scene = Scene::new(test).await;
    let code = scene.code().await;
    let (id, token) = scene.link(&code, "Poste 1").await;
    let mut owner = scene.staff("irene@cotelier.example", StaffPermission::Owner).await;
    let settings = "/staff/settings/machines";
    let wrong = owner.submit(settings, settings, &[("places", "x"), ("replacements", "")]).await;
    assert!(wrong.status == 422 && wrong.says("id=\"f-places-error\""), "{}", wrong.text());
    let saved = owner.submit(settings, settings, &[("places", "1"), ("replacements", "2")]).await;
    assert_eq!(saved.location().as_deref(), Some(settings));
    assert_eq!(problem(&scene.ask(&scene.body(&code, "Poste 2")).await), "machine-limit-reached");

    let page = format!("/staff/accounts/{}/machines", scene.account);
    let mut agent = scene.staff("gaspard@cotelier.example", StaffPermission::CustomerService).await;
    let seen = agent.get(&page).await;
    assert!(seen.says("Poste 1") && seen.says("1 poste lié sur 1"), "{}", seen.text());
    let own = [("own", "yes"), ("places", "2"), ("replacements", "")];
    assert_eq!(agent.submit(&page, &page, &own).await.location(), Some(page.clone()));
    scene.link(&code, "Poste 2").await;
    assert_eq!(problem(&scene.ask(&scene.body(&code, "Poste 3")).await), "machine-limit-reached");
    let common = [("places", ""), ("replacements", "")];
    assert_eq!(agent.submit(&page, &page, &common).await.location(), Some(page.clone()));
    let lowered = scene.ask(&scene.body(&code, "Poste 3")).await.json();
    assert_eq!(lowered["places"], json!(1), "as for everybody again");

    scene.app.pass(SignedDuration::from_hours(24 * 91));
    let mut agent = scene.signed_in("gaspard@cotelier.example").await;
    assert!(agent.get(&page).await.says("Plus de 90 jours"));
    let unlink = format!("{page}/{id}/unlink");
    assert_eq!(agent.submit(&unlink, &unlink, &[]).await.location(), Some(page.clone()));
    assert_eq!(agent.get(&unlink).await.status, 404);
    assert!(agent.get(&format!("{page}/{id}")).await.says("par l’éditeur"));
    assert_eq!(scene.machine(&token).get("/api/v1/machines/self").await.status, 401);

    let mut helper = scene.staff("noemie@cotelier.example", StaffPermission::Support).await;
    let seen = helper.get(&page).await;
    assert!(seen.says("Poste 2") && !seen.says("Dissocier"), "{}", seen.text());
    assert_eq!(helper.get(settings).await.status, 404);
}
