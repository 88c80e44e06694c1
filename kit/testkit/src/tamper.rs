//! Tampering: each column of each table changed in turn, as somebody with the database itself in hand could.

use kit_db::{Db, DbError, Engine, FromRow, Lock, Sql};

// Asked of the engine's own tables, and of no program's: so they are not registered.
static COLUMNS: Sql = Sql::new(
    "tamper::COLUMNS",
    "SELECT m.name AS owner, c.name AS name, c.type AS kind FROM sqlite_schema m, pragma_table_info(m.name) c
     WHERE m.type = 'table' ORDER BY 1, c.cid",
    "SELECT CAST(table_name AS TEXT) AS owner, CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind
     FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position",
);
static TRIGGERS: Sql = Sql::new(
    "tamper::TRIGGERS",
    "SELECT name, tbl_name AS owner FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1",
    "SELECT CAST(t.tgname AS TEXT) AS name, CAST(c.relname AS TEXT) AS owner
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal ORDER BY 1",
);

#[derive(Debug, Clone, FromRow)]
struct Column {
    owner: String,
    name: String,
    kind: String,
}

#[derive(Debug, Clone, FromRow)]
struct Trigger {
    name: String,
    owner: String,
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
                "CAST(CASE substr({name}, 1, 1) WHEN X'5A' THEN X'5B' ELSE X'5A' END
                      || COALESCE(substr({name}, 2), '') AS BLOB)"
            ),
            ("bytea", _) => format!("COALESCE(set_byte({name}, 0, get_byte({name}, 0) # 1), '\\x00')"),
            (other, _) => panic!("{}.{name} is a {other}", self.owner),
        }
    }
}

/// How changes went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tampered {
    /// Columns of which a change was not found: `table.column`.
    pub unfound: Vec<String>,
    /// Columns that the database did not let be changed alone.
    pub refused: Vec<String>,
    /// How many changes were found.
    pub found: usize,
}

/// Takes the triggers from `tables` (each with the columns of its key), changes each of their columns in a row that has a value
/// there and in one that has none, asks `is_found` after each change, and puts everything back.
pub async fn change_every_column(db: &Db, tables: &[(&str, &str)], is_found: impl AsyncFn() -> bool) -> Tampered {
    let (engine, columns, triggers) = db
        .read::<_, DbError, _>(|read| {
            Ok((read.engine(), read.all::<Column>(&COLUMNS, &[])?, read.all::<Trigger>(&TRIGGERS, &[])?))
        })
        .await
        .expect("the schema can be read");
    for Trigger { name, owner } in triggers.iter().filter(|one| tables.iter().any(|(table, _)| *table == one.owner)) {
        let of_table = if engine == Engine::Postgres { format!(" ON {owner}") } else { String::new() };
        exec(db, format!("DROP TRIGGER {name}{of_table}")).await.expect("a trigger can be dropped");
    }
    let mut tampered = Tampered::default();
    for (table, key) in tables {
        exec(db, format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await.expect("a copy");
        let columns: Vec<&Column> = columns.iter().filter(|column| column.owner == *table).collect();
        assert!(!columns.is_empty(), "there is no table {table}");
        for column in columns {
            let (mut changed, mut found) = (0, 0);
            for is in ["IS NOT NULL", "IS NULL"] {
                let (name, value) = (&column.name, column.changed(engine));
                let tamper = format!(
                    "UPDATE {table} SET {name} = {value}
                     WHERE ({key}) = (SELECT {key} FROM {table} WHERE {name} {is} ORDER BY {key} LIMIT 1)"
                );
                // What a constraint refuses is not changed.
                if exec(db, tamper).await.unwrap_or(0) == 0 {
                    continue;
                }
                changed += 1;
                found += usize::from(is_found().await);
                put_back(db, table, key, name).await;
            }
            let whole = format!("{table}.{}", column.name);
            tampered.found += found;
            match (changed, found) {
                (0, _) => tampered.refused.push(whole),
                _ if found < changed => tampered.unfound.push(whole),
                _ => {}
            }
        }
    }
    tampered
}

/// Undoes the change of a column; of one that is part of the key, the row as it was known.
async fn put_back(db: &Db, table: &str, key: &str, name: &str) {
    if !key.split(", ").any(|part| part == name) {
        let same: Vec<String> = key.split(", ").map(|part| format!("k.{part} = {table}.{part}")).collect();
        let kept = format!("SELECT k.{name} FROM kept_{table} k WHERE {}", same.join(" AND "));
        exec(db, format!("UPDATE {table} SET {name} = ({kept})")).await.expect("the values come back");
        return;
    }
    let other = |one: &str, other: &str| format!("{one} WHERE ({key}) NOT IN (SELECT {key} FROM {other})");
    let (gone, kept) = (format!("DELETE FROM {table}"), format!("kept_{table}"));
    exec(db, other(&gone, &kept)).await.expect("the row goes");
    let back = format!("INSERT INTO {table} SELECT * FROM {kept}");
    exec(db, other(&back, table)).await.expect("the row comes back");
}

async fn exec(db: &Db, text: String) -> Result<u64, DbError> {
    let text: &'static str = text.leak();
    let made: &'static Sql = Box::leak(Box::new(Sql::new(text, text, text)));
    db.write(Lock::None, move |tx| tx.exec(made, &[])).await
}
