//! Every statement is one that the engine takes.

use kit_db::{DbError, Read};
use kit_testkit::{TestDb, db_test};

use crate::world::{migrations, seen};

#[db_test(migrations())]
async fn every_statement_is_taken(test: TestDb) {
    let plans = |read: &mut Read<'_>| {
        let own = kit_db::statements().into_iter().filter(|sql| sql.name.starts_with("publisher::"));
        own.map(|sql| Ok((sql.name, read.plan(sql)?.join("\n")))).collect::<Result<Vec<_>, DbError>>()
    };
    let plans = seen(&test, plans).await;
    assert!(plans.len() > 15);
    // The settings are read with every page.
    let (_, settings) = plans.iter().find(|(name, _)| *name == "publisher::store::SETTINGS").unwrap();
    assert!(!settings.contains("SCAN"), "{settings}");
}
