//! Whatever column of whatever table of the ledger somebody changes, the check finds it.

use credits::*;
use kit_core::Credits;
use kit_testkit::{TestDb, change_every_column, db_test};

use crate::support::*;
use crate::tampering::{fill, hold_some};

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
const REFUSED: [&str; 4] = ["operations.amount", "operations.promotional", "operations.purchased", "wallets.low_since"];

/// What is no proof of anything: what people chose, and when a wallet is looked at next.
const CHOICES: [&str; 3] = ["wallets.blocked", "wallets.low_threshold", "wallets.next_reminder"];

/// A price until further notice, and one that ends.
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

#[db_test(migrations())]
async fn no_column_can_be_changed_unnoticed(test: TestDb) {
    price_some(&test).await;
    fill(&test).await;
    hold_some(&test).await;
    assert_eq!(violations(&test).await, Vec::<String>::new());
    let tampered = change_every_column(&test.db, &TABLES, async || !violations(&test).await.is_empty()).await;
    assert_eq!(tampered.unfound, CHOICES.map(str::to_owned).to_vec());
    assert_eq!(tampered.refused, REFUSED.map(str::to_owned).to_vec());
    assert!(tampered.found > 90, "{}", tampered.found);
    assert_eq!(violations(&test).await, Vec::<String>::new(), "everything is as it was");
}
