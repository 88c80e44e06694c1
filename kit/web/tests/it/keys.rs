//! The master key that a database belongs to.

use kit_core::KeyRing;
use kit_db::{DbError, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::{belongs_to, migrations};

use crate::world::modules;

#[db_test(migrations(&modules()))]
async fn a_database_belongs_to_the_first_key_that_asked(test: TestDb) {
    let asked = async |master: u8| {
        let keys = KeyRing::new([master; 32]);
        test.db.write::<_, DbError, _>(Lock::None, move |tx| belongs_to(tx, &keys)).await.unwrap()
    };
    assert!(asked(1).await);
    assert!(!asked(2).await);
    assert!(asked(1).await);
}
