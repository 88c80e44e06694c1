//! A database of its own for each test: SQLite in a temporary file, PostgreSQL copied from a migrated template.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use kit_core::{Author, Clock, Context, KeyRing, Random};
use kit_db::{DatabaseUrl, Db, Migration};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// The variable that names the throw-away server of the tests; `cargo xtask test` sets it.
const SERVER: &str = "GUICHET_TEST_POSTGRES";

/// A database with the schema that a test asked for, gone when the test ends.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// How a program would be told to open it.
    pub url: DatabaseUrl,
    /// A clock set to 2026-11-02 09:00 UTC (a Monday, after the change to winter time).
    pub clock: Clock,
    /// Randomness, the same at every run.
    pub random: Random,
    _folder: Option<TempDir>,
    drop_database: Option<(String, String)>,
}

impl TestDb {
    /// An embedded database in a temporary folder.
    pub async fn sqlite(migrations: &[Migration]) -> TestDb {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.db"));
        let db = Db::open(&url).expect("a new database file");
        let test = TestDb::new(db, url, Some(folder), None);
        test.db.migrate(migrations, &test.clock).await.expect("the migrations apply on SQLite");
        test
    }

    /// A database on the server of `GUICHET_TEST_POSTGRES`. Without the variable the test fails: it is never skipped.
    pub async fn postgres(migrations: &[Migration]) -> TestDb {
        let server = std::env::var(SERVER).unwrap_or_else(|_| {
            panic!("{SERVER} is not set: run `cargo xtask test`, or `cargo xtask postgres` beside this")
        });
        let template = template(&server, migrations).await;
        let name = unique_name();
        admin(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = DatabaseUrl::Postgres(within(&server, &name));
        let db = Db::open(&url).expect("the copied database opens");
        TestDb::new(db, url, None, Some((server, name)))
    }

    fn new(db: Db, url: DatabaseUrl, folder: Option<TempDir>, drop_database: Option<(String, String)>) -> TestDb {
        let start = Timestamp::from_second(1_793_610_000).expect("a valid time");
        let clock = Clock::set_at(start);
        TestDb { db, url, clock, random: Random::seeded(42), _folder: folder, drop_database }
    }

    /// Another database with the same content, its clock at the same moment, so that a test spoils nothing for the next.
    /// Of an embedded database only.
    pub async fn copy(&self) -> TestDb {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("copy.db");
        self.db.backup(path.clone()).await.expect("an embedded database can be copied");
        let url = DatabaseUrl::Sqlite(path);
        let mut copy = TestDb::new(Db::open(&url).expect("the copy opens"), url, Some(folder), None);
        copy.clock = Clock::set_at(self.clock.now());
        // The ids that come next must not be those that are there.
        copy.random = Random::seeded(43);
        copy
    }

    /// A context at the clock's present, acting as `author`.
    pub fn context(&self, author: Author) -> Context {
        let keys = Arc::new(KeyRing::new([7; 32]));
        Context { now: self.clock.now(), author, random: self.random.clone(), keys }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.drop_database.take() else { return };
        // On a thread of its own, because a runtime cannot wait inside another one.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(admin(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        dropped.join().expect("the database of the test is dropped");
    }
}

/// The name of a template database with this schema, made by whoever comes first.
async fn template(server: &str, migrations: &[Migration]) -> String {
    let mut hash = Sha256::new();
    for migration in migrations {
        hash.update(migration.name);
        hash.update(migration.text);
    }
    let name: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("template_{name}");
    let client = connect(server).await;
    // Tests run in processes of their own: one makes the template while the others wait.
    client.execute("SELECT pg_advisory_lock(4242)", &[]).await.expect("the lock on templates");
    let known = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await.expect("a look-up");
    if known.is_none() {
        let draft = format!("{name}_draft");
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await.expect("no old draft");
        client.batch_execute(&format!("CREATE DATABASE {draft} TEMPLATE template0")).await.expect("a draft");
        let db = Db::open(&DatabaseUrl::Postgres(within(server, &draft))).expect("the draft opens");
        let clock = Clock::set_at(Timestamp::UNIX_EPOCH);
        db.migrate(migrations, &clock).await.expect("the migrations apply on PostgreSQL");
        drop(db);
        let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{draft}'");
        client.batch_execute(&end).await.expect("the draft's connections end");
        let mut renamed = Err(());
        for _ in 0..50 {
            renamed = client.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}")).await.map_err(drop);
            if renamed.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        renamed.expect("the draft becomes the template");
    }
    client.execute("SELECT pg_advisory_unlock(4242)", &[]).await.expect("the lock is given back");
    name
}

async fn connect(server: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client
}

async fn admin(server: &str, statement: &str) {
    connect(server).await.batch_execute(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// The server's address with another database.
fn within(server: &str, database: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("the address names a database");
    format!("{base}/{database}")
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
