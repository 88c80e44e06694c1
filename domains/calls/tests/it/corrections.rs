//! What a customer says about a burn, and what becomes of it.

use calls::*;
use credits::{LotKind, Overrun, Reason};
use kit_core::Author;
use kit_testkit::{TestDb, db_test};

use crate::calling::rule;
use crate::scene::{ADMIN, Scene, schema};

impl Scene {
    /// Twenty minutes burnt; answers the place of the operation.
    async fn burns_twenty(&self) -> i64 {
        self.lets_others_call().await;
        self.ends(Work { seconds: Some(1_200), ..self.work() }).await.unwrap();
        let account = self.account;
        self.app.read(move |read| latest_calls(read, account, 1)).await[0].operation.unwrap()
    }

    async fn asks(&self, seq: i64) -> Result<CorrectionId, CorrectionRefusal> {
        let (account, admin) = (self.account, self.admin);
        self.app
            .run(Author::Person(admin), move |tx, ctx| ask_correction(tx, ctx, account, seq, admin, "Dix minutes."))
            .await
    }

    async fn decides(&self, id: CorrectionId, decision: Decision) -> Result<(), CorrectionRefusal> {
        let answer = Reason::parse("Vous avez raison.").unwrap();
        self.app.run(Author::Staff(self.agent), move |tx, ctx| decide_correction(tx, ctx, id, &decision, &answer)).await
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
    assert_eq!((burn.taken(), burn.returned), (12, 8));
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
    assert_eq!(scene.app.read(corrections_waiting).await.len(), 1);
    scene.app.mails().await;
    scene.decides(id, Decision::Refuse).await.unwrap();
    assert!(scene.app.mail_to(ADMIN).await.content.text.contains("ne corrige pas"));
    assert_eq!((scene.left().await, scene.app.read(corrections_waiting).await.len()), (40, 0));
    let account = scene.account;
    let kept = scene.app.read(move |read| corrections(read, account)).await;
    assert_eq!(
        (kept.len(), kept[0].state, kept[0].answer.as_deref()),
        (1, CorrectionState::Refused, Some("Vous avez raison."))
    );
    scene.app.pass(jiff::SignedDuration::from_secs(1));
    scene.ends(Work { seconds: Some(60), covered: true, ..scene.work() }).await.unwrap();
    let covered = scene.app.read(move |read| latest_calls(read, account, 1)).await[0].operation.unwrap();
    assert_eq!(scene.asks(covered).await, Err(CorrectionRefusal::NothingTaken));
}
