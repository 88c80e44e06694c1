//! Requests follow their orders.

use kit_core::Credits;
use kit_testkit::{TestDb, db_test};
use orders::OrderState;
use payments::{NewSettings, Oddity, PaymentState, Settings, Way};
use payments_double::{Call, Fault, Then};

use crate::support::*;

#[db_test(schema())]
async fn an_order_is_asked_for_by_mail_and_credited_once_it_is_paid(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.way, payment.state, payment.cents), (Way::Mailed, PaymentState::Open, COST));
    let mail = shop.mails.lock().unwrap().remove(0);
    assert_eq!((mail.number.as_str(), mail.recipient.as_str()), (number.to_string().as_str(), ADMIN));
    assert_eq!(payment.way_there(), Some(mail.page.as_str()));
    assert!(mail.title.contains("1\u{202f}000 crédits"), "{}", mail.title);
    assert_eq!(shop.purchased().await, 0, "an order credits nothing");

    shop.double.pay_invoice(&mail.invoice).unwrap();
    shop.hear().await;
    assert_eq!(shop.states(number).await, [PaymentState::Paid]);
    assert_eq!(shop.state(number).await, OrderState::Paid);
    assert_eq!(shop.balance().await.purchased, Credits(ONE));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_transfer_withdraws_the_request(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.transfer("VIR 1", COST, number).await.unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.states(number).await, [PaymentState::Withdrawn]);
    let invoice = shop.id(number).await;
    assert!(shop.double.pay_invoice(&invoice).is_err(), "it can be paid no more");
    assert_eq!(shop.purchased().await, ONE);
}

#[db_test(schema())]
async fn a_cancelled_and_an_expired_order_ask_no_more(test: TestDb) {
    let shop = Shop::new(test).await;
    let (one, other) = (shop.order("a").await, shop.order("b").await);
    shop.cancel(one).await;
    assert_eq!(shop.states(one).await, [PaymentState::Withdrawn]);
    shop.pass_hours(24 * 31).await;
    assert_eq!(shop.state(other).await, OrderState::Expired);
    assert_eq!(shop.states(other).await, [PaymentState::Withdrawn]);
}

#[db_test(schema())]
async fn a_request_that_was_never_made_is_not_made_to_be_withdrawn(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.double.fail(Fault { call: Call::SearchInvoices, acts: false, then: Then::Status(503) });
    let number = shop.order("a").await;
    assert_eq!(shop.states(number).await, [PaymentState::Wanted]);
    shop.cancel(number).await;
    shop.pass_minutes(5).await;
    assert_eq!(shop.states(number).await, [PaymentState::Unwanted], "PayPal's search may be behind");
    shop.pass_hours(2).await;
    assert_eq!(shop.states(number).await, [PaymentState::Withdrawn]);
    assert_eq!((shop.double.invoices(), shop.mails.lock().unwrap().len()), (0, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_request_that_shows_after_it_was_let_be_is_credited_when_it_is_paid(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.double.hide_from_search(true);
    shop.double.fail(Fault { call: Call::CreateInvoice, acts: true, then: Then::Cut });
    let number = shop.order("a").await;
    assert_eq!(shop.states(number).await, [PaymentState::Wanted]);
    shop.cancel(number).await;
    for _ in 0..4 {
        shop.pass_hours(1).await;
    }
    assert_eq!((shop.states(number).await, shop.double.invoices()), (vec![PaymentState::Withdrawn], 1));
    shop.double.hide_from_search(false);
    let id = shop.send_by_hand(&number.to_string(), COST).await;
    shop.double.pay_invoice(&id).unwrap();
    shop.hear().await;
    shop.pass_minutes(3).await;
    assert_eq!(shop.states(number).await, [PaymentState::Paid]);
    assert_eq!((shop.purchased().await, shop.advance().await), (0, COST));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_refused_search_leaves_a_request_to_be_looked_for(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.double.fail(Fault { call: Call::CreateInvoice, acts: true, then: Then::Cut });
    let number = shop.order("a").await;
    shop.double.fail(Fault { call: Call::SearchInvoices, acts: false, then: Then::Status(403) });
    shop.cancel(number).await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Unwanted, Some(Oddity::Refused)));
    shop.pass_hours(24).await;
    assert_eq!(shop.states(number).await, [PaymentState::Withdrawn]);
}

#[db_test(schema())]
async fn a_request_that_was_made_and_not_sent_is_deleted(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.double.fail(Fault { call: Call::CreateInvoice, acts: true, then: Then::Cut });
    let number = shop.order("a").await;
    assert_eq!((shop.states(number).await, shop.double.invoices()), (vec![PaymentState::Wanted], 1));
    shop.cancel(number).await;
    shop.pass_minutes(5).await;
    assert_eq!(shop.states(number).await, [PaymentState::Withdrawn]);
    assert_eq!((shop.double.invoices(), shop.mails.lock().unwrap().len()), (0, 0));
}

#[db_test(schema())]
async fn an_order_part_paid_by_transfer_asks_for_the_rest(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.transfer("VIR 1", 5_000, number).await.unwrap();
    shop.app.run_jobs().await;
    let payments = shop.payments(number).await;
    assert_eq!([payments[0].state, payments[1].state], [PaymentState::Withdrawn, PaymentState::Open]);
    assert_eq!((payments[1].cents, payments[1].number.as_str()), (COST - 5_000, "BC-2026-000001-2"));
    let rest = payments[1].reference.clone().unwrap();
    shop.double.pay_invoice(rest.id()).unwrap();
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    assert_eq!((shop.advance().await, shop.violations().await), (0, Vec::new()));
}

#[db_test(schema())]
async fn a_request_that_was_paid_before_it_was_withdrawn_is_an_advance(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    shop.transfer("VIR 1", COST, number).await.unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.states(number).await, [PaymentState::Paid]);
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, COST));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn nobody_can_say_whether_it_was_made_and_it_is_made_once(test: TestDb) {
    let shop = Shop::new(test).await;
    for call in [Call::CreateInvoice, Call::SendInvoice] {
        shop.double.fail(Fault { call, acts: true, then: Then::Cut });
    }
    let number = shop.order("a").await;
    assert_eq!(shop.states(number).await, [PaymentState::Wanted]);
    shop.pass_minutes(6).await;
    assert_eq!(shop.states(number).await, [PaymentState::Open]);
    assert_eq!((shop.double.invoices(), shop.mails.lock().unwrap().len()), (1, 1));
}

#[db_test(schema())]
async fn a_provider_that_is_away_costs_minutes(test: TestDb) {
    let shop = Shop::new(test).await;
    for _ in 0..2 {
        shop.double.fail(Fault { call: Call::SearchInvoices, acts: false, then: Then::Status(503) });
    }
    let number = shop.order("a").await;
    assert_eq!(shop.states(number).await, [PaymentState::Wanted]);
    shop.pass_minutes(6).await;
    assert_eq!(shop.states(number).await, [PaymentState::Open]);
}

#[db_test(schema())]
async fn requests_can_be_off_and_credentials_wrong(test: TestDb) {
    let shop = Shop::unset(test).await;
    let before = shop.order("a").await;
    assert_eq!(shop.states(before).await, []);
    let off = Settings { by_mail: false, ..settings(&shop.double) };
    let new = NewSettings { settings: off, secret: Some("hush".into()) };
    shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &new)).await.unwrap();
    let off = shop.order("b").await;
    assert_eq!(shop.states(off).await, []);
    let wrong = NewSettings { settings: settings(&shop.double), secret: Some("wrong".into()) };
    shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &wrong)).await.unwrap();
    let refused = shop.order("c").await;
    let payment = shop.payments(refused).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Wanted, Some(Oddity::Credentials)));
    let right = NewSettings { settings: settings(&shop.double), secret: Some("hush".into()) };
    shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &right)).await.unwrap();
    shop.pass_minutes(3).await;
    let payment = shop.payments(refused).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Open, None));
}

#[db_test(schema())]
async fn a_double_that_has_forgotten_everything_is_asked_anew(test: TestDb) {
    let shop = Shop::new(test).await;
    let (open, paid) = (shop.order("a").await, shop.order("b").await);
    shop.double.pay_invoice(&shop.id(paid).await).unwrap();
    shop.hear().await;
    let gone = shop.run(staff(), |tx, ctx| Ok::<_, kit_db::Failed<()>>(payments::start_over(tx, ctx)?)).await.unwrap();
    assert_eq!(gone, 1);
    shop.app.run_jobs().await;
    assert_eq!(shop.states(open).await, [PaymentState::Gone, PaymentState::Open]);
    assert_eq!(shop.states(paid).await, [PaymentState::Paid]);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_paypal_refused_is_asked_for_again_once_it_is_mended(test: TestDb) {
    let shop = Shop::unset(test).await;
    let connect = async |email: &str| {
        let settings = Settings { email: email.into(), ..settings(&shop.double) };
        let new = NewSettings { settings, secret: Some("hush".into()) };
        shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &new)).await.unwrap();
    };
    connect("nobody@editeur.example").await;
    let number = shop.order("a").await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Odd, Some(Oddity::Refused)));
    assert!(payment.words.contains("USER_NOT_FOUND"), "{}", payment.words);
    connect("caisse@editeur.example").await;
    shop.run(staff(), move |tx, ctx| Ok::<_, kit_db::Failed<()>>(payments::sooner_of(tx, ctx, number)?)).await.unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.states(number).await, [PaymentState::Gone, PaymentState::Open]);
    assert!(shop.payments(number).await.iter().all(|payment| payment.odd.is_none()));
}
