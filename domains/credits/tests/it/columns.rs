//! Whatever column of whatever table of the ledger somebody changes, the check finds it.

use credits::*;
use kit_core::Credits;
use kit_db::{DbError, Engine, FromRow, Sql, sql};
use kit_testkit::{TestDb, db_test};

use crate::support::*;
use crate::tampering::{exec, fill, hold_some, opened};

/// Every table that the domain writes to, with its key.
const TABLES: [(&str, &str); 6] = [
    ("operations", "account, unit, seq"),
    ("payments", "account, unit, seq"),
    ("wallets", "account, unit"),
    ("months", "account, unit, month"),
    ("holds", "id"),
    ("prices", "id"),
];

/// What the database itself does not let anybody change alone: the amount is the sum of its kinds.
const REFUSED: [&str; 3] = ["operations.amount", "operations.promotional", "operations.purchased"];

sql!(
    COLUMNS,
    sqlite: "SELECT m.name AS owner, c.name AS name, c.type AS kind FROM sqlite_schema m, pragma_table_info(m.name) c
             WHERE m.type = 'table' ORDER BY 1, c.cid",
    postgres: "SELECT CAST(table_name AS TEXT) AS owner, CAST(column_name AS TEXT) AS name,
                      CAST(data_type AS TEXT) AS kind
               FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position"
);

#[derive(Debug, Clone, FromRow)]
struct Column {
    owner: String,
    name: String,
    kind: String,
}

impl Column {
    /// Another value: the next lower number, one letter more, another first byte; something where nothing was.
    fn changed(&self, engine: Engine) -> String {
        let name = &self.name;
        match (self.kind.to_ascii_lowercase().as_str(), engine) {
            ("bigint" | "integer", _) => {
                format!("CASE WHEN {name} > 0 THEN {name} - 1 ELSE COALESCE({name}, 0) + 1 END")
            }
            ("text", _) => format!("COALESCE({name}, '') || 'x'"),
            ("blob", _) => format!(
                "CAST(CASE substr({name}, 1, 1) WHEN X'5A' THEN X'5B' ELSE X'5A' END || COALESCE(substr({name}, 2), '') AS BLOB)"
            ),
            ("bytea", _) => format!("COALESCE(set_byte({name}, 0, get_byte({name}, 0) # 1), '\\x00')"),
            (other, _) => panic!("{}.{name} is a {other}", self.owner),
        }
    }
}

/// A statement made while the test runs.
fn made(text: String) -> &'static Sql {
    let text: &'static str = text.leak();
    Box::leak(Box::new(Sql::new(text, text, text)))
}

async fn price_some(test: &TestDb) {
    let now = test.clock.now();
    let new = NewPrice {
        feature: Feature::parse("plan.render").unwrap(),
        price: Credits(3),
        labels: labels("Rendu de plan"),
        valid_from: now,
        valid_until: None,
    };
    let ending =
        NewPrice { feature: Feature::parse("plan.export").unwrap(), valid_until: Some(now + days(3)), ..new.clone() };
    for new in [new, ending] {
        run(test, staff(), move |tx, ctx| set_price(tx, ctx, &new)).await.unwrap();
    }
}

#[db_test(opened())]
async fn no_column_can_be_changed_unnoticed(test: TestDb) {
    price_some(&test).await;
    fill(&test).await;
    hold_some(&test).await;
    assert_eq!(violations(&test).await, Vec::<String>::new());
    let (engine, columns) =
        test.db.read::<_, DbError, _>(|read| Ok((read.engine(), read.all::<Column>(&COLUMNS, &[])?))).await.unwrap();
    let mut unfound = Vec::new();
    for (table, key) in TABLES {
        exec(&test, made(format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}"))).await.unwrap();
        let columns: Vec<&Column> = columns.iter().filter(|column| column.owner == table).collect();
        assert!(columns.len() > 5, "{table}");
        for column in columns {
            let (mut changed, mut found) = (0, 0);
            for is in ["IS NOT NULL", "IS NULL"] {
                let (name, value) = (&column.name, column.changed(engine));
                let tamper = format!(
                    "UPDATE {table} SET {name} = {value}
                     WHERE ({key}) = (SELECT {key} FROM {table} WHERE {name} {is} ORDER BY {key} LIMIT 1)"
                );
                // What a constraint refuses is not changed.
                if exec(&test, made(tamper)).await.unwrap_or(0) == 0 {
                    continue;
                }
                changed += 1;
                found += usize::from(!violations(&test).await.is_empty());
                exec(&test, made(format!("DELETE FROM {table}"))).await.unwrap();
                exec(&test, made(format!("INSERT INTO {table} SELECT * FROM kept_{table}"))).await.unwrap();
            }
            let whole = format!("{table}.{}", column.name);
            if found < changed || (changed == 0 && !REFUSED.contains(&whole.as_str())) {
                unfound.push(format!("{whole}: {found} of {changed} changes"));
            }
        }
    }
    assert_eq!(unfound, Vec::<String>::new());
    assert_eq!(violations(&test).await, Vec::<String>::new(), "everything is as it was");
}
