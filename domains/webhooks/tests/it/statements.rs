//! Every statement is one that the engine takes, and lists are read by their index.

use kit_db::{DbError, Read};
use kit_testkit::{TestDb, db_test};

use crate::world::{migrations, seen};

#[db_test(migrations())]
async fn every_statement_is_taken(test: TestDb) {
    let plans = |read: &mut Read<'_>| {
        let own = kit_db::statements().into_iter().filter(|sql| sql.name.starts_with("webhooks::"));
        own.map(|sql| Ok((sql.name, read.plan(sql)?.join("\n")))).collect::<Result<Vec<_>, DbError>>()
    };
    let plans = seen(&test, plans).await;
    assert!(plans.len() > 25, "{}", plans.len());
    for list in ["SEARCH", "SEARCH_OF_ONE", "LOADED", "OLD", "FORGET_DELIVERIES", "ATTEMPTS"] {
        let name = format!("webhooks::store::deliveries::{list}");
        let (_, plan) = plans.iter().find(|(found, _)| *found == name).unwrap();
        // The registered addresses are a handful.
        let scans = plan.lines().filter(|line| line.contains("SCAN") || line.contains("Seq Scan"));
        let ours = scans.filter(|line| !line.contains("webhook_endpoints") && !line.contains("USING INDEX"));
        assert_eq!(ours.count(), 0, "{list}: {plan}");
    }
}
