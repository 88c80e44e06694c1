//! What the use cases do to a wallet.

use credits::*;
use kit_core::{Credits, PersonId};
use kit_db::DbError;
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::support::*;

fn balance_of(promotional: i64, purchased: i64) -> Balance {
    Balance { promotional: Credits(promotional), purchased: Credits(purchased), held: Credits::ZERO }
}

#[db_test(migrations())]
async fn a_use_burns_promotional_credit_first(test: TestDb) {
    pay(&test, "VIR 1", 10).await.unwrap();
    give(&test, 5, None).await.unwrap();
    let receipt = use_up(&test, "k1", 7).await.unwrap();
    let operation = receipt.operation;
    assert!(!receipt.replayed);
    assert_eq!(operation.id().to_string(), "credit-3");
    assert_eq!(operation.split.to_string(), "2:g:-5 1:p:-2");
    assert_eq!((operation.promotional, operation.purchased), (Credits(-5), Credits(-2)));
    assert_eq!(operation.after(), balance_of(0, 8));
    assert_eq!(left(&test, ACME).await, balance_of(0, 8));
    assert_eq!(left(&test, OTHER).await, balance_of(0, 0));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn a_refused_use_leaves_nothing_and_may_be_tried_again(test: TestDb) {
    give(&test, 2, None).await.unwrap();
    let short = UsageRefusal::Short { available: balance_of(2, 0), missing: Credits(1) };
    assert_eq!(use_up(&test, "k1", 3).await, Err(short));
    give(&test, 1, None).await.unwrap();
    assert_eq!(use_up(&test, "k1", 3).await.unwrap().operation.seq, 3);
}

#[db_test(migrations())]
async fn an_account_without_a_wallet_has_nothing(test: TestDb) {
    let short = UsageRefusal::Short { available: balance_of(0, 0), missing: Credits(3) };
    assert_eq!(use_up(&test, "k1", 3).await, Err(short));
    let free = use_up(&test, "k2", 0).await.unwrap().operation;
    assert_eq!((free.seq, free.amount, free.split.to_string().as_str()), (1, Credits::ZERO, ""));
    assert_eq!(everything(&test, ACME).await, [free]);
}

#[db_test(migrations())]
async fn the_same_request_is_answered_the_same_for_ever(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    let first = use_up(&test, "k1", 3).await.unwrap();
    use_up(&test, "k2", 4).await.unwrap();
    test.clock.advance(days(400));
    let again = use_up(&test, "k1", 3).await.unwrap();
    assert_eq!(again, Receipt { operation: first.operation.clone(), replayed: true });
    let suspended = spend_as(&test, AccountState::Suspended, charge("k1", 3)).await.unwrap();
    assert_eq!(suspended.operation, first.operation, "a replay spends nothing, so it is answered in any state");
    assert_eq!(use_up(&test, "k1", 4).await, Err(UsageRefusal::KeyReused));
    assert_eq!(everything(&test, ACME).await.len(), 3);
}

#[db_test(migrations())]
async fn keys_of_accounts_do_not_meet(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    use_up(&test, "k1", 3).await.unwrap();
    let other =
        run(&test, key(), |tx, ctx| spend(tx, ctx, OTHER, AccountState::Active, &charge("k1", 0))).await.unwrap();
    assert_eq!((other.replayed, other.operation.seq), (false, 1));
}

#[db_test(migrations())]
async fn a_suspended_account_does_not_spend(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    assert_eq!(spend_as(&test, AccountState::Suspended, charge("k1", 1)).await, Err(UsageRefusal::Suspended));
}

#[db_test(migrations())]
async fn what_is_due_expires_before_a_spend_lot_by_lot(test: TestDb) {
    let now = test.clock.now();
    give(&test, 5, Some(now + days(2))).await.unwrap();
    give(&test, 7, Some(now + days(1))).await.unwrap();
    pay(&test, "VIR 1", 4).await.unwrap();
    use_up(&test, "k1", 1).await.unwrap();
    test.clock.advance(days(3));
    assert_eq!(left(&test, ACME).await, balance_of(0, 4), "reads do not count what is due");
    let receipt = use_up(&test, "k2", 1).await.unwrap();
    let all = everything(&test, ACME).await;
    let splits: Vec<String> = all.iter().skip(3).map(|operation| operation.split.to_string()).collect();
    assert_eq!(splits, ["2:g:-1", "2:g:-6", "1:g:-5", "3:p:-1"]);
    assert_eq!(all[4].kind, Kind::Expiry);
    assert_eq!(all[4].author, WrittenBy::System("expiry".to_owned()));
    assert_eq!(receipt.operation.seq, 7);
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn quiet_wallets_are_visited(test: TestDb) {
    let now = test.clock.now();
    give(&test, 5, Some(now + days(1))).await.unwrap();
    give(&test, 6, Some(now + days(9))).await.unwrap();
    let visit = || expire_all(&test.db, &test.clock, &test.random, &KEYS);
    assert_eq!(visit().await.unwrap(), 0);
    test.clock.advance(days(1));
    assert_eq!(visit().await.unwrap(), 1, "a lot expires at its moment, not after it");
    assert_eq!(visit().await.unwrap(), 0);
    assert_eq!(left(&test, ACME).await, balance_of(6, 0));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

static KEYS: std::sync::LazyLock<std::sync::Arc<kit_core::KeyRing>> = std::sync::LazyLock::new(keys);

#[db_test(migrations())]
async fn a_clock_that_runs_back_does_not_turn_history_round(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    test.clock.advance(-days(10));
    let operation = use_up(&test, "k1", 1).await.unwrap().operation;
    assert_eq!(operation.at, test.clock.now() + days(10));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn a_grant_must_be_something_and_last(test: TestDb) {
    let now = test.clock.now();
    assert_eq!(give(&test, 5, Some(now)).await, Err(StaffRefusal::Expired));
    assert_eq!(give(&test, 0, None).await, Err(StaffRefusal::Nothing));
    assert_eq!(give(&test, LARGEST.0 + 1, None).await, Err(StaffRefusal::TooMuch));
    assert_eq!(everything(&test, ACME).await, []);
}

#[db_test(migrations())]
async fn a_payment_makes_credit_once(test: TestDb) {
    let operation = pay(&test, "VIR 1", 10).await.unwrap();
    assert_eq!((operation.kind, operation.payment.as_deref()), (Kind::Purchase, Some("VIR 1")));
    assert_eq!(pay(&test, "VIR 1", 10).await, Err(StaffRefusal::PaymentKnown(ACME)));
    assert_eq!(pay_for(&test, OTHER, payment("VIR 1", 10)).await, Err(StaffRefusal::PaymentKnown(ACME)));
    let cheque = PaymentReceived { means: Means::Cheque, ..payment("VIR 1", 10) };
    pay_for(&test, OTHER, cheque).await.expect("references are the bank's and the provider's own");
    let details = read_operation(&test, Sight::All, 1).await.unwrap();
    assert_eq!(details.payment.unwrap().amount, kit_core::Money::euro_cents(1000));
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

async fn read_operation(test: &TestDb, sight: Sight, seq: i64) -> Option<OperationDetails> {
    let id = OperationId::credit(seq);
    test.db.read::<_, DbError, _>(move |read| operation(read, ACME, sight, id)).await.unwrap()
}

#[db_test(migrations())]
async fn a_correction_is_a_new_operation(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    use_up(&test, "k1", 4).await.unwrap();
    let back = put_right(&test, 2, 4, LotKind::Promotional).await.unwrap();
    assert_eq!(
        (back.kind, back.amount, back.corrected()),
        (Kind::Correction, Credits(4), Some(OperationId::credit(2)))
    );
    let away = put_right(&test, 1, -7, LotKind::Promotional).await.unwrap();
    assert_eq!(away.split.to_string(), "1:g:-6 3:g:-1");
    let short = StaffRefusal::Short { available: balance_of(3, 0), missing: Credits(1) };
    assert_eq!(put_right(&test, 1, -4, LotKind::Promotional).await, Err(short));
    assert_eq!(put_right(&test, 99, 1, LotKind::Promotional).await, Err(StaffRefusal::NoSuchOperation));
    assert_eq!(put_right(&test, 1, 0, LotKind::Promotional).await, Err(StaffRefusal::Nothing));
    let details = read_operation(&test, Sight::All, 2).await.unwrap();
    assert_eq!(details.corrections, [back]);
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn purchased_credit_comes_back_only_as_far_as_it_went(test: TestDb) {
    pay(&test, "VIR 1", 10).await.unwrap();
    give(&test, 2, None).await.unwrap();
    use_up(&test, "k1", 5).await.unwrap();
    put_right(&test, 3, 2, LotKind::Purchased).await.unwrap();
    let most = |most| Err(StaffRefusal::NotTaken { most: Credits(most) });
    assert_eq!(put_right(&test, 3, 2, LotKind::Purchased).await, most(1));
    assert_eq!(put_right(&test, 2, 1, LotKind::Purchased).await, most(0));
    assert_eq!(put_right(&test, 1, 1, LotKind::Purchased).await, most(0), "the payment made what it made");
    assert_eq!(violations(&test).await, Vec::<String>::new());
}

#[db_test(migrations())]
async fn what_staff_does_is_in_the_log_of_the_account(test: TestDb) {
    give(&test, 10, None).await.unwrap();
    pay(&test, "VIR 1", 10).await.unwrap();
    put_right(&test, 1, -1, LotKind::Promotional).await.unwrap();
    let log = test
        .db
        .read::<_, DbError, _>(|read| audit::for_account(read, ACME, None, kit_core::PageSize::default()))
        .await
        .unwrap();
    let mut actions: Vec<&str> = log.rows.iter().map(|event| event.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["credits.corrected", "credits.granted", "credits.paid"]);
}

#[db_test(migrations())]
async fn everybody_sees_what_is_theirs(test: TestDb) {
    let (ada, bob) = (PersonId::from_raw(1), PersonId::from_raw(2));
    pay(&test, "VIR 1", 10).await.unwrap();
    for (request, person) in [("k1", ada), ("k2", bob), ("k3", ada)] {
        let usage = Usage { used_by: UsedBy::Bearer(person, None), ..charge(request, 1) };
        spend_as(&test, AccountState::Active, usage).await.unwrap();
    }
    let seen = async |sight, member| {
        let filter = HistoryFilter { member, ..HistoryFilter::default() };
        let size = kit_core::PageSize::default();
        let page =
            test.db.read::<_, DbError, _>(move |read| history(read, ACME, sight, &filter, None, size)).await.unwrap();
        page.rows.iter().map(|line| line.seq).collect::<Vec<_>>()
    };
    assert_eq!(seen(Sight::All, None).await, [4, 3, 2, 1]);
    assert_eq!(seen(Sight::All, Some(bob)).await, [3]);
    assert_eq!(seen(Sight::AllButMoney, None).await, [4, 3, 2]);
    assert_eq!(seen(Sight::Own(ada), None).await, [4, 2]);
    assert_eq!(seen(Sight::Own(ada), Some(bob)).await, Vec::<i64>::new());
    assert!(read_operation(&test, Sight::Own(ada), 3).await.is_none());
    assert!(read_operation(&test, Sight::AllButMoney, 1).await.is_none());
    let own = read_operation(&test, Sight::Own(ada), 2).await.unwrap();
    assert_eq!((own.parts[0].origin.id, own.parts[0].origin.visible), (OperationId::credit(1), false));
}
