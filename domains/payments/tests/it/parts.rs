//! A part that PayPal has, which nobody asked for: its order waits until staff has decided.

use kit_core::Money;
use kit_testkit::{Client, TestDb, db_test};
use kit_web::StaffPermission;
use orders::{CancelRefusal, Canceller, OrderNumber, OrderState, Share, Underway};
use payments::{DecideRefusal, Decision, Oddity, PayRefusal, PaymentState};
use payments_double::Call;

use crate::at_once::{press, token};
use crate::support::*;

/// What comes of an order of 120 €.
const PART: i64 = 3_600;

/// An order of whose request a part came, and PayPal's id of the money.
async fn part_of(shop: &Shop) -> (OrderNumber, String) {
    let number = shop.order("a").await;
    let id = shop.id(number).await;
    shop.double.pay_part(&id, Money::euro_cents(PART)).unwrap();
    shop.hear().await;
    (number, shop.double.captures(&id).remove(0))
}

async fn begin(shop: &Shop, number: OrderNumber) -> Result<(), PayRefusal> {
    let account = shop.account;
    shop.run(staff(), move |tx, ctx| payments::prepare(tx, ctx, account, number)).await.map(drop)
}

async fn underway(shop: &Shop, number: OrderNumber) -> Option<Underway> {
    shop.details(number).await.order.underway
}

async fn decide(billing: &mut Client, number: OrderNumber, decision: &str) -> Option<String> {
    let page = format!("/staff/orders/{number}/paypal/part");
    billing.submit(&page, &page, &[("decision", decision), ("reason", "Vu avec le client")]).await.location()
}

#[db_test(schema())]
async fn an_order_of_which_paypal_has_a_part_is_neither_paid_again_nor_cancelled_by_its_customer(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = part_of(&shop).await;
    assert_eq!(underway(&shop, number).await, Some(Underway::Part));
    assert_eq!(begin(&shop, number).await, Err(PayRefusal::Part));
    let account = shop.account;
    let cancelled =
        shop.run(staff(), move |tx, ctx| orders::cancel(tx, ctx, number, Canceller::Account(account), "")).await;
    assert_eq!(cancelled, Err(CancelRefusal::Underway(Underway::Part)));
    let mut admin = shop.signed_in(ADMIN).await;
    let page = admin.get(&shop.page(number)).await;
    for words in ["une partie de la somme seulement, 36,00 €", "Une partie est déjà payée et nous l’examinons. Voir"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.says("maintenant") && !page.says("Annuler le bon de commande"), "{}", page.text());
    // Who says that it is paid is told what came, and not that nothing did.
    let check = format!("{}/paypal/check", shop.page(number));
    admin.post_form(&check, &[("once", &token(&page.text(), &check))]).await;
    let told = admin.get(&shop.page(number)).await;
    assert!(!told.says("ne confirme pas encore"), "{}", told.text());
    assert_eq!(
        told.text().matches("partie de la somme seulement").count(),
        2,
        "once more than before: {}",
        told.text()
    );
    // The rest comes by the same request.
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    shop.hear().await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    assert_eq!(underway(&shop, number).await, None);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn a_part_that_was_given_back_at_paypal_opens_the_ways_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = part_of(&shop).await;
    shop.double.refund(&capture, None).unwrap();
    shop.hear().await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.odd, payment.part), (PaymentState::Odd, Some(Oddity::Refunded), None));
    assert_eq!((underway(&shop, number).await, begin(&shop, number).await), (None, Ok(())));
    shop.cancel(number).await;
    assert_eq!(shop.state(number).await, OrderState::Cancelled);
}

#[db_test(schema())]
async fn staff_decides_that_a_part_was_given_back_and_the_customer_pays_it_all(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = part_of(&shop).await;
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    let own = format!("/staff/orders/{number}/paypal");
    assert!(billing.get(&own).await.says(&format!("{own}/part")));
    assert_eq!(decide(&mut billing, number, "lost").await, None, "nothing was chosen");
    assert_eq!(decide(&mut billing, number, "returned").await.as_deref(), Some(own.as_str()));
    let told = billing.get(&own).await;
    assert!(told.says("Décision : Rendue au payeur") && !told.says(&format!("{own}/part")), "{}", told.text());
    assert_eq!(billing.get(&format!("{own}/part")).await.location().as_deref(), Some(own.as_str()));
    let twice = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
        payments::decide(tx, ctx, number, Decision::Returned, "x")
    };
    assert_eq!(shop.run(staff(), twice).await, Err(DecideRefusal::NoPart));
    // PayPal still says that a part is paid: it was decided about.
    shop.pass_hours(25).await;
    let payment = shop.payments(number).await.remove(0);
    assert_eq!((payment.state, payment.decided, payment.seen), (PaymentState::Odd, Some(Decision::Returned), true));
    assert_eq!(underway(&shop, number).await, None);
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve(&id).unwrap();
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    assert_eq!((shop.state(number).await, shop.purchased().await), (OrderState::Paid, ONE));
    // What staff knew needs no second look.
    shop.double.refund(&capture, None).unwrap();
    shop.hear().await;
    let payment = shop.payments(number).await.remove(0);
    assert!(payment.odd == Some(Oddity::Refunded) && payment.seen, "{payment:?}");
    assert_eq!((shop.details(number).await.order.refunded, shop.violations().await), (0, Vec::new()));
}

#[db_test(schema())]
async fn a_part_that_is_recorded_leaves_the_rest_to_be_paid(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, capture) = part_of(&shop).await;
    shop.record_by_hand(&capture, PART, Share { orders: vec![number], account: None }).await;
    shop.app.run_jobs().await;
    assert_eq!(begin(&shop, number).await, Err(PayRefusal::Part), "nobody has decided yet");
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    decide(&mut billing, number, "recorded").await;
    let mut admin = shop.signed_in(ADMIN).await;
    assert!(admin.get(&shop.page(number)).await.says("Payer 84,00 € maintenant"));
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve(&id).unwrap();
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    assert_eq!((shop.state(number).await, shop.purchased().await, shop.advance().await), (OrderState::Paid, ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn what_was_begun_before_a_part_came_takes_nothing(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let id = press(&shop, &mut admin, number).await;
    shop.double.approve(&id).unwrap();
    let request = shop.payments(number).await.remove(0).reference.unwrap();
    shop.double.pay_part(request.id(), Money::euro_cents(PART)).unwrap();
    let asked = shop.payments(number).await.remove(0).id;
    payments::visit(&shop.app.app, asked).await.unwrap();
    assert_eq!(admin.get(&format!("{}/paypal", shop.page(number))).await.location(), Some(shop.page(number)));
    admin.get(&format!("{}/paypal/done", shop.page(number))).await;
    shop.hear().await;
    shop.pass_minutes(3).await;
    assert_eq!((shop.calls(Call::CaptureOrder), shop.state(number).await), (0, OrderState::Sent));
}

#[db_test(schema())]
async fn staff_sees_that_the_order_of_a_part_was_paid_otherwise(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, _) = part_of(&shop).await;
    shop.transfer("VIR 1", COST, number).await.unwrap();
    shop.app.run_jobs().await;
    assert_eq!(shop.state(number).await, OrderState::Paid, "a transfer stays possible");
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    for page in ["/staff/paypal?which=odd".to_owned(), format!("/staff/orders/{number}/paypal")] {
        let told = billing.get(&page).await;
        assert!(told.says("a été payé autrement entre-temps") && told.says("Reçu : 36,00 €"), "{}", told.text());
    }
    let told = shop.signed_in(ADMIN).await.get(&shop.page(number)).await;
    assert!(told.says("PayPal a aussi reçu 36,00 €") && !told.says("avant de payer de nouveau"), "{}", told.text());
}
