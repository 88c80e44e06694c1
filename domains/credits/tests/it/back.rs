//! Credits that go back with their payment, what is owed for those that are used, and wallets that must not spend.

use credits::*;
use kit_core::Credits;
use kit_db::{Db, DbError, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

async fn stands(test: &TestDb) -> (i64, i64, i64) {
    let now = test.clock.now();
    let standing = test.db.read::<_, DbError, _>(move |read| standing(read, ACME, now)).await.unwrap();
    let balance = standing.lots.balance();
    (balance.promotional.0, balance.purchased.0, standing.debt.0)
}

async fn is_sound(test: &TestDb) {
    assert_eq!(violations(test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn what_is_used_is_owed_and_settled_by_the_next_purchase_alone(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    give(&test, 10, None).await.unwrap();
    use_up(&test, "k1", 70).await.unwrap();
    let taken = go_back(&test, ACME, 1, 100, Some((2, 10)), false).await.unwrap();
    let (purchase, bonus) = (taken.purchase.unwrap(), taken.bonus.unwrap());
    assert_eq!(
        (bonus.kind, bonus.amount, bonus.owed, bonus.corrects),
        (Kind::Reclaim, Credits(-10), Credits(0), Some(2))
    );
    assert_eq!((purchase.split.to_string().as_str(), purchase.owed), ("1:p:-30", Credits(70)));
    assert_eq!((purchase.quantity, purchase.corrects), (Some(100), Some(1)));
    assert_eq!(stands(&test).await, (0, 0, 70));
    is_sound(&test).await;
    give(&test, 5, None).await.unwrap();
    assert_eq!(stands(&test).await, (5, 0, 70), "a gift settles nothing");
    pay(&test, "BC 2", 40).await.unwrap();
    assert_eq!(stands(&test).await, (5, 0, 30));
    pay(&test, "BC 3", 40).await.unwrap();
    assert_eq!(stands(&test).await, (5, 10, 0));
    let all = everything(&test, ACME).await;
    let told: Vec<_> =
        all.iter().rev().take(2).map(|line| (line.kind, line.amount.0, line.owed.0, line.corrects)).collect();
    assert_eq!(told, [(Kind::Settlement, -30, -30, Some(9)), (Kind::Purchase, 40, 0, None)]);
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn the_bonus_gives_what_is_left_of_it_then_what_was_paid(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    give(&test, 10, None).await.unwrap();
    use_up(&test, "k1", 6).await.unwrap();
    let taken = go_back(&test, ACME, 1, 50, Some((2, 5)), false).await.unwrap();
    assert_eq!(taken.bonus.unwrap().split.to_string(), "2:g:-4 1:p:-1");
    assert_eq!(taken.purchase.unwrap().split.to_string(), "1:p:-50");
    assert_eq!(stands(&test).await, (0, 49, 0));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn no_more_goes_back_than_came(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    give(&test, 10, None).await.unwrap();
    go_back(&test, ACME, 1, 60, None, false).await.unwrap();
    let most = |most| Err(StaffRefusal::NotTaken { most: Credits(most) });
    assert_eq!(go_back(&test, ACME, 1, 41, None, false).await, most(40));
    assert_eq!(go_back(&test, ACME, 1, 40, Some((2, 11)), false).await, most(10));
    assert_eq!(go_back(&test, ACME, 1, -1, None, false).await, most(40));
    assert_eq!(go_back(&test, ACME, 2, 1, None, false).await, Err(StaffRefusal::NoSuchOperation));
    assert_eq!(go_back(&test, OTHER, 1, 1, None, false).await, Err(StaffRefusal::NoSuchOperation));
    assert_eq!(go_back(&test, ACME, 1, 40, Some((1, 1)), false).await, Err(StaffRefusal::NoSuchOperation));
    assert_eq!(go_back(&test, ACME, 1, 0, None, false).await, Ok(TakenBack::default()));
    assert_eq!(stands(&test).await, (10, 40, 0));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn what_holds_hold_stays_theirs(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    let hold = set_aside(&test, "h1", 80, 900).await.unwrap().hold;
    go_back(&test, ACME, 1, 100, None, true).await.unwrap();
    assert_eq!(stands(&test).await, (0, 80, 80));
    let refused = set_aside(&test, "h2", 0, 900).await;
    assert_eq!(refused, Err(HoldRefusal::Use(UsageRefusal::Blocked(Block::Debt))));
    assert_eq!(take_along(&test, "l1", 1, 3_600).await, Err(HoldRefusal::Use(UsageRefusal::Blocked(Block::Debt))));
    assert_eq!(use_up(&test, "k1", 0).await, Err(UsageRefusal::Blocked(Block::Debt)));
    use_held(&test, hold.id, "c1", Some(50)).await.unwrap();
    assert_eq!(stands(&test).await, (0, 30, 80), "what came back of the hold is no settlement");
    pay(&test, "BC 2", 80).await.unwrap();
    assert_eq!(use_up(&test, "k1", 30).await.unwrap().operation.amount, Credits(-30));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn a_use_made_before_the_block_is_answered_again(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let before = use_up(&test, "k1", 3).await.unwrap();
    let reason = Reason::parse("Impayé").unwrap();
    for (expected, blocks) in [(true, true), (false, true)] {
        let reason = reason.clone();
        let changed = run(&test, staff(), move |tx, ctx| {
            let change = if blocks { block } else { unblock };
            Ok::<_, Failed<()>>(change(tx, ctx, ACME, &reason)?)
        });
        assert_eq!(changed.await, Ok(expected));
    }
    let again = use_up(&test, "k1", 3).await.unwrap();
    assert_eq!((again.replayed, again.operation), (true, before.operation));
    assert_eq!(use_up(&test, "k2", 3).await, Err(UsageRefusal::Blocked(Block::Staff)));
    // A purchase ends what a debt did, not what staff said.
    pay(&test, "BC 1", 5).await.unwrap();
    assert_eq!(use_up(&test, "k2", 3).await, Err(UsageRefusal::Blocked(Block::Staff)));
    run(&test, staff(), move |tx, ctx| Ok::<_, Failed<()>>(unblock(tx, ctx, ACME, &reason)?)).await.unwrap();
    use_up(&test, "k2", 3).await.unwrap();
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn what_comes_again_has_its_end_and_its_kind(test: TestDb) {
    let now = test.clock.now();
    pay(&test, "BC 1", 100).await.unwrap();
    give(&test, 10, Some(now + days(5))).await.unwrap();
    use_up(&test, "k1", 1).await.unwrap();
    let taken = go_back(&test, ACME, 1, 100, Some((2, 10)), false).await.unwrap();
    assert_eq!(stands(&test).await, (0, 0, 1));
    let (bonus, purchase) = (taken.bonus.unwrap().seq, taken.purchase.unwrap().seq);
    assert_eq!(come_again(&test, ACME, 1).await, Err(StaffRefusal::NoSuchOperation));
    come_again(&test, ACME, bonus).await.unwrap();
    come_again(&test, ACME, purchase).await.unwrap();
    assert_eq!(stands(&test).await, (9, 100, 0));
    assert_eq!(come_again(&test, ACME, purchase).await, Err(StaffRefusal::NotTaken { most: Credits(0) }));
    is_sound(&test).await;
    // The same over the end of the gift: it comes back and expires at once.
    let taken = go_back(&test, ACME, 1, 100, Some((2, 10)), false).await.unwrap();
    test.clock.advance(days(6));
    come_again(&test, ACME, taken.bonus.unwrap().seq).await.unwrap();
    assert_eq!(stands(&test).await, (0, 1, 1), "the one that was used had come out of what was paid for");
    assert_eq!(everything(&test, ACME).await.last().map(|line| (line.kind, line.amount.0)), Some((Kind::Expiry, -9)));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn purchased_credit_comes_back_as_far_as_corrections_took_it(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    let none = Err(StaffRefusal::NotTaken { most: Credits(0) });
    assert_eq!(put_right(&test, 1, 1, LotKind::Purchased).await, none);
    put_right(&test, 1, -30, LotKind::Purchased).await.unwrap();
    put_right(&test, 1, 20, LotKind::Purchased).await.unwrap();
    let rest = Err(StaffRefusal::NotTaken { most: Credits(10) });
    assert_eq!(put_right(&test, 1, 11, LotKind::Purchased).await, rest);
    let reclaim = go_back(&test, ACME, 1, 4, None, false).await.unwrap().purchase.unwrap();
    assert_eq!((reclaim.amount, reclaim.owed), (Credits(0), Credits(0)), "what is gone already goes back first");
    let rest = Err(StaffRefusal::NotTaken { most: Credits(6) });
    assert_eq!(put_right(&test, 1, 7, LotKind::Purchased).await, rest, "what went back with its money stays gone");
    assert_eq!(put_right(&test, reclaim.seq, 1, LotKind::Purchased).await, none);
    put_right(&test, 1, 6, LotKind::Purchased).await.unwrap();
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn what_a_correction_took_of_a_purchase_comes_back_once(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    let taken = put_right(&test, 1, -100, LotKind::Purchased).await.unwrap();
    let none = Err(StaffRefusal::NotTaken { most: Credits(0) });
    put_right(&test, taken.seq, 60, LotKind::Purchased).await.unwrap();
    assert_eq!(put_right(&test, 1, 41, LotKind::Purchased).await, Err(StaffRefusal::NotTaken { most: Credits(40) }));
    put_right(&test, 1, 40, LotKind::Purchased).await.unwrap();
    assert_eq!(put_right(&test, 1, 1, LotKind::Purchased).await, none);
    assert_eq!(put_right(&test, taken.seq, 1, LotKind::Purchased).await, none);
    assert_eq!(stands(&test).await, (0, 100, 0));
}

#[db_test(migrations())]
async fn what_a_correction_took_is_not_asked_back_again(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    put_right(&test, 1, -30, LotKind::Purchased).await.unwrap();
    let taken = go_back(&test, ACME, 1, 100, None, false).await.unwrap().purchase.unwrap();
    assert_eq!((taken.split.to_string().as_str(), taken.owed, taken.quantity), ("1:p:-70", Credits(0), Some(100)));
    // It went back with its payment: staff cannot give it again, the payment can.
    let none = Err(StaffRefusal::NotTaken { most: Credits(0) });
    assert_eq!(put_right(&test, 1, 1, LotKind::Purchased).await, none);
    is_sound(&test).await;
    come_again(&test, ACME, taken.seq).await.unwrap();
    put_right(&test, 1, 30, LotKind::Purchased).await.unwrap();
    assert_eq!(stands(&test).await, (0, 100, 0));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn a_correction_that_took_gifts_makes_no_purchased_credit(test: TestDb) {
    give(&test, 30, None).await.unwrap();
    pay(&test, "BC 1", 100).await.unwrap();
    let taken = put_right(&test, 2, -100, LotKind::Purchased).await.unwrap();
    assert_eq!((taken.promotional, taken.purchased), (Credits(-30), Credits(-70)));
    put_right(&test, 2, 70, LotKind::Purchased).await.unwrap();
    let none = Err(StaffRefusal::NotTaken { most: Credits(0) });
    assert_eq!(put_right(&test, taken.seq, 1, LotKind::Purchased).await, none);
    put_right(&test, taken.seq, 30, LotKind::Promotional).await.unwrap();
    assert_eq!(stands(&test).await, (30, 100, 0));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn what_staff_gave_before_an_expiry_is_not_asked_for_it(test: TestDb) {
    let expires_at = Some(test.clock.now() + days(5));
    pay_for(&test, ACME, PaymentReceived { expires_at, ..payment("BC 1", 100) }).await.unwrap();
    put_right(&test, 1, 50, LotKind::Promotional).await.unwrap();
    use_up(&test, "k1", 50).await.unwrap();
    test.clock.advance(days(6));
    go_back(&test, ACME, 1, 100, None, false).await.unwrap();
    assert_eq!(stands(&test).await, (0, 0, 0), "all that was paid for expired");
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn what_staff_took_of_what_came_again_is_not_asked_back(test: TestDb) {
    pay(&test, "BC 1", 100).await.unwrap();
    let taken = go_back(&test, ACME, 1, 100, None, false).await.unwrap().purchase.unwrap();
    let again = come_again(&test, ACME, taken.seq).await.unwrap();
    put_right(&test, again.seq, -20, LotKind::Purchased).await.unwrap();
    go_back(&test, ACME, 1, 100, None, false).await.unwrap();
    assert_eq!(stands(&test).await, (0, 0, 0));
    is_sound(&test).await;
}

#[db_test(migrations())]
async fn an_expiry_that_was_put_right_is_asked_back(test: TestDb) {
    let expires_at = Some(test.clock.now() + days(5));
    pay_for(&test, ACME, PaymentReceived { expires_at, ..payment("BC 1", 100) }).await.unwrap();
    test.clock.advance(days(6));
    run(&test, staff(), |tx, ctx| Ok::<_, Failed<()>>(expire(tx, ctx, ACME)?)).await.unwrap();
    let again = put_right(&test, 2, 60, LotKind::Purchased).await.unwrap();
    use_up(&test, "k1", 10).await.unwrap();
    let taken = go_back(&test, ACME, 1, 100, None, false).await.unwrap().purchase.unwrap();
    assert_eq!((taken.split.to_string(), taken.owed), (format!("{}:p:-50", again.seq), Credits(10)));
    assert_eq!(stands(&test).await, (0, 0, 10), "40 expired, 50 were there, 10 were used");
    let none = Err(StaffRefusal::NotTaken { most: Credits(0) });
    assert_eq!(put_right(&test, 2, 1, LotKind::Purchased).await, none, "what had expired went back with its payment");
    is_sound(&test).await;
}

/// Two programs on one database; SQLite's file has one program, so there it is twice the same.
fn nodes(test: &TestDb) -> [Db; 2] {
    match test.db.engine() {
        kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
        kit_db::Engine::Postgres => [test.db.clone(), Db::open(&test.url).unwrap()],
    }
}

#[db_test(migrations())]
async fn uses_and_what_goes_back_meet_in_one_order(test: TestDb) {
    pay(&test, "BC 1", 60).await.unwrap();
    let nodes = nodes(&test);
    let work = (0..60).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        tokio::spawn(async move {
            if n.is_multiple_of(3) {
                let reason = Reason::parse("BC 1").unwrap();
                let wanted = TakeBack { purchase: 1, credits: Credits(4), bonus: None, reason, blocks: false };
                return db.write(Lock::None, move |tx| take_back(tx, &ctx, ACME, &wanted).map(drop)).await.is_ok();
            }
            let usage = charge(&format!("k{n}"), 1);
            let used = move |tx: &mut kit_db::Tx<'_>| spend(tx, &ctx, ACME, AccountState::Active, &usage).map(drop);
            db.write(Lock::None, used).await.is_ok()
        })
    });
    let mut used = 0;
    for (n, done) in work.collect::<Vec<_>>().into_iter().enumerate() {
        let done = done.await.unwrap();
        used += i64::from(done && !n.is_multiple_of(3));
    }
    // 15 of 20 took 4 of the 60 that came; the others found nothing left to take.
    assert_eq!(stands(&test).await, (0, 0, used));
    is_sound(&test).await;
}
