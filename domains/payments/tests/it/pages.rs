//! The pages as customers and staff see them.

use kit_core::Money;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission;
use payments::PaymentState;

use crate::support::*;

#[db_test(schema())]
async fn the_order_tells_how_it_is_paid_and_where_that_stands(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let mut admin = shop.signed_in(ADMIN).await;
    let page = admin.get(&shop.page(number)).await;
    let way = shop.payments(number).await[0].way_there().unwrap().to_owned();
    for words in ["Payer 120,00 € maintenant", "Une demande de paiement de 120,00 €", ADMIN, &way, "FR76 3000"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    shop.double.pay_invoice(&shop.id(number).await).unwrap();
    let check = format!("{}/paypal/check", shop.page(number));
    let asked = admin.submit(&shop.page(number), &check, &[]).await;
    assert_eq!(asked.location(), Some(shop.page(number)));
    let page = admin.get(&shop.page(number)).await;
    assert!(page.says("Paiement reçu") && !page.says("Payer par PayPal"), "{}", page.text());
    assert_eq!(shop.purchased().await, ONE);
}

#[db_test(schema())]
async fn staff_sees_what_is_odd_asks_and_marks_it_as_seen(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    shop.double.pay_part(&shop.id(number).await, Money::euro_cents(5_000)).unwrap();
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    let own = format!("/staff/orders/{number}/paypal");
    assert_eq!(billing.submit(&own, &format!("{own}/ask"), &[]).await.location().as_deref(), Some(own.as_str()));
    shop.app.run_jobs().await;
    let list = billing.get("/staff/paypal?which=odd").await;
    for words in [&number.to_string(), "Une partie seulement", "Reçu : 50,00 €"] {
        assert!(list.says(words), "{words}: {}", list.text());
    }
    assert!(!list.says("payé autrement"));
    assert!(billing.get("/staff/paypal").await.says("Un paiement est à examiner"));
    assert!(billing.get(&format!("/staff/orders/{number}")).await.says("Une partie seulement"));
    assert!(billing.get(&own).await.says("Reçu : 50,00 €"));
    let told = shop.signed_in(ADMIN).await.get(&shop.page(number)).await;
    assert!(told.says("une partie de la somme seulement"), "{}", told.text());
    billing.submit(&own, &format!("{own}/seen"), &[]).await;
    assert!(!billing.get("/staff/paypal?which=odd").await.says(&number.to_string()));
    assert!(billing.get("/staff/paypal").await.says(&number.to_string()));
    // Asked again it says the same, which was seen.
    shop.pass_hours(24).await;
    let payment = shop.payments(number).await.remove(0);
    assert!(payment.seen && payment.state == PaymentState::Open);
}
