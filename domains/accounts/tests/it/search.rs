use accounts::service::overview::overview;
use accounts::service::search::{Among, search};
use kit_core::AccountId;
use kit_testkit::{TestDb, db_test};
use kit_web::Role;

use crate::scene::{Scene, schema};

async fn found(scene: &Scene, typed: &'static str) -> Vec<AccountId> {
    let among = Among { state: None, limit: 20 };
    scene.read(move |read| search(read, typed, among)).await.into_iter().map(|found| found.id).collect()
}

#[db_test(schema())]
async fn staff_finds_an_account_by_whatever_the_customer_says(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@beton-arme.fr").await;
    let beton = scene.account("Établissements Béton Armé SARL", admin).await;
    let other = scene.person("paul@gmail.com").await;
    let dupont = scene.account("Dupont & Fils", other).await;
    scene.member(dupont, other, "max@dupont.fr", &[Role::User]).await;

    for typed in
        ["C-1001", "c 1001", "1001", "etablissements béton", "armé", "bet", "admin@beton-arme.fr", "@beton-arme.fr"]
    {
        assert_eq!(found(&scene, typed).await, [beton], "{typed}");
    }
    for typed in ["1002", "dupont et fils", "DUP", "fils", "max@dupont.fr", "paul@gmail.com"] {
        assert_eq!(found(&scene, typed).await, [dupont], "{typed}");
    }
    for typed in ["732 829 320", "732 829 320 00074", "FR 44 732829320", "camille"] {
        assert_eq!(found(&scene, typed).await.len(), 2, "{typed}");
    }
    assert_eq!(found(&scene, "  ").await, [dupont, beton], "the newest first");
    for typed in ["C-9999", "zzz", "%", "_", "'", "nobody@nowhere.fr", "\u{10FFFF}"] {
        assert_eq!(found(&scene, typed).await, [], "{typed}");
    }
}

#[db_test(schema())]
async fn one_value_holds_all_of_an_account(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@acme.fr").await;
    let acme = scene.account("Acme", admin).await;
    scene.member(acme, admin, "max@acme.fr", &[Role::User]).await;
    scene.invite(acme, admin, &["zoe@acme.fr"], &[Role::User]).await;
    let all = scene.read(move |read| overview(read, acme)).await.unwrap();
    assert_eq!((all.account.id, all.companies.len(), all.members.len(), all.invitations.len()), (acme, 1, 2, 1));
    assert!(scene.read(|read| overview(read, AccountId(9))).await.is_none());
}
