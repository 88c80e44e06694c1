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
sql!(CHANGE_HOLD, "UPDATE holds SET amount = amount");
sql!(REOPEN_HOLD, "UPDATE holds SET state = 'open' WHERE state <> 'open'");
sql!(DELETE_HOLD, "DELETE FROM holds");

/// The door that only somebody with the database itself in hand has.
const OPENED: kit_db::Migration = kit_db::Migration {
    name: "9000_tampering",
    text: "-- sqlite:
DROP TRIGGER operations_never_change; DROP TRIGGER operations_never_go;
DROP TRIGGER payments_never_change; DROP TRIGGER payments_never_go;
DROP TRIGGER holds_end_once; DROP TRIGGER holds_stay_as_made; DROP TRIGGER holds_never_go;
-- postgres:
DROP TRIGGER operations_append_only ON operations; DROP TRIGGER payments_append_only ON payments;
DROP TRIGGER holds_end_once ON holds; DROP TRIGGER holds_stay_as_made ON holds; DROP TRIGGER holds_append_only ON holds;
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

/// A captured hold, a settled lease, a released hold, an expired one, and two that are open.
async fn hold_some(test: &TestDb) {
    let hold = set_aside(test, "h1", 4, 900).await.unwrap().hold;
    use_held(test, hold.id, "c1", Some(3)).await.unwrap();
    let lease = take_along(test, "l1", 4, 3_600).await.unwrap().hold;
    settle_up(test, lease.id, "s1", &[("u1", 1), ("u2", 1)]).await.unwrap();
    let released = set_aside(test, "h2", 2, 900).await.unwrap().hold;
    let_go(test, released.id, "r1").await.unwrap();
    set_aside(test, "h3", 1, 60).await.unwrap();
    test.clock.advance(jiff::SignedDuration::from_secs(60));
    set_aside(test, "h4", 2, 900).await.unwrap();
    take_along(test, "l2", 1, 3_600).await.unwrap();
}

async fn nothing_more(_: &TestDb) {}

/// A payment that went back with its bonus and came again, a debt that was settled in between, and another one at the end.
async fn go_some(test: &TestDb) {
    let taken = go_back(test, ACME, 2, 20, Some((1, 10)), false).await.unwrap();
    pay(test, "VIR 2", 4).await.unwrap();
    come_again(test, ACME, taken.purchase.unwrap().seq).await.unwrap();
    go_back(test, ACME, 10, 4, None, false).await.unwrap();
    go_back(test, ACME, 2, 20, None, false).await.unwrap();
}

#[db_test(migrations())]
async fn the_program_itself_cannot_change_history(test: TestDb) {
    fill(&test).await;
    hold_some(&test).await;
    for statement in [
        &CHANGE_OPERATION,
        &DELETE_OPERATION,
        &CHANGE_PAYMENT,
        &DELETE_PAYMENT,
        &CHANGE_HOLD,
        &REOPEN_HOLD,
        &DELETE_HOLD,
    ] {
        let refused = exec(&test, statement).await.expect_err(statement.name);
        let said = format!("{refused:?}");
        let told = ["append-only", "as they were made", "end once"].iter().any(|words| said.contains(words));
        assert!(told, "{}: {said}", statement.name);
    }
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

macro_rules! tampering {
    ($more:ident; $($name:ident: $statement:literal => $($said:literal),+;)*) => {
        $(mod $name {
            use super::*;

            sql!(TAMPER, $statement);

            #[db_test(opened())]
            async fn is_named(test: TestDb) {
                fill(&test).await;
                $more(&test).await;
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
    nothing_more;
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
            promotional_after, purchased_after, held_after, owed, author, chain)
            SELECT account, unit, 8, at, 'grant', 5, 5, 0, '8:g:5', 5, 0, 0, 0, author, chain FROM operations WHERE seq = 7" =>
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

tampering! {
    hold_some;
    a_hold_with_more: "UPDATE holds SET amount = 5 WHERE kind = 'hold' AND captured = 3" => "is not as it was made";
    a_hold_of_other_lots: "UPDATE holds SET parts = '6:g:1 2:p:1' WHERE state = 'open' AND kind = 'hold'" =>
        "is not as it was made", "C-1001: the wallet's open holds";
    a_hold_that_lasts: "UPDATE holds SET ends_at = ends_at + 1 WHERE state = 'open'" =>
        "is not as it was made", "C-1001: the wallet's open holds", "C-1001: the wallet's next end of a hold";
    a_hold_for_another_machine: "UPDATE holds SET machine = 'Poste 4' WHERE kind = 'lease'" => "is not as it was made";
    a_hold_of_another_member: "UPDATE holds SET member = 77 WHERE state = 'released'" => "is not as it was made";
    a_lease_at_another_price: "UPDATE holds SET prices = '{\"plan.render\":1}' WHERE kind = 'lease'" =>
        "is not as it was made";
    a_capture_made_smaller: "UPDATE holds SET captured = 2 WHERE captured = 3" =>
        "did not end as it tells", "was not used as it tells";
    a_release_made_a_capture: "UPDATE holds SET state = 'captured' WHERE state = 'released'" => "did not end as it tells";
    an_end_moved: "UPDATE holds SET until_seq = until_seq + 1 WHERE captured = 3" => "did not end as it tells";
    an_end_at_another_time: "UPDATE holds SET ended_at = 0 WHERE state = 'expired'" => "did not end as it tells";
    an_answer_changed: "UPDATE holds SET ended_balance = '9:9:9' WHERE state = 'released'" => "did not end as it tells";
    a_hold_opened_again: "UPDATE holds SET state = 'open' WHERE state = 'released'" =>
        "did not end as it tells", "C-1001: the wallet's open holds";
    a_hold_ended_in_secret: "UPDATE holds SET state = 'expired', ended_at = ends_at, until_seq = 99 WHERE state = 'open'" =>
        "did not end as it tells", "C-1001: the wallet's open holds";
    a_hold_taken_away: "DELETE FROM holds WHERE captured = 3" => "C-1001 credit-8: it is not what its hold set aside";
    an_open_hold_taken_away: "DELETE FROM holds WHERE state = 'open'" => "C-1001: the wallet's open holds";
    a_hold_forgotten_by_the_wallet: "UPDATE wallets SET holds = ''" => "C-1001: the wallet's open holds";
    a_hold_that_cannot_be_read: "UPDATE holds SET state = 'x' WHERE state = 'released'" => "C-1001: it cannot be read";
    an_operation_of_another_hold: "UPDATE operations SET hold = 7 WHERE seq = 8" =>
        "credit-8: the chain is broken", "credit-8: it is not what its hold set aside", "was not used as it tells";
    a_use_at_another_time: "UPDATE operations SET used_at = 0 WHERE seq = 9" => "credit-9: the chain is broken";
    less_held_than_was: "UPDATE operations SET held_after = 0 WHERE seq = 9" =>
        "credit-9: the chain is broken", "credit-9: it tells 0 to be held, the holds make 3";
    a_return_forgotten: "UPDATE wallets SET next_return = NULL" => "C-1001: the wallet's next end of a hold";
}

tampering! {
    go_some;
    a_debt_forgotten: "UPDATE wallets SET debt = 0" => "C-1001: the wallet's debts";
    a_block_without_a_debt: "UPDATE wallets SET debt = 0, blocked = 'debt'" => "C-1001: the wallet's blocks";
    less_owed_than_was: "UPDATE operations SET owed = 3 WHERE seq = 9" =>
        "credit-9: the chain is broken", "credit-9: it does not take, settle or give again", "C-1001: the wallet's debts";
    less_claimed_than_was: "UPDATE operations SET quantity = 19 WHERE seq = 9" =>
        "credit-9: the chain is broken", "credit-9: it does not take, settle or give again";
    what_expired_claimed: "UPDATE operations SET quantity = 4 WHERE seq = 8" =>
        "credit-8: the chain is broken", "credit-8: it does not take, settle or give again";
    taken_back_of_another: "UPDATE operations SET corrects = 1 WHERE seq = 9" =>
        "credit-9: it does not take, settle or give again";
    a_settlement_of_less: "UPDATE operations SET owed = -3 WHERE seq = 11" =>
        "credit-11: it does not take, settle or give again", "credit-11: a settlement does not move credits this way";
    a_settlement_taken_out: "DELETE FROM operations WHERE seq = 11" =>
        "credit-12: the operation before it is missing", "credit-12: it does not take, settle or give again";
    given_again_of_another: "UPDATE operations SET corrects = 8 WHERE seq = 12" =>
        "credit-12: it does not take, settle or give again";
    given_again_into_another_lot: "UPDATE operations SET split = '10:p:10 12:p:4' WHERE seq = 12" =>
        "credit-12: it takes from lot 10 what is not there";
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
