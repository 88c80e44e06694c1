//! Many rows in one statement, where the engine takes them so.

use kit_db::{DbError, FromRow, Lock, ToValue, sql};
use kit_testkit::{TestDb, db_test};

use crate::pets::{SCHEMA, add, count, insert};

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

#[db_test(SCHEMA)]
async fn what_is_left_for_later_is_there_for_what_is_asked_next_and_after_the_commit(test: TestDb) {
    let found = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        tx.later(&INSERT_ALL, &[&[&1_i64, &"a", &1_i64, &None::<Vec<u8>>]])?;
        let one = tx.opt::<Pet>(&BY_ID, &[&1_i64])?;
        let of_set = tx.all_of::<Pet>(&BY_OWNERS_AND_NAMES, &[&[&1_i64, &"a"]])?;
        tx.later(&INSERT_ALL, &[&[&2_i64, &"b", &1_i64, &Some(vec![0_u8, 255])]])?;
        Ok((one, of_set))
    });
    let (one, of_set) = found.await.unwrap();
    assert_eq!(of_set, Vec::from_iter(one));
    assert_eq!(of_set.len(), 1);
    let second = test.db.read::<_, DbError, _>(|read| read.opt::<Pet>(&BY_ID, &[&2_i64])).await.unwrap().unwrap();
    assert_eq!((second.name.as_str(), second.tag), ("b", Some(vec![0, 255])));
}

#[db_test(SCHEMA)]
async fn what_is_refused_with_the_commit_undoes_all_of_it(test: TestDb) {
    insert(&test.db, 1, "a").await.unwrap();
    let outcome = test.db.write::<_, DbError, _>(Lock::None, |tx| {
        add(tx, 2, "b")?;
        tx.later(&INSERT_ALL, &[&[&3_i64, &"a", &1_i64, &None::<Vec<u8>>]])?;
        tx.later(&INSERT_ALL, &[&[&4_i64, &"d", &1_i64, &None::<Vec<u8>>]])
    });
    assert!(matches!(outcome.await, Err(DbError::Conflict(_))));
    assert_eq!(count(&test.db).await, 1);
    insert(&test.db, 5, "e").await.unwrap();
    assert_eq!(count(&test.db).await, 2);
}

#[db_test(SCHEMA)]
async fn a_body_that_refuses_leaves_nothing_for_later(test: TestDb) {
    let refused = test.db.write::<(), DbError, _>(Lock::None, |tx| {
        tx.later(&INSERT_ALL, &[&[&1_i64, &"a", &1_i64, &None::<Vec<u8>>]])?;
        Err(DbError::fault("no"))
    });
    assert!(refused.await.is_err());
    assert_eq!(count(&test.db).await, 0);
}

#[db_test(SCHEMA)]
async fn what_is_asked_next_is_answered_as_of_then(test: TestDb) {
    insert(&test.db, 1, "a").await.unwrap();
    insert(&test.db, 2, "b").await.unwrap();
    let names = |pets: Vec<Pet>| pets.into_iter().map(|pet| pet.name).collect::<Vec<_>>();
    let found = test.db.write::<_, DbError, _>(Lock::None, move |tx| {
        tx.ask_next(&BY_OWNERS_AND_NAMES, &[&[&1_i64, &"b"]])?;
        let first = tx.all_of::<Pet>(&BY_ID, &[&[&1_i64]])?;
        let next = tx.all_of::<Pet>(&BY_OWNERS_AND_NAMES, &[&[&1_i64, &"b"]])?;
        // A change between the two: what came before it is asked again.
        tx.ask_next(&BY_OWNERS_AND_NAMES, &[&[&1_i64, &"c"]])?;
        tx.all_of::<Pet>(&BY_ID, &[&[&1_i64]])?;
        add(tx, 3, "c")?;
        let changed = tx.all_of::<Pet>(&BY_OWNERS_AND_NAMES, &[&[&1_i64, &"c"]])?;
        Ok([names(first), names(next), names(changed)])
    });
    assert_eq!(found.await.unwrap(), [["a"], ["b"], ["c"]]);
}
