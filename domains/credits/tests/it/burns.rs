//! Support time is used: what is billed, what is not there, who reads what of it, and that none of it can be changed unnoticed.

use axum::http::StatusCode;
use kit_core::{Credits, Locale, PersonId};
use kit_db::Failed;
use kit_testkit::{TestDb, change_every_column, db_test};
use kit_web::StaffPermission;

use crate::events::{listen, told};
use crate::scene::{Scene, schema};
use crate::support::*;
use crate::support_time::TIME;

/// By quarters of an hour, the first five minutes free, an approval above an hour.
fn rule(overrun: Overrun) -> SupportRule {
    SupportRule {
        offered: true,
        rounding: Rounding { step: 15, least: 15, free: 5 },
        covered: Labels([(Locale::Fr, "Les pannes ne comptent pas.".to_owned())].into()),
        approval_above: Some(60),
        overrun,
    }
}

async fn count(test: &TestDb, overrun: Overrun) {
    let rule = rule(overrun);
    let set = run(test, staff(), move |tx, ctx| Ok::<_, Failed<()>>(save_support_rule(tx, ctx, &rule)?));
    set.await.unwrap();
}

fn work(minutes: i64) -> Burn {
    Burn {
        seconds: minutes * 60,
        subject: Reference::parse("Export des plans").unwrap(),
        case: Some(Reference::parse("S-2026-12").unwrap()),
        agent: PersonId::from_raw(900),
        caller: None,
        covered: false,
        approval: Approval::Lacking,
    }
}

/// An account with a wallet of this many minutes.
async fn customer(test: TestDb, minutes: i64, overrun: Overrun) -> Scene {
    let scene = Scene::new(test).await;
    count(&scene.test, overrun).await;
    let (account, order) = (scene.account, payment("BC-2026-000001", minutes));
    run(&scene.test, staff(), move |tx, ctx| record_payment(tx, ctx, TIME.of(account), &order)).await.unwrap();
    scene
}

impl Scene {
    async fn burn(&self, work: Burn) -> Result<Operation, BurnRefusal> {
        let account = self.account;
        run(&self.test, staff(), move |tx, ctx| burn(tx, ctx, account, &work)).await
    }

    /// What is left and what is owed.
    async fn time(&self) -> (i64, i64) {
        let (account, now) = (self.account, self.test.clock.now());
        let read = move |read: &mut kit_db::Read<'_>| standing(read, TIME.of(account), now);
        let standing = self.test.db.read::<_, kit_db::DbError, _>(read).await.unwrap();
        (standing.lots.balance().total().0, standing.debt.0)
    }

    async fn is_sound(&self) {
        assert_eq!(violations(&self.test).await, Vec::<String>::new());
    }
}

#[db_test(schema())]
async fn what_is_billed_follows_the_rule_and_what_is_missing_is_refused(test: TestDb) {
    let scene = customer(test, 60, Overrun::Refused).await;
    listen(&scene.test).await;
    let burnt = scene.burn(work(21)).await.unwrap();
    assert_eq!((burnt.amount, burnt.quantity, burnt.id().to_string().as_str()), (Credits(-30), Some(30), "minute-2"));
    let events = told(&scene.test).await;
    assert_eq!(events.last().unwrap()["type"], "support_time.changed");
    assert_eq!(events.last().unwrap()["data"]["operation"]["reference"], "Export des plans");
    assert_eq!(
        scene.burn(work(5)).await.unwrap().amount,
        Credits(0),
        "the first minutes are free, and told all the same"
    );
    assert_eq!(scene.burn(Burn { covered: true, ..work(50) }).await.unwrap().amount, Credits(0));
    let short = BurnRefusal::Short { billed: Credits(45), left: Credits(30) };
    assert_eq!(scene.burn(work(40)).await, Err(short));
    let needs = BurnRefusal::NeedsApproval { billed: Credits(75), above: 60 };
    assert_eq!(scene.burn(work(80)).await, Err(needs));
    assert_eq!(scene.burn(work(0)).await, Err(BurnRefusal::Seconds));
    assert_eq!(scene.burn(work(1_441)).await, Err(BurnRefusal::Seconds));
    assert_eq!(scene.time().await, (30, 0), "what is refused leaves no trace");
    scene.is_sound().await;
}

#[db_test(schema())]
async fn what_is_missing_is_owed_and_the_next_purchase_settles_it(test: TestDb) {
    let scene = customer(test, 20, Overrun::Debt).await;
    scene.mails().await;
    let burnt = scene.burn(work(40)).await.unwrap();
    assert_eq!((burnt.amount, burnt.owed, scene.time().await), (Credits(-20), Credits(25), (0, 25)));
    let needs = BurnRefusal::NeedsApproval { billed: Credits(75), above: 60 };
    let less = Burn { approval: Approval::UpTo(Credits(74)), ..work(80) };
    assert_eq!(scene.burn(less).await, Err(needs), "minutes are compared with minutes");
    let approved = Burn { approval: Approval::UpTo(Credits(75)), ..work(80) };
    assert_eq!(scene.burn(approved).await.unwrap().owed, Credits(75));
    let mails = scene.mails().await;
    assert!(mails.iter().any(|mail| mail.content.subject.contains("1 h 40 min")), "{mails:?}");
    scene.is_sound().await;
    let (account, order) = (scene.account, payment("BC-2026-000002", 120));
    run(&scene.test, staff(), move |tx, ctx| record_payment(tx, ctx, TIME.of(account), &order)).await.unwrap();
    assert_eq!(scene.time().await, (20, 0));
    scene.is_sound().await;
}

#[db_test(schema())]
async fn what_is_missing_is_noted_to_be_invoiced(test: TestDb) {
    let scene = customer(test, 20, Overrun::Invoiced).await;
    let burnt = scene.burn(work(40)).await.unwrap();
    assert_eq!((burnt.amount, burnt.owed, scene.time().await), (Credits(-20), Credits(0), (0, 0)));
    let account = scene.account;
    let read = move |read: &mut kit_db::Read<'_>| burns(read, account, (1, 10));
    let kept = scene.test.db.read::<_, kit_db::DbError, _>(read).await.unwrap();
    assert_eq!((kept[&2].invoiced, kept[&2].billed(), kept[&2].seconds), (Credits(25), Credits(45), 2_400));
    scene.is_sound().await;
}

#[db_test(schema())]
async fn work_is_put_right_by_an_operation_of_its_own(test: TestDb) {
    let scene = customer(test, 60, Overrun::Refused).await;
    let burnt = scene.burn(work(20)).await.unwrap();
    let account = scene.account;
    let wanted = Correction {
        corrects: burnt.id(),
        amount: Credits(15),
        kind: LotKind::Purchased,
        expires_at: None,
        reason: Reason::parse("Panne du logiciel").unwrap(),
    };
    let put_right = run(&scene.test, staff(), move |tx, ctx| correct(tx, ctx, account, &wanted)).await.unwrap();
    assert_eq!((put_right.corrected(), scene.time().await), (Some(burnt.id()), (60, 0)));
    scene.is_sound().await;
}

#[db_test(schema())]
async fn staff_sees_what_was_burnt_and_the_customer_reads_it(test: TestDb) {
    let mut scene = customer(test, 60, Overrun::Refused).await;
    let agent = scene.agent("paula", StaffPermission::Support).await;
    scene.burn(Burn { agent, ..work(21) }).await.unwrap();
    let path = format!("/staff/accounts/{}/support-time", scene.account);
    let page = scene.visit("paula", &path).await.text();
    assert!(
        page.contains("Export des plans") && !page.contains("<form method=\"post\" action=\"/staff/accounts"),
        "{page}"
    );
    assert_eq!(scene.visit("admin", &path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.visit("paula", "/staff/accounts/C-9999/support-time").await.status, StatusCode::NOT_FOUND);
    let burnt = scene.form("paula", &path, "minutes=21&subject=Export&approved=yes&act=enter&once=a").await;
    assert_eq!(burnt.status, StatusCode::METHOD_NOT_ALLOWED, "nothing burns but by the rules of calls");
    assert_eq!(scene.time().await.0, 30);
    let read = scene.page("admin", "/support-time").await.text();
    for words in ["Export des plans", "Odile", "30\u{a0}min", "Les pannes ne comptent pas."] {
        assert!(read.contains(words), "{words}: {read}");
    }
    let line = scene.page("admin", "/history/minute-2").await.text();
    assert!(line.contains("21\u{a0}min") && line.contains("S-2026-12"), "{line}");
    let csv = scene.page("admin", "/history.csv?unit=support_minutes").await.text();
    assert!(csv.contains("Odile") && !csv.contains("paula"), "{csv}");
    scene.is_sound().await;
}

#[db_test(schema())]
async fn the_catalogue_sets_the_rule(test: TestDb) {
    let mut scene = Scene::new(test).await;
    scene.agent("cat", StaffPermission::Catalogue).await;
    scene.agent("paula", StaffPermission::Support).await;
    assert_eq!(scene.visit("paula", "/staff/support-time").await.status, StatusCode::NOT_FOUND);
    let page = scene.visit("cat", "/staff/support-time").await.text();
    let once = page.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let wrong = scene.form("cat", "/staff/support-time", "step=0&overrun=").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form =
        format!("offered=yes&step=15&least=30&free=5&approval=120&overrun=invoiced&covered_fr=Les+appels&once={once}");
    assert_eq!(scene.form("cat", "/staff/support-time", &form).await.status, StatusCode::SEE_OTHER);
    let rule = scene.test.db.read::<_, kit_db::DbError, _>(support_rule).await.unwrap();
    assert_eq!(rule.rounding, Rounding { step: 15, least: 30, free: 5 });
    assert_eq!((rule.offered, rule.approval_above, rule.overrun), (true, Some(120), Overrun::Invoiced));
    assert!(scene.page("user", "/credits").await.text().contains("/support-time"), "what can be bought is told");
}

/// Work that is owed, free, covered and invoiced: whatever column of it somebody changes, the check finds it.
#[db_test(schema())]
async fn no_column_of_work_can_be_changed_unnoticed(test: TestDb) {
    let scene = customer(test, 45, Overrun::Invoiced).await;
    scene.burn(work(21)).await.unwrap();
    scene.burn(Burn { case: None, covered: true, ..work(21) }).await.unwrap();
    scene.burn(work(40)).await.unwrap();
    count(&scene.test, Overrun::Debt).await;
    scene.burn(work(4)).await.unwrap();
    scene.burn(work(40)).await.unwrap();
    scene.is_sound().await;
    let tables =
        [("support_burns", "account, seq"), ("operations", "account, unit, seq"), ("wallets", "account, unit")];
    let tampered =
        change_every_column(&scene.test.db, &tables, async || !violations(&scene.test).await.is_empty()).await;
    assert_eq!(tampered.unfound, ["wallets.blocked", "wallets.low_threshold", "wallets.next_reminder"]);
    assert!(tampered.found > 40, "{}", tampered.found);
}

#[db_test(schema())]
async fn an_agent_finds_what_he_or_she_entered_in_the_copy_of_personal_data(test: TestDb) {
    let scene = customer(test, 600, Overrun::Refused).await;
    for minutes in [21, 40] {
        scene.burn(work(minutes)).await.unwrap();
    }
    let kept = credits::module().personal;
    let kept = kept.iter().find(|personal| personal.name == "credits.support-time").unwrap().rows;
    let rows = async |agent: i64| {
        let subject = kit_web::Subject {
            person: PersonId::from_raw(agent),
            email: kit_mail::Email::parse("agent@guichet.example").unwrap(),
            name: "Ada".into(),
            locale: Locale::Fr,
        };
        let read = move |read: &mut kit_db::Read<'_>| kept(read, &subject, None);
        scene.test.db.read::<_, kit_db::DbError, _>(read).await.unwrap()
    };
    let found = rows(900).await;
    let seconds: Vec<_> = found.rows.iter().map(|row| (row[1].1.clone(), row[3].1.clone())).collect();
    assert_eq!((seconds, found.next), (vec![(2.into(), 1_260.into()), (3.into(), 2_400.into())], None));
    assert_eq!(rows(901).await.rows.len(), 0);
}
