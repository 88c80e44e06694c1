//! What PayPal says is compared with what was asked for.

use kit_testkit::{TestDb, db_test};
use orders::OrderState;
use payments::{Environment, NewSettings, Oddity, PaymentState, Settings};
use payments_double::{Call, Fault, Then};

use crate::support::*;

#[db_test(schema())]
async fn money_recorded_by_hand_before_is_the_same_money(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_invoice(&id).unwrap();
    shop.record_by_hand(&shop.double.captures(&id)[0], COST, orders::Share { orders: vec![number], account: None })
        .await;
    shop.hear().await;
    assert_eq!(shop.states(number).await, [PaymentState::Paid]);
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_recorded_by_hand_for_nobody_is_shown_to_staff_and_not_asked_for_again(test: TestDb) {
    let shop = Shop::new(test).await;
    for (token, cents, odd) in [("a", COST, Oddity::Waiting), ("b", 100, Oddity::Receipt)] {
        let number = shop.order(token).await;
        let id = shop.id(number).await;
        shop.double.pay_invoice(&id).unwrap();
        shop.record_by_hand(&shop.double.captures(&id)[0], cents, orders::Share::default()).await;
        shop.hear().await;
        shop.pass_hours(24 * 2).await;
        assert_eq!(shop.states(number).await, [PaymentState::Paid], "it is paid at PayPal");
        assert_eq!((shop.state(number).await, shop.payments(number).await[0].odd), (OrderState::Sent, Some(odd)));
    }
    let violations = shop.violations().await;
    assert_eq!(violations, ["BC-2026-000002: its receipt is not there, or says something else"]);
}

#[db_test(schema())]
async fn an_older_answer_does_not_overwrite_a_newer_one(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let payment = shop.payments(number).await.remove(0);
    let slow = Then::Slow(std::time::Duration::from_secs(2));
    shop.double.fail(Fault { call: Call::GetInvoice, acts: true, then: slow });
    let (app, id) = (shop.app.app.clone(), payment.id);
    let early = tokio::spawn(async move { payments::visit(&app, id).await });
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    shop.double.pay_invoice(payment.reference.unwrap().id()).unwrap();
    shop.app.pass(jiff::SignedDuration::from_secs(1));
    payments::visit(&shop.app.app, id).await.unwrap();
    early.await.unwrap().unwrap();
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Paid, None));
    assert_eq!(payment.next_at, Some(shop.app.test.clock.now()), "it is asked once more");
    assert_eq!(payment.came_at, Some(shop.app.test.clock.now()));
    shop.app.run_jobs().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
}

#[db_test(schema())]
async fn the_other_environment_is_another_world(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    let live = Settings { environment: Environment::Live, double: None, ..settings(&shop.double) };
    let new = NewSettings { settings: live, secret: Some("other".into()) };
    shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &new)).await.unwrap();
    shop.double.pay_invoice(&id).unwrap();
    let before = shop.double.exchanges().len();
    shop.pass_minutes(10).await;
    assert_eq!((shop.double.exchanges().len(), shop.purchased().await), (before, 0));
    assert_eq!(shop.states(number).await, [PaymentState::Open]);
}

#[db_test(schema())]
async fn what_stands_under_our_number_for_another_amount_is_odd(test: TestDb) {
    let shop = Shop::new(test).await;
    let made = shop.send_by_hand("BC-2026-000001", 100).await;
    let number = shop.order("a").await;
    assert_eq!(number.to_string(), "BC-2026-000001");
    shop.double.pay_invoice(&made).unwrap();
    shop.hear().await;
    let payments = shop.payments(number).await;
    assert_eq!(payments.len(), 1, "it is for staff to look at, and no other is made");
    assert_eq!((payments[0].state, payments[0].odd), (PaymentState::Odd, Some(Oddity::Amount)));
    assert_eq!((shop.purchased().await, shop.state(number).await), (0, OrderState::Sent));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_paypal_does_not_know_any_more_is_asked_for_anew(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.fail(Fault { call: Call::GetInvoice, acts: false, then: Then::Status(404) });
    shop.pass_minutes(3).await;
    assert_eq!(shop.states(number).await, [PaymentState::Open], "what was just made may not show yet");
    shop.pass_hours(2).await;
    shop.double.fail(Fault { call: Call::GetInvoice, acts: false, then: Then::Status(404) });
    shop.pass_hours(4).await;
    shop.app.run_jobs().await;
    assert_eq!(shop.states(number).await, [PaymentState::Gone, PaymentState::Open]);
    assert_eq!(shop.payments(number).await[1].number, "BC-2026-000001-2");
}

#[db_test(schema())]
async fn money_that_neither_order_nor_account_takes_waits(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_invoice(&id).unwrap();
    let account = shop.account;
    shop.run(staff(), move |tx, ctx| {
        orders::cancel(tx, ctx, number, orders::Canceller::Staff, "x").map_err(|_| kit_db::Failed::Refused(()))?;
        tx.exec(&CLOSE, &[&account])?;
        Ok::<_, kit_db::Failed<()>>(())
    })
    .await
    .unwrap();
    shop.hear().await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Paid, Some(Oddity::Waiting)));
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Cancelled, 0));
    let page = shop.read(|read| orders::receipts(read, true, None, kit_core::PageSize::default())).await;
    assert_eq!(page.rows.iter().map(|receipt| receipt.waiting).collect::<Vec<_>>(), [COST]);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

kit_db::sql!(CLOSE, "UPDATE accounts SET state = 'refused' WHERE id = $1");
