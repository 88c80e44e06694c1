//! Every statement of people, on both engines.

use kit_db::DbError;
use kit_testkit::{TestDb, db_test};

use crate::world::SCHEMA;

/// The list of ids is a table of its own to SQLite; it is as long as what was asked for.
const SCANS: [&str; 1] = ["SCAN json_each"];
/// What was found and limited before is looked at from end to end.
const LIMITED: &str = "SCAN f";

#[db_test(SCHEMA)]
async fn every_statement_is_understood_and_finds_its_rows_by_an_index(test: TestDb) {
    let ours = || kit_db::statements().into_iter().filter(|sql| sql.name.starts_with("people::"));
    assert!(ours().count() > 40);
    for sql in ours() {
        let plan = test.db.write::<_, DbError, _>(kit_db::Lock::None, move |tx| tx.plan(sql)).await;
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        for line in plan.iter().filter(|line| line.contains("SCAN")) {
            let by_index = line.contains("USING") || line == LIMITED || SCANS.iter().any(|known| line.contains(known));
            assert!(by_index, "{}: {line}", sql.name);
        }
    }
}
