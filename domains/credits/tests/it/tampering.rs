//! The ledger cannot be changed by the program, and a change by anybody else is named.

use credits::*;
use kit_core::{AccountId, KeyRing};
use kit_db::{DbError, Lock, Sql, sql};
use kit_testkit::{TestDb, db_test};

use crate::support::*;

sql!(CHANGE_OPERATION, "UPDATE operations SET amount = amount");
sql!(DELETE_OPERATION, "DELETE FROM operations WHERE seq = 1");
sql!(CHANGE_PAYMENT, "UPDATE payments SET minor = 1");
sql!(DELETE_PAYMENT, "DELETE FROM payments");

/// The door that only somebody with the database itself in hand has.
const OPENED: kit_db::Migration = kit_db::Migration {
    name: "9000_tampering",
    text: "-- sqlite:
DROP TRIGGER operations_never_change; DROP TRIGGER operations_never_go;
DROP TRIGGER payments_never_change; DROP TRIGGER payments_never_go;
-- postgres:
DROP TRIGGER operations_append_only ON operations; DROP TRIGGER payments_append_only ON payments;
",
};

fn opened() -> Vec<kit_db::Migration> {
    [migrations(), vec![OPENED]].concat()
}

async fn exec(test: &TestDb, statement: &'static Sql) -> Result<u64, DbError> {
    test.db.write(Lock::None, move |tx| tx.exec(statement, &[])).await
}

async fn fill(test: &TestDb) {
    let now = test.clock.now();
    give(test, 10, Some(now + days(1))).await.unwrap();
    pay(test, "VIR 1", 20).await.unwrap();
    use_up(test, "k1", 4).await.unwrap();
    test.clock.advance(days(2));
    use_up(test, "k2", 5).await.unwrap();
    put_right(test, 3, 2, LotKind::Promotional).await.unwrap();
    test.clock.advance(days(40));
    use_up(test, "k3", 3).await.unwrap();
}

#[db_test(migrations())]
async fn the_program_itself_cannot_change_history(test: TestDb) {
    fill(&test).await;
    for statement in [&CHANGE_OPERATION, &DELETE_OPERATION, &CHANGE_PAYMENT, &DELETE_PAYMENT] {
        let refused = exec(&test, statement).await.expect_err(statement.name);
        let said = format!("{refused:?}");
        assert!(said.contains("append-only"), "{}: {said}", statement.name);
    }
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

macro_rules! tampering {
    ($($name:ident: $statement:literal => $($said:literal),+;)*) => {
        $(mod $name {
            use super::*;

            sql!(TAMPER, $statement);

            #[db_test(opened())]
            async fn is_named(test: TestDb) {
                fill(&test).await;
                assert_eq!(violations(&test).await, Vec::<String>::new());
                assert!(exec(&test, &TAMPER).await.unwrap() > 0, "something was changed");
                let found = violations(&test).await;
                for said in [$($said),+] {
                    assert!(found.iter().any(|violation| violation.contains(said)), "{said} is not in {found:#?}");
                }
            }
        })*
    };
}

tampering! {
    a_changed_amount: "UPDATE operations SET amount = -3, promotional = -3 WHERE seq = 3" =>
        "C-1001 credit-3: the chain is broken", "C-1001 credit-3: the amount is -3, its parts make -4";
    a_changed_kind_of_credit: "UPDATE operations SET promotional = 0, purchased = -4 WHERE seq = 3" =>
        "C-1001 credit-3: the chain is broken", "credit-3: the sums by kind";
    a_changed_split: "UPDATE operations SET split = '2:p:-4' WHERE seq = 3" =>
        "credit-3: the chain is broken", "credit-3: it does not burn in the order";
    a_split_over_nothing: "UPDATE operations SET split = '9:g:-4' WHERE seq = 3" =>
        "credit-3: the chain is broken", "credit-3: it takes from lot 9 what is not there";
    a_split_that_cannot_be_read: "UPDATE operations SET split = 'x' WHERE seq = 3" => "C-1001: it cannot be read";
    a_changed_balance: "UPDATE operations SET purchased_after = 21 WHERE seq = 3" =>
        "credit-3: the chain is broken", "credit-3: the balance after it is 27, the operations make 26";
    a_changed_reason: "UPDATE operations SET reason = 'Autre' WHERE seq = 6" => "C-1001 credit-6: the chain is broken";
    a_changed_member: "UPDATE operations SET member = 77 WHERE seq = 5" => "C-1001 credit-5: the chain is broken";
    a_changed_time: "UPDATE operations SET at = 0 WHERE seq = 5" =>
        "credit-5: the chain is broken", "credit-5: it is older than the operation before";
    a_changed_kind: "UPDATE operations SET kind = 'grant' WHERE seq = 3" =>
        "credit-3: the chain is broken", "credit-3: a grant does not move credits this way";
    one_byte_of_a_seal: "UPDATE operations SET chain = (SELECT chain FROM operations WHERE seq = 2) WHERE seq = 3" =>
        "C-1001 credit-3: the chain is broken", "C-1001 credit-4: the chain is broken";
    a_line_taken_out: "DELETE FROM operations WHERE seq = 3" =>
        "credit-4: the operation before it is missing", "credit-4: the chain is broken";
    the_last_line_taken_out: "DELETE FROM operations WHERE seq = 7" =>
        "C-1001: the wallet's last number and time", "C-1001: the wallet's seal", "C-1001: the wallet's open lots";
    a_line_put_in: "INSERT INTO operations (account, unit, seq, at, kind, amount, promotional, purchased, split,
            promotional_after, purchased_after, author, chain)
            SELECT account, unit, 8, at, 'grant', 5, 5, 0, '8:g:5', 5, 0, author, chain FROM operations WHERE seq = 7" =>
        "C-1001: it has more operations than its wallet knows";
    a_key_used_twice: "UPDATE operations SET idempotency = NULL WHERE seq = 3" => "credit-3: the chain is broken";
    a_wallet_with_more: "UPDATE wallets SET purchased = purchased + 1" => "C-1001: the wallet's balances";
    a_lot_with_more: "UPDATE wallets SET lots = '2:p:20:20::2'" => "C-1001: the wallet's open lots";
    a_wallet_set_back: "UPDATE wallets SET seq = seq - 1" => "C-1001: the wallet's";
    an_expiry_forgotten: "UPDATE wallets SET next_expiry = 5" => "C-1001: the wallet's next expiry";
    a_month_changed: "UPDATE months SET used_promotional = 1" => "C-1001: the wallet's figures of months gone by";
    a_month_under_way_changed: "UPDATE wallets SET used_purchased = 99" => "C-1001: the wallet's month's figures";
    a_wallet_taken_away: "DELETE FROM wallets" => "C-1001: it has operations and no wallet";
    a_payment_taken_away: "DELETE FROM payments" => "C-1001 credit-2: its payment is not recorded";
    a_payment_made_smaller: "UPDATE payments SET minor = minor / 100" =>
        "C-1001 credit-2: its payment is not recorded, or not as it was";
    a_payment_on_another_day: "UPDATE payments SET received_on = '2020-01-01'" =>
        "C-1001 credit-2: its payment is not recorded, or not as it was";
    a_payment_renamed: "UPDATE payments SET reference = 'VIR 2'" =>
        "C-1001 credit-2: its payment is not recorded", "C-1001 credit-2: the payment VIR 2 belongs to no purchase";
    a_payment_put_in: "INSERT INTO payments (account, unit, seq, means, reference, received_on, minor, currency)
            VALUES (1001, 1, 3, 'card', 'x', '2026-01-01', 1, 'EUR')" =>
        "C-1001 credit-3: the payment x belongs to no purchase";
}

#[db_test(migrations())]
async fn other_keys_cannot_have_written_it(test: TestDb) {
    fill(&test).await;
    let found = check(&test.db, &KeyRing::new([8; 32])).await.unwrap();
    assert_eq!(found.first().map(ToString::to_string).as_deref(), Some("C-1001 credit-1: the chain is broken"));
    assert_eq!(found.first().map(|violation| violation.account), Some(AccountId(1001)));
}

sql!(SPOIL_EXPIRY, "UPDATE wallets SET next_expiry = 5");

#[db_test(migrations())]
async fn the_visit_of_quiet_wallets_ends_whatever_it_finds(test: TestDb) {
    fill(&test).await;
    exec(&test, &SPOIL_EXPIRY).await.unwrap();
    assert_eq!(expire_all(&test.db, &test.clock, &test.random, &keys()).await.unwrap(), 0);
}
