//! A conflict is told by the same name on both engines, whatever kind of key it is.

use kit_db::{DbError, Lock, Migration, Sql, sql};
use kit_testkit::{TestDb, db_test};

const SCHEMA: &[Migration] = &[Migration {
    name: "0001_keys",
    text: "CREATE TABLE singles (id {id}, code {text} NOT NULL, UNIQUE (code));
           CREATE TABLE doubles (account BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (account, seq)) {clustered};
           CREATE TABLE a_table_with_quite_a_long_name (a_column_with_quite_a_long_name BIGINT,
               another_column_with_quite_a_long_name BIGINT,
               UNIQUE (a_column_with_quite_a_long_name, another_column_with_quite_a_long_name));
           CREATE TABLE partials (name {text} NOT NULL, gone BIGINT);
           CREATE UNIQUE INDEX partials_name_in_use ON partials (name) WHERE gone IS NULL;
           CREATE TABLE folded (name {text} NOT NULL);
           CREATE UNIQUE INDEX folded_name_lower ON folded (lower(name));",
}];

sql!(BY_ID, "INSERT INTO singles (id, code) VALUES (1, $1)");
sql!(BY_CODE, "INSERT INTO singles (id, code) VALUES ($1, 'a (b)=(c)')");
sql!(DOUBLE, "INSERT INTO doubles (account, seq) VALUES (1, 2)");
sql!(
    LONG,
    "INSERT INTO a_table_with_quite_a_long_name (a_column_with_quite_a_long_name, another_column_with_quite_a_long_name)
     VALUES (1, 2)"
);
sql!(PARTIAL, "INSERT INTO partials (name) VALUES ('a')");
sql!(FOLDED, "INSERT INTO folded (name) VALUES ('a')");

/// The name of the conflict that the second of two statements meets.
async fn conflict(test: &TestDb, sql: &'static Sql, parameters: [Option<Parameter>; 2]) -> String {
    let [first, second] = parameters;
    run(test, sql, first).await.expect("the first one fits");
    match run(test, sql, second).await {
        Err(DbError::Conflict(name)) => name,
        other => panic!("no conflict: {other:?}"),
    }
}

#[derive(Clone, Copy)]
enum Parameter {
    Id(i64),
    Code(&'static str),
}

async fn run(test: &TestDb, sql: &'static Sql, parameter: Option<Parameter>) -> Result<u64, DbError> {
    let write = test.db.write(Lock::None, move |tx| match parameter {
        Some(Parameter::Id(id)) => tx.exec(sql, &[&id]),
        Some(Parameter::Code(code)) => tx.exec(sql, &[&code]),
        None => tx.exec(sql, &[]),
    });
    write.await
}

#[db_test(SCHEMA)]
async fn every_key_names_its_table_and_columns(test: TestDb) {
    let codes = [Some(Parameter::Code("a")), Some(Parameter::Code("b"))];
    assert_eq!(conflict(&test, &BY_ID, codes).await, "singles_id");
    let ids = [Some(Parameter::Id(2)), Some(Parameter::Id(3))];
    assert_eq!(conflict(&test, &BY_CODE, ids).await, "singles_code");
    assert_eq!(conflict(&test, &DOUBLE, [None; 2]).await, "doubles_account_seq");
    assert_eq!(
        conflict(&test, &LONG, [None; 2]).await,
        "a_table_with_quite_a_long_name_a_column_with_quite_a_long_name_another_column_with_quite_a_long_name"
    );
    assert_eq!(conflict(&test, &PARTIAL, [None; 2]).await, "partials_name");
    assert_eq!(conflict(&test, &FOLDED, [None; 2]).await, "folded_name_lower");
}

sql!(NOBODY, "INSERT INTO singles (id, code) VALUES (77, NULL)");

#[db_test(SCHEMA)]
async fn a_fault_says_what_is_wrong_and_repeats_no_row(test: TestDb) {
    let fault = test.db.write::<u64, DbError, _>(Lock::None, |tx| tx.exec(&NOBODY, &[])).await.unwrap_err().to_string();
    assert!(fault.to_lowercase().contains("null") && fault.contains("code"), "{fault}");
    assert!(!fault.contains("77"), "{fault}");
}
