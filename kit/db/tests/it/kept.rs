//! What is kept is what the snapshot would read; what is foreseen is answered as if it had not been.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kit_db::{Db, DbError, Lock, Part, Topic, sql};
use kit_testkit::{TestDb, db_test};

use crate::pets::{SCHEMA, add, count, insert};

static PETS: Topic = Topic::new("pets");
static NAMES: Topic = Topic::new("pets-names");

sql!(HOW_MANY, "SELECT COUNT(*) FROM pets");
sql!(NAME, "SELECT name FROM pets WHERE id = $1");
sql!(SET_OWNER, "UPDATE pets SET owner = $2 WHERE id = $1");
sql!(SET_NAME, "UPDATE pets SET name = $2 WHERE id = $1");
sql!(MORE_THAN, "SELECT COUNT(*) FROM pets WHERE id > $1");

/// How many pets there are, kept; and how often that was read so far.
struct Counter(Arc<AtomicUsize>);

impl Counter {
    fn new() -> Counter {
        Counter(Arc::default())
    }

    async fn pets(&self, db: &Db) -> i64 {
        let loads = self.0.clone();
        let kept = db.read::<_, DbError, _>(move |read| {
            read.kept(&PETS, |read| {
                loads.fetch_add(1, Ordering::SeqCst);
                Ok(read.value::<i64>(&HOW_MANY, &[])?.unwrap())
            })
        });
        *kept.await.unwrap()
    }

    fn loads(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

async fn add_pet(db: &Db, id: i64, fails: bool) -> Result<(), DbError> {
    db.write(Lock::Named("pets"), move |tx| {
        add(tx, id, &id.to_string())?;
        if fails { Err(DbError::fault("no")) } else { Ok(()) }
    })
    .await
}

#[db_test(SCHEMA)]
async fn what_is_kept_is_read_again_only_when_it_changed(test: TestDb) {
    let counter = Counter::new();
    assert_eq!((counter.pets(&test.db).await, counter.pets(&test.db).await, counter.loads()), (0, 0, 1));
    add_pet(&test.db, 1, false).await.unwrap();
    assert_eq!((counter.pets(&test.db).await, counter.pets(&test.db).await, counter.loads()), (1, 1, 2));
    add_pet(&test.db, 2, true).await.expect_err("undone");
    assert_eq!((counter.pets(&test.db).await, counter.loads()), (1, 2), "what is undone changed nothing");
}

/// The name of a pet as it is kept; `asked` is what one that is not kept would be called.
async fn kept_name(db: &Db, id: i64, asked: &'static str) -> String {
    let kept = db.read::<_, DbError, _>(move |read| {
        read.kept_part(&NAMES, Part::new("name", id), |read| {
            assert_eq!(read.value::<String>(&NAME, &[&id])?.as_deref(), Some(asked), "asked though it is kept");
            Ok(asked.to_owned())
        })
    });
    kept.await.unwrap().as_ref().clone()
}

#[db_test(SCHEMA)]
async fn parts_are_kept_until_a_row_changes(test: TestDb) {
    for (id, name) in [(1, "a"), (2, "b")] {
        insert(&test.db, id, name).await.unwrap();
        assert_eq!(kept_name(&test.db, id, name).await, name);
    }
    insert(&test.db, 3, "c").await.unwrap();
    test.db.write::<_, DbError, _>(Lock::None, |tx| tx.exec(&SET_OWNER, &[&1_i64, &2_i64])).await.unwrap();
    assert_eq!((kept_name(&test.db, 1, "?").await, kept_name(&test.db, 2, "?").await), ("a".into(), "b".into()));
    test.db.write::<_, DbError, _>(Lock::None, |tx| tx.exec(&SET_NAME, &[&1_i64, &"d"])).await.unwrap();
    assert_eq!((kept_name(&test.db, 1, "d").await, kept_name(&test.db, 2, "b").await), ("d".into(), "b".into()));
}

/// What is restored from a copy lacks the latest changes, and so does a standby that was promoted.
#[db_test(SCHEMA)]
async fn an_edition_that_was_lost_does_not_come_again(test: TestDb) {
    sql!(EDITION, "SELECT edition FROM editions WHERE name = 'pets'");
    sql!(PUT_BACK, "UPDATE editions SET edition = $1 WHERE name = 'pets'");
    let counter = Counter::new();
    let copied = test.db.read::<_, DbError, _>(|read| read.value::<i64>(&EDITION, &[])).await.unwrap().unwrap();
    add_pet(&test.db, 1, false).await.unwrap();
    assert_eq!(counter.pets(&test.db).await, 1);
    test.db.write::<_, DbError, _>(Lock::None, move |tx| tx.exec(&PUT_BACK, &[&copied])).await.unwrap();
    // A restore takes longer than SQLite's clock needs to go on, by a millisecond at a time.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    add_pet(&test.db, 2, false).await.unwrap();
    assert_eq!((counter.pets(&test.db).await, counter.loads()), (2, 2));
}

#[db_test(SCHEMA)]
async fn a_topic_that_no_migration_names_is_no_topic(test: TestDb) {
    static NOWHERE: Topic = Topic::new("nowhere");
    test.db.read::<_, DbError, _>(|read| read.kept(&NOWHERE, |_| Ok(()))).await.expect_err("it would never be raised");
}

#[db_test(SCHEMA)]
async fn a_change_by_another_node_is_seen(test: TestDb) {
    let other = Db::open(&test.url).unwrap();
    let (here, there) = (Counter::new(), Counter::new());
    assert_eq!((here.pets(&test.db).await, there.pets(&other).await), (0, 0));
    for id in 1..=5 {
        add_pet(&other, id, false).await.unwrap();
        assert_eq!((here.pets(&test.db).await, there.pets(&other).await), (id, id));
    }
    assert_eq!((here.loads(), there.loads()), (6, 6));
}

#[db_test(SCHEMA)]
async fn a_transaction_that_writes_sees_its_own_changes(test: TestDb) {
    Counter::new().pets(&test.db).await;
    let seen = test.db.write::<_, DbError, _>(Lock::Named("pets"), |tx| {
        let before = *tx.kept(&PETS, |read| Ok(read.value::<i64>(&HOW_MANY, &[])?.unwrap()))?;
        add(tx, 1, "a")?;
        Ok((before, *tx.kept(&PETS, |read| Ok(read.value::<i64>(&HOW_MANY, &[])?.unwrap()))?))
    });
    assert_eq!(seen.await.unwrap(), (0, 1));
}

#[db_test(SCHEMA)]
async fn what_is_foreseen_is_answered_as_ever(test: TestDb) {
    for id in 1..=4 {
        insert(&test.db, id, ["a", "b", "c", "d"][id as usize - 1]).await.unwrap();
    }
    let answers = test.db.read::<_, DbError, _>(|read| {
        // One that is asked first, one that is asked twice, one that is asked with other values, one that nobody asks.
        read.foresee(&HOW_MANY, &[]);
        read.foresee(&MORE_THAN, &[&2_i64]);
        read.foresee(&MORE_THAN, &[&9_i64]);
        read.foresee_kept();
        let mut more_than = |id: i64| read.value::<i64>(&MORE_THAN, &[&id]).map(Option::unwrap);
        let told = [more_than(2)?, more_than(2)?, more_than(3)?];
        read.foresee(&MORE_THAN, &[&0_i64]);
        Ok((told, read.value::<i64>(&HOW_MANY, &[])?, read.value::<i64>(&MORE_THAN, &[&0_i64])?))
    });
    assert_eq!(answers.await.unwrap(), ([2, 2, 1], Some(4), Some(4)));
    assert_eq!(count(&test.db).await, 4);
}

#[db_test(SCHEMA)]
async fn foreseeing_in_a_transaction_that_writes_answers_nothing_old(test: TestDb) {
    let seen = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        tx.foresee(&HOW_MANY, &[]);
        add(tx, 1, "a")?;
        tx.value::<i64>(&HOW_MANY, &[])
    });
    assert_eq!(seen.await.unwrap(), Some(1));
}
