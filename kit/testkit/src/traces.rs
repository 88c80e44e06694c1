//! Where in a database some words stand: what is to be forgotten must stand nowhere.

use kit_db::{Db, DbError, FromRow, Sql};

// Asked of the engine's own tables, and of no program's: so it is not registered.
static TEXTS: Sql = Sql::new(
    "traces::TEXTS",
    "SELECT m.name AS owner, c.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c
     WHERE m.type = 'table' AND lower(c.type) = 'text' ORDER BY 1, 2",
    "SELECT CAST(table_name AS TEXT) AS owner, CAST(column_name AS TEXT) AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'text' ORDER BY 1, 2",
);

#[derive(Debug, FromRow)]
struct Column {
    owner: String,
    name: String,
}

/// The columns, as `table.column`, that hold these words somewhere.
pub async fn traces(db: &Db, words: &str) -> Vec<String> {
    let columns =
        db.read::<_, DbError, _>(|read| read.all::<Column>(&TEXTS, &[])).await.expect("the schema can be read");
    let mut found = Vec::new();
    for Column { owner, name } in columns {
        let text: &'static str = format!("SELECT COUNT(*) FROM {owner} WHERE {name} LIKE $1").leak();
        let sql: &'static Sql = Box::leak(Box::new(Sql::new(text, text, text)));
        let like = format!("%{words}%");
        let held = db.read::<_, DbError, _>(move |read| read.value::<i64>(sql, &[&like])).await;
        if held.expect("every table can be read").unwrap_or(0) > 0 {
            found.push(format!("{owner}.{name}"));
        }
    }
    found
}
