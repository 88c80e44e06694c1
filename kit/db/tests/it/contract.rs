//! What both engines promise, shown on both.

use kit_db::{DbError, FromRow, Lock, Migration, sql};
use kit_testkit::{TestDb, db_test};

use crate::pets::{COUNT, INSERT, SCHEMA, count, insert};

#[derive(FromRow, Debug, PartialEq)]
struct Pet {
    name: String,
    owner: Option<i64>,
    tag: Option<Vec<u8>>,
}

sql!(ALL, "SELECT tag, owner, name FROM pets ORDER BY id");
sql!(TURNED, "SELECT name FROM pets WHERE owner = $2 AND id > $1 ORDER BY id");
sql!(WRONG, "SELECT * FROM nowhere");
sql!(RENAME, "UPDATE pets SET name = $2 WHERE id = $1");

#[db_test(SCHEMA)]
async fn rows_come_back_as_they_went_in(test: TestDb) {
    test.db
        .write::<_, DbError, _>(Lock::None, |tx| {
            tx.many(
                &INSERT,
                &[
                    &[&1_i64, &"Félix", &Some(7_i64), &Some(vec![0_u8, 255])],
                    &[&2_i64, &"", &None::<i64>, &None::<Vec<u8>>],
                ],
            )
        })
        .await
        .unwrap();
    let pets: Vec<Pet> = test.db.read::<_, DbError, _>(|read| read.all(&ALL, &[])).await.unwrap();
    let felix = Pet { name: "Félix".into(), owner: Some(7), tag: Some(vec![0, 255]) };
    assert_eq!(pets, [felix, Pet { name: String::new(), owner: None, tag: None }]);
}

#[db_test(SCHEMA)]
async fn parameters_are_bound_by_number_not_by_place(test: TestDb) {
    insert(&test.db, 5, "a").await.unwrap();
    let name = test.db.read::<Option<String>, DbError, _>(|read| read.value(&TURNED, &[&4_i64, &1_i64])).await.unwrap();
    assert_eq!(name.as_deref(), Some("a"));
}

#[db_test(SCHEMA)]
async fn an_error_of_the_body_undoes_it(test: TestDb) {
    let refused: Result<(), DbError> = test
        .db
        .write(Lock::Named("x"), |tx| {
            tx.exec(&INSERT, &[&1_i64, &"a", &None::<i64>, &None::<Vec<u8>>])?;
            Err(DbError::fault("no"))
        })
        .await;
    assert!(matches!(refused, Err(DbError::Fault(_))));
    assert_eq!(count(&test.db).await, 0);
}

#[db_test(SCHEMA)]
async fn a_conflict_has_the_same_name_everywhere(test: TestDb) {
    insert(&test.db, 1, "a").await.unwrap();
    let Err(DbError::Conflict(name)) = insert(&test.db, 2, "a").await else { panic!("no conflict") };
    assert_eq!(name, "pets_owner_name");
    insert(&test.db, 3, "b").await.expect("the next body is not harmed");
}

#[db_test(SCHEMA)]
async fn nothing_is_kept_after_a_swallowed_error(test: TestDb) {
    let swallowed: Result<(), DbError> = test
        .db
        .write(Lock::None, |tx| {
            tx.exec(&INSERT, &[&1_i64, &"a", &None::<i64>, &None::<Vec<u8>>])?;
            let _ = tx.value::<i64>(&WRONG, &[]);
            Ok(())
        })
        .await;
    assert!(matches!(swallowed, Err(DbError::Fault(_))));
    assert_eq!(count(&test.db).await, 0);
}

#[db_test(SCHEMA)]
async fn a_panic_is_a_fault_and_harms_nobody_else(test: TestDb) {
    let panicked: Result<(), DbError> = test
        .db
        .write(Lock::None, |tx| {
            tx.exec(&INSERT, &[&1_i64, &"a", &None::<i64>, &None::<Vec<u8>>])?;
            panic!("on purpose")
        })
        .await;
    assert!(matches!(panicked, Err(DbError::Fault(_))));
    insert(&test.db, 2, "b").await.unwrap();
    assert_eq!(count(&test.db).await, 1);
}

#[db_test(SCHEMA)]
async fn reads_cannot_write(test: TestDb) {
    insert(&test.db, 1, "a").await.unwrap();
    let refused = test.db.read::<Option<i64>, DbError, _>(|read| read.value(&RENAME, &[&1_i64, &"z"])).await;
    assert!(refused.is_err());
}

#[db_test(SCHEMA)]
async fn concurrent_writers_lose_nothing(test: TestDb) {
    let writes = (0..200_i64).map(|id| {
        let db = test.db.clone();
        tokio::spawn(async move {
            db.write::<_, DbError, _>(Lock::Named("pets"), move |tx| {
                let seen: i64 = tx.value(&COUNT, &[])?.unwrap();
                tx.exec(&INSERT, &[&id, &format!("pet {id}"), &Some(seen), &None::<Vec<u8>>])
            })
            .await
        })
    });
    for write in writes.collect::<Vec<_>>() {
        write.await.unwrap().unwrap();
    }
    let pets: Vec<Pet> = test.db.read::<_, DbError, _>(|read| read.all(&ALL, &[])).await.unwrap();
    let mut seen: Vec<i64> = pets.iter().filter_map(|pet| pet.owner).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..200).collect::<Vec<_>>(), "each saw exactly those before it");
}

#[db_test(SCHEMA)]
async fn migrations_run_once(test: TestDb) {
    assert_eq!(test.db.migrate(SCHEMA, &test.clock).await.unwrap(), Vec::<&str>::new());
    let more = Migration { name: "0002_more", text: "ALTER TABLE pets ADD COLUMN born BIGINT;" };
    assert_eq!(test.db.missing(&[SCHEMA[0], more]).await.unwrap(), ["0002_more"]);
    assert_eq!(test.db.migrate(&[more, SCHEMA[0]], &test.clock).await.unwrap(), ["0002_more"]);
}

#[db_test(SCHEMA)]
async fn a_failed_migration_leaves_nothing(test: TestDb) {
    let bad = Migration { name: "0003_bad", text: "CREATE TABLE half (id {id}); CREATE TABLE pets (id {id});" };
    assert!(test.db.migrate(&[bad], &test.clock).await.is_err());
    let good = Migration { name: "0003_good", text: "CREATE TABLE half (id {id});" };
    assert_eq!(test.db.migrate(&[good], &test.clock).await.unwrap(), ["0003_good"]);
}

#[db_test(SCHEMA)]
async fn the_runner_hears_of_jobs_after_the_commit(test: TestDb) {
    let heard = test.db.clone();
    let heard = tokio::spawn(async move { heard.jobs_enqueued().await });
    test.db
        .write::<_, DbError, _>(Lock::None, |tx| {
            tx.wake_jobs();
            tx.exec(&INSERT, &[&1_i64, &"a", &None::<i64>, &None::<Vec<u8>>])
        })
        .await
        .unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(10), heard).await.expect("the runner was woken").unwrap();
}

#[tokio::test]
async fn a_backup_is_a_database() {
    let test = TestDb::sqlite(SCHEMA).await;
    insert(&test.db, 1, "a").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    test.db.backup(copy.clone()).await.unwrap();
    assert!(test.db.backup(copy.clone()).await.is_err(), "an existing file is not overwritten");
    let copied = kit_db::Db::open(&kit_db::DatabaseUrl::Sqlite(copy)).unwrap();
    let pets: Vec<Pet> = copied.read::<_, DbError, _>(|read| read.all(&ALL, &[])).await.unwrap();
    assert_eq!(pets.len(), 1);
}
