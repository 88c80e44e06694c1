use kit_db::statements;
use kit_testkit::{TestDb, db_test};

use crate::scene::schema;

/// Every statement can be prepared on both engines, and none looks at a whole table.
#[db_test(schema())]
async fn statements_go_by_an_index(test: TestDb) {
    let names: Vec<_> = statements().into_iter().filter(|sql| sql.name.starts_with("accounts::store")).collect();
    assert!(names.len() > 50, "{}", names.len());
    for sql in names {
        let plan =
            test.db.read(move |read| read.plan(sql)).await.unwrap_or_else(|error| panic!("{}: {error}", sql.name));
        // What was limited before is looked at from end to end, and so is a list that is given.
        let allowed =
            |line: &String| line.starts_with("SCAN k") || line == "SCAN w" || line.starts_with("SCAN json_each ");
        let scans: Vec<&String> = plan.iter().filter(|line| line.starts_with("SCAN") && !allowed(line)).collect();
        assert!(scans.is_empty(), "{}: {plan:#?}", sql.name);
    }
}
