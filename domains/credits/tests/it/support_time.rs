//! Support time: a second wallet of the same ledger, in minutes, and never mixed with credits.

use axum::http::StatusCode;
use credit_statement::PublicKey;
use jiff::Timestamp;
use kit_core::{Cursor, PageSize};
use kit_db::{DbError, Failed};
use kit_testkit::{TestDb, db_test};
use kit_web::Scope;

use crate::events::{listen, told};
use crate::scene::{Scene, schema};
use crate::support::*;

pub const TIME: Unit = Unit::SupportMinutes;

/// Minutes that an order of ACME bought.
pub async fn buy(test: &TestDb, order: &str, minutes: i64, expires_at: Option<Timestamp>) -> Operation {
    let payment = PaymentReceived { expires_at, ..payment(order, minutes) };
    run(test, staff(), move |tx, ctx| record_payment(tx, ctx, TIME.of(ACME), &payment)).await.unwrap()
}

pub async fn time_of(test: &TestDb) -> Standing {
    let now = test.clock.now();
    test.db.read::<_, DbError, _>(move |read| standing(read, TIME.of(ACME), now)).await.unwrap()
}

async fn minutes(test: &TestDb) -> i64 {
    time_of(test).await.lots.balance().total().0
}

async fn ids(test: &TestDb, wallet: WalletId, cursor: Option<Cursor>) -> Vec<String> {
    let read = move |read: &mut kit_db::Read<'_>| {
        history(read, wallet, Sight::All, &HistoryFilter::default(), cursor, PageSize::new(50))
    };
    let page = test.db.read::<_, DbError, _>(read).await.unwrap();
    page.rows.iter().map(|line| line.id().to_string()).collect()
}

#[db_test(migrations())]
async fn minutes_have_a_wallet_a_history_and_names_of_their_own(test: TestDb) {
    give(&test, 50, None).await.unwrap();
    assert_eq!(buy(&test, "BC-2026-000001", 600, None).await.id().to_string(), "minute-1");
    pay(&test, "BC-2026-000002", 1000).await.unwrap();
    assert_eq!((minutes(&test).await, left(&test, ACME).await.total().0), (600, 1050));
    assert_eq!(ids(&test, TIME.of(ACME), None).await, ["minute-1"]);
    assert_eq!(ids(&test, ACME.into(), None).await, ["credit-2", "credit-1"]);
    use_up(&test, "a", 1051).await.unwrap_err();
    assert_eq!(minutes(&test).await, 600, "credits are not eked out with minutes");
    let known = PaymentReceived { expires_at: None, ..payment("BC-2026-000002", 60) };
    let again = run(&test, staff(), move |tx, ctx| record_payment(tx, ctx, TIME.of(ACME), &known)).await;
    assert_eq!(again, Err(StaffRefusal::PaymentKnown(ACME)), "one order makes one purchase, whatever it counts");
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn minutes_expire_go_back_and_are_put_right_as_credits_do(test: TestDb) {
    let end = test.clock.now() + days(20);
    buy(&test, "BC-2026-000001", 60, Some(end)).await;
    buy(&test, "BC-2026-000002", 120, None).await;
    pay(&test, "BC-2026-000003", 5).await.unwrap();
    test.clock.advance(days(21));
    assert_eq!(minutes(&test).await, 120, "what is due no longer counts");
    assert_eq!(expire_all(&test.db, &test.clock, &test.random, &keys()).await.unwrap(), 1);
    assert_eq!(ids(&test, TIME.of(ACME), None).await, ["minute-3", "minute-2", "minute-1"]);

    let wanted = Correction {
        corrects: TIME.operation(3),
        amount: kit_core::Credits(60),
        kind: LotKind::Purchased,
        expires_at: Some(test.clock.now() + days(30)),
        reason: Reason::parse("Geste").unwrap(),
    };
    let put_right = run(&test, staff(), move |tx, ctx| correct(tx, ctx, ACME, &wanted)).await.unwrap();
    assert_eq!((put_right.id().to_string().as_str(), minutes(&test).await), ("minute-4", 180));

    let back = TakeBack {
        purchase: 2,
        credits: kit_core::Credits(120),
        bonus: None,
        reason: Reason::parse("BC-2026-000002").unwrap(),
        blocks: true,
    };
    let taken = run(&test, staff(), move |tx, ctx| take_back(tx, ctx, TIME.of(ACME), &back)).await.unwrap();
    assert_eq!((taken.purchase.unwrap().amount.0, minutes(&test).await), (-120, 60));
    let reason = Reason::parse("BC-2026-000002").unwrap();
    run(&test, staff(), move |tx, ctx| give_again(tx, ctx, TIME.of(ACME), 5, &reason)).await.unwrap();
    assert_eq!((minutes(&test).await, left(&test, ACME).await.total().0), (180, 5));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_end_of_minutes_is_told_in_its_own_words(test: TestDb) {
    let scene = Scene::new(test).await;
    listen(&scene.test).await;
    let (account, end) = (scene.account, scene.test.clock.now() + days(20));
    let wanted =
        Grant { amount: kit_core::Credits(150), reason: Reason::parse("Bienvenue").unwrap(), expires_at: Some(end) };
    let given = run(&scene.test, staff(), move |tx, ctx| grant(tx, ctx, TIME.of(account), &wanted)).await;
    given.unwrap();
    scene.test.clock.advance(days(14));
    assert_eq!(remind_all(&scene.test.db, &scene.test.clock, &scene.test.random, &keys()).await.unwrap(), 1);
    let mails: Vec<String> = scene.mails().await.into_iter().map(|mail| mail.content.subject).collect();
    assert!(mails.iter().any(|subject| subject.starts_with("2 h 30 min d’assistance")), "{mails:?}");
    let kinds: Vec<String> =
        told(&scene.test).await.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["support_time.changed", "support_time.expiring"], "no program takes minutes for credits");
    assert_eq!(violations(&scene.test).await, Vec::<String>::new());
}

#[db_test(schema())]
async fn pages_and_api_tell_minutes_apart_from_credits(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.grant(7).await;
    assert!(!scene.page("user", "/credits").await.text().contains("/support-time"), "who never had any is not told");
    let (account, order) = (scene.account, payment("BC-2026-000009", 150));
    run(&scene.test, staff(), move |tx, ctx| record_payment(tx, ctx, TIME.of(account), &order)).await.unwrap();

    let text = scene.page("admin", "/credits").await.text();
    assert!(text.contains("2\u{a0}h\u{a0}30\u{a0}min") && text.contains("/support-time"), "{text}");
    let text = scene.page("admin", "/support-time").await.text();
    assert!(text.contains("2\u{a0}h\u{a0}30\u{a0}min") && text.contains("/history/minute-1"), "{text}");
    assert!(!text.contains("credit-1"), "{text}");
    assert_eq!(scene.page("outsider", "/support-time").await.status, StatusCode::NOT_FOUND);
    for page in ["/history?unit=support_minutes", "/history/minute-1", "/history/minute-1/lot"] {
        let answer = scene.page("admin", page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.text().contains("2\u{a0}h\u{a0}30\u{a0}min"), "{page}: {}", answer.text());
    }
    let csv = scene.page("admin", "/history.csv?unit=support_minutes").await.text();
    assert!(csv.contains("minute-1") && csv.contains("\"150\"") && !csv.contains("credit-"), "{csv}");
    assert!(!scene.page("admin", "/history.csv").await.text().contains("minute-1"));

    let key = scene.key(&[Scope::CreditsRead], None).await;
    let time = scene.get(&key, "/support-time").await.json();
    assert_eq!((time["unit"].as_str(), time["available"].as_i64()), (Some("support_minutes"), Some(150)));
    assert_eq!(scene.get(&key, "/balance").await.json()["total"], 7);
    let listed = scene.get(&key, "/operations?unit=support_minutes").await.json();
    assert_eq!(
        (&listed["operations"][0]["id"], listed["operations"].as_array().unwrap().len()),
        (&"minute-1".into(), 1)
    );
    assert_eq!(scene.get(&key, "/operations?unit=hours").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.get(&key, "/statement?unit=hours").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.get(&key, "/operations/minute-1").await.json()["unit"], "support_minutes");

    let public: PublicKey =
        scene.visit("", "/.well-known/guichet-statement-key").await.json()["key"].as_str().unwrap().parse().unwrap();
    let file = scene.page("admin", "/history/statement.json?unit=support_minutes").await;
    let verified = credit_statement::read(&file.body[..], Some(&public), |_| ()).unwrap();
    assert_eq!((verified.heading.unit.as_str(), verified.lines), ("support_minutes", 1));
    assert_eq!(scene.get(&key, "/statement?unit=support_minutes").await.body, file.body);
    assert_eq!(scene.page("admin", "/history/statement/paper?unit=support_minutes").await.status, StatusCode::OK);
}

#[db_test(migrations())]
async fn wallets_of_both_units_are_held_in_one_order(test: TestDb) {
    give(&test, 1, None).await.unwrap();
    let body = |tx: &mut kit_db::Tx<'_>, _: &kit_core::Context| {
        hold_wallets(tx, [TIME.of(OTHER), TIME.of(ACME), OTHER.into(), ACME.into()]).map_err(Failed::<()>::from)
    };
    run(&test, staff(), body).await.unwrap();
    assert_eq!(violations(&test).await, Vec::<String>::new(), "an empty wallet is no lie");
}
