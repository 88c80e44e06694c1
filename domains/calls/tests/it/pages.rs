//! The pages as a browser meets them.

use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission;

use crate::scene::{Scene, schema};

#[db_test(schema())]
async fn a_caller_is_named_takes_the_pin_and_is_known_by_it(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut ada = scene.signed_in(scene.admin).await;
    let support = format!("/accounts/{}/support", scene.account);
    let callers = format!("{support}/callers");
    assert!(ada.get(&support).await.says("Gérer les appelants"));
    let wrong = ada.submit(&callers, &callers, &[("person", ""), ("phone", "abc")]).await;
    assert!(wrong.status == 422 && wrong.says("f-person-error") && wrong.says("f-phone-error"), "{}", wrong.text());
    let lea_id = scene.lea.to_string();
    let named = ada.submit(&callers, &callers, &[("person", &lea_id), ("phone", "06 12 34 56 78")]).await;
    assert_eq!(named.location(), Some(callers.clone()), "{}", named.text());
    let list = ada.get(&callers).await;
    assert!(list.says("Léa Petit") && list.says("pas encore pris") && list.says("06 12 34 56 78"));

    let mut lea = scene.signed_in(scene.lea).await;
    let own = format!("{support}/pin");
    assert!(lea.get(&support).await.says("Mon code téléphonique"));
    assert!(!lea.get(&support).await.says("Gérer les appelants"));
    assert_eq!(lea.get(&callers).await.status, 404, "a user manages nobody");
    let shown = lea.submit(&own, &own, &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let text = shown.text();
    let pin =
        text.split("aria-label=\"Mon code téléphonique\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    assert_eq!(pin.len(), 8);
    assert!(!lea.get(&own).await.says(pin), "it is shown once");
    let mut zoe = scene.signed_in(scene.zoe).await;
    assert_eq!(zoe.get(&own).await.status, 404, "no PIN for who is no caller");

    let mut agent = scene.signed_in(scene.agent).await;
    let card = format!("/staff/accounts/{}/phone", scene.account);
    let found = agent.get(&format!("/staff/phone?q={}", scene.account.0)).await;
    assert_eq!(found.location(), Some(card.clone()), "a number leads to the account at once");
    let page = agent.get(&card).await;
    assert!(page.says("Léa Petit") && page.says("Avancé") && page.says("appelants désignés seulement"));
    let check = format!("{card}/check");
    let wrong = agent.submit(&card, &check, &[("person", &lea_id), ("pin", "x<b>")]).await;
    assert!(wrong.status == 422 && wrong.says("Encore 4 essais") && !wrong.says("x&#60;b"), "{}", wrong.text());
    let right = agent.submit(&card, &check, &[("person", &lea_id), ("pin", pin)]).await;
    assert_eq!(right.location(), Some(card.clone()), "{}", right.text());
    assert!(agent.get(&card).await.says("Le code est juste."));
    let nobody = agent.submit(&card, &check, &[("person", "x"), ("pin", pin)]).await;
    assert!(nobody.status == 422 && nobody.says("f-person-error"));
}

#[db_test(schema())]
async fn the_phone_is_the_agents_alone(test: TestDb) {
    let scene = Scene::new(test).await;
    let billing = scene.colleague("billing@publisher.example", "Bob", StaffPermission::Billing).await;
    let mut bob = scene.signed_in(billing).await;
    assert!([403, 404].contains(&bob.get("/staff/phone").await.status.as_u16()));
    let mut ada = scene.signed_in(scene.admin).await;
    assert!([403, 404].contains(&ada.get(&format!("/staff/accounts/{}/phone", scene.account)).await.status.as_u16()));
    let mut agent = scene.signed_in(scene.agent).await;
    assert_eq!(agent.get("/staff/accounts/C-9/phone").await.status, 404);
    let none = agent.get("/staff/phone?q=%3Cb%3Erien").await;
    assert!(none.says("Aucun compte trouvé") && none.says("&#60;b&#62;rien"), "{}", none.text());
    let several = agent.get("/staff/phone?q=petit").await;
    assert!(several.location().is_some(), "one account, several members");
}
