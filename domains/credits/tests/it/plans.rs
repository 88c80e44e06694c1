//! No query reads a whole table.

use kit_db::{DbError, statements};
use kit_testkit::{TestDb, db_test};

use crate::support::*;

/// The tariff is short and read whole.
const WHOLE: [&str; 1] = ["ALL_PRICES"];

#[db_test(migrations())]
async fn every_statement_is_prepared_and_goes_by_an_index(test: TestDb) {
    let ours = || statements().into_iter().filter(|sql| sql.name.starts_with("credits::"));
    assert!(ours().count() > 30);
    for sql in ours() {
        let plan = test.db.read::<_, DbError, _>(move |read| read.plan(sql)).await;
        let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        if !WHOLE.iter().any(|whole| sql.name.ends_with(whole)) {
            let scans = plan.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE"));
            assert!(!scans, "{}: {plan:#?}", sql.name);
        }
    }
}
