//! Several programs of a new version start at once.

use futures_util::future::join_all;
use kit_db::{DatabaseUrl, Db, Migration};
use kit_testkit::{TestDb, db_test};

const NONE: &[Migration] = &[];
const STEPS: &[Migration] = &[
    Migration { name: "0001_first", text: "CREATE TABLE first (id {id});" },
    Migration { name: "0002_second", text: "CREATE TABLE second (id {id}); INSERT INTO second (id) VALUES (1);" },
];

#[db_test(NONE)]
async fn one_of_several_programs_migrates(test: TestDb) {
    let others: Vec<Db> = (0..4).map(|_| Db::open(&test.url).unwrap()).collect();
    let taken = join_all(others.iter().map(|db| db.migrate(STEPS, &test.clock))).await;
    let steps: Vec<&str> = taken.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(steps, ["0001_first", "0002_second"], "each step once, by one program");
}

#[tokio::test]
async fn a_new_file_may_be_opened_by_many_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("new.db"));
        let opened = (0..4).map(|_| {
            let url = url.clone();
            tokio::task::spawn_blocking(move || Db::open(&url))
        });
        for db in join_all(opened.collect::<Vec<_>>()).await {
            db.unwrap().unwrap();
        }
    }
}
