//! Money that goes back: asked for by staff, contested, lost.

use kit_testkit::{Client, TestDb, db_test};
use kit_web::StaffPermission;
use orders::{OrderNumber, OrderState};
use payments::{Oddity, PaymentState, RefundState};
use payments_double::{Call, Fault, Then};

use crate::support::*;

/// An order that is paid by its request, and PayPal's id of its money.
async fn paid(shop: &Shop) -> (OrderNumber, String) {
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_invoice(&id).unwrap();
    shop.hear().await;
    (number, shop.double.captures(&id).remove(0))
}

async fn give_back(billing: &mut Client, number: OrderNumber, amount: &str) -> Option<String> {
    let page = format!("/staff/orders/{number}/paypal/refund");
    billing.submit(&page, &page, &[("amount", amount), ("reason", "Erreur de commande")]).await.location()
}

#[db_test(schema())]
async fn staff_gives_a_part_back_and_its_credits_go(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid(&shop).await;
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    let own = format!("/staff/orders/{number}/paypal");
    assert!(billing.get(&format!("{own}/refund")).await.says("120,00"));
    assert_eq!(give_back(&mut billing, number, "120,01").await, None, "more than came");
    assert_eq!(give_back(&mut billing, number, "30,00").await.as_deref(), Some(own.as_str()));
    shop.app.run_jobs().await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Paid, None));
    assert_eq!((shop.purchased().await, shop.details(number).await.order.refunded), (750, 3_000));
    let id = payment.id;
    let refunds = shop.read(move |read| payments::refunds(read, id)).await;
    assert_eq!(refunds.iter().map(|refund| refund.state).collect::<Vec<_>>(), [RefundState::Done]);
    // Told of, asked again, in time: once.
    shop.hear().await;
    shop.pass_hours(24 * 8).await;
    assert_eq!(shop.purchased().await, 750);
    let told = shop.signed_in(ADMIN).await.get(&shop.page(number)).await;
    for words in ["par PayPal", "PayPal · Erreur de commande"] {
        assert!(told.says(words), "{words}: {}", told.text());
    }
    let mut billing = shop.signed_in("petit@publisher.example").await;
    assert_eq!(give_back(&mut billing, number, "90,01").await, None, "more than is left");
    assert!(give_back(&mut billing, number, "90,00").await.is_some());
    shop.app.run_jobs().await;
    assert_eq!((shop.purchased().await, shop.state(number).await), (0, OrderState::Refunded));
    assert!(billing.get(&own).await.says("Erreur de commande"));
    assert_eq!(billing.get(&format!("{own}/refund")).await.location(), Some(own), "nothing is left");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn nobody_can_say_whether_it_was_given_and_it_is_given_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid(&shop).await;
    shop.double.fail(Fault { call: Call::RefundCapture, acts: true, then: Then::Cut });
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    assert!(give_back(&mut billing, number, "50,00").await.is_some());
    shop.app.run_jobs().await;
    shop.pass_minutes(2).await;
    assert_eq!(shop.details(number).await.order.refunded, 5_000);
    assert_eq!(shop.calls(Call::RefundCapture), 2, "by the same key");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_dispute_takes_the_credits_and_one_that_is_won_gives_them_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = paid(&shop).await;
    shop.double.dispute(&capture).unwrap();
    shop.hear().await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Disputed));
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Disputed, 0));
    // The event of its end never comes: time tells.
    shop.double.resolve(&capture, true).unwrap();
    shop.double.parcels(WEBHOOK);
    shop.pass_hours(24 * 8).await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd), (PaymentState::Paid, None));
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    // Given back on PayPal's own pages.
    shop.double.refund(&capture, None).unwrap();
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Refunded, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_dispute_that_is_lost_is_money_gone(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = paid(&shop).await;
    shop.double.dispute(&capture).unwrap();
    shop.hear().await;
    shop.double.resolve(&capture, false).unwrap();
    shop.hear().await;
    shop.hear().await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Reversed));
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Refunded, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_staff_recorded_by_hand_is_not_booked_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = paid(&shop).await;
    shop.double.refund(&capture, Some(kit_core::Money::euro_cents(4_000))).unwrap();
    let receipts = shop.read(|read| orders::receipts(read, false, None, kit_core::PageSize::default())).await;
    let back = orders::GoneBack {
        receipt: receipts.rows[0].id,
        reference: credits::PaymentReference::parse("BY HAND").unwrap(),
        cents: 4_000,
        on: "2026-11-20".parse().unwrap(),
        order: Some(number),
        note: String::new(),
    };
    shop.run(staff(), move |tx, ctx| orders::refund(tx, ctx, &back)).await.unwrap();
    shop.hear().await;
    assert_eq!(shop.details(number).await.order.refunded, 4_000);
    assert_eq!(shop.payments(number).await[0].odd, None);
    assert_eq!(shop.violations().await, Vec::<String>::new());
    // Staff sees that the two are one.
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    for page in [format!("/staff/orders/{number}/paypal"), format!("/staff/receipts/{}", receipts.rows[0].id)] {
        let told = billing.get(&page).await;
        assert!(told.says("Un remboursement de 40,00 € a été enregistré à la main"), "{}", told.text());
    }
}

#[db_test(schema())]
async fn the_receipt_of_paypals_money_leads_to_the_refund_that_paypal_makes(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid(&shop).await;
    let (receipt, _) = counting(&shop).await.remove(0);
    let (page, refund) = (format!("/staff/receipts/{receipt}"), format!("/staff/orders/{number}/paypal/refund"));
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    let told = billing.get(&page).await;
    assert!(told.says(&refund) && told.says("note seulement ce qui a été rendu ailleurs"), "{}", told.text());
    assert!(give_back(&mut billing, number, "120,00").await.is_some());
    shop.app.run_jobs().await;
    let told = billing.get(&page).await;
    assert!(!told.says(&refund) && told.says("Voir les paiements PayPal"), "{}", told.text());
    assert!(!told.says("enregistré à la main"), "PayPal itself gave it back");
    // What came otherwise has nothing of it.
    let other = shop.order("b").await;
    let transfer = shop.transfer("VIR 1", COST, other).await.unwrap();
    assert!(!billing.get(&format!("/staff/receipts/{transfer}")).await.says("Voir les paiements PayPal"));
}

/// The only receipt that counts, and how much of it went back.
async fn counting(shop: &Shop) -> Vec<(orders::ReceiptId, i64)> {
    let receipts = shop.read(|read| orders::receipts(read, false, None, kit_core::PageSize::default())).await.rows;
    let counts = receipts.iter().filter(|receipt| receipt.state != orders::ReceiptState::Void);
    counts.map(|receipt| (receipt.id, receipt.gone)).collect()
}

/// Staff takes the money of an order from it, and voids its receipt.
async fn voided(shop: &Shop, number: OrderNumber) {
    let (receipt, _) = counting(shop).await.remove(0);
    shop.run(staff(), move |tx, ctx| {
        orders::reverse(tx, ctx, receipt, number, "x")?;
        orders::void(tx, ctx, receipt, "x")
    })
    .await
    .unwrap();
}

#[db_test(schema())]
async fn money_of_a_receipt_that_was_voided_and_recorded_again_goes_back_from_that(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = paid(&shop).await;
    voided(&shop, number).await;
    shop.record_by_hand(&capture, COST, orders::Share { orders: Vec::new(), account: Some(shop.account) }).await;
    assert_eq!(shop.advance().await, COST);
    shop.double.refund(&capture, Some(kit_core::Money::euro_cents(4_000))).unwrap();
    shop.hear().await;
    assert_eq!((shop.advance().await, shop.payments(number).await[0].odd), (COST - 4_000, None));
    assert_eq!(counting(&shop).await[0].1, 4_000);
    let left = shop.read(move |read| payments::refundable(read, number)).await;
    assert_eq!(left.map(|(_, cents)| cents), Some(COST - 4_000));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn money_that_goes_back_and_has_no_receipt_is_shown_to_staff(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = paid(&shop).await;
    voided(&shop, number).await;
    shop.pass_hours(24 * 2).await;
    assert_eq!(shop.payments(number).await[0].odd, None, "nothing went back yet");
    shop.double.dispute(&capture).unwrap();
    shop.hear().await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Unbooked));
    shop.pass_hours(24 * 8).await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Unbooked));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

/// An order whose request was paid in two parts: then PayPal does not tell how much of which went back.
async fn paid_in_parts(shop: &Shop) -> (OrderNumber, Vec<String>) {
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_part(&id, kit_core::Money::euro_cents(5_000)).unwrap();
    shop.double.pay_invoice(&id).unwrap();
    shop.hear().await;
    let captures = shop.double.captures(&id);
    assert_eq!((captures.len(), shop.state(number).await), (2, OrderState::Paid));
    (number, captures)
}

#[db_test(schema())]
async fn a_part_that_went_back_and_of_which_nobody_says_how_much_is_shown_to_staff(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, captures) = paid_in_parts(&shop).await;
    shop.double.refund(&captures[0], Some(kit_core::Money::euro_cents(1_000))).unwrap();
    shop.hear().await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Unbooked));
    assert_eq!(shop.details(number).await.order.refunded, 0);
    shop.pass_hours(24 * 8).await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Unbooked));
}

#[db_test(schema())]
async fn what_staff_gave_back_of_a_part_is_known_though_paypal_does_not_say_how_much(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid_in_parts(&shop).await;
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    for refunded in [2_000, 3_000] {
        let amount = if refunded == 2_000 { "20,00" } else { "10,00" };
        assert!(give_back(&mut billing, number, amount).await.is_some());
        shop.app.run_jobs().await;
        shop.hear().await;
        assert_eq!(shop.details(number).await.order.refunded, refunded);
        assert_eq!(shop.payments(number).await[0].odd, None);
    }
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

kit_db::sql!(LOSE_JOBS, "DELETE FROM jobs WHERE kind = $1");

#[db_test(schema())]
async fn a_refund_whose_job_was_lost_is_given_an_hour_later(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid(&shop).await;
    shop.run(staff(), move |tx, ctx| {
        payments::give_back(tx, ctx, number, 3_000, "x")?;
        Ok::<_, kit_db::Failed<payments::RefundRefusal>>(tx.exec(&LOSE_JOBS, &[&"payments.give_back"])?)
    })
    .await
    .unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.details(number).await.order.refunded, 0);
    shop.pass_hours(2).await;
    assert_eq!(shop.details(number).await.order.refunded, 3_000);
    shop.pass_hours(24).await;
    assert_eq!(shop.calls(Call::RefundCapture), 1);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_refund_that_takes_more_than_a_day_is_shown_to_staff_until_it_is_done(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = paid(&shop).await;
    shop.run(staff(), move |tx, ctx| {
        payments::give_back(tx, ctx, number, 3_000, "x")?;
        Ok::<_, kit_db::Failed<payments::RefundRefusal>>(tx.exec(&LOSE_JOBS, &[&"payments.give_back"])?)
    })
    .await
    .unwrap();
    shop.double.fail(Fault { call: Call::RefundCapture, acts: false, then: Then::Status(503) });
    shop.pass_hours(26).await;
    assert_eq!(shop.payments(number).await[0].odd, Some(Oddity::Late));
    for _ in 0..3 {
        shop.pass_hours(2).await;
    }
    assert_eq!((shop.payments(number).await[0].odd, shop.details(number).await.order.refunded), (None, 3_000));
}
