//! What becomes of credits that are set aside.

use credits::*;
use kit_core::{Credits, PersonId};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

const NONE: [String; 0] = [];

fn balance_of(promotional: i64, purchased: i64, held: i64) -> Balance {
    Balance { promotional: Credits(promotional), purchased: Credits(purchased), held: Credits(held) }
}

#[db_test(migrations())]
async fn what_is_held_stays_in_the_balance_and_nothing_else_uses_it(test: TestDb) {
    give(&test, 5, None).await.unwrap();
    pay(&test, "VIR 1", 10).await.unwrap();
    let held = set_aside(&test, "h1", 7, 900).await.unwrap();
    assert_eq!(held.hold.parts.to_string(), "1:g:5 2:p:2");
    assert_eq!((held.hold.made_balance, held.hold.state), (balance_of(5, 10, 7), HoldState::Open));
    assert_eq!(left(&test, ACME).await, balance_of(5, 10, 7));
    assert_eq!(everything(&test, ACME).await.len(), 2, "a hold is no operation");
    let short = UsageRefusal::Short { available: balance_of(5, 10, 7), missing: Credits(1) };
    assert_eq!(use_up(&test, "k1", 9).await, Err(short));
    assert_eq!(set_aside(&test, "h2", 9, 900).await, Err(HoldRefusal::Use(short)));
    let away = put_right(&test, 1, -9, LotKind::Promotional).await;
    assert_eq!(away, Err(StaffRefusal::Short { available: balance_of(5, 10, 7), missing: Credits(1) }));
    let used = use_up(&test, "k1", 8).await.unwrap().operation;
    assert_eq!((used.split.to_string(), used.after()), ("2:p:-8".to_owned(), balance_of(5, 2, 7)));
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn a_capture_is_one_use_of_the_lots_of_its_hold_and_the_rest_comes_back(test: TestDb) {
    give(&test, 5, None).await.unwrap();
    let hold = set_aside(&test, "h1", 4, 900).await.unwrap().hold;
    give(&test, 9, Some(test.clock.now() + days(1))).await.unwrap();
    assert_eq!(use_held(&test, hold.id, "c1", Some(5)).await, Err(HoldRefusal::Exceeded));
    let captured = use_held(&test, hold.id, "c1", Some(3)).await.unwrap();
    let [operation] = captured.operations.as_slice() else { panic!("one operation") };
    assert_eq!((operation.kind, operation.amount, operation.hold), (Kind::Usage, Credits(-3), Some(hold.id)));
    assert_eq!(operation.split.to_string(), "1:g:-3", "lot 2 would have burnt first");
    assert_eq!(operation.after(), balance_of(11, 0, 0));
    let ended = captured.hold;
    assert_eq!(
        (ended.state, ended.captured, ended.ended_balance),
        (HoldState::Captured, Credits(3), Some(operation.after()))
    );
    assert_eq!(read_hold(&test, HoldKind::Hold, hold.id).await, Some(ended));
    let details = test.db.read::<_, kit_db::DbError, _>(|read| operation_of(read, 3)).await.unwrap();
    assert_eq!(details.hold.map(|hold| hold.id), Some(hold.id));
    assert_eq!(violations(&test).await, NONE);
}

fn operation_of(read: &mut kit_db::Read<'_>, seq: i64) -> Result<OperationDetails, kit_db::DbError> {
    Ok(operation(read, ACME, Sight::All, OperationId::credit(seq))?.unwrap())
}

#[db_test(migrations())]
async fn a_hold_ends_once(test: TestDb) {
    give(&test, 20, None).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(set_aside(&test, &format!("h{n}"), 5, 60).await.unwrap().hold.id);
    }
    use_held(&test, ids[0], "c0", None).await.unwrap();
    let_go(&test, ids[1], "r1").await.unwrap();
    test.clock.advance(jiff::SignedDuration::from_secs(60));
    for (id, state) in ids.iter().zip([HoldState::Captured, HoldState::Released, HoldState::Expired]) {
        let ended = Err(HoldRefusal::Ended(state));
        assert_eq!(use_held(&test, *id, "c9", None).await, ended);
        assert_eq!(let_go(&test, *id, "r9").await, ended);
    }
    assert_eq!(use_held(&test, HoldId::from_raw(7), "c9", None).await, Err(HoldRefusal::NoSuchHold));
    assert_eq!(settle_up(&test, ids[2], "s9", &[]).await, Err(HoldRefusal::NoSuchHold), "it is no lease");
    assert_eq!(left(&test, ACME).await, balance_of(15, 0, 0));
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn the_same_request_is_answered_the_same_for_ever(test: TestDb) {
    give(&test, 20, None).await.unwrap();
    let first = set_aside(&test, "h1", 5, 900).await.unwrap();
    let other = set_aside(&test, "h2", 6, 900).await.unwrap();
    let captured = use_held(&test, first.hold.id, "c1", Some(2)).await.unwrap();
    let released = let_go(&test, other.hold.id, "r1").await.unwrap();
    use_up(&test, "k1", 3).await.unwrap();
    test.clock.advance(days(400));
    let again = set_aside(&test, "h1", 5, 900).await.unwrap();
    assert!(again.replayed && again.hold.id == first.hold.id && again.hold.made_balance == first.hold.made_balance);
    assert_eq!(
        use_held(&test, first.hold.id, "c1", Some(2)).await.unwrap(),
        HoldReceipt { replayed: true, ..captured }
    );
    assert_eq!(let_go(&test, other.hold.id, "r1").await.unwrap(), HoldReceipt { replayed: true, ..released });
    let reused = Err(HoldRefusal::Use(UsageRefusal::KeyReused));
    assert_eq!(set_aside(&test, "h1", 6, 900).await, reused);
    assert_eq!(use_held(&test, first.hold.id, "c1", Some(1)).await, reused);
    assert_eq!(let_go(&test, first.hold.id, "r1").await, reused);
    assert_eq!(everything(&test, ACME).await.len(), 3);
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn a_refused_hold_leaves_nothing_and_may_be_tried_again(test: TestDb) {
    give(&test, 2, None).await.unwrap();
    let short = UsageRefusal::Short { available: balance_of(2, 0, 0), missing: Credits(1) };
    assert_eq!(set_aside(&test, "h1", 3, 900).await, Err(HoldRefusal::Use(short)));
    give(&test, 1, None).await.unwrap();
    assert!(!set_aside(&test, "h1", 3, 900).await.unwrap().replayed);
}

#[db_test(migrations())]
async fn a_lot_that_is_due_loses_what_is_free_and_the_rest_when_it_comes_back(test: TestDb) {
    give(&test, 10, Some(test.clock.now() + days(1))).await.unwrap();
    let long = set_aside(&test, "h1", 4, 86_400).await.unwrap().hold;
    let short = set_aside(&test, "h2", 3, 60).await.unwrap().hold;
    test.clock.advance(days(1) - jiff::SignedDuration::from_secs(30));
    let late = set_aside(&test, "h3", 2, 86_400).await.unwrap().hold;
    test.clock.advance(jiff::SignedDuration::from_secs(29));
    let captured = use_held(&test, long.id, "c1", Some(3)).await.unwrap();
    assert_eq!(captured.hold.ended_balance, Some(balance_of(7, 0, 2)));
    test.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(left(&test, ACME).await, balance_of(2, 0, 2), "what is held is still there");
    assert_eq!(expire_all(&test.db, &test.clock, &test.random, &keys()).await.unwrap(), 1);
    let captured = use_held(&test, late.id, "c3", Some(1)).await.unwrap();
    assert_eq!(captured.hold.ended_balance, Some(balance_of(0, 0, 0)), "the rest expires as it comes back");
    let history = everything(&test, ACME).await;
    let told: Vec<(Kind, i64, i64)> =
        history.iter().map(|operation| (operation.kind, operation.amount.0, operation.held_after.0)).collect();
    let expected = [
        (Kind::Grant, 10, 0),
        (Kind::Usage, -3, 2),
        (Kind::Expiry, -5, 2),
        (Kind::Usage, -1, 0),
        (Kind::Expiry, -1, 0),
    ];
    assert_eq!(told, expected);
    assert_eq!(read_hold(&test, HoldKind::Hold, short.id).await.unwrap().state, HoldState::Expired);
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn quiet_wallets_get_their_holds_back(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let hold = set_aside(&test, "h1", 4, 60).await.unwrap().hold;
    let visit = || expire_all(&test.db, &test.clock, &test.random, &KEYS);
    assert_eq!(visit().await.unwrap(), 0);
    test.clock.advance(jiff::SignedDuration::from_secs(60));
    assert_eq!(left(&test, ACME).await, balance_of(10, 0, 0), "reads do not wait for the visit");
    let unwritten = read_hold(&test, HoldKind::Hold, hold.id).await.unwrap();
    assert_eq!((unwritten.state, unwritten.state_at(test.clock.now())), (HoldState::Open, HoldState::Expired));
    assert_eq!(visit().await.unwrap(), 1);
    assert_eq!(visit().await.unwrap(), 0);
    let ended = read_hold(&test, HoldKind::Hold, hold.id).await.unwrap();
    assert_eq!((ended.state, ended.ended_at), (HoldState::Expired, Some(hold.ends_at)));
    assert_eq!(violations(&test).await, NONE);
}

static KEYS: std::sync::LazyLock<std::sync::Arc<kit_core::KeyRing>> = std::sync::LazyLock::new(keys);

#[db_test(migrations())]
async fn a_suspended_account_ends_what_it_holds_and_holds_nothing_more(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let hold = set_aside(&test, "h1", 4, 900).await.unwrap().hold;
    let new = setting_aside("h2", 1, 900);
    let refused = run(&test, key(), move |tx, ctx| make_hold(tx, ctx, ACME, AccountState::Suspended, &new)).await;
    assert_eq!(refused, Err(HoldRefusal::Use(UsageRefusal::Suspended)));
    let new = leasing("l1", 1, 3_600);
    let refused = run(&test, key(), move |tx, ctx| make_lease(tx, ctx, ACME, AccountState::Suspended, &new)).await;
    assert_eq!(refused, Err(HoldRefusal::Use(UsageRefusal::Suspended)));
    use_held(&test, hold.id, "c1", None).await.expect("the state of the account is not even asked");
}

#[db_test(migrations())]
async fn members_see_their_own_holds(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let (ada, bob) = (PersonId::from_raw(1), PersonId::from_raw(2));
    let new = NewHold { used_by: UsedBy::Bearer(ada, None), ..setting_aside("h1", 4, 900) };
    let made = run(&test, key(), move |tx, ctx| make_hold(tx, ctx, ACME, AccountState::Active, &new)).await.unwrap();
    let (id, asked) = (made.hold.id, capturing("c1", None));
    let by = |bearer| {
        let asked = asked.clone();
        run(&test, key(), move |tx, ctx| capture(tx, ctx, ACME, HoldSight { bearer: Some(bearer) }, id, &asked))
    };
    assert_eq!(by(bob).await, Err(HoldRefusal::NoSuchHold));
    assert_eq!(by(ada).await.unwrap().operations[0].member, Some(ada));
}

#[db_test(migrations())]
async fn a_wallet_has_so_many_holds(test: TestDb) {
    give(&test, 500, None).await.unwrap();
    let ctx = test.context(key());
    let holds = (0..MOST_HOLDS).map(|n| setting_aside(&format!("h{n}"), 1, 900)).collect::<Vec<_>>();
    let made = test.db.write(kit_db::Lock::None, move |tx| {
        holds.iter().try_for_each(|new| make_hold(tx, &ctx, ACME, AccountState::Active, new).map(drop))
    });
    made.await.map_err(|_| "refused").unwrap();
    assert_eq!(set_aside(&test, "one-more", 1, 900).await, Err(HoldRefusal::TooMany));
    assert_eq!(use_up(&test, "k1", 300).await.unwrap().operation.after(), balance_of(200, 0, 200));
    test.clock.advance(jiff::SignedDuration::from_secs(900));
    set_aside(&test, "one-more", 1, 900).await.expect("the others have ended");
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn a_clock_that_runs_back_ends_nothing_twice(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let hold = set_aside(&test, "h1", 4, 60).await.unwrap().hold;
    test.clock.advance(days(1));
    use_up(&test, "k1", 1).await.unwrap();
    test.clock.advance(-days(2));
    assert_eq!(use_held(&test, hold.id, "c1", None).await, Err(HoldRefusal::Ended(HoldState::Expired)));
    assert_eq!(left(&test, ACME).await, balance_of(9, 0, 0));
    assert_eq!(violations(&test).await, NONE);
}

#[db_test(migrations())]
async fn a_free_hold_is_bounded_by_its_quantity(test: TestDb) {
    let free = NewPrice {
        feature: Feature::parse("plan.render").unwrap(),
        price: Credits(0),
        labels: labels("Rendu"),
        valid_from: test.clock.now(),
        valid_until: None,
    };
    run(&test, staff(), move |tx, ctx| set_price(tx, ctx, &free)).await.unwrap();
    let uses = |quantity| HowMuch { amount: None, quantity: Some(Quantity::new(quantity).unwrap()), may_charge: false };
    let hold = NewHold { how_much: uses(2), ..setting_aside("h1", 0, 900) };
    let held =
        run(&test, key(), move |tx, ctx| make_hold(tx, ctx, ACME, AccountState::Active, &hold)).await.unwrap().hold;
    let capture = |quantity| Capture { how_much: uses(quantity), ..capturing("c1", Some(quantity)) };
    let try_it = async |asked: Capture| {
        run(&test, key(), move |tx, ctx| credits::capture(tx, ctx, ACME, EVERY, held.id, &asked)).await
    };
    assert_eq!(try_it(capture(3)).await, Err(HoldRefusal::Exceeded));
    assert_eq!(try_it(capture(2)).await.unwrap().hold.captured, Credits(0));
}
