//! Many at once.

use kit_core::{Author, Credits};
use kit_db::{Db, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use orders::*;

use crate::support::*;

/// Two programs on one database; SQLite's file has one program, so there it is twice the same.
pub fn nodes(test: &TestDb) -> [Db; 2] {
    match test.db.engine() {
        kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
        kit_db::Engine::Postgres => [test.db.clone(), Db::open(&test.url).unwrap()],
    }
}

#[db_test(schema())]
async fn fifty_orders_at_once_have_numbers_without_gaps(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let (account, ctx) = (shop.account, shop.app.context(Author::System("test")));
    let now = ctx.now;
    let shown = shop.run(staff(), move |tx, _| quote(tx, account, Choice::Pack(PACK), now)).await.unwrap().mark();
    let orders = (0..50).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), ctx.clone());
        // Every fifth does not come about: its number must not be missing.
        let seen = if n.is_multiple_of(5) { String::new() } else { shown.clone() };
        let form = Form { choice: Choice::Pack(PACK), token: format!("t{n}"), seen };
        tokio::spawn(async move { db.write(Lock::None, move |tx| place(tx, &ctx, account, &form)).await })
    });
    let mut numbers = Vec::new();
    for order in orders.collect::<Vec<_>>() {
        match order.await.unwrap() {
            Ok(number) => numbers.push(number.place()),
            Err(Failed::Refused(OrderRefusal::Changed)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn one_form_sent_fifty_times_is_one_order(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let (account, ctx) = (shop.account, shop.app.context(Author::System("test")));
    let now = ctx.now;
    let shown = shop.run(staff(), move |tx, _| quote(tx, account, Choice::Pack(PACK), now)).await.unwrap().mark();
    let orders = (0..50).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), ctx.clone());
        let form = Form { choice: Choice::Pack(PACK), token: "the same".into(), seen: shown.clone() };
        tokio::spawn(async move { db.write(Lock::None, move |tx| place(tx, &ctx, account, &form)).await })
    });
    for order in orders.collect::<Vec<_>>() {
        assert_eq!(order.await.unwrap().unwrap().place(), 1);
    }
    assert_eq!(shop.app.mails().await.len(), 1);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn two_full_payments_at_once_credit_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let number = shop.order("a").await;
    let ctx = shop.app.context(staff());
    let payments = (0..10).map(|n: usize| {
        let (db, ctx, new) = (nodes[n % 2].clone(), ctx.clone(), receipt_of(&format!("VIR {n}"), 13_200));
        tokio::spawn(async move { db.write(Lock::None, move |tx| record(tx, &ctx, &new, &of(&[number]))).await })
    });
    for payment in payments.collect::<Vec<_>>() {
        payment.await.unwrap().unwrap();
    }
    let balance = shop.balance().await;
    assert_eq!((balance.purchased, balance.promotional), (Credits(1000), Credits(50)));
    assert_eq!(shop.advance().await, 9 * 13_200);
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn the_same_receipt_recorded_twenty_times_at_once_is_one(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let number = shop.order("a").await;
    let ctx = shop.app.context(staff());
    let payments = (0..20).map(|n: usize| {
        let (db, ctx, new) = (nodes[n % 2].clone(), ctx.clone(), receipt_of("VIR 1", 13_200));
        tokio::spawn(async move { db.write(Lock::None, move |tx| record(tx, &ctx, &new, &of(&[number]))).await })
    });
    let mut recorded = 0;
    for payment in payments.collect::<Vec<_>>() {
        match payment.await.unwrap() {
            Ok(_) => recorded += 1,
            Err(Failed::Refused(MoneyRefusal::Known(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((recorded, shop.advance().await), (1, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn cancelling_races_paying(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let (ctx, account) = (shop.app.context(staff()), shop.account);
    let mut ends = Vec::new();
    for round in 0..10 {
        let number = shop.order(&format!("t{round}")).await;
        let (db, of_payer, new) = (nodes[0].clone(), ctx.clone(), receipt_of(&format!("VIR {round}"), 13_200));
        let paying =
            tokio::spawn(
                async move { db.write(Lock::None, move |tx| record(tx, &of_payer, &new, &of(&[number]))).await },
            );
        let (db, of_canceller) = (nodes[1].clone(), ctx.clone());
        let by = Canceller::Account(account);
        let cancelling =
            tokio::spawn(
                async move { db.write(Lock::None, move |tx| cancel(tx, &of_canceller, number, by, "")).await },
            );
        paying.await.unwrap().unwrap();
        let cancelled = cancelling.await.unwrap();
        let state = shop.state(number).await;
        match cancelled {
            Ok(()) => assert_eq!(state, OrderState::Cancelled),
            Err(Failed::Refused(CancelRefusal::TooLate(_))) => assert_eq!(state, OrderState::Paid),
            Err(other) => panic!("{other}"),
        }
        ends.push(state);
    }
    let paid = i64::try_from(ends.iter().filter(|state| **state == OrderState::Paid).count()).unwrap();
    assert_eq!(shop.balance().await.purchased, Credits(1000 * paid));
    assert_eq!(shop.advance().await, (10 - paid) * 13_200, "money for a cancelled order is an advance");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn one_advance_wanted_by_many_orders_is_spent_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let account = shop.account;
    for n in 0..3 {
        let to_account = Share { account: Some(account), ..Share::default() };
        shop.receive(&format!("VIR {n}"), 6600, to_account).await.unwrap();
    }
    let mut numbers = Vec::new();
    for n in 0..6 {
        numbers.push(shop.order(&format!("t{n}")).await);
    }
    let ctx = shop.app.context(staff());
    let uses = numbers.iter().enumerate().map(|(n, number)| {
        let (db, ctx, number) = (nodes[n % 2].clone(), ctx.clone(), *number);
        tokio::spawn(async move { db.write(Lock::None, move |tx| use_advance(tx, &ctx, account, number)).await })
    });
    let mut used = 0;
    for done in uses.collect::<Vec<_>>() {
        match done.await.unwrap() {
            Ok(cents) => used += cents,
            Err(Failed::Refused(MoneyRefusal::NothingLeft)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((used, shop.advance().await), (19_800, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}
