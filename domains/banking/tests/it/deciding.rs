//! Lines that somebody decides about.

use banking::*;
use kit_core::Author;
use kit_db::{DbError, Failed, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};
use orders::{MoneyRefusal, OrderState, Share};

use crate::support::*;

#[db_test(schema())]
async fn a_confirmed_line_pays_its_order_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[Entry { payer: "Durand".into(), ..of_reference(HUNDRED, number) }])).await;
    let line = shop.line(HUNDRED).await;
    let receipt = shop.confirm(&line).await.unwrap();
    assert_eq!(shop.confirm(&line).await, Err(LineRefusal::Decided(LineState::Recorded)));
    assert_eq!(shop.state(number).await, OrderState::Paid);
    assert_eq!(shop.balance(shop.durand).await.purchased.0, 100);
    let found = shop.read(move |read| orders::receipt(read, receipt)).await.unwrap().receipt;
    assert_eq!((found.reference.as_str(), found.payer.as_str()), (line.reference().as_str(), "Durand"));
    assert_eq!(found.received_on, line.booked_on);
    assert_eq!(shop.read(move |read| line_of_receipt(read, receipt)).await, Some(line.id));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn another_proposal_than_was_shown_is_not_confirmed(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[credit(HUNDRED, "", "BC-2026-000001")])).await;
    let id = shop.line(HUNDRED).await.id;
    for mark in ["", "000000000000"] {
        assert_eq!(shop.run(staff(), move |tx, ctx| accept(tx, ctx, id, mark)).await, Err(LineRefusal::Changed));
    }
    assert_eq!(shop.open_lines().await.len(), 1);
}

#[db_test(schema())]
async fn somebody_decides_otherwise(test: TestDb) {
    let shop = Shop::new(test).await;
    let (a, b) = (shop.order(shop.durand, "a", 1).await, shop.order(shop.durand, "b", 2).await);
    let entries = [
        credit(3 * HUNDRED + 50, "", "all"),
        credit(500, "", "advance"),
        credit(600, "", "nobody's"),
        credit(700, "", "interest"),
    ];
    shop.drop_file("four.xml", camt(&entries)).await;
    let (all, petit) = (shop.line(3 * HUNDRED + 50).await.id, shop.petit);
    let both = Share { orders: vec![a, b], account: None };
    shop.run(staff(), move |tx, ctx| record(tx, ctx, all, &both)).await.unwrap();
    assert_eq!([shop.state(a).await, shop.state(b).await], [OrderState::Paid, OrderState::Paid]);
    assert_eq!(shop.advance(shop.durand).await, 50, "what is left over is an advance");
    let id = shop.line(500).await.id;
    let to_account = Share { account: Some(petit), ..Share::default() };
    shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &to_account)).await.unwrap();
    assert_eq!(shop.advance(petit).await, 500);
    let id = shop.line(600).await.id;
    let receipt = shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &Share::default())).await.unwrap();
    let waiting = shop.read(move |read| orders::receipt(read, receipt)).await.unwrap().receipt.waiting;
    assert_eq!(waiting, 600, "money of nobody waits among the receipts");
    let id = shop.line(700).await.id;
    shop.run(staff(), move |tx, ctx| ignore(tx, ctx, id, "intérêts")).await.unwrap();
    assert!(shop.open_lines().await.is_empty());
    let again = shop.run(staff(), move |tx, ctx| ignore(tx, ctx, id, "")).await;
    assert_eq!(again, Err(LineRefusal::Decided(LineState::Ignored)));
    shop.run(staff(), move |tx, ctx| reopen(tx, ctx, id)).await.unwrap();
    assert_eq!(shop.line(700).await.id, id);
    assert_eq!(
        shop.run(staff(), move |tx, ctx| reopen(tx, ctx, all)).await,
        Err(LineRefusal::Decided(LineState::Recorded))
    );
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_is_wrong_is_refused_and_the_line_stays_open(test: TestDb) {
    let shop = Shop::new(test).await;
    let back = Entry { is_debit: true, is_reversal: true, ..credit(200, "", "back") };
    shop.drop_file("two.xml", camt(&[credit(100, "", "money"), back])).await;
    let (money, back) = (shop.line(100).await.id, shop.line(200).await.id);
    let nobody = Share { orders: vec![orders::OrderNumber::new(2026, 9).unwrap()], account: None };
    let refused = shop.run(staff(), move |tx, ctx| record(tx, ctx, money, &nobody)).await;
    assert!(matches!(refused, Err(LineRefusal::Money(MoneyRefusal::NoOrder(_)))), "{refused:?}");
    let refused = shop.run(staff(), move |tx, ctx| record(tx, ctx, back, &Share::default())).await;
    assert_eq!(refused, Err(LineRefusal::NotMoney));
    let gone = LineId::from_raw(1);
    assert_eq!(shop.run(staff(), move |tx, ctx| ignore(tx, ctx, gone, "")).await, Err(LineRefusal::NoLine));
    assert_eq!(shop.open_lines().await.len(), 2);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn all_that_is_sure_is_confirmed_at_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut entries = Vec::new();
    for n in 1..=5 {
        let number = shop.order(shop.durand, &format!("t{n}"), n).await;
        entries.push(credit(n * HUNDRED, "", &number.to_string()));
    }
    entries.push(credit(42, "", "nobody's"));
    shop.drop_file("six.xml", camt(&entries)).await;
    assert_eq!(shop.read(summary).await.sure, 5);
    // The third is paid otherwise before the job comes to it.
    let third = orders::OrderNumber::new(2026, 3).unwrap();
    let (by, now) = (Author::Staff(shop.colleague().await), shop.app.test.clock.now());
    let asked = shop.run(by, move |tx, ctx| Ok::<_, Failed<()>>(ask_for_all_sure(tx, ctx, now)?)).await.unwrap();
    assert_eq!(asked, 5);
    let share = Share { orders: vec![third], account: None };
    shop.by_hand(credits::Means::Paypal, "PP 1", "2026-11-02", 3 * HUNDRED, share).await;
    shop.app.run_jobs().await;
    let left: Vec<i64> = shop.open_lines().await.iter().map(|line| line.cents).collect();
    assert_eq!(left, [3 * HUNDRED, 42], "what is no longer due is left to somebody");
    assert_eq!(shop.balance(shop.durand).await.purchased.0, 1500);
    let stale = shop.read(|read| lines(read, Wanted::Open, None, Default::default())).await.rows;
    assert!(!stale[0].is_current && !stale[0].is_ticked(), "and is shown as such");
    shop.is_sound().await;
}

sql!(REDATE, "UPDATE bank_lines SET booked_on = 20260101 WHERE cents = $1");
sql!(UNRECORD, "UPDATE bank_lines SET state = 'ignored', receipt = NULL WHERE cents = $1");
sql!(REMOVE, "DELETE FROM bank_lines WHERE cents = $1");
sql!(RENAME, "UPDATE bank_imports SET name = 'other' WHERE total = $1");

#[db_test(schema())]
async fn what_the_bank_says_and_what_is_recorded_stay(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.drop_file("one.xml", camt(&[credit(1, "", "x")])).await;
    let id = shop.line(1).await.id;
    shop.run(staff(), move |tx, ctx| record(tx, ctx, id, &Share::default())).await.unwrap();
    for change in [&REDATE, &UNRECORD, &REMOVE, &RENAME] as [&'static Sql; 4] {
        let done = shop.db().write::<_, DbError, _>(Lock::None, move |tx| tx.exec(change, &[&1_i64])).await;
        assert!(done.is_err(), "{}", change.name);
    }
    shop.is_sound().await;
}
