//! Many at once.

use credits::*;
use kit_core::Credits;
use kit_db::{Db, Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

/// Two programs on one database; SQLite's file has one program, so there it is twice the same.
pub fn nodes(test: &TestDb) -> [Db; 2] {
    match test.db.engine() {
        kit_db::Engine::Sqlite => [test.db.clone(), test.db.clone()],
        kit_db::Engine::Postgres => [test.db.clone(), Db::open(&test.url).unwrap()],
    }
}

#[db_test(migrations())]
async fn two_hundred_spends_of_the_last_ten(test: TestDb) {
    give(&test, 4, None).await.unwrap();
    pay(&test, "VIR 1", 6).await.unwrap();
    let nodes = nodes(&test);
    let spends = (0..200).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        let usage = charge(&format!("k{n}"), 1);
        tokio::spawn(async move {
            db.write(Lock::None, move |tx| spend(tx, &ctx, ACME, AccountState::Active, &usage)).await
        })
    });
    let (mut done, mut short) = (0, 0);
    for spend in spends.collect::<Vec<_>>() {
        match spend.await.unwrap() {
            Ok(receipt) if !receipt.replayed => done += 1,
            Err(Failed::Refused(UsageRefusal::Short { missing: Credits(1), .. })) => short += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((done, short), (10, 190));
    assert_eq!(left(&test, ACME).await, Balance::default());
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn one_request_sent_fifty_times_is_one_use(test: TestDb) {
    let nodes = nodes(&test);
    give(&test, 100, None).await.unwrap();
    let spends = (0..50).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        tokio::spawn(async move {
            db.write(Lock::None, move |tx| spend(tx, &ctx, ACME, AccountState::Active, &charge("k", 3))).await
        })
    });
    let mut receipts = Vec::new();
    for spend in spends.collect::<Vec<_>>() {
        receipts.push(spend.await.unwrap().unwrap());
    }
    assert_eq!(receipts.iter().filter(|receipt| !receipt.replayed).count(), 1);
    assert!(receipts.iter().all(|receipt| receipt.operation == receipts[0].operation));
    assert_eq!(left(&test, ACME).await.total(), Credits(97));
}

#[db_test(migrations())]
async fn wallets_opened_at_the_same_moment_are_one(test: TestDb) {
    let nodes = nodes(&test);
    let spends = (0..20).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        let usage = charge(&format!("k{n}"), 0);
        tokio::spawn(async move {
            db.write(Lock::None, move |tx| spend(tx, &ctx, ACME, AccountState::Active, &usage)).await
        })
    });
    for spend in spends.collect::<Vec<_>>() {
        spend.await.unwrap().unwrap();
    }
    assert_eq!(everything(&test, ACME).await.len(), 20);
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn one_payment_recorded_for_two_accounts_at_once_credits_one(test: TestDb) {
    let nodes = nodes(&test);
    let payments = (0..20).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(staff()));
        let account = if n.is_multiple_of(2) { ACME } else { OTHER };
        tokio::spawn(async move {
            db.write(Lock::None, move |tx| record_payment(tx, &ctx, account, &payment("VIR 1", 10))).await
        })
    });
    let mut recorded = 0;
    for payment in payments.collect::<Vec<_>>() {
        match payment.await.unwrap() {
            Ok(_) => recorded += 1,
            Err(Failed::Refused(StaffRefusal::PaymentKnown(_)) | Failed::Db(kit_db::DbError::Conflict(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(recorded, 1);
    assert_eq!(left(&test, ACME).await.total().0 + left(&test, OTHER).await.total().0, 10);
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn two_hundred_holds_of_the_last_ten(test: TestDb) {
    give(&test, 4, None).await.unwrap();
    pay(&test, "VIR 1", 6).await.unwrap();
    let nodes = nodes(&test);
    let holds = (0..200).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        let new = setting_aside(&format!("h{n}"), 1, 900);
        tokio::spawn(async move {
            db.write(Lock::None, move |tx| make_hold(tx, &ctx, ACME, AccountState::Active, &new)).await
        })
    });
    let (mut done, mut short) = (0, 0);
    for hold in holds.collect::<Vec<_>>() {
        match hold.await.unwrap() {
            Ok(receipt) if !receipt.replayed => done += 1,
            Err(Failed::Refused(HoldRefusal::Use(UsageRefusal::Short { missing: Credits(1), .. }))) => short += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((done, short), (10, 190));
    let balance = left(&test, ACME).await;
    assert_eq!((balance.total(), balance.free()), (Credits(10), Credits::ZERO));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn one_hold_asked_for_fifty_times_is_one_hold(test: TestDb) {
    let nodes = nodes(&test);
    give(&test, 100, None).await.unwrap();
    let holds = (0..50).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        tokio::spawn(async move {
            let new = setting_aside("h", 3, 900);
            db.write(Lock::None, move |tx| make_hold(tx, &ctx, ACME, AccountState::Active, &new)).await
        })
    });
    let mut receipts = Vec::new();
    for hold in holds.collect::<Vec<_>>() {
        receipts.push(hold.await.unwrap().unwrap());
    }
    assert_eq!(receipts.iter().filter(|receipt| !receipt.replayed).count(), 1);
    assert!(receipts.iter().all(|receipt| receipt.hold == receipts[0].hold));
    assert_eq!(left(&test, ACME).await.held, Credits(3));
}

/// Twenty captures by different keys, and twenty releases, of each of some holds: one of all ends it.
#[db_test(migrations())]
async fn a_hold_that_many_end_at_once_ends_once(test: TestDb) {
    let nodes = nodes(&test);
    give(&test, 100, None).await.unwrap();
    let mut used = 0;
    for round in 0..4 {
        let id = set_aside(&test, &format!("h{round}"), 5, 900).await.unwrap().hold.id;
        let ends = (0..40).map(|n: usize| {
            let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
            tokio::spawn(async move {
                let name = format!("{round}-{n}");
                let end = move |tx: &mut kit_db::Tx<'_>| match n % 4 {
                    0 | 1 => capture(tx, &ctx, ACME, EVERY, id, &capturing(&name, Some(3))),
                    _ => release(tx, &ctx, ACME, EVERY, id, asked("release", &name, &[id.0])),
                };
                db.write(Lock::None, end).await
            })
        });
        let mut ended = Vec::new();
        for end in ends.collect::<Vec<_>>() {
            match end.await.unwrap() {
                Ok(receipt) => ended.push(receipt),
                Err(Failed::Refused(HoldRefusal::Ended(_))) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let [only] = ended.as_slice() else { panic!("ended {} times", ended.len()) };
        used += only.hold.captured.0;
    }
    assert_eq!(left(&test, ACME).await, Balance { promotional: Credits(100 - used), ..Balance::default() });
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

/// Uses, holds and captures of one wallet by two programs: nothing is lost between the uses that are gathered and the rest.
#[db_test(migrations())]
async fn uses_and_holds_share_a_wallet(test: TestDb) {
    let nodes = nodes(&test);
    give(&test, 120, None).await.unwrap();
    let acts = (0..60).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), test.context(key()));
        tokio::spawn(async move {
            let (usage, new) = (charge(&format!("k{n}"), 1), setting_aside(&format!("h{n}"), 1, 900));
            let asked = capturing(&format!("c{n}"), None);
            let used = ctx.clone();
            db.write(Lock::None, move |tx| spend(tx, &used, ACME, AccountState::Active, &usage)).await.unwrap();
            let made = ctx.clone();
            let hold = db.write(Lock::None, move |tx| make_hold(tx, &made, ACME, AccountState::Active, &new)).await;
            let id = hold.unwrap().hold.id;
            db.write(Lock::None, move |tx| capture(tx, &ctx, ACME, EVERY, id, &asked)).await.unwrap();
        })
    });
    for act in acts.collect::<Vec<_>>() {
        act.await.unwrap();
    }
    assert_eq!(left(&test, ACME).await, Balance::default());
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

/// The check reads on while others write; what it read first and what it reads later must not look like a lie.
#[db_test(migrations())]
async fn the_check_is_clean_while_others_work(test: TestDb) {
    give(&test, 100, None).await.unwrap();
    let (db, ctx) = (test.db.clone(), test.context(key()));
    let work = tokio::spawn(async move {
        for n in 0..60 {
            let (new, ctx) = (setting_aside(&format!("h{n}"), 2, 900), ctx.clone());
            let made = ctx.clone();
            let hold = db.write(Lock::None, move |tx| make_hold(tx, &made, ACME, AccountState::Active, &new)).await;
            let id = hold.unwrap().hold.id;
            let name = format!("e{n}");
            let end = move |tx: &mut kit_db::Tx<'_>| match n % 3 {
                0 => capture(tx, &ctx, ACME, EVERY, id, &capturing(&name, Some(1))),
                1 => release(tx, &ctx, ACME, EVERY, id, asked("release", &name, &[id.0])),
                _ => Err(Failed::Refused(HoldRefusal::NoSuchHold)),
            };
            let _ = db.write(Lock::None, end).await;
        }
    });
    while !work.is_finished() {
        assert_eq!(violations(&test).await, Vec::<String>::new());
    }
    work.await.unwrap();
    assert_eq!(violations(&test).await, Vec::<String>::new());
    assert_eq!(left(&test, ACME).await.held, Credits(40));
}
