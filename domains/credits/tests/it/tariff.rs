//! Prices in time.

use credits::*;
use jiff::Timestamp;
use kit_core::{Context, Credits, Id};
use kit_db::{DbError, Failed, Tx};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

async fn change<R: Send + 'static>(
    test: &TestDb,
    body: impl Fn(&mut Tx<'_>, &Context) -> Result<R, Failed<TariffRefusal>> + Send + 'static,
) -> Result<R, TariffRefusal> {
    let ctx = test.context(staff());
    match test.db.write(TARIFF_LOCK, move |tx| body(tx, &ctx)).await {
        Ok(result) => Ok(result),
        Err(Failed::Refused(refusal)) => Err(refusal),
        Err(Failed::Db(error)) => panic!("{error}"),
    }
}

async fn set(
    test: &TestDb,
    amount: i64,
    valid_from: Timestamp,
    valid_until: Option<Timestamp>,
) -> Result<Price, TariffRefusal> {
    let new = NewPrice {
        feature: Feature::parse("plan.render").unwrap(),
        price: Credits(amount),
        labels: labels("Plan"),
        valid_from,
        valid_until,
    };
    change(test, move |tx, ctx| set_price(tx, ctx, &new)).await
}

async fn end(test: &TestDb, id: Id<Price>, until: Timestamp) -> Result<(), TariffRefusal> {
    change(test, move |tx, ctx| end_price(tx, ctx, id, until)).await
}

async fn cost(test: &TestDb, request: &'static str, quantity: i64) -> Result<Operation, UsageRefusal> {
    let usage = Usage { charge: Charge::Tariff, quantity: Quantity::new(quantity).unwrap(), ..charge(request, 0) };
    spend_as(test, AccountState::Active, usage).await.map(|receipt| receipt.operation)
}

async fn prices(test: &TestDb) -> Vec<(i64, PriceState)> {
    let now = test.clock.now();
    let prices = test.db.read::<_, DbError, _>(move |read| tariff(read, now)).await.unwrap();
    prices.iter().map(|price| (price.price.0, price.state(now))).collect()
}

#[db_test(migrations())]
async fn a_use_costs_what_the_tariff_says_at_its_moment(test: TestDb) {
    let now = test.clock.now();
    give(&test, 100, None).await.unwrap();
    assert_eq!(cost(&test, "k0", 1).await, Err(UsageRefusal::UnknownFeature));
    set(&test, 3, now, None).await.unwrap();
    set(&test, 4, now + days(10), None).await.unwrap();
    assert_eq!(prices(&test).await, [(3, PriceState::InForce), (4, PriceState::Coming)]);
    let operation = cost(&test, "k1", 2).await.unwrap();
    assert_eq!((operation.amount, operation.unit_price, operation.quantity), (Credits(-6), Some(Credits(3)), Some(2)));
    test.clock.advance(days(10));
    assert_eq!(cost(&test, "k2", 1).await.unwrap().amount, Credits(-4));
    assert_eq!(prices(&test).await, [(4, PriceState::InForce)]);
}

#[db_test(migrations())]
async fn a_free_feature_is_in_the_history(test: TestDb) {
    set(&test, 0, test.clock.now(), None).await.unwrap();
    let operation = cost(&test, "k1", 1_000_000).await.unwrap();
    assert_eq!((operation.amount, operation.unit_price), (Credits::ZERO, Some(Credits::ZERO)));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn two_prices_never_hold_at_once(test: TestDb) {
    let now = test.clock.now();
    let first = set(&test, 3, now, Some(now + days(10))).await.unwrap();
    assert_eq!(set(&test, 4, now + days(9), None).await, Err(TariffRefusal::Overlap(now)));
    set(&test, 4, now + days(10), None).await.expect("one ends where the other begins");
    assert_eq!(set(&test, 5, now - days(3), Some(now)).await, Err(TariffRefusal::EndsBeforeItBegins));
    assert_eq!(set(&test, 5, now, None).await, Err(TariffRefusal::Overlap(now)));
    end(&test, first.id, now + days(5)).await.unwrap();
    assert_eq!(end(&test, first.id, now + days(6)).await, Err(TariffRefusal::NoSuchPrice));
    set(&test, 6, now + days(5), Some(now + days(10))).await.expect("room was made");
    let before = set(&test, 9, now + days(1), Some(now + days(2))).await;
    assert_eq!(before, Err(TariffRefusal::Overlap(now)), "a price with an end is not shortened by another");
}

#[db_test(migrations())]
async fn a_price_that_never_held_is_gone(test: TestDb) {
    let now = test.clock.now();
    set(&test, 3, now, None).await.unwrap();
    set(&test, 4, now, None).await.unwrap();
    assert_eq!(prices(&test).await, [(4, PriceState::InForce)]);
    let coming = set(&test, 5, now + days(5), None).await.unwrap();
    end(&test, coming.id, now).await.unwrap();
    assert_eq!(prices(&test).await, [(4, PriceState::InForce)]);
    let all = test.db.read::<_, DbError, _>(|read| whole_tariff(read, None)).await.unwrap();
    assert_eq!(all.iter().map(|price| price.price.0).collect::<Vec<_>>(), [4]);
    let rest = test.db.read::<_, DbError, _>(move |read| whole_tariff(read, Some(("plan.render", now)))).await.unwrap();
    assert_eq!(rest, []);
}

#[db_test(migrations())]
async fn prices_set_at_the_same_moment_see_each_other(test: TestDb) {
    let now = test.clock.now();
    let sets = (0..8_i64).map(|n| {
        let (db, ctx) = (test.db.clone(), test.context(staff()));
        let new = NewPrice {
            feature: Feature::parse("plan.render").unwrap(),
            price: Credits(n),
            labels: labels("Plan"),
            valid_from: now + days(n),
            valid_until: Some(now + days(n + 2)),
        };
        tokio::spawn(async move { db.write(TARIFF_LOCK, move |tx| set_price(tx, &ctx, &new)).await })
    });
    let mut held = 0;
    for set in sets.collect::<Vec<_>>() {
        match set.await.unwrap() {
            Ok(_) => held += 1,
            Err(Failed::Refused(TariffRefusal::Overlap(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    let all = test.db.read::<_, DbError, _>(|read| whole_tariff(read, None)).await.unwrap();
    assert_eq!(all.len(), held);
    assert!(all.windows(2).all(|two| two[0].valid_until <= Some(two[1].valid_from)));
}
