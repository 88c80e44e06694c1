//! Every statement of the program is one that both engines take, and none reads a table that grows from end to end.

use guichet::demo_modules;
use kit_db::{DbError, Sql, statements};
use kit_testkit::{TestDb, db_test};
use kit_web::migrations;

/// Statements that read a whole table, each with the reason why it may.
const SCANS: &[(&str, &str)] = &[];

/// Tables that stay small: what a publisher sets by hand, and what the program itself consists of.
const SMALL: &[&str] = &[
    "migrations",
    "editions",
    "schedules",
    "settings",
    "mail_texts",
    "demo",
    "webhook_endpoints",
    "packs",
    "vat_rules",
    "order_numbers",
    "support_levels",
    "canned_answers",
    "support_rule",
    "paypal_settings",
];

async fn plan(test: &TestDb, sql: &'static Sql) -> Result<Vec<String>, DbError> {
    test.db.read(move |read| read.plan(sql)).await
}

#[db_test(migrations(&demo_modules()))]
async fn every_statement_is_understood(test: TestDb) {
    let all = statements();
    assert!(all.len() > 100, "{}", all.len());
    let mut refused = Vec::new();
    for sql in all {
        if let Err(error) = plan(&test, sql).await {
            refused.push(format!("{}: {error}", sql.name));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let names: Vec<&str> = statements().into_iter().map(|sql| sql.name).collect();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_reads_a_growing_table_from_end_to_end() {
    let test = TestDb::sqlite(&migrations(&demo_modules())).await;
    let mut found = Vec::new();
    let mut unneeded: Vec<&str> = SCANS.iter().map(|(name, _)| *name).collect();
    for sql in statements() {
        let lines = plan(&test, sql).await.unwrap();
        let made: Vec<&str> = lines.iter().filter_map(|line| made_by_the_query(line)).collect();
        let scans: Vec<&String> = lines.iter().filter(|line| scans_a_growing_table(line, &made)).collect();
        if scans.is_empty() {
            continue;
        }
        match unneeded.iter().position(|name| *name == sql.name) {
            Some(place) => drop(unneeded.remove(place)),
            None => found.push(format!("{}: {scans:?}", sql.name)),
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(unneeded.is_empty(), "allowed for nothing: {unneeded:?}");
}

/// The name of a subquery's rows: they are as many as the subquery answers.
fn made_by_the_query(line: &str) -> Option<&str> {
    let line = line.trim();
    line.strip_prefix("CO-ROUTINE ").or_else(|| line.strip_prefix("MATERIALIZE "))
}

/// `SCAN wallets`, but neither through an index nor over the rows of a subquery.
fn scans_a_growing_table(line: &str, made: &[&str]) -> bool {
    let Some(rest) = line.trim().strip_prefix("SCAN ") else { return false };
    let table = rest.split_whitespace().next().unwrap_or_default();
    let is_of_query =
        table.starts_with('(') || made.contains(&table) || rest.starts_with("CONSTANT ROW") || table == "json_each";
    !is_of_query && !rest.contains("USING") && !SMALL.contains(&table) && !table.starts_with("sqlite_")
}
