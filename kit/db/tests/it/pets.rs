//! A table to try things on.

use kit_db::{Db, DbError, Lock, Migration, Tx, sql};

pub const SCHEMA: &[Migration] = &[Migration {
    name: "0001_pets",
    text: "CREATE TABLE pets (id {id}, name {text} NOT NULL, owner BIGINT, tag {bytes}, UNIQUE (owner, name));
-- topic pets-names: changes of pets (name)
-- topic pets: pets",
}];

sql!(INSERT, "INSERT INTO pets (id, name, owner, tag) VALUES ($1, $2, $3, $4)");
sql!(COUNT, "SELECT COUNT(*) FROM pets");

pub async fn count(db: &Db) -> i64 {
    db.read::<_, DbError, _>(|read| Ok(read.value(&COUNT, &[])?.unwrap())).await.unwrap()
}

pub async fn insert(db: &Db, id: i64, name: &'static str) -> Result<(), DbError> {
    db.write(Lock::None, move |tx| add(tx, id, name)).await
}

/// Adds a pet, in the transaction of the caller.
pub fn add(tx: &mut Tx<'_>, id: i64, name: &str) -> Result<(), DbError> {
    tx.exec(&INSERT, &[&id, &name, &Some(1_i64), &None::<Vec<u8>>]).map(drop)
}
