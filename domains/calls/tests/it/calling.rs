//! Calls: the timer, the check, the approval, what burns, what is left to the agent.

use calls::*;
use credits::{BurnRefusal, Overrun, Reference, Rounding, SupportRule, Unit};
use jiff::SignedDuration;
use kit_core::{Author, Credits, PageSize, PersonId};
use kit_testkit::{TestDb, db_test};

use crate::scene::{AGENT, LEA, Scene, schema};

impl Scene {
    /// Sets how support time is counted, and gives the account so many minutes.
    pub async fn counts(&self, rule: SupportRule, minutes: i64) {
        let account = self.account;
        let set = self.app.run(Author::System("test"), move |tx, ctx| {
            credits::save_support_rule(tx, ctx, &rule)?;
            let grant = credits::Grant {
                amount: Credits(minutes),
                reason: credits::Reason::parse("Essai").unwrap(),
                expires_at: None,
            };
            match minutes {
                0 => Ok(()),
                _ => credits::grant(tx, ctx, Unit::SupportMinutes.of(account), &grant).map(drop),
            }
        });
        set.await.unwrap();
    }

    pub async fn begins(&self) -> Result<Call, CallRefusal> {
        let (agent, account) = (self.agent, self.account);
        self.app.run(Author::Staff(agent), move |tx, ctx| begin(tx, ctx, agent, account)).await
    }

    pub async fn checks_caller(&self, caller: PersonId, pin: &str) -> PinCheck {
        let (agent, account, pin) = (self.agent, self.account, Pin::parse(pin).unwrap());
        let check =
            self.app.run(Author::Staff(agent), move |tx, ctx| check_caller(tx, ctx, agent, (account, caller), &pin));
        check.await.unwrap()
    }

    pub async fn ends(&self, work: Work) -> Result<Ended, CallRefusal> {
        let (agent, account) = (self.agent, self.account);
        self.app.run(Author::Staff(agent), move |tx, ctx| end(tx, ctx, agent, account, &work)).await
    }

    pub async fn estimates(&self, work: Work) -> Estimate {
        let (agent, account, now) = (self.agent, self.account, self.app.test.clock.now());
        self.app.read(move |read| estimate(read, agent, account, &work, now)).await.unwrap()
    }

    /// What the page would send now.
    pub async fn work(&self) -> Work {
        Work {
            call: self.now_running().await.map(|call| call.id),
            seconds: None,
            subject: Reference::parse("Importer un plan").unwrap(),
            case: CaseChoice::None,
            caller: self.lea,
            covered: false,
            approved_by: None,
            token: "form".to_owned(),
        }
    }

    /// Léa is a designated caller, and on the phone with her PIN checked.
    pub async fn lea_calls(&self) -> Call {
        self.names(self.lea).await.unwrap();
        let pin = self.takes_pin(self.lea).await.unwrap().reveal();
        let call = self.begins().await.unwrap();
        assert_eq!(self.checks_caller(self.lea, &pin).await, PinCheck::Right);
        call
    }

    pub async fn left(&self) -> i64 {
        let (account, now) = (self.account, self.app.test.clock.now());
        let wallet = Unit::SupportMinutes.of(account);
        self.app.read(move |read| credits::standing(read, wallet, now)).await.lots.balance().free().0
    }

    pub async fn now_running(&self) -> Option<Call> {
        let agent = self.agent;
        self.app.read(move |read| running(read, agent)).await
    }
}

pub fn rule(overrun: Overrun, approval_above: Option<i64>) -> SupportRule {
    let rounding = Rounding { step: 5, least: 10, free: 0 };
    SupportRule { offered: true, rounding, approval_above, overrun, ..SupportRule::default() }
}

#[db_test(schema())]
async fn a_timer_survives_and_burns_by_the_rule_with_its_case(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 120).await;
    let call = scene.lea_calls().await;
    assert_eq!(scene.begins().await.unwrap().id, call.id, "the same call, however often it begins");
    scene.app.pass(SignedDuration::from_secs(12 * 60 + 1));
    let running = scene.now_running().await.unwrap();
    assert_eq!((running.id, running.checked, running.caller), (call.id, true, Some(scene.lea)));
    let ended = scene.ends(Work { case: CaseChoice::New, ..scene.work().await }).await.unwrap();
    assert_eq!((ended.billed, ended.left), (Some(15), 105), "13 minutes begun, by steps of 5");
    assert_eq!(scene.now_running().await, None);
    let (account, number) = (scene.account, ended.case.unwrap());
    let (calls, case, burn) = scene
        .app
        .read(move |read| {
            let calls = latest_calls(read, account, 5)?;
            let seq = calls[0].operation.unwrap();
            let case = support::case(read, support::Viewer::Staff, number)?.unwrap().case;
            Ok::<_, kit_db::DbError>((calls, case, credits::burns(read, account, (seq, seq))?.remove(&seq).unwrap()))
        })
        .await;
    assert_eq!((calls.len(), calls[0].seconds, calls[0].outcome), (1, Some(721), Some(Outcome::Counted)));
    assert_eq!(
        (case.requester, case.assignee, case.subject.as_str()),
        (scene.lea, Some(scene.agent), "Importer un plan")
    );
    assert_eq!((burn.seconds, burn.case_reference.as_deref()), (721, Some(number.to_string().as_str())));
    let again = scene.ends(scene.work().await).await;
    assert_eq!(again, Err(CallRefusal::NotRunning), "nothing burns twice");
    assert_eq!(scene.left().await, 105);
}

#[db_test(schema())]
async fn only_who_may_call_is_counted(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 120).await;
    scene.names(scene.lea).await.unwrap();
    scene.takes_pin(scene.lea).await.unwrap();
    scene.begins().await.unwrap();
    assert_eq!(scene.ends(scene.work().await).await, Err(CallRefusal::NotEntitled), "the PIN was not checked");
    assert_eq!(scene.ends(Work { caller: scene.zoe, ..scene.work().await }).await, Err(CallRefusal::NotEntitled));
    assert_eq!(scene.ends(Work { caller: scene.agent, ..scene.work().await }).await, Err(CallRefusal::NotAMember));
    let other = "CAS-2020-000001".parse().unwrap();
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    scene.checks_caller(scene.lea, &pin).await;
    assert_eq!(scene.ends(Work { case: CaseChoice::Known(other), ..scene.work().await }).await, Err(CallRefusal::Case));
    assert_eq!(scene.ends(Work { caller: scene.zoe, ..scene.work().await }).await, Err(CallRefusal::NotEntitled));
    assert!(scene.ends(scene.work().await).await.is_ok());
    let by_hand = Work { seconds: Some(600), ..scene.work().await };
    assert_eq!(scene.ends(by_hand.clone()).await, Err(CallRefusal::NotEntitled), "by hand no PIN was checked");
    scene.lets_others_call().await;
    let by_zoe = Work { caller: scene.zoe, ..by_hand };
    assert_eq!(scene.ends(by_zoe.clone()).await.unwrap().billed, Some(10));
    scene.shuts_out(scene.zoe).await;
    assert_eq!(scene.ends(by_zoe).await, Err(CallRefusal::NotAMember), "shut out is shut out on the phone, too");
}

#[db_test(schema())]
async fn above_the_threshold_a_member_approves_first_and_reads_so(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 600).await;
    scene.lea_calls().await;
    scene.app.mails().await;
    let long = Work { seconds: Some(40 * 60), ..scene.work().await };
    let needed = scene.ends(long.clone()).await;
    assert_eq!(needed, Err(CallRefusal::Burn(BurnRefusal::NeedsApproval { billed: Credits(40), above: 30 })));
    let by_admin = scene.ends(Work { approved_by: Some(scene.admin), ..long }).await;
    assert_eq!(by_admin, Err(CallRefusal::NotApprover), "her code was not checked, and only callers may call");
    let (agent, account) = (scene.agent, scene.account);
    let approves = async |by: PersonId, minutes: i64| {
        let work = Work { seconds: Some(minutes * 60), approved_by: Some(by), ..scene.work().await };
        scene.app.run(Author::Staff(agent), move |tx, ctx| approve(tx, ctx, agent, account, &work)).await
    };
    assert_eq!(approves(scene.zoe, 40).await, Err(CallRefusal::NotApprover), "neither manager nor caller");
    assert_eq!(approves(scene.lea, 40).await, Ok(40));
    let mail = scene.app.mail_to(LEA).await;
    assert!(
        mail.content.text.contains("40")
            && mail.content.text.contains("(code vérifié)")
            && mail.content.text.contains("Importer un plan"),
        "{}",
        mail.content.text
    );
    let more = Work { seconds: Some(46 * 60), ..scene.work().await };
    assert!(matches!(scene.ends(more.clone()).await, Err(CallRefusal::Burn(BurnRefusal::NeedsApproval { .. }))));
    let in_silence = Work { approved_by: Some(scene.lea), ..more.clone() };
    let needed = CallRefusal::Burn(BurnRefusal::NeedsApproval { billed: Credits(50), above: 30 });
    assert_eq!(scene.estimates(in_silence.clone()).await.refusals, [needed]);
    assert_eq!(scene.ends(in_silence).await, Err(needed), "the end raises nothing that was approved");
    assert_eq!(scene.now_running().await.unwrap().approved_minutes, Some(40));
    assert_eq!(approves(scene.lea, 46).await, Ok(50), "another approval, of which a mail tells");
    assert_eq!(scene.ends(more).await.unwrap().billed, Some(50));
    let now = scene.app.read(move |read| latest_calls(read, account, 1)).await.remove(0);
    assert_eq!(
        (now.approved_by, now.approved_checked, now.approved_minutes, now.billed),
        (Some(scene.lea), true, Some(50), Some(50))
    );
    let operation = now.operation.unwrap();
    let behind = scene.app.read(move |read| call_behind(read, account, operation)).await;
    assert_eq!(behind.map(|call| call.id), Some(now.id));
}

#[db_test(schema())]
async fn nobody_approves_whose_code_was_not_checked_but_where_others_may_call(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 600).await;
    scene.names(scene.lea).await.unwrap();
    scene.begins().await.unwrap();
    let (agent, account) = (scene.agent, scene.account);
    let approves = async |by: PersonId| {
        let work = Work { seconds: Some(2_400), approved_by: Some(by), ..scene.work().await };
        scene.app.run(Author::Staff(agent), move |tx, ctx| approve(tx, ctx, agent, account, &work)).await
    };
    assert_eq!(approves(scene.lea).await, Err(CallRefusal::NotApprover), "a designated caller without a PIN");
    assert_eq!(approves(scene.admin).await, Err(CallRefusal::NotApprover));
    scene.lets_others_call().await;
    assert_eq!(approves(scene.zoe).await, Err(CallRefusal::NotApprover), "a user approves nothing");
    assert_eq!(approves(scene.admin).await, Ok(40));
    let call = scene.now_running().await.unwrap();
    assert_eq!((call.approved_by, call.approved_checked), (Some(scene.admin), false), "which is told");
}

#[db_test(schema())]
async fn a_pin_that_was_right_counts_for_the_call_that_begins_next(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 600).await;
    scene.names(scene.lea).await.unwrap();
    let pin = scene.takes_pin(scene.lea).await.unwrap().reveal();
    assert_eq!(scene.checks_caller(scene.lea, &pin).await, PinCheck::Right);
    scene.app.pass(SignedDuration::from_mins(14));
    let (agent, account) = (scene.agent, scene.account);
    let colleague = scene.colleague("bea@publisher.example", "Béa", kit_web::StaffPermission::Support).await;
    let other = scene.app.run(Author::Staff(colleague), move |tx, ctx| begin(tx, ctx, colleague, account)).await;
    assert_eq!(other.unwrap().checked_caller(), None, "what somebody else heard");
    assert_eq!(scene.begins().await.unwrap().checked_caller(), Some(scene.lea));
    assert_eq!(scene.ends(scene.work().await).await.unwrap().billed, Some(10));
    let by_hand = Work { seconds: Some(2_400), approved_by: Some(scene.lea), ..scene.work().await };
    assert_eq!(scene.ends(by_hand.clone()).await, Err(CallRefusal::NotEntitled), "it counts for one call");
    scene.checks_caller(scene.lea, &pin).await;
    let now = scene.app.test.clock.now();
    let asked = by_hand.clone();
    let told = scene.app.read(move |read| estimate(read, agent, account, &asked, now)).await.unwrap();
    assert_eq!(told.refusals, [], "the estimate knows what ending does");
    let ended = scene.ends(by_hand.clone()).await.unwrap();
    assert_eq!(ended.billed, Some(40), "without a timer, too");
    scene.checks_caller(scene.lea, &pin).await;
    scene.app.pass(CHECK_HOLDS);
    assert_eq!(scene.begins().await.unwrap().checked_caller(), None, "after a quarter of an hour");
    let unknown = "CAS-2020-000001".parse().unwrap();
    let wrong = Work { call: scene.work().await.call, case: CaseChoice::Known(unknown), ..by_hand };
    let now = scene.app.test.clock.now();
    let told = scene.app.read(move |read| estimate(read, agent, account, &wrong, now)).await.unwrap();
    assert_eq!(told.refusals, [CallRefusal::NotEntitled, CallRefusal::NotApprover, CallRefusal::Case]);
    let with = scene.app.read(move |read| running_with(read, account)).await;
    assert_eq!(with.iter().map(|call| call.agent).collect::<Vec<_>>(), [colleague, agent]);
}

#[db_test(schema())]
async fn a_pin_that_is_gone_counts_no_more_in_the_call_that_is_running(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 600).await;
    let (account, lea) = (scene.account, scene.lea);
    scene.lea_calls().await;
    let withdrawn = scene.app.run(Author::Person(scene.admin), move |tx, ctx| withdraw_pin(tx, ctx, account, lea));
    withdrawn.await.unwrap();
    assert_eq!(scene.now_running().await.unwrap().checked_caller(), None);
    assert_eq!(scene.ends(scene.work().await).await, Err(CallRefusal::NotEntitled));
    let pin = scene.takes_pin(lea).await.unwrap().reveal();
    assert_eq!(scene.checks_caller(lea, &pin).await, PinCheck::Right);
    let removed = scene.app.run(Author::Person(scene.admin), move |tx, ctx| remove_caller(tx, ctx, account, lea));
    removed.await.unwrap();
    scene.names(lea).await.unwrap();
    assert_eq!(scene.now_running().await.unwrap().checked_caller(), None, "nor does it come back with the name");
    let pin = scene.takes_pin(lea).await.unwrap().reveal();
    assert_eq!(scene.checks_caller(lea, &pin).await, PinCheck::Right);
    let approval = Work { seconds: Some(2_400), approved_by: Some(lea), ..scene.work().await };
    let agent = scene.agent;
    let approved = scene.app.run(Author::Staff(agent), move |tx, ctx| approve(tx, ctx, agent, account, &approval));
    assert_eq!(approved.await, Ok(40));
    let withdrawn = scene.app.run(Author::Person(scene.admin), move |tx, ctx| withdraw_pin(tx, ctx, account, lea));
    withdrawn.await.unwrap();
    let running = scene.now_running().await.unwrap();
    assert_eq!((running.approved_by, running.approved_minutes), (None, None), "what was approved by it went with it");
    let pin = scene.takes_pin(lea).await.unwrap().reveal();
    assert_eq!(scene.checks_caller(lea, &pin).await, PinCheck::Right);
    assert!(scene.ends(scene.work().await).await.is_ok());
}

#[db_test(schema())]
async fn a_page_ends_the_call_that_it_shows_and_no_other(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 600).await;
    scene.lets_others_call().await;
    let call = scene.begins().await.unwrap().id;
    let seen = Work { call: Some(call), seconds: Some(600), ..scene.work().await };
    assert!(scene.ends(seen.clone()).await.is_ok());
    assert_eq!(scene.ends(seen.clone()).await, Err(CallRefusal::Over), "another tab burns nothing again");
    let next = scene.begins().await.unwrap().id;
    assert_eq!(scene.ends(seen.clone()).await, Err(CallRefusal::Over), "nor the call after it");
    let (agent, account, now) = (scene.agent, scene.account, scene.app.test.clock.now());
    let approval = Work { approved_by: Some(scene.admin), ..seen.clone() };
    let approved = scene.app.run(Author::Staff(agent), move |tx, ctx| approve(tx, ctx, agent, account, &approval));
    assert_eq!(approved.await, Err(CallRefusal::Over));
    let asked = seen.clone();
    let told = scene.app.read(move |read| estimate(read, agent, account, &asked, now)).await;
    assert_eq!(told, Err(CallRefusal::Over));
    assert_eq!(scene.left().await, 590);
    let unaware = Work { call: None, ..seen.clone() };
    assert_eq!(scene.ends(unaware.clone()).await, Err(CallRefusal::Begun), "a page that showed none ends none");
    assert!(scene.ends(Work { call: Some(next), ..seen }).await.is_ok());
    assert!(scene.ends(unaware).await.is_ok(), "nothing runs: by hand");
}

#[db_test(schema())]
async fn minutes_that_are_not_there_are_refused_or_owed_as_the_rule_says(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.lets_others_call().await;
    scene.counts(rule(Overrun::Refused, None), 15).await;
    let work = Work { seconds: Some(20 * 60), ..scene.work().await };
    let (agent, account, now) = (scene.agent, scene.account, scene.app.test.clock.now());
    let asked = work.clone();
    let told = scene.app.read(move |read| estimate(read, agent, account, &asked, now)).await.unwrap();
    let preview = told.preview;
    assert_eq!((preview.billed, preview.left, preview.missing), (Credits(20), Credits(15), Credits(5)), "told before");
    let short = BurnRefusal::Short { billed: Credits(20), left: Credits(15) };
    assert_eq!(told.refusals, [CallRefusal::Burn(short)]);
    assert_eq!(scene.ends(work.clone()).await, Err(CallRefusal::Burn(short)));
    scene.counts(rule(Overrun::Debt, None), 0).await;
    assert_eq!(scene.ends(work).await.unwrap().left, 0);
    let now = scene.app.test.clock.now();
    let card = scene.app.read(move |read| card(read, account, now)).await.unwrap();
    assert_eq!(card.time.map(|time| (time.left, time.debt)), Some((0, 5)));
}

#[db_test(schema())]
async fn a_forgotten_timer_is_told_once_and_burns_nothing(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 600).await;
    scene.lea_calls().await;
    scene.app.mails().await;
    let remind =
        || scene.app.run(Author::System("test"), |tx, ctx| Ok::<_, kit_db::Failed<()>>(remind_forgotten(tx, ctx)?));
    assert_eq!(remind().await.unwrap(), 0);
    scene.app.pass(SignedDuration::from_hours(5));
    assert_eq!((remind().await.unwrap(), remind().await.unwrap()), (1, 0));
    assert!(scene.app.mail_to(AGENT).await.content.text.contains("chronomètre"));
    assert_eq!(scene.left().await, 600);
    assert_eq!(scene.ends(scene.work().await).await, Err(CallRefusal::Forgotten));
    let ended = scene.ends(Work { seconds: Some(900), ..scene.work().await }).await.unwrap();
    assert_eq!((ended.billed, ended.left), (Some(15), 585));
}

#[db_test(schema())]
async fn all_calls_are_listed_by_account_agent_and_time(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 600).await;
    scene.lets_others_call().await;
    for _ in 0..3 {
        scene.ends(Work { seconds: Some(60), ..scene.work().await }).await.unwrap();
        scene.app.pass(SignedDuration::from_hours(1));
    }
    let now = scene.app.test.clock.now();
    let listed = async |wanted: CallFilter| {
        scene.app.read(move |read| calls::calls(read, &wanted, None, PageSize::new(40))).await.0.len()
    };
    let (all, account, agent) = (CallFilter::default(), Some(scene.account), Some(scene.agent));
    assert_eq!(listed(all).await, 3);
    assert_eq!(listed(CallFilter { account, ..all }).await, 3);
    assert_eq!(listed(CallFilter { agent, ..all }).await, 3);
    assert_eq!(listed(CallFilter { agent: Some(scene.lea), ..all }).await, 0);
    assert_eq!(listed(CallFilter { account, agent: Some(scene.lea), ..all }).await, 0);
    let hours = |hours| Some(now - SignedDuration::from_hours(hours));
    assert_eq!(listed(CallFilter { from: hours(2), ..all }).await, 2);
    assert_eq!(listed(CallFilter { from: hours(3), until: hours(1), agent, ..all }).await, 2, "an end is not within");
    let two = PageSize::new(2);
    let (rows, next) = scene.app.read(move |read| calls::calls(read, &all, None, two)).await;
    let (rest, end) = scene.app.read(move |read| calls::calls(read, &all, next, two)).await;
    assert_eq!((rows.len(), rest.len(), end), (2, 1, None));
    assert!(rows[1].started_at > rest[0].started_at);
}

#[db_test(schema())]
async fn an_agent_is_on_one_phone_and_can_drop_a_call(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 600).await;
    let call = scene.begins().await.unwrap().id;
    let paul = scene.person("paul@mur.example", "Paul").await;
    let other = scene.open_account("Le Mur", "04 72 00 00 02", paul).await;
    let agent = scene.agent;
    let busy = scene.app.run(Author::Staff(agent), move |tx, ctx| begin(tx, ctx, agent, other)).await;
    assert_eq!(busy, Err(CallRefusal::Busy(scene.account)));
    let account = scene.account;
    let drops = |seen| scene.app.run(Author::Staff(agent), move |tx, ctx| drop_call(tx, ctx, agent, account, seen));
    assert_eq!(drops(call).await, Ok(()));
    let next = scene.begins().await.unwrap().id;
    assert_eq!(drops(call).await, Err(CallRefusal::Over), "another tab drops no call that it does not show");
    assert_eq!(drops(next).await, Ok(()));
    assert_eq!(scene.left().await, 600);
    let begun = scene.app.run(Author::Staff(agent), move |tx, ctx| begin(tx, ctx, agent, other)).await;
    assert!(begun.is_ok());
    let colleague = scene.colleague("bea@publisher.example", "Béa", kit_web::StaffPermission::Support).await;
    let begun = scene.app.run(Author::Staff(colleague), move |tx, ctx| begin(tx, ctx, colleague, other)).await;
    assert!(begun.is_ok(), "two agents, one account");
}
