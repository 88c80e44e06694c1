//! Two programs on one database.

use std::time::Duration;

use futures_util::future::join_all;
use kit_db::{Db, DbError, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};

use crate::pets::{COUNT, SCHEMA, add, count, insert};

sql!(REMOVE_FIRST, "DELETE FROM pets WHERE id = (SELECT MIN(id) FROM pets)");
sql!(REMOVE_LAST, "DELETE FROM pets WHERE id = (SELECT MAX(id) FROM pets)");

/// "One stays": true only if nobody else removes one meanwhile.
async fn remove_unless_alone(db: &Db, remove: &'static Sql) -> Result<u64, DbError> {
    db.write(Lock::Named("pets"), move |tx| {
        let left: i64 = tx.value(&COUNT, &[])?.unwrap();
        // Time enough for the other program to have counted as well.
        std::thread::sleep(Duration::from_millis(20));
        if left > 1 { tx.exec(remove, &[]) } else { Ok(0) }
    })
    .await
}

#[db_test(SCHEMA)]
async fn a_rule_over_several_rows_holds_between_programs(test: TestDb) {
    let other = Db::open(&test.url).unwrap();
    insert(&test.db, 0, "the first").await.unwrap();
    for name in ["a", "b", "c", "d", "e"] {
        insert(&test.db, i64::from(name.as_bytes()[0]), name).await.unwrap();
        let removals = [remove_unless_alone(&test.db, &REMOVE_FIRST), remove_unless_alone(&other, &REMOVE_LAST)];
        let removed: u64 = join_all(removals).await.into_iter().map(Result::unwrap).sum();
        assert_eq!((removed, count(&test.db).await), (1, 1), "with {name}");
    }
}

#[db_test(SCHEMA)]
async fn two_programs_write_side_by_side(test: TestDb) {
    let other = Db::open(&test.url).unwrap();
    let writes = (0..200_i64).map(|id| {
        let db = if id % 2 == 0 { test.db.clone() } else { other.clone() };
        tokio::spawn(
            async move { db.write::<_, DbError, _>(Lock::None, move |tx| add(tx, id, &format!("pet {id}"))).await },
        )
    });
    for write in join_all(writes.collect::<Vec<_>>()).await {
        write.unwrap().unwrap();
    }
    assert_eq!((count(&test.db).await, count(&other).await), (200, 200));
}
