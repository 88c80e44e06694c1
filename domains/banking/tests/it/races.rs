//! Many at once.

use banking::*;
use credits::{Means, PaymentReference};
use kit_db::{Db, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use orders::{NewReceipt, OrderState, Share};

use crate::support::*;

/// Two programs on one database; SQLite's file has one program, so there it is twice the same.
pub fn nodes(test: &TestDb) -> [Db; 2] {
    match test.db.engine() {
        kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
        kit_db::Engine::Postgres => [test.db.clone(), Db::open(&test.url).unwrap()],
    }
}

#[db_test(schema())]
async fn a_line_confirmed_by_many_is_recorded_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[of_reference(HUNDRED, number)])).await;
    let line = shop.line(HUNDRED).await;
    let (id, mark, ctx) = (line.id, line.proposal.as_ref().unwrap().mark(), shop.app.context(staff()));
    let confirming = (0..20).map(|n: usize| {
        let (db, ctx, mark) = (nodes[n % 2].clone(), ctx.clone(), mark.clone());
        tokio::spawn(async move { db.write(Lock::None, move |tx| accept(tx, &ctx, id, &mark)).await })
    });
    let mut recorded = 0;
    for confirmed in confirming.collect::<Vec<_>>() {
        match confirmed.await.unwrap() {
            Ok(_) => recorded += 1,
            Err(Failed::Refused(LineRefusal::Decided(LineState::Recorded))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((recorded, shop.state(number).await, shop.advance(shop.durand).await), (1, OrderState::Paid, 0));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn another_payment_at_the_same_moment_leaves_an_advance(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = nodes(&shop.app.test);
    let mut entries = Vec::new();
    let mut numbers = Vec::new();
    for n in 1..=8 {
        let number = shop.order(shop.durand, &format!("t{n}"), n).await;
        entries.push(of_reference(n * HUNDRED, number));
        numbers.push(number);
    }
    shop.drop_file("eight.xml", camt(&entries)).await;
    let ctx = shop.app.context(staff());
    let mut running = Vec::new();
    for line in shop.open_lines().await {
        let (db, ctx, mark, id) = (nodes[0].clone(), ctx.clone(), line.proposal.as_ref().unwrap().mark(), line.id);
        running.push(tokio::spawn(
            async move { db.write(Lock::None, move |tx| accept(tx, &ctx, id, &mark)).await.is_ok() },
        ));
    }
    for (n, number) in (1..).zip(&numbers) {
        let (db, ctx) = (nodes[1].clone(), ctx.clone());
        let new = NewReceipt {
            means: Means::Paypal,
            reference: PaymentReference::parse(&format!("PP {n}")).unwrap(),
            received_on: "2026-11-02".parse().unwrap(),
            cents: n * HUNDRED,
            payer: String::new(),
            note: String::new(),
        };
        let share = Share { orders: vec![*number], account: None };
        running.push(tokio::spawn(async move {
            db.write(Lock::None, move |tx| orders::record(tx, &ctx, &new, &share)).await.is_ok()
        }));
    }
    for done in running {
        assert!(done.await.unwrap(), "both payments are recorded");
    }
    for number in numbers {
        assert_eq!(shop.state(number).await, OrderState::Paid);
    }
    assert_eq!(shop.advance(shop.durand).await, 36 * HUNDRED, "whichever came second");
    assert_eq!(shop.balance(shop.durand).await.purchased.0, 3600, "one credit for each order");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn looking_twice_at_once_credits_once(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.set_automatic(true).await;
    let mut entries = Vec::new();
    for n in 1..=10 {
        let number = shop.order(shop.durand, &format!("t{n}"), n).await;
        entries.push(of_reference(n * HUNDRED, number));
    }
    stage_all(&shop.world(staff()), dropped("ten.xml", camt(&entries)), |_| {}).await.unwrap();
    let looking = nodes(&shop.app.test).map(|db| {
        let world = shop.world_on(&db, staff());
        tokio::spawn(async move { propose_all(&world).await.unwrap() })
    });
    for looked in looking {
        assert_eq!(looked.await.unwrap(), Ended::All);
    }
    assert!(shop.open_lines().await.is_empty());
    assert_eq!((shop.balance(shop.durand).await.purchased.0, shop.advance(shop.durand).await), (5500, 0));
    shop.is_sound().await;
}
