//! Money that goes back, is disputed, or was for something else; and the credits that go with it.

use credits::{PaymentReference, Standing};
use kit_core::Credits;
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;
use orders::*;

use crate::support::*;

fn going(receipt: ReceiptId, reference: &str, cents: i64) -> GoneBack {
    GoneBack {
        receipt,
        reference: PaymentReference::parse(reference).unwrap(),
        cents,
        on: "2026-11-20".parse().unwrap(),
        order: None,
        note: "Sur demande".into(),
    }
}

fn use_of(key: &str, amount: i64) -> credits::Usage {
    let key = credits::UseKey::parse(key).unwrap();
    credits::Usage {
        feature: credits::Feature::parse("plan.render").unwrap(),
        quantity: credits::Quantity::ONE,
        charge: credits::Charge::Amount(Credits(amount)),
        used_by: credits::UsedBy::Nobody,
        reference: None,
        idempotency: credits::Idempotency::new("usage", &key, &[&amount.to_be_bytes()]),
    }
}

impl Shop {
    pub async fn refund(&self, receipt: ReceiptId, reference: &str, cents: i64) -> Result<(), BackRefusal> {
        let back = going(receipt, reference, cents);
        self.run(staff(), move |tx, ctx| refund(tx, ctx, &back)).await
    }

    pub async fn dispute(&self, receipt: ReceiptId, reference: &str) -> Result<(), BackRefusal> {
        let disputed = Disputed { reference: PaymentReference::parse(reference).unwrap(), note: String::new() };
        self.run(staff(), move |tx, ctx| dispute(tx, ctx, receipt, &disputed)).await
    }

    pub async fn standing(&self) -> Standing {
        let (account, now) = (self.account, self.app.test.clock.now());
        self.read(move |read| credits::standing(read, account, now)).await
    }

    /// What the customer has, promotional and purchased, and owes.
    pub async fn has(&self) -> (i64, i64, i64) {
        let standing = self.standing().await;
        let balance = standing.lots.balance();
        (balance.promotional.0, balance.purchased.0, standing.debt.0)
    }

    pub async fn burn(&self, key: &str, amount: i64) -> Result<credits::Receipt, credits::UsageRefusal> {
        let (account, usage) = (self.account, use_of(key, amount));
        let author = kit_core::Author::Key { account, key: "gk_test0001".into(), member: None };
        self.run(author, move |tx, ctx| credits::spend(tx, ctx, account, AccountState::Active, &usage)).await
    }

    pub async fn is_sound(&self) {
        assert_eq!(self.violations().await, Vec::<String>::new());
    }

    pub async fn paid(&self, token: &str) -> (OrderNumber, ReceiptId) {
        let number = self.order(token).await;
        (number, self.receive(&format!("VIR {token}"), 13_200, of(&[number])).await.unwrap())
    }
}

#[db_test(schema())]
async fn a_refund_takes_its_credits_and_what_is_burnt_is_owed(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    shop.burn("k1", 90).await.unwrap();
    shop.app.mails().await;
    shop.refund(receipt, "REMB 1", 13_200).await.unwrap();
    assert_eq!(shop.has().await, (0, 0, 90));
    let details = shop.details(number).await;
    assert_eq!((details.order.state, details.order.refunded), (OrderState::Refunded, 13_200));
    let last = details.events.last().unwrap();
    assert_eq!((last.event, last.cents, last.note.as_deref()), (Event::Refunded, Some(13_200), Some("Sur demande")));
    let mails = shop.app.mails().await;
    let of = |words: &str| {
        let found = mails.iter().find(|mail| mail.content.subject.contains(words));
        found.unwrap_or_else(|| panic!("no mail about {words}")).content.text.clone()
    };
    let told = of("remboursés");
    for words in [
        "132,00",
        "vous est virée le 20 novembre 2026",
        "Sur demande.",
        "Repris de votre solde",
        "90 crédits étaient déjà",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(mails.iter().any(|mail| mail.content.text.contains("doit 90 crédits")));
    shop.is_sound().await;
    // The next purchase settles it first.
    shop.paid("b").await;
    assert_eq!(shop.has().await, (50, 910, 0));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn the_mail_says_where_money_and_credits_went(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    shop.burn("k1", 1050).await.unwrap();
    shop.app.mails().await;
    let mail_of = async |words: &str| {
        let mails = shop.app.mails().await;
        let found = mails.iter().find(|mail| mail.content.subject.contains(words));
        found.unwrap_or_else(|| panic!("no mail about {words}")).content.text.clone()
    };
    // All is burnt: nothing can be taken, and all of it is owed.
    shop.refund(receipt, "REMB 1", 6_600).await.unwrap();
    let told = mail_of("66,00").await;
    assert!(
        told.contains("Aucun crédit n’a pu être repris") && told.contains("525 crédits étaient déjà utilisés"),
        "{told}"
    );
    // What was for something else was not refunded to anybody.
    shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, number, "Payé par un autre")).await.unwrap();
    let told = mail_of("n’était pas pour lui").await;
    assert!(told.contains("Payé par un autre.") && !told.contains("remboursé"), "{told}");
    // An order that is paid in part has no credits yet, and asks for its money again.
    let next = shop.order("b").await;
    let part = shop.receive("VIR part", 5_000, of(&[next])).await.unwrap();
    shop.app.mails().await;
    shop.refund(part, "REMB 2", 5_000).await.unwrap();
    let told = mail_of("50,00").await;
    assert!(told.contains("pas encore donné de crédits") && told.contains("reste 132,00"), "{told}");
    // What the bank took back after a dispute.
    let (_, lost) = shop.paid("c").await;
    shop.dispute(lost, "LITIGE 1").await.unwrap();
    shop.app.mails().await;
    shop.run(staff(), move |tx, ctx| dispute_lost(tx, ctx, lost, "")).await.unwrap();
    let told = mail_of("132,00").await;
    assert!(told.contains("repris cette somme") && told.contains("au début de la contestation"), "{told}");
}

#[db_test(schema())]
async fn credits_go_in_proportion_and_exactly_at_the_end(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    let parts = [(1, 1000, 50), (4_399, 667, 34), (4_400, 334, 17), (4_399, 1, 1), (1, 0, 0)];
    for (step, (cents, purchased, promotional)) in parts.into_iter().enumerate() {
        shop.refund(receipt, &format!("REMB {step}"), cents).await.unwrap();
        assert_eq!(shop.has().await, (promotional, purchased, 0), "after {cents}");
        shop.is_sound().await;
    }
    assert_eq!(shop.state(number).await, OrderState::Refunded);
    assert_eq!(shop.refund(receipt, "REMB 9", 1).await, Err(BackRefusal::TooMuch { most: 0 }));
}

#[db_test(schema())]
async fn a_refund_is_recorded_once_and_never_more_than_came(test: TestDb) {
    let shop = Shop::new(test).await;
    let (_, receipt) = shop.paid("a").await;
    let (_, other) = shop.paid("b").await;
    shop.refund(receipt, "REMB 1", 100).await.unwrap();
    assert_eq!(shop.refund(receipt, "REMB 1", 100).await, Err(BackRefusal::Known(receipt)));
    assert_eq!(shop.refund(other, "REMB 1", 100).await, Err(BackRefusal::Known(receipt)));
    assert_eq!(shop.refund(receipt, "REMB 2", 13_101).await, Err(BackRefusal::TooMuch { most: 13_100 }));
    assert_eq!(shop.refund(receipt, "REMB 2", 0).await, Err(BackRefusal::Nothing));
    assert_eq!(shop.refund(ReceiptId::from_raw(1), "REMB 2", 1).await, Err(BackRefusal::NoReceipt));
    let unknown = OrderNumber::new(2026, 77).unwrap();
    let back = GoneBack { order: Some(unknown), ..going(receipt, "REMB 3", 1) };
    let refused = shop.run(staff(), move |tx, ctx| refund(tx, ctx, &back)).await;
    assert_eq!(refused, Err(BackRefusal::NoOrder(unknown)));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_is_for_no_order_goes_first_then_the_order_paid_last(test: TestDb) {
    let shop = Shop::new(test).await;
    let (first, second) = (shop.order("a").await, shop.order("b").await);
    let receipt = shop.receive("VIR 1", 30_000, of(&[second, first])).await.unwrap();
    assert_eq!(shop.advance().await, 3_600);
    shop.refund(receipt, "REMB 1", 3_000).await.unwrap();
    assert_eq!((shop.advance().await, shop.has().await), (600, (100, 2000, 0)));
    shop.refund(receipt, "REMB 2", 7_200).await.unwrap();
    assert_eq!((shop.advance().await, shop.details(first).await.order.refunded), (0, 6_600));
    assert_eq!(shop.has().await, (75, 1500, 0));
    // The order that is named gives before all others.
    let back = GoneBack { order: Some(second), ..going(receipt, "REMB 3", 13_200) };
    shop.run(staff(), move |tx, ctx| refund(tx, ctx, &back)).await.unwrap();
    assert_eq!((shop.state(first).await, shop.state(second).await), (OrderState::Paid, OrderState::Refunded));
    assert_eq!(shop.has().await, (25, 500, 0));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_part_paid_order_asks_for_its_money_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let first = shop.receive("VIR 1", 5_000, of(&[number])).await.unwrap();
    shop.receive("VIR 2", 1_000, of(&[number])).await.unwrap();
    shop.refund(first, "REMB 1", 4_000).await.unwrap();
    let order = shop.details(number).await.order;
    assert_eq!((order.state, order.paid, order.refunded), (OrderState::PartPaid, 2_000, 0));
    shop.refund(first, "REMB 2", 1_000).await.unwrap();
    shop.is_sound().await;
    shop.receive("VIR 3", 12_200, of(&[number])).await.unwrap();
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Paid, (50, 1000, 0)));
    let other = shop.order("b").await;
    let only = shop.receive("VIR 4", 100, of(&[other])).await.unwrap();
    shop.refund(only, "REMB 3", 100).await.unwrap();
    assert_eq!((shop.state(other).await, shop.details(other).await.order.due()), (OrderState::Sent, 13_200));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_dispute_takes_at_once_and_gives_again_when_it_is_won(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    shop.burn("k1", 90).await.unwrap();
    shop.dispute(receipt, "LITIGE 1").await.unwrap();
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Disputed, (0, 0, 90)));
    shop.is_sound().await;
    assert_eq!(shop.refund(receipt, "REMB 1", 1).await, Err(BackRefusal::InDispute));
    assert_eq!(shop.dispute(receipt, "LITIGE 2").await, Err(BackRefusal::InDispute));
    // What a purchase settled meanwhile comes back as credit.
    shop.try_order("b", Choice::Free(Credits(100)), 1440).await.unwrap();
    shop.receive("VIR 2", 1440, of(&[OrderNumber::new(2026, 2).unwrap()])).await.unwrap();
    assert_eq!(shop.has().await, (0, 10, 0));
    shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "Preuve acceptée")).await.unwrap();
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Paid, (0, 1060, 0)));
    let again = shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "")).await;
    assert_eq!(again, Err(BackRefusal::NotInDispute));
    shop.is_sound().await;
    // And all of it once more, lost this time.
    shop.dispute(receipt, "LITIGE 2").await.unwrap();
    shop.run(staff(), move |tx, ctx| dispute_lost(tx, ctx, receipt, "")).await.unwrap();
    let order = shop.details(number).await.order;
    assert_eq!((order.state, order.refunded, order.disputed), (OrderState::Refunded, 13_200, 0));
    assert_eq!(shop.has().await, (0, 10, 0));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn money_in_dispute_pays_nothing(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, account) = (shop.order("a").await, shop.account);
    let receipt = shop.receive("VIR 1", 20_000, of(&[number])).await.unwrap();
    let waiting = shop.receive("VIR 2", 20_000, Share::default()).await.unwrap();
    for receipt in [receipt, waiting] {
        shop.dispute(receipt, &format!("LITIGE {receipt}")).await.unwrap();
    }
    let next = shop.order("b").await;
    assert_eq!(shop.advance().await, 0);
    let used = shop.run(staff(), move |tx, ctx| use_advance(tx, ctx, account, next)).await;
    assert_eq!(used, Err(MoneyRefusal::NothingLeft));
    let given = shop.run(staff(), move |tx, ctx| allocate(tx, ctx, waiting, &of(&[next]))).await;
    assert_eq!(given, Err(MoneyRefusal::InDispute));
    shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "")).await.unwrap();
    assert_eq!(shop.advance().await, 6_800);
    shop.run(staff(), move |tx, ctx| dispute_lost(tx, ctx, waiting, "")).await.unwrap();
    let details = shop.read(move |read| orders::receipt(read, waiting)).await.unwrap();
    assert_eq!((details.receipt.waiting, details.receipt.gone), (0, 20_000));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_part_of_an_order_can_be_disputed(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let first = shop.receive("VIR 1", 6_600, of(&[number])).await.unwrap();
    let second = shop.receive("VIR 2", 6_600, of(&[number])).await.unwrap();
    shop.dispute(first, "LITIGE 1").await.unwrap();
    assert_eq!(shop.has().await, (25, 500, 0));
    assert_eq!(shop.dispute(second, "LITIGE 2").await, Err(BackRefusal::InDispute));
    assert_eq!(shop.refund(second, "REMB 1", 100).await, Err(BackRefusal::InDispute));
    shop.run(staff(), move |tx, ctx| dispute_lost(tx, ctx, first, "")).await.unwrap();
    let order = shop.details(number).await.order;
    assert_eq!((order.state, order.refunded), (OrderState::Paid, 6_600));
    shop.dispute(second, "LITIGE 2").await.unwrap();
    assert_eq!(shop.has().await, (0, 0, 0));
    shop.run(staff(), move |tx, ctx| dispute_lost(tx, ctx, second, "")).await.unwrap();
    assert_eq!(shop.state(number).await, OrderState::Refunded);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn money_for_the_wrong_order_waits_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    let other = shop.order("b").await;
    let wrong = shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, other, "Erreur")).await;
    assert_eq!(wrong, Err(BackRefusal::NoOrder(other)));
    shop.burn("k1", 60).await.unwrap();
    shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, number, "Erreur")).await.unwrap();
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Refunded, (0, 0, 60)));
    let again = shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, number, "")).await;
    assert_eq!(again, Err(BackRefusal::NoOrder(number)));
    shop.is_sound().await;
    shop.run(staff(), move |tx, ctx| allocate(tx, ctx, receipt, &of(&[other]))).await.unwrap();
    assert_eq!((shop.state(other).await, shop.has().await), (OrderState::Paid, (50, 940, 0)));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_receipt_typed_wrong_counts_for_nothing_and_can_be_typed_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let (account, number) = (shop.account, shop.order("a").await);
    let wrong = shop.receive("VIR 1", 12_300, Share { account: Some(account), ..Share::default() }).await.unwrap();
    let refused = shop.run(staff(), move |tx, ctx| void(tx, ctx, wrong, "Faute de frappe")).await;
    assert_eq!(refused, Err(BackRefusal::NotWaiting));
    shop.run(staff(), move |tx, ctx| take_back(tx, ctx, wrong, account)).await.unwrap();
    shop.run(staff(), move |tx, ctx| void(tx, ctx, wrong, "Faute de frappe")).await.unwrap();
    shop.is_sound().await;
    let again = shop.run(staff(), move |tx, ctx| void(tx, ctx, wrong, "")).await;
    assert_eq!(again, Err(BackRefusal::NoReceipt));
    let spent = shop.run(staff(), move |tx, ctx| allocate(tx, ctx, wrong, &of(&[number]))).await;
    assert_eq!(spent, Err(MoneyRefusal::NothingLeft));
    let right = shop.receive("VIR 1", 13_200, of(&[number])).await.unwrap();
    assert_eq!(shop.receive("VIR 1", 13_200, of(&[number])).await, Err(MoneyRefusal::Known(right)));
    assert_eq!(shop.state(number).await, OrderState::Paid);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_direct_payment_typed_wrong_is_typed_again(test: TestDb) {
    let shop = Shop::new(test).await;
    let account = shop.account;
    let direct = |cents, credits| DirectPayment {
        means: credits::Means::Transfer,
        reference: PaymentReference::parse("VIR 1").unwrap(),
        received_on: "2026-11-20".parse().unwrap(),
        cents,
        credits: Credits(credits),
        expires_at: None,
    };
    let wrong = direct(13_200, 1_000);
    shop.run(staff(), move |tx, ctx| record_payment(tx, ctx, account, &wrong)).await.unwrap();
    let page = shop.read(|read| receipts(read, false, None, kit_core::PageSize::default())).await;
    let (receipt, number) = (page.rows[0].id, OrderNumber::new(2026, 1).unwrap());
    shop.run(staff(), move |tx, ctx| reverse(tx, ctx, receipt, number, "")).await.unwrap();
    shop.run(staff(), move |tx, ctx| void(tx, ctx, receipt, "")).await.unwrap();
    let right = direct(12_300, 900);
    shop.run(staff(), move |tx, ctx| record_payment(tx, ctx, account, &right)).await.unwrap();
    assert_eq!(shop.has().await, (0, 900, 0));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_bonus_that_expired_unused_is_not_asked_back(test: TestDb) {
    let shop = Shop::new(test).await;
    let (_, receipt) = shop.paid("a").await;
    shop.burn("k1", 30).await.unwrap();
    shop.pass_days(91);
    shop.refund(receipt, "REMB 1", 6_600).await.unwrap();
    assert_eq!(shop.has().await, (0, 495, 0), "25 of the bonus: 20 had expired, 5 were burnt");
    shop.refund(receipt, "REMB 2", 6_600).await.unwrap();
    assert_eq!(shop.has().await, (0, 0, 30), "all that was burnt, and nothing of what had expired");
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_debt_blocks_if_the_publisher_wants_that(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.run(staff(), |tx, ctx| {
        Ok::<_, kit_db::Failed<()>>(save_payment(tx, ctx, Some(bank()), Office::default(), 30, false, true)?)
    })
    .await
    .unwrap();
    let (_, receipt) = shop.paid("a").await;
    shop.paid("b").await;
    shop.burn("k1", 90).await.unwrap();
    shop.refund(receipt, "REMB 1", 13_200).await.unwrap();
    shop.burn("k2", 1).await.unwrap();
    let (_, third) = shop.paid("c").await;
    shop.burn("k3", 2_000 - 91).await.unwrap();
    shop.refund(third, "REMB 2", 13_200).await.unwrap();
    assert_eq!(shop.standing().await.blocked, Some(credits::Block::Debt));
    assert_eq!(shop.burn("k4", 0).await, Err(credits::UsageRefusal::Blocked(credits::Block::Debt)));
    shop.paid("d").await;
    shop.paid("e").await;
    assert_eq!(shop.standing().await.blocked, None);
    shop.burn("k4", 0).await.unwrap();
    shop.is_sound().await;
}

#[db_test(schema())]
async fn one_receipt_pays_orders_of_two_accounts_and_goes_back(test: TestDb) {
    let mut shop = Shop::new(test).await;
    let mine = shop.order("a").await;
    let own = shop.account;
    shop.account = shop.open("Atelier Kerlann", "552100554", "anne@kerlann.example").await;
    let theirs = shop.order("b").await;
    let receipt = shop.receive("VIR 1", 26_400, of(&[mine, theirs])).await.unwrap();
    shop.dispute(receipt, "LITIGE 1").await.unwrap();
    assert_eq!(shop.has().await, (0, 0, 0));
    shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "")).await.unwrap();
    shop.refund(receipt, "REMB 1", 26_400).await.unwrap();
    shop.account = own;
    assert_eq!(shop.has().await, (0, 0, 0));
    assert_eq!((shop.state(mine).await, shop.state(theirs).await), (OrderState::Refunded, OrderState::Refunded));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn refunds_uses_purchases_and_a_dispute_at_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = crate::races::nodes(&shop.app.test);
    let (first, receipt) = shop.paid("a").await;
    let (second, disputed) = shop.paid("b").await;
    let (account, ctx) = (shop.account, shop.app.context(staff()));
    let work = (0..60).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), ctx.clone());
        tokio::spawn(async move {
            let lock = kit_db::Lock::None;
            match n % 6 {
                0 | 1 => {
                    let back = going(receipt, &format!("REMB {n}"), 1_100);
                    db.write(lock, move |tx| refund(tx, &ctx, &back)).await.map_or_else(refused, |()| true)
                }
                2 => {
                    let reference = PaymentReference::parse(&format!("LITIGE {n}")).unwrap();
                    let disputed_ = Disputed { reference, note: String::new() };
                    db.write(lock, move |tx| dispute(tx, &ctx, disputed, &disputed_))
                        .await
                        .map_or_else(refused, |()| true)
                }
                3 => {
                    db.write(lock, move |tx| dispute_won(tx, &ctx, disputed, "")).await.map_or_else(refused, |()| true)
                }
                4 => {
                    let new = receipt_of(&format!("VIR {n}"), 1_440);
                    let share = Share { account: Some(account), ..Share::default() };
                    db.write(lock, move |tx| record(tx, &ctx, &new, &share)).await.is_ok()
                }
                _ => {
                    let usage = use_of(&format!("k{n}"), 70);
                    let active = AccountState::Active;
                    let used = db.write(lock, move |tx| credits::spend(tx, &ctx, account, active, &usage)).await;
                    used.map_or_else(refused, |_| true)
                }
            }
        })
    });
    let mut refunded = 0;
    for (n, done) in work.collect::<Vec<_>>().into_iter().enumerate() {
        let done = done.await.unwrap();
        refunded += i64::from(done && n % 6 < 2);
    }
    // Twelve of the twenty took the whole; the others were refused.
    assert_eq!((refunded, shop.state(first).await), (12, OrderState::Refunded));
    assert!(matches!(shop.state(second).await, OrderState::Paid | OrderState::Disputed));
    shop.is_sound().await;
}

/// Refused by a rule, which may be; a failure of the database may not.
fn refused<E: std::fmt::Debug>(failed: kit_db::Failed<E>) -> bool {
    match failed {
        kit_db::Failed::Refused(_) => false,
        kit_db::Failed::Db(error) => panic!("{error}"),
    }
}

#[db_test(schema())]
async fn what_went_back_in_all_is_recorded_as_far_as_it_is_new(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    shop.refund(receipt, "REMB 1", 1_000).await.unwrap();
    for (reference, all, new) in [("A", 4_000, 3_000), ("B", 4_000, 0), ("C", 3_000, 0), ("D", 13_200, 9_200)] {
        let back = GoneBack { order: Some(number), ..going(receipt, reference, all) };
        let done = shop.run(staff(), move |tx, ctx| refund_up_to(tx, ctx, &back)).await;
        assert_eq!(done, Ok(new), "{reference}");
    }
    assert_eq!(shop.details(number).await.order.refunded, 13_200);
    let more = going(receipt, "E", 13_201);
    let refused = shop.run(staff(), move |tx, ctx| refund_up_to(tx, ctx, &more)).await;
    assert_eq!(refused, Err(BackRefusal::TooMuch { most: 0 }));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn what_went_back_in_all_is_recorded_once_by_many(test: TestDb) {
    let shop = Shop::new(test).await;
    let nodes = crate::races::nodes(&shop.app.test);
    let (number, receipt) = shop.paid("a").await;
    let ctx = shop.app.context(staff());
    let tries = (0..20).map(|n: usize| {
        let (db, ctx) = (nodes[n % 2].clone(), ctx.clone());
        let back = GoneBack { order: Some(number), ..going(receipt, &format!("REMB {n}"), 4_000) };
        tokio::spawn(async move { db.write(kit_db::Lock::None, move |tx| refund_up_to(tx, &ctx, &back)).await })
    });
    let mut new = 0;
    for one in tries.collect::<Vec<_>>() {
        new += one.await.unwrap().unwrap();
    }
    assert_eq!((new, shop.details(number).await.order.refunded), (4_000, 4_000));
    shop.is_sound().await;
}

/// How many mails to the customer say all of this.
fn told(mails: &[kit_mail::Mail], words: &[&str]) -> usize {
    let said = |mail: &&kit_mail::Mail| words.iter().all(|word| mail.content.text.contains(word));
    mails.iter().filter(|mail| mail.to.as_str() == "camille@atelier-durand.example").filter(said).count()
}

#[db_test(schema())]
async fn an_account_hears_that_its_advance_went_back_and_that_a_dispute_ended(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let receipt = shop.receive("VIR 1", 16_800, of(&[number])).await.unwrap();
    shop.app.mails().await;
    shop.refund(receipt, "REMB 1", 3_000).await.unwrap();
    let mails = shop.app.mails().await;
    assert_eq!((mails.len(), told(&mails, &["30,00", "avance", "C-"])), (1, 1));
    let account = shop.account;
    let lines = shop.read(move |read| read.value::<i64>(&ADVANCE_LINES, &[&"orders.advance_back", &account])).await;
    assert_eq!(lines, Some(1));
    shop.dispute(receipt, "LITIGE 1").await.unwrap();
    shop.app.mails().await;
    shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "")).await.unwrap();
    let mails = shop.app.mails().await;
    assert_eq!(told(&mails, &[&number.to_string(), "132,00", "rendus"]), 1);
    shop.is_sound().await;
}

kit_db::sql!(ADVANCE_LINES, "SELECT COUNT(*) FROM events WHERE action = $1 AND account = $2");
