//! Machines that take credits along.

use credits::*;
use kit_core::Credits;
use kit_testkit::{TestDb, db_test};

use crate::support::*;

const NONE: [String; 0] = [];

#[db_test(migrations())]
async fn a_settlement_writes_each_use_and_the_rest_comes_back(test: TestDb) {
    give(&test, 3, None).await.unwrap();
    pay(&test, "VIR 1", 10).await.unwrap();
    let lease = take_along(&test, "l1", 8, 3_600).await.unwrap().hold;
    assert_eq!(left(&test, ACME).await.held, Credits(8));
    let settled = settle_up(&test, lease.id, "s1", &[("u1", 2), ("u2", 0), ("u3", 4)]).await.unwrap();
    let told: Vec<(i64, String, i64)> = settled
        .operations
        .iter()
        .map(|operation| (operation.seq, operation.split.to_string(), operation.held_after.0))
        .collect();
    let expected = [(3, "1:g:-2".to_owned(), 6), (4, String::new(), 6), (5, "1:g:-1 2:p:-3".to_owned(), 0)];
    assert_eq!(told, expected);
    assert!(settled.operations.iter().all(|operation| operation.hold == Some(lease.id)));
    assert_eq!(settled.operations[0].used_at, Some("2026-11-02T08:00:00Z".parse().unwrap()));
    assert_eq!((settled.hold.state, settled.hold.captured), (HoldState::Captured, Credits(6)));
    assert_eq!(left(&test, ACME).await.free(), Credits(7));
    let again = settle_up(&test, lease.id, "s1", &[("u1", 2), ("u2", 0), ("u3", 4)]).await.unwrap();
    assert_eq!(again, HoldReceipt { replayed: true, ..settled });
    let twice = settle_up(&test, lease.id, "s2", &[("u1", 2)]).await;
    assert_eq!(twice, Err(HoldRefusal::Ended(HoldState::Captured)));
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn all_of_the_uses_or_none(test: TestDb) {
    give(&test, 20, None).await.unwrap();
    let lease = take_along(&test, "l1", 8, 3_600).await.unwrap().hold;
    let other = take_along(&test, "l2", 8, 3_600).await.unwrap().hold;
    assert_eq!(settle_up(&test, lease.id, "s1", &[("u1", 5), ("u2", 4)]).await, Err(HoldRefusal::Exceeded));
    let reused = Err(HoldRefusal::Use(UsageRefusal::KeyReused));
    assert_eq!(settle_up(&test, lease.id, "s1", &[("u1", 1), ("u1", 1)]).await, reused, "twice in one settlement");
    assert_eq!(everything(&test, ACME).await.len(), 1);
    settle_up(&test, lease.id, "s1", &[("u1", 5)]).await.expect("a refused settlement is not kept");
    assert_eq!(settle_up(&test, other.id, "s2", &[("u2", 1), ("u1", 5)]).await, reused, "settled by another lease");
    let none = settle_up(&test, other.id, "s2", &[]).await.unwrap();
    assert_eq!((none.hold.state, none.hold.captured, none.operations.len()), (HoldState::Captured, Credits(0), 0));
    assert_eq!(left(&test, ACME).await.free(), Credits(15));
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn what_is_not_settled_comes_back_after_the_term(test: TestDb) {
    give(&test, 20, None).await.unwrap();
    let lease = take_along(&test, "l1", 8, 3_600).await.unwrap().hold;
    test.clock.advance(jiff::SignedDuration::from_secs(3_599));
    assert_eq!(left(&test, ACME).await.held, Credits(8));
    test.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(left(&test, ACME).await.held, Credits(0));
    let late = settle_up(&test, lease.id, "s1", &[("u1", 5)]).await;
    assert_eq!(late, Err(HoldRefusal::Ended(HoldState::Expired)));
    assert_eq!(use_up(&test, "k1", 20).await.unwrap().operation.after(), Balance::default());
    assert_eq!(read_hold(&test, HoldKind::Lease, lease.id).await.unwrap().state, HoldState::Expired);
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn prices_are_those_of_the_day_it_was_taken(test: TestDb) {
    give(&test, 50, None).await.unwrap();
    let price = |amount| NewPrice {
        feature: Feature::parse("plan.render").unwrap(),
        price: Credits(amount),
        labels: labels("Rendu"),
        valid_from: test.clock.now(),
        valid_until: None,
    };
    let set = async |new: NewPrice| run(&test, staff(), move |tx, ctx| set_price(tx, ctx, &new)).await.unwrap();
    set(price(3)).await;
    let lease = take_along(&test, "l1", 20, 3_600).await.unwrap().hold;
    test.clock.advance(jiff::SignedDuration::from_secs(60));
    set(price(7)).await;
    let how_much = |quantity, amount: Option<i64>| HowMuch {
        quantity: Some(Quantity::new(quantity).unwrap()),
        amount: amount.map(Credits),
        may_charge: false,
    };
    let asked = |request: &str, how_much, feature: &str| {
        let mut settlement = settlement(request, &[("u1", 1)]);
        settlement.uses[0].how_much = how_much;
        settlement.uses[0].feature = Feature::parse(feature).unwrap();
        settlement
    };
    let try_it = async |asked: Settlement| {
        run(&test, key(), move |tx, ctx| settle(tx, ctx, ACME, EVERY, lease.id, &asked)).await
    };
    let unknown = try_it(asked("s1", how_much(1, None), "plan.export")).await;
    assert_eq!(unknown, Err(HoldRefusal::Use(UsageRefusal::UnknownFeature)));
    let other = try_it(asked("s1", how_much(2, Some(14)), "plan.render")).await;
    assert_eq!(other, Err(HoldRefusal::NotWholeUses), "that is the price of today");
    let settled = try_it(asked("s1", how_much(2, Some(6)), "plan.render")).await.unwrap();
    let [operation] = settled.operations.as_slice() else { panic!("one operation") };
    assert_eq!((operation.amount, operation.quantity, operation.unit_price), (Credits(-6), Some(2), Some(Credits(3))));
    assert_eq!(violations(&test).await, NONE);
}
