//! Grants, payments, corrections, and the tariff.

use http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission::{Billing, Catalogue};

use crate::scene::{Scene, of, schema};

#[db_test(schema())]
async fn a_grant_is_made_once_with_its_reason(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Billing).await;
    let page = of(scene.active, "/grant");
    let once = client.get(&page).await.hidden("once").unwrap();
    let fields = [("once", once.as_str()), ("amount", "1 250"), ("expires_on", "2026-12-31"), ("reason", "Geste <b>")];
    for _ in 0..2 {
        assert_eq!(client.post_form(&page, &fields).await.location(), Some(of(scene.active, "")));
    }
    assert_eq!(scene.balance(scene.active).await, (1250, 0));
    let history = client.get(&of(scene.active, "/operations?kind=grant")).await;
    assert!(history.says("Geste") && !history.says("<b>"));
    assert!(!client.get("/staff").await.says("31/12/2026"), "it expires in two months");
    let operation = client.get(&of(scene.active, "/operations/credit-1")).await;
    assert!(operation.says("Camille Petit") && operation.says(&of(scene.active, "/operations/credit-1/lot")));
    let lot = client.get(&of(scene.active, "/operations/credit-1/lot")).await;
    assert!(lot.says("Geste") && !lot.says("<b>") && lot.says("Rien n’y a encore été pris"));
    assert_eq!(client.get(&of(scene.active, "/operations/credit-2")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.get(&of(scene.active, "/operations/nonsense")).await.status, StatusCode::NOT_FOUND);
}

#[db_test(schema())]
async fn what_the_ledger_refuses_is_told_at_its_field_and_nothing_is_lost(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Billing).await;
    let page = of(scene.active, "/grant");
    let past = [("amount", "5"), ("expires_on", "2026-01-01"), ("reason", "Trop tard")];
    let refused = client.submit(&page, &page, &past).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("f-expires_on-error") && refused.says("Trop tard"));
    let again = refused.hidden("once").unwrap();
    let corrected = [("once", again.as_str()), ("amount", "5"), ("reason", "Trop tard")];
    assert!(client.post_form(&page, &corrected).await.status.is_redirection(), "the same form can be put right");
    assert_eq!(scene.balance(scene.active).await, (5, 0));

    let closed = of(scene.pending, "/grant");
    let refused = client.submit(&closed, &closed, &[("amount", "5"), ("reason", "Bienvenue")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody could use these credits");
    assert_eq!(scene.balance(scene.pending).await, (0, 0));
    assert_eq!(client.get("/staff/accounts/C-9999/grant").await.status, StatusCode::NOT_FOUND);
}

#[db_test(schema())]
async fn a_payment_makes_purchased_credit_once(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Billing).await;
    let page = of(scene.active, "/payment");
    assert!(client.get(&page).await.says("value=\"2026-11-02\""), "today is proposed");
    let fields = [
        ("means", "transfer"),
        ("reference", "VIR 77"),
        ("received_on", "2026-11-02"),
        ("amount", "1 250,50"),
        ("credits", "1000"),
    ];
    assert!(client.submit(&page, &page, &fields).await.status.is_redirection());
    let twice = client.submit(&page, &page, &fields).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.says("f-reference-error"));
    assert_eq!(scene.balance(scene.active).await, (0, 1000));
    let operation = client.get(&of(scene.active, "/operations/credit-1")).await;
    assert!(operation.says("BC-2026-000001") && operation.says("2 novembre 2026"), "it is the purchase of an order");
    let order = client.get("/staff/orders/BC-2026-000001").await;
    assert!(order.says("1 250,50 €") && order.says("Payé : ajouté au compte"));
    assert!(client.get("/staff/receipts").await.says("VIR 77"));
}

#[db_test(schema())]
async fn an_operation_is_put_right_by_another(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Billing).await;
    let grant = of(scene.active, "/grant");
    client.submit(&grant, &grant, &[("amount", "50"), ("reason", "Trop")]).await;
    let page = of(scene.active, "/operations/credit-1/correct");
    let form = client.get(&page).await;
    assert!(form.says("value=\"50\"") && form.says("value=\"out\" checked"), "what undoes it is proposed");
    let fields = [("direction", "out"), ("amount", "60"), ("reason", "Erreur de saisie")];
    let short = client.submit(&page, &page, &fields).await;
    assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.says("f-amount-error"));
    let fields = [("direction", "out"), ("amount", "45"), ("reason", "Erreur de saisie")];
    assert!(client.submit(&page, &page, &fields).await.status.is_redirection());
    assert_eq!(scene.balance(scene.active).await, (5, 0));
    assert!(client.get(&of(scene.active, "/operations/credit-1")).await.says("credit-2"));
}

#[db_test(schema())]
async fn prices_are_set_and_ended_and_do_not_overlap(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Catalogue).await;
    let page = "/staff/tariff/new";
    let price = |from: &'static str, until: &'static str| {
        [
            ("feature", "plan.render"),
            ("price", "3"),
            ("label_fr", "Rendu de plan"),
            ("label_en", "Plan rendering"),
            ("valid_from", from),
            ("valid_until", until),
        ]
    };
    assert!(client.submit(page, page, &price("", "2026-12-31")).await.status.is_redirection());
    let overlap = client.submit(page, page, &price("2026-12-01", "")).await;
    assert!(overlap.status == StatusCode::UNPROCESSABLE_ENTITY && overlap.says("f-valid_from-error"));
    let backwards = client.submit(page, page, &price("2027-02-01", "2027-01-01")).await;
    assert!(backwards.status == StatusCode::UNPROCESSABLE_ENTITY && backwards.says("f-valid_until-error"));
    assert!(client.submit(page, page, &price("2027-01-01", "")).await.status.is_redirection(), "the day after");
    let now = scene.app.test.clock.now();
    let prices = scene.read(move |read| credits::tariff(read, now)).await;
    assert_eq!(prices.len(), 2);
    assert_eq!(prices[0].valid_until, Some(prices[1].valid_from), "without a gap");
    scene.app.pass(jiff::SignedDuration::from_mins(1));
    let end = format!("/staff/tariff/{}/end", prices[0].id);
    assert!(client.submit(&end, &end, &[]).await.status.is_redirection());
    assert!(client.visit("/staff/tariff?past=true").await.says("plan.render"));
    assert_eq!(client.get(&end).await.status, StatusCode::NOT_FOUND, "it has ended");
}

#[db_test(schema())]
async fn spending_is_blocked_and_allowed_again_with_a_reason(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut client = scene.clerk(Billing).await;
    let page = of(scene.active, "/spending");
    assert!(client.get(&page).await.says("Bloquer l’utilisation"));
    let untold = client.submit(&page, &page, &[("act", "block"), ("reason", " ")]).await;
    assert!(untold.status == StatusCode::UNPROCESSABLE_ENTITY && untold.says("f-reason-error"));
    let account = of(scene.active, "");
    for (act, told) in [("block", "Débloquer l’utilisation"), ("unblock", "Bloquer l’utilisation")] {
        let fields = [("act", act), ("reason", "Facture <b>impayée")];
        assert_eq!(client.submit(&page, &page, &fields).await.location(), Some(account.clone()));
        let shown = client.get(&account).await;
        assert!(shown.says(told) && !shown.says("<b>"), "{act}");
    }
    assert!(client.get(&account).await.says("Utilisation des crédits débloquée"), "the log tells");
    let closed = of(scene.pending, "/spending");
    let refused = client.submit(&closed, &closed, &[("act", "block"), ("reason", "x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(client.get("/staff/accounts/C-9999/spending").await.status, StatusCode::NOT_FOUND);
}
