//! Paying at once, from the order's page to PayPal's and back.

use http::StatusCode;
use kit_db::{Db, Lock};
use kit_testkit::{Client, TestDb, db_test};
use orders::{OrderNumber, OrderState, Share};
use payments::{PaymentState, Way};
use payments_double::{Call, Fault, Then};

use crate::support::*;

/// Presses the button; answers PayPal's id of what was begun.
pub async fn press(shop: &Shop, client: &mut Client, number: OrderNumber) -> String {
    let page = shop.page(number);
    let action = format!("{page}/paypal");
    let token = token(&client.get(&page).await.text(), &action);
    let pressed = client.post_form(&action, &[("once", &token)]).await;
    assert_eq!(pressed.location().as_deref(), Some(action.as_str()), "{}", pressed.text());
    let go = client.get(&action).await;
    let refresh = go.header("refresh").to_owned();
    let there = refresh.strip_prefix("0; url=").unwrap();
    assert!(there.starts_with(shop.double.base()) && go.says(there), "{refresh}");
    there.rsplit('/').next().unwrap().to_owned()
}

/// The token of the form that is sent there.
pub fn token(page: &str, action: &str) -> String {
    let form = page.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).expect("the form");
    form.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[db_test(schema())]
async fn what_is_due_is_paid_on_paypals_page(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve(&id).unwrap();
    let done = format!("{}/paypal/done?token={id}&PayerID=X", shop.page(number));
    let back = admin.get(&done).await;
    assert_eq!(back.location(), Some(shop.page(number)));
    assert!(admin.get(&shop.page(number)).await.says("Paiement reçu"));
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    // Twice, and the back button.
    admin.get(&done).await;
    assert_eq!(admin.get(&format!("{}/paypal", shop.page(number))).await.location(), Some(shop.page(number)));
    shop.hear().await;
    assert_eq!(shop.states(number).await, [PaymentState::Withdrawn, PaymentState::Paid], "the request is withdrawn");
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_window_that_is_closed_costs_minutes(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = press(&shop, &mut shop.signed_in(ADMIN).await, number).await;
    shop.double.approve(&id).unwrap();
    shop.pass_minutes(3).await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
}

#[db_test(schema())]
async fn the_button_pressed_again_leads_to_the_same_page(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let first = press(&shop, &mut admin, number).await;
    assert_eq!(press(&shop, &mut admin, number).await, first);
    shop.app.pass(jiff::SignedDuration::from_hours(3));
    assert_ne!(press(&shop, &mut admin, number).await, first, "PayPal's page is good for some hours");
    // What nobody agreed to is let be.
    shop.pass_hours(24 * 4).await;
    shop.pass_hours(24).await;
    let at_once: Vec<PaymentState> = shop
        .payments(number)
        .await
        .iter()
        .filter(|payment| payment.way == Way::AtOnce)
        .map(|payment| payment.state)
        .collect();
    assert_eq!(at_once, [PaymentState::Ended, PaymentState::Ended]);
}

#[db_test(schema())]
async fn nothing_is_taken_that_nobody_owes(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = press(&shop, &mut shop.signed_in(ADMIN).await, number).await;
    shop.transfer("VIR 1", COST, number).await.unwrap();
    shop.double.approve(&id).unwrap();
    shop.hear().await;
    shop.pass_minutes(5).await;
    assert_eq!(shop.calls(Call::CaptureOrder), 0);
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn whoever_paid_already_is_not_led_to_pay_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_invoice(&id).unwrap();
    shop.record_by_hand(&shop.double.captures(&id)[0], COST, Share::default()).await;
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.states(number).await), (OrderState::Sent, vec![PaymentState::Paid]));
    let mut admin = shop.signed_in(ADMIN).await;
    let page = shop.page(number);
    let action = format!("{page}/paypal");
    let token = token(&admin.get(&page).await.text(), &action);
    admin.post_form(&action, &[("once", &token)]).await;
    let told = admin.get(&page).await;
    assert!(told.says("PayPal a déjà reçu de l’argent"), "{}", told.text());
    assert_eq!(shop.calls(Call::CreateOrder), 0);
}

#[db_test(schema())]
async fn money_that_takes_days_credits_when_it_arrives(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve_later(&id).unwrap();
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    let page = admin.get(&shop.page(number)).await;
    for words in ["ne payez pas une deuxième fois", "Un paiement est déjà en route. Voir quand même", "FR76 3000"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.says("Annuler le bon de commande") && !page.says("maintenant"), "{}", page.text());
    shop.app.run_jobs().await;
    assert_eq!(
        shop.states(number).await,
        [PaymentState::Withdrawn, PaymentState::Pending],
        "it is not asked for twice"
    );
    let cancel = format!("{}/cancel", shop.page(number));
    assert_eq!(admin.get(&cancel).await.location(), Some(shop.page(number)));
    admin.post_form(&cancel, &[("once", "x")]).await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Sent, 0));
    shop.double.settle(&shop.double.captures(&id)[0], true).unwrap();
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    assert_eq!(shop.details(number).await.order.underway, None);
}

#[db_test(schema())]
async fn a_payment_that_fails_after_days_opens_the_ways_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve_later(&id).unwrap();
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    shop.app.run_jobs().await;
    shop.double.settle(&shop.double.captures(&id)[0], false).unwrap();
    shop.hear().await;
    shop.app.run_jobs().await;
    assert_eq!(
        shop.states(number).await,
        [PaymentState::Withdrawn, PaymentState::Open, PaymentState::Ended],
        "it is asked for again"
    );
    let page = admin.get(&shop.page(number)).await;
    assert!(!page.says("Un paiement est déjà en route") && page.says("Annuler le bon de commande"), "{}", page.text());
    let again = shop.payments(number).await[1].reference.clone().unwrap();
    shop.double.pay_invoice(again.id()).unwrap();
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_order_paid_otherwise_tells_of_the_payment_that_is_still_on_its_way(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve_later(&id).unwrap();
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    shop.transfer("VIR 1", COST, number).await.unwrap();
    shop.app.run_jobs().await;
    let page = admin.get(&shop.page(number)).await;
    assert!(page.says("PayPal attend encore l’argent d’un autre paiement"), "{}", page.text());
    assert!(!page.says("ne payez pas une deuxième fois") && !page.says("maintenant"), "{}", page.text());
    // It comes, and nobody is told to wait for it any more.
    shop.double.settle(&shop.double.captures(&id)[0], true).unwrap();
    shop.hear().await;
    assert!(!admin.get(&shop.page(number)).await.says("PayPal attend encore"));
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, COST));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_provider_that_does_not_answer_is_told(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.fail(Fault { call: Call::CreateOrder, acts: false, then: Then::Status(500) });
    let mut admin = shop.signed_in(ADMIN).await;
    let action = format!("{}/paypal", shop.page(number));
    let token = token(&admin.get(&shop.page(number)).await.text(), &action);
    let pressed = admin.post_form(&action, &[("once", &token)]).await;
    assert_eq!(pressed.location(), Some(shop.page(number)));
    assert!(admin.get(&shop.page(number)).await.says("rien n’a été débité"));
    press(&shop, &mut admin, number).await;
}

#[db_test(schema())]
async fn an_order_of_somebody_else_is_not_there(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let other = shop.open("Chez Autrui", "552100554", "autrui@ailleurs.example").await;
    let mut stranger = shop.signed_in("autrui@ailleurs.example").await;
    for account in [shop.account, other] {
        let page = format!("/accounts/{account}/orders/{number}/paypal");
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(&format!("{page}/done")).await.status, StatusCode::NOT_FOUND);
        for action in [page.clone(), format!("{page}/check")] {
            assert_eq!(stranger.post_form(&action, &[("once", "x")]).await.status, StatusCode::NOT_FOUND);
        }
    }
    assert_eq!(shop.states(number).await, [PaymentState::Open]);
}

/// Two programs on one database; SQLite's file has one program, so there it is twice the same.
fn nodes(test: &TestDb) -> [Db; 2] {
    match test.db.engine() {
        kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
        kit_db::Engine::Postgres => [test.db.clone(), Db::open(&test.url).unwrap()],
    }
}

#[db_test(schema())]
async fn paypal_and_a_transfer_race_and_the_second_is_an_advance(test: TestDb) {
    let shop = Shop::new(test).await;
    let [_, other] = nodes(&shop.app.test);
    for round in 0..8 {
        let number = shop.order(&format!("t{round}")).await;
        let payment = shop.payments(number).await.remove(0);
        shop.double.pay_invoice(payment.reference.unwrap().id()).unwrap();
        let (app, again) = (shop.app.app.clone(), shop.app.app.clone());
        let id = payment.id;
        let asking = tokio::spawn(async move { payments::visit(&app, id).await });
        let twice = tokio::spawn(async move { payments::visit(&again, id).await });
        let (db, ctx) = (other.clone(), shop.app.context(staff()));
        let (new, share) = (transfer_of(&format!("VIR {round}"), COST), Share { orders: vec![number], account: None });
        let transfer =
            tokio::spawn(async move { db.write(Lock::None, move |tx| orders::record(tx, &ctx, &new, &share)).await });
        transfer.await.unwrap().unwrap();
        asking.await.unwrap().unwrap();
        twice.await.unwrap().unwrap();
        assert_eq!(shop.states(number).await, [PaymentState::Paid]);
    }
    shop.app.run_jobs().await;
    assert_eq!((shop.purchased().await, shop.advance().await), (8 * ONE, 8 * COST));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_that_paypal_does_not_get_is_let_be_after_days(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = press(&shop, &mut shop.signed_in(ADMIN).await, number).await;
    shop.double.approve(&id).unwrap();
    for _ in 0..60 {
        shop.double.fail(Fault { call: Call::CaptureOrder, acts: false, then: Then::Status(422) });
    }
    shop.pass_hours(24).await;
    let state = async || shop.payments(number).await.iter().find(|one| one.way == Way::AtOnce).map(|one| one.state);
    assert_eq!(state().await, Some(PaymentState::Open));
    for _ in 0..4 {
        shop.pass_hours(24).await;
    }
    assert_eq!(state().await, Some(PaymentState::Ended));
    assert_eq!(shop.purchased().await, 0);
}

#[db_test(schema())]
async fn whoever_keeps_pressing_does_not_hammer_paypal(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let action = format!("{}/paypal/check", shop.page(number));
    let first = token(&admin.get(&shop.page(number)).await.text(), &action);
    let before = shop.calls(Call::GetInvoice);
    admin.post_form(&action, &[("once", &first)]).await;
    assert_eq!(shop.calls(Call::GetInvoice), before + 1);
    for _ in 0..3 {
        let next = token(&admin.get(&shop.page(number)).await.text(), &action);
        let pressed = admin.post_form(&action, &[("once", &next)]).await;
        assert_eq!(pressed.location(), Some(shop.page(number)));
    }
    assert_eq!(shop.calls(Call::GetInvoice), before + 1, "it was asked just now");
    shop.app.pass(jiff::SignedDuration::from_secs(10));
    admin.post_form(&action, &[("once", &first)]).await;
    assert_eq!(shop.calls(Call::GetInvoice), before + 1, "a form acts once");
    let next = token(&admin.get(&shop.page(number)).await.text(), &action);
    admin.post_form(&action, &[("once", &next)]).await;
    assert_eq!(shop.calls(Call::GetInvoice), before + 2);
}
