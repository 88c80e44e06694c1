//! The account at PayPal, and its secret.

use kit_db::{DbError, sql};
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission;
use payments::{NewSettings, Settings, SettingsInvalid};

use crate::support::*;

sql!(SECRET, "SELECT secret FROM paypal_settings");

const PAGE: &str = "/staff/paypal/settings";

#[db_test(schema())]
async fn the_secret_is_sealed_kept_and_never_shown(test: TestDb) {
    let shop = Shop::new(test).await;
    let sealed: Vec<u8> = shop.db().read::<_, DbError, _>(|read| read.value(&SECRET, &[])).await.unwrap().unwrap();
    assert!(!sealed.windows(4).any(|part| part == b"hush"));
    let mut billing = shop.clerk(StaffPermission::Billing).await;
    let page = billing.get(PAGE).await;
    assert!(page.says("AClient") && page.says("MERCHANT23456") && !page.says("hush"), "{}", page.text());
    assert!(page.says("http://guichet.test/webhooks/paypal"));
    let same = [
        ("environment", "sandbox"),
        ("client_id", "AClient"),
        ("secret", ""),
        ("email", "caisse@editeur.example"),
        ("merchant_id", ""),
        ("webhook_id", WEBHOOK),
        ("by_mail", "yes"),
    ];
    let saved = billing.submit(PAGE, PAGE, &same).await;
    assert_eq!(saved.location().as_deref(), Some(PAGE), "{}", saved.text());
    let tested = billing.submit(PAGE, &format!("{PAGE}/test"), &[]).await;
    assert_eq!(tested.location().as_deref(), Some(PAGE));
    assert!(billing.get(PAGE).await.says("PayPal répond et accepte"));
    let mut moved = same;
    moved[0].1 = "live";
    let refused = billing.submit(PAGE, PAGE, &moved).await;
    assert!(refused.says("Indiquez le secret"), "{}", refused.text());
    let mut wrong = same;
    wrong[2].1 = "another";
    billing.submit(PAGE, PAGE, &wrong).await;
    billing.submit(PAGE, &format!("{PAGE}/test"), &[]).await;
    assert!(billing.get(PAGE).await.says("n’accepte pas l’identifiant"));
}

#[db_test(schema())]
async fn what_could_not_work_is_refused(test: TestDb) {
    let shop = Shop::unset(test).await;
    let good = settings(&shop.double);
    let try_out = async |settings: Settings, secret: Option<&str>| {
        let new = NewSettings { settings, secret: secret.map(str::to_owned) };
        shop.run(staff(), move |tx, ctx| payments::connect(tx, ctx, &new)).await
    };
    assert_eq!(try_out(good.clone(), None).await, Err(SettingsInvalid::Secret));
    let merchant = Settings { merchant_id: "x".into(), ..good.clone() };
    assert_eq!(try_out(merchant, Some("hush")).await, Err(SettingsInvalid::MerchantId));
    assert_eq!(shop.read(payments::settings).await, None);
    assert_eq!(try_out(good.clone(), Some("hush")).await, Ok(()));
    let other = Settings { client_id: "Other".into(), ..good };
    assert_eq!(try_out(other, None).await, Err(SettingsInvalid::Secret), "a secret belongs to its client id");
}

#[db_test(schema())]
async fn only_who_may_sees_the_settings(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut support = shop.clerk(StaffPermission::Support).await;
    assert_eq!(support.get(PAGE).await.status, 404);
    assert_eq!(support.get("/staff/paypal").await.status, 200);
    let mut admin = shop.signed_in(ADMIN).await;
    for page in [PAGE, "/staff/paypal"] {
        assert_eq!(admin.get(page).await.status, 404, "{page}");
    }
}
