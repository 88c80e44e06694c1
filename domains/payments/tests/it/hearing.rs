//! What PayPal tells: once, late, in any order, falsely, never.

use http::StatusCode;
use kit_core::Money;
use kit_testkit::{TestDb, db_test};
use orders::OrderState;
use payments::{Oddity, PaymentState};
use payments_double::{Call, Fault, Then};
use serde_json::json;

use crate::support::*;

#[db_test(schema())]
async fn doubled_reordered_and_late_events_credit_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    let mut parcels = shop.double.parcels(WEBHOOK);
    parcels.reverse();
    for parcel in parcels.iter().chain(&parcels) {
        assert_eq!(shop.deliver(parcel.clone()).await, StatusCode::OK);
    }
    shop.app.run_jobs().await;
    shop.pass_hours(24).await;
    for parcel in parcels {
        assert_eq!(shop.deliver(parcel).await, StatusCode::OK);
    }
    shop.app.run_jobs().await;
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_event_that_never_comes_costs_minutes(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    shop.pass_minutes(3).await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
}

#[db_test(schema())]
async fn what_is_forged_or_for_somebody_else_is_refused_and_kept_nowhere(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.parcels(WEBHOOK);
    let before = shop.calls(Call::GetInvoice);
    let paid = || shop.double.parcel("INVOICING.INVOICE.PAID", json!({ "invoice": { "id": id } }), WEBHOOK);
    assert_eq!(shop.deliver(paid().forged()).await, StatusCode::BAD_REQUEST);
    let other = shop.double.parcel("INVOICING.INVOICE.PAID", json!({ "invoice": { "id": id } }), "8AB12345CD678901E");
    assert_eq!(shop.deliver(other).await, StatusCode::BAD_REQUEST);
    let mut bare = paid();
    bare.headers.clear();
    assert_eq!(shop.deliver(bare).await, StatusCode::BAD_REQUEST);
    let mut large = paid();
    large.body.resize(300 << 10, b' ');
    assert_eq!(shop.deliver(large).await, StatusCode::PAYLOAD_TOO_LARGE);
    shop.app.run_jobs().await;
    assert_eq!(shop.calls(Call::GetInvoice), before, "nobody is asked");
    // Genuine, but not true: it is a reason to ask, and nothing else.
    assert_eq!(shop.deliver(paid()).await, StatusCode::OK);
    shop.app.run_jobs().await;
    assert!(shop.calls(Call::GetInvoice) > before);
    assert_eq!((shop.states(number).await, shop.purchased().await), (vec![PaymentState::Open], 0));
}

#[db_test(schema())]
async fn what_cannot_be_judged_is_delivered_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    shop.double.fail(Fault { call: Call::Certificate, acts: false, then: Then::Status(500) });
    shop.double.fail(Fault { call: Call::VerifyWebhook, acts: false, then: Then::Status(500) });
    let parcel = shop.double.parcels(WEBHOOK).remove(0);
    assert_eq!(shop.deliver(parcel.clone()).await, StatusCode::SERVICE_UNAVAILABLE);
    shop.pass_minutes(2).await;
    assert_eq!(shop.deliver(parcel).await, StatusCode::OK);
}

#[db_test(schema())]
async fn without_an_account_nobody_hears(test: TestDb) {
    let shop = Shop::unset(test).await;
    let parcel = shop.double.parcel("INVOICING.INVOICE.PAID", json!({}), WEBHOOK);
    assert_eq!(shop.deliver(parcel).await, StatusCode::NOT_FOUND);
}

#[db_test(schema())]
async fn a_part_is_shown_to_staff_and_not_credited(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_part(&id, Money::euro_cents(4_000)).unwrap();
    shop.hear().await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.odd, payment.part), (Some(Oddity::Partial), Some(4_000)));
    assert_eq!((shop.purchased().await, shop.state(number).await), (0, OrderState::Sent));
    shop.double.pay_invoice(&id).unwrap();
    shop.hear().await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Paid, None));
    assert_eq!((shop.purchased().await, shop.advance().await), (ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_on_its_way_credits_when_it_is_there(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_invoice_later(&id).unwrap();
    shop.hear().await;
    assert_eq!((shop.states(number).await, shop.purchased().await), (vec![PaymentState::Pending], 0));
    shop.double.settle(&shop.double.captures(&id)[0], true).unwrap();
    shop.hear().await;
    assert_eq!((shop.states(number).await, shop.purchased().await), (vec![PaymentState::Paid], ONE));
}
