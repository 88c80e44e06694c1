//! Many rows in one statement, where the engine takes them so.

use kit_db::{DbError, FromRow, Lock, ToValue, sql};
use kit_testkit::{TestDb, db_test};

use crate::pets::SCHEMA;

sql!(
    INSERT_ALL,
    sqlite: "INSERT INTO pets (id, name, owner, tag) VALUES ($1, $2, $3, $4)",
    postgres: "INSERT INTO pets (id, name, owner, tag) SELECT * FROM UNNEST(
                   CAST($1 AS BIGINT[]), CAST($2 AS TEXT[]), CAST($3 AS BIGINT[]), CAST($4 AS BYTEA[]))"
);
sql!(
    BY_OWNERS_AND_NAMES,
    sqlite: "SELECT id, name, tag FROM pets WHERE owner = $1 AND name = $2",
    postgres: "SELECT p.id, p.name, p.tag FROM pets p
               JOIN UNNEST(CAST($1 AS BIGINT[]), CAST($2 AS TEXT[])) AS w (owner, name)
                 ON p.owner = w.owner AND p.name = w.name"
);
sql!(BY_ID, "SELECT id, name, tag FROM pets WHERE id = $1");

#[derive(Debug, PartialEq, Eq, FromRow)]
struct Pet {
    id: i64,
    name: String,
    tag: Option<Vec<u8>>,
}

#[db_test(SCHEMA)]
async fn a_set_is_written_and_found_whatever_it_holds(test: TestDb) {
    let names: Vec<String> = (0..300).map(|id| format!("é{{,\"\\NULL {id}")).collect();
    let tags: Vec<Option<Vec<u8>>> = (0..300_u16).map(|id| (id % 3 > 0).then(|| id.to_be_bytes().to_vec())).collect();
    let (written, read) = test
        .db
        .write::<_, DbError, _>(Lock::None, {
            let (names, tags) = (names.clone(), tags.clone());
            move |tx| {
                let ids: Vec<i64> = (0..300).collect();
                let pets = ids
                    .iter()
                    .zip(&names)
                    .zip(&tags)
                    .map(|((id, name), tag)| -> [&dyn ToValue; 4] { [id, name, &9_i64, tag] });
                let pets: Vec<_> = pets.collect();
                let pets: Vec<&[&dyn ToValue]> = pets.iter().map(<[_; 4]>::as_slice).collect();
                let nobody: [&dyn ToValue; 2] = [&8_i64, &"nobody"];
                let wanted: Vec<[&dyn ToValue; 2]> =
                    names.iter().skip(290).map(|name| -> [&dyn ToValue; 2] { [&9_i64, name] }).collect();
                let wanted = wanted.iter().chain([&nobody]).map(<[_; 2]>::as_slice).collect::<Vec<_>>();
                Ok((tx.many(&INSERT_ALL, &pets)?, tx.all_of::<Pet>(&BY_OWNERS_AND_NAMES, &wanted)?))
            }
        })
        .await
        .unwrap();
    assert_eq!(written, 300);
    let mut read = read;
    read.sort_by_key(|pet| pet.id);
    let pet = |id: usize| Pet { id: i64::try_from(id).unwrap(), name: names[id].clone(), tag: tags[id].clone() };
    assert_eq!(read, (290..300).map(pet).collect::<Vec<_>>());
}

#[db_test(SCHEMA)]
async fn a_set_of_nothing_asks_nothing(test: TestDb) {
    let nothing = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        Ok((tx.many(&INSERT_ALL, &[])?, tx.all_of::<Pet>(&BY_OWNERS_AND_NAMES, &[])?.len()))
    });
    assert_eq!(nothing.await.unwrap(), (0, 0));
}

#[db_test(SCHEMA)]
async fn a_statement_for_one_is_asked_for_each(test: TestDb) {
    let found = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        tx.many(&INSERT_ALL, &[&[&1_i64, &"a", &1_i64, &None::<Vec<u8>>], &[&2_i64, &"b", &1_i64, &None::<Vec<u8>>]])?;
        tx.all_of::<Pet>(&BY_ID, &[&[&2_i64], &[&1_i64], &[&3_i64]])
    });
    let names: Vec<String> = found.await.unwrap().into_iter().map(|pet| pet.name).collect();
    assert_eq!(names, ["b", "a"]);
}

#[db_test(SCHEMA)]
async fn a_conflict_in_a_set_is_told_by_name(test: TestDb) {
    let twice = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        tx.many(&INSERT_ALL, &[&[&1_i64, &"a", &1_i64, &None::<Vec<u8>>], &[&2_i64, &"a", &1_i64, &None::<Vec<u8>>]])
    });
    assert!(matches!(twice.await, Err(DbError::Conflict(name)) if name == "pets_owner_name"));
}
