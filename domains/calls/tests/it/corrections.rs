//! What a customer says about a burn, and what becomes of it.

use calls::*;
use credits::{LotKind, Means, Overrun, PaymentReceived, PaymentReference, Reason, Unit};
use kit_core::{AccountId, Author, Credits, Money, PageSize};
use kit_testkit::{TestDb, db_test};

use crate::calling::rule;
use crate::scene::{ADMIN, Scene, schema};

impl Scene {
    /// Twenty minutes burnt; answers the place of the operation.
    async fn burns_twenty(&self) -> i64 {
        self.lets_others_call().await;
        self.ends(Work { seconds: Some(1_200), ..self.work().await }).await.unwrap();
        let account = self.account;
        self.app.read(move |read| latest_calls(read, account, 1)).await[0].operation.unwrap()
    }

    /// The account buys so many minutes.
    async fn buys(&self, minutes: i64) {
        let account = self.account;
        let payment = PaymentReceived {
            means: Means::Transfer,
            reference: PaymentReference::parse("BC-2026-000001").unwrap(),
            received_on: "2026-11-02".parse().unwrap(),
            amount: Money::euro_cents(10_000),
            credits: Credits(minutes),
            expires_at: None,
        };
        let paid = self.app.run(Author::System("test"), move |tx, ctx| {
            credits::record_payment(tx, ctx, Unit::SupportMinutes.of(account), &payment)
        });
        paid.await.unwrap();
    }

    async fn details(&self, seq: i64) -> BurnDetails {
        let account = self.account;
        self.app.read(move |read| burn_details(read, account, seq)).await.unwrap()
    }

    async fn waiting(&self) -> Vec<CorrectionRequestId> {
        let (rows, _) = self.app.read(|read| correction_requests_waiting(read, None, PageSize::default())).await;
        rows.iter().map(|row| row.id).collect()
    }

    async fn asks(&self, seq: i64) -> Result<CorrectionRequestId, CorrectionRefusal> {
        let (account, admin) = (self.account, self.admin);
        self.app
            .run(Author::Person(admin), move |tx, ctx| request_correction(tx, ctx, account, seq, admin, "Dix minutes."))
            .await
    }

    async fn decides(&self, id: CorrectionRequestId, decision: Decision) -> Result<(), CorrectionRefusal> {
        let answer = Reason::parse("Vous avez raison.").unwrap();
        self.app
            .run(Author::Staff(self.agent), move |tx, ctx| decide_correction_request(tx, ctx, id, &decision, &answer))
            .await
    }
}

#[db_test(schema())]
async fn minutes_come_back_by_a_new_operation_and_a_mail_says_so(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 60).await;
    let seq = scene.burns_twenty().await;
    assert_eq!(scene.left().await, 40);
    let id = scene.asks(seq).await.unwrap();
    assert_eq!(scene.asks(seq).await, Err(CorrectionRefusal::Asked));
    assert_eq!(scene.asks(seq + 9).await, Err(CorrectionRefusal::Unknown));
    assert_eq!(scene.decides(id, Decision::Grant(21)).await, Err(CorrectionRefusal::TooMany(20)));
    assert_eq!(scene.decides(id, Decision::Grant(0)).await, Err(CorrectionRefusal::TooMany(20)));
    scene.app.mails().await;
    scene.decides(id, Decision::Grant(8)).await.unwrap();
    assert!(scene.app.mail_to(ADMIN).await.content.text.contains("Vous avez raison."));
    assert_eq!(scene.left().await, 48);
    assert_eq!(scene.decides(id, Decision::Refuse).await, Err(CorrectionRefusal::Decided));
    let account = scene.account;
    let burn = scene.app.read(move |read| burn_details(read, account, seq)).await.unwrap();
    assert_eq!(burn.returned, Minutes { purchased: 0, promotional: 8 });
    assert_eq!(burn.returnable(), Minutes { purchased: 0, promotional: 12 });
    let corrections = scene
        .app
        .read(move |read| {
            let id = credits::Unit::SupportMinutes.operation(seq);
            credits::operation(read, account, credits::Sight::All, id).map(|found| found.unwrap().corrections)
        })
        .await;
    assert_eq!((corrections.len(), corrections[0].amount.0), (1, 8), "the use itself is as it was");
    assert_eq!(corrections[0].split.of(LotKind::Promotional).0, 8, "given minutes come back as given ones");
    let faults = credits::check(&scene.app.test.db, &scene.app.app.keys).await.unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    let second = scene.asks(seq).await.unwrap();
    assert_eq!(scene.decides(second, Decision::Grant(13)).await, Err(CorrectionRefusal::TooMany(12)));
}

#[db_test(schema())]
async fn a_refusal_has_its_reason_and_moves_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 60).await;
    let seq = scene.burns_twenty().await;
    let id = scene.asks(seq).await.unwrap();
    assert_eq!(scene.waiting().await, [id]);
    scene.app.mails().await;
    scene.decides(id, Decision::Refuse).await.unwrap();
    assert!(scene.app.mail_to(ADMIN).await.content.text.contains("ne corrige pas"));
    assert_eq!((scene.left().await, scene.waiting().await), (40, Vec::new()));
    let account = scene.account;
    let (kept, _) = scene.app.read(move |read| correction_requests(read, account, None, PageSize::default())).await;
    assert_eq!(
        (kept.len(), kept[0].state, kept[0].answer.as_deref()),
        (1, CorrectionRequestState::Refused, Some("Vous avez raison."))
    );
    scene.app.pass(jiff::SignedDuration::from_secs(1));
    scene.ends(Work { seconds: Some(60), covered: true, ..scene.work().await }).await.unwrap();
    let covered = scene.app.read(move |read| latest_calls(read, account, 1)).await[0].operation.unwrap();
    assert_eq!(scene.asks(covered).await, Err(CorrectionRefusal::Nothing));
}

#[db_test(schema())]
async fn each_kind_comes_back_as_it_was(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 5).await;
    scene.buys(60).await;
    let seq = scene.burns_twenty().await;
    assert_eq!(scene.details(seq).await.taken(), Minutes { purchased: 15, promotional: 5 });
    for (given, left) in [
        (10, Minutes { purchased: 5, promotional: 5 }),
        (6, Minutes { purchased: 0, promotional: 4 }),
        (4, Minutes { purchased: 0, promotional: 0 }),
    ] {
        let id = scene.asks(seq).await.unwrap();
        scene.decides(id, Decision::Grant(given)).await.unwrap();
        assert_eq!(scene.details(seq).await.returnable(), left);
    }
    assert_eq!((scene.asks(seq).await, scene.left().await), (Err(CorrectionRefusal::Nothing), 65));
    let faults = credits::check(&scene.app.test.db, &scene.app.app.keys).await.unwrap();
    assert!(faults.is_empty(), "{faults:?}");
}

#[db_test(schema())]
async fn what_was_owed_or_noted_is_contested_too_and_comes_back_as_given_minutes(test: TestDb) {
    let scene = Scene::new(test).await;
    for overrun in [Overrun::Debt, Overrun::Invoiced] {
        scene.counts(rule(overrun, None), 0).await;
        let seq = scene.burns_twenty().await;
        let burn = scene.details(seq).await;
        assert_eq!((burn.taken(), burn.lacking()), (Minutes::default(), 20), "{overrun:?}");
        let id = scene.asks(seq).await.unwrap();
        assert_eq!(scene.decides(id, Decision::Grant(21)).await, Err(CorrectionRefusal::TooMany(20)));
        scene.decides(id, Decision::Grant(20)).await.unwrap();
        assert_eq!(scene.details(seq).await.returnable(), Minutes::default());
        assert_eq!(scene.asks(seq).await, Err(CorrectionRefusal::Nothing));
        scene.app.pass(jiff::SignedDuration::from_secs(1));
        assert_eq!(scene.left().await, 20);
        scene.burns_twenty().await;
        scene.app.pass(jiff::SignedDuration::from_secs(1));
    }
}

#[db_test(schema())]
async fn requests_are_paged_and_found_by_their_use(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 600).await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        let seq = scene.burns_twenty().await;
        asked.push((seq, scene.asks(seq).await.unwrap()));
        scene.app.pass(jiff::SignedDuration::from_secs(1));
    }
    let (account, size) = (scene.account, PageSize::new(2));
    let (first, seq) = (asked[0].1, asked[0].0);
    let (of_use, counts) = scene
        .app
        .read(move |read| {
            let found = correction_request_about(read, account, seq)?.map(|found| found.id);
            let counts =
                [Some(account), Some(AccountId(9)), None].map(|of| count_correction_requests_waiting(read, of));
            Ok::<_, kit_db::DbError>((found, counts.into_iter().collect::<Result<Vec<_>, _>>()?))
        })
        .await;
    assert_eq!((of_use, counts), (Some(first), vec![3, 0, 3]));
    let ids = |rows: &[CorrectionRequest]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let (rows, next) = scene.app.read(move |read| correction_requests(read, account, None, size)).await;
    assert_eq!(ids(&rows), [asked[2].1, asked[1].1]);
    let (rows, end) = scene.app.read(move |read| correction_requests(read, account, next, size)).await;
    assert_eq!((ids(&rows), end), (vec![first], None));
    let (rows, next) = scene.app.read(move |read| correction_requests_waiting(read, None, size)).await;
    assert_eq!(ids(&rows), [first, asked[1].1]);
    let (rows, end) = scene.app.read(move |read| correction_requests_waiting(read, next, size)).await;
    assert_eq!((ids(&rows), end), (vec![asked[2].1], None));
}
