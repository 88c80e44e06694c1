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
    assert!(list.says("Léa Petit") && list.says("Code à retirer") && list.says("06 12 34 56 78"));

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
    let found = agent.get("/staff/phone?q=lea@plan.example").await;
    let chosen = found.location().unwrap();
    assert_eq!(chosen, format!("{card}?caller={lea_id}"), "who calls is known by the address");
    assert!(agent.get(&chosen).await.says(&format!("<option value=\"{lea_id}\" selected>")));
    assert!(
        agent.get(&format!("/staff/accounts/{}/support-time", scene.account)).await.says(&card),
        "the way to the phone"
    );
    let found = agent.get(&format!("/staff/phone?q={}", scene.account.0)).await;
    assert_eq!(found.location(), Some(card.clone()), "a number leads to the account at once");
    let page = agent.get(&card).await;
    assert!(page.says("Léa Petit") && page.says("Avancé") && page.says("appelants désignés seulement"));
    let check = ("act", "check");
    let wrong = agent.submit(&card, &card, &[("caller", &lea_id), ("pin", "x<b>"), check]).await;
    assert!(wrong.status == 422 && wrong.says("Le code a 6 chiffres") && !wrong.says("x&#60;b"), "{}", wrong.text());
    let wrong = agent.submit(&card, &card, &[("caller", &lea_id), ("pin", "000000"), check]).await;
    assert!(wrong.status == 422 && wrong.says("Encore 4 essais"), "what was no PIN did not count: {}", wrong.text());
    let typed =
        [("pin", pin), ("subject", "Importer <b>"), ("minutes", "7"), ("covered", "yes"), ("caller", lea_id.as_str())];
    let right = agent.submit(&card, &card, &[&typed[..], &[check]].concat()).await;
    assert!(right.status == 200 && right.says("Le code est correct."), "{}", right.text());
    assert!(
        right.says("Importer &#60;b&#62;") && right.says("value=\"7\"") && right.says("checked"),
        "{}",
        right.text()
    );
    assert!(!right.says(pin), "but for the code nothing that was typed is lost");
    assert!(agent.get(&card).await.says("code vérifié"), "it waits for the call");
    let nobody = agent.submit(&card, &card, &[("caller", "x"), ("pin", pin), check]).await;
    assert!(nobody.status == 422 && nobody.says("f-caller-error"));
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

#[db_test(schema())]
async fn a_call_from_picking_up_to_the_correction(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(crate::calling::rule(credits::Overrun::Debt, Some(12)), 15).await;
    scene.lets_others_call().await;
    let mut agent = scene.signed_in(scene.agent).await;
    let card = format!("/staff/accounts/{}/phone", scene.account);
    let page = agent.get(&card).await.text();
    let form = page.split(&format!("action=\"{card}\"")).nth(1).unwrap();
    let first = form.split("<button").nth(1).and_then(|rest| rest.split('>').next()).unwrap();
    assert!(first.contains("name=\"act\" value=\"estimate\""), "Enter presses the first button: {first}");
    let page = agent.submit(&card, &card, &[("subject", "Importer"), ("case", "new"), ("act", "begin")]).await;
    assert!(page.says("code non vérifié") && page.says("15\u{a0}min") && page.says("Au-delà de 12"), "{}", page.text());
    assert!(page.says("value=\"Importer\"") && page.says("<option value=\"new\" selected>"), "{}", page.text());
    assert!(agent.get("/staff/phone").await.says("Appel en cours"));
    let call = page.hidden("call").unwrap();
    let shown = ("call", call.as_str());
    let stale = agent.submit(&card, &card, &[("minutes", "20"), ("act", "estimate")]).await;
    assert!(stale.status == 422 && stale.says("a commencé depuis"), "another tab knows of no call: {}", stale.text());
    let estimate = agent.submit(&card, &card, &[shown, ("minutes", "20"), ("act", "estimate")]).await;
    assert!(estimate.status == 200 && estimate.says("une dette"), "{}", estimate.text());
    assert!(
        estimate.says("Choisissez un membre du compte.") && estimate.says("donne d’abord son accord."),
        "{}",
        estimate.text()
    );
    let ada = scene.admin.to_string();
    let approval = [("caller", ada.as_str()), ("subject", "Importer"), ("minutes", "14"), ("approved_by", &ada)];
    let page = agent.submit(&card, &card, &[&approval[..], &[shown, ("act", "approve")]].concat()).await;
    assert!(page.says("Accord noté pour 15\u{a0}min") && page.says("value=\"14\""), "{}", page.text());
    let chosen = format!("value=\"{ada}\" selected");
    assert_eq!(page.text().matches(&chosen).count(), 1, "who called, and nobody who approves more");
    let wrong = agent.submit(&card, &card, &[shown, ("minutes", "0"), ("case", "<b>"), ("act", "end")]).await;
    for field in ["f-caller-error", "f-minutes-error", "f-subject-error", "f-case-error"] {
        assert!(wrong.status == 422 && wrong.says(field), "{field} in {}", wrong.text());
    }
    let lea = scene.lea.to_string();
    let told = [("caller", lea.as_str()), ("subject", "Importer <b>"), ("case", "new"), ("minutes", "12")];
    let ended = [&told[..], &[shown, ("act", "end")]].concat();
    assert_eq!(agent.submit(&card, &card, &ended).await.location(), Some(card.clone()));
    let page = agent.get(&card).await;
    assert!(
        page.says("Temps décompté : 15\u{a0}min") && page.says("Importer &#60;b&#62;") && page.says("CAS-"),
        "{}",
        page.text()
    );

    let again = agent.submit(&card, &card, &ended).await;
    assert!(again.status == 422 && again.says("que cette page montrait est terminé"), "{}", again.text());

    let all = format!("/staff/phone/calls?account={}&agent={}", scene.account, scene.agent);
    let page = agent.get(&all).await;
    assert!(
        page.says("Importer &#60;b&#62;")
            && page.says(&card)
            && page.says("Durée : 12\u{a0}min · décompté : 15\u{a0}min"),
        "{}",
        page.text()
    );
    assert!(agent.get("/staff/phone/calls?account=x&from=x").await.says("Aucun appel"));

    let mut ada = scene.signed_in(scene.admin).await;
    let operation = format!("/accounts/{}/history/minute-2", scene.account);
    let page = ada.get(&operation).await;
    assert!(page.says("Demander une correction") && page.says("Inès") && page.says("CAS-"), "{}", page.text());
    assert!(
        page.says("Appel de Léa Petit.") && page.says("Accord donné au téléphone par Ada Petit"),
        "{}",
        page.text()
    );
    let list = format!("/accounts/{}/support-time/corrections", scene.account);
    let form = format!("{list}/minute-2");
    let empty = ada.submit(&form, &form, &[("reason", " ")]).await;
    assert!(empty.status == 422 && empty.says("f-reason-error"));
    assert_eq!(ada.submit(&form, &form, &[("reason", "Dix minutes <b>.")]).await.location(), Some(list.clone()));
    assert!(ada.get(&operation).await.says("Correction demandée"));
    assert!(ada.get(&format!("/accounts/{}/support-time", scene.account)).await.says("Une demande en attente."));
    for none in ["minute-1", "minute-99", "credit-1", "x"] {
        assert_eq!(ada.get(&format!("{list}/{none}")).await.status, 404, "{none}");
    }
    let mut zoe = scene.signed_in(scene.zoe).await;
    assert_eq!(zoe.get(&list).await.status, 404, "a user disputes nothing");

    let queue = agent.get("/staff/phone/corrections").await;
    assert!(queue.says("Dix minutes &#60;b&#62;."));
    let text = queue.text();
    let id = text.split("/staff/phone/corrections/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let decide = format!("/staff/phone/corrections/{id}");
    let many = [("decision", "grant"), ("minutes", "16"), ("answer", "Oui.")];
    let refused = agent.submit(&decide, &decide, &many).await;
    assert!(refused.status == 422 && refused.says("au plus 15\u{a0}min"), "{}", refused.text());
    let five = [("decision", "grant"), ("minutes", "5"), ("answer", "Vous avez raison.")];
    assert_eq!(agent.submit(&decide, &decide, &five).await.location().as_deref(), Some("/staff/phone/corrections"));
    let page = ada.get(&list).await;
    assert!(
        page.says("Correction accordée") && page.says("5\u{a0}min") && page.says("Vous avez raison."),
        "{}",
        page.text()
    );
}
