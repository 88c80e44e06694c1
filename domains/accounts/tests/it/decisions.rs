use accounts::service::sign_up::{self, Received};
use accounts::service::{companies, decisions, duplicates::Resemblance};
use kit_core::{AccountId, Author, Cursor, PageSize};
use kit_db::{Failed, Lock};
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;

use crate::scene::{Scene, form, french, mail, race, refusal, schema};

/// An application that waits.
async fn apply(scene: &Scene, email: &'static str, company: &'static str, siren: &'static str) -> AccountId {
    let mut form = form(email, company).await;
    form.company = french(company, siren);
    scene.later(jiff::SignedDuration::from_secs(1));
    scene
        .done(Author::Visitor, accounts::LOGINS, move |tx, ctx| {
            let Ok(Received::ToConfirm(account, id)) = sign_up::sign_up(tx, ctx, &form) else { panic!() };
            sign_up::confirm(tx, ctx, id)?;
            Ok::<_, Failed<sign_up::DeadLink>>(account)
        })
        .await
}

async fn queue(scene: &Scene, cursor: Option<Cursor>, size: i64) -> (Vec<AccountId>, Option<Cursor>) {
    let page = scene.read(move |read| decisions::queue(read, cursor, PageSize::new(size))).await;
    (page.rows.iter().map(|row| row.account.id).collect(), page.next)
}

#[db_test(schema())]
async fn the_oldest_application_comes_first_with_its_likes_beside(test: TestDb) {
    let scene = Scene::new(test);
    let admin = scene.person("admin@dupont.fr").await;
    let known = scene.account("Menuiserie Dupont SARL", admin).await;
    let same_name = apply(&scene, "x@gmail.com", "MENUISERIE DUPOND", "552100554").await;
    let same_number = apply(&scene, "y@gmail.com", "Tout autre chose", "732 829 320").await;
    let same_domain = apply(&scene, "z@dupont.fr", "Encore une autre", "443061841").await;
    let unlike = apply(&scene, "w@gmail.com", "Boulangerie Martin", "542065479").await;

    assert_eq!(queue(&scene, None, 40).await.0, [same_name, same_number, same_domain, unlike]);
    let (first, next) = queue(&scene, None, 3).await;
    assert_eq!(first, [same_name, same_number, same_domain]);
    assert_eq!(queue(&scene, next, 3).await, (vec![unlike], None));

    let page = scene.read(|read| decisions::queue(read, None, PageSize::default())).await;
    let likes: Vec<Vec<(AccountId, Vec<Resemblance>)>> = page
        .rows
        .into_iter()
        .map(|row| row.duplicates.into_iter().map(|like| (like.account, like.resemblances)).collect())
        .collect();
    assert!(
        matches!(&likes[0][..], [(account, reasons)] if *account == known && matches!(reasons[..], [Resemblance::Name(80..=99)]))
    );
    assert_eq!(likes[1], [(known, vec![Resemblance::Number])]);
    assert_eq!(likes[2], [(known, vec![Resemblance::MailDomain])]);
    assert_eq!(likes[3], []);
}

#[db_test(schema())]
async fn accepted_suspended_reactivated_each_with_its_mail(test: TestDb) {
    let scene = Scene::new(test);
    let account = apply(&scene, "lea@petit.fr", "Atelier Petit", "552100554").await;
    let staff = scene.person("staff@trame.fr").await;
    let state = || scene.read(move |read| Ok(accounts::service::account(read, account)?.unwrap()));
    let decide = |what: &'static str| {
        scene.act(Author::Staff(staff), Lock::Account(account), move |tx, ctx| match what {
            "accept" => decisions::accept(tx, ctx, account),
            "refuse" => decisions::refuse_application(tx, ctx, account, "Non"),
            "suspend" => decisions::suspend(tx, ctx, account, "Facture impayée"),
            _ => decisions::reactivate(tx, ctx, account),
        })
    };
    assert_eq!(refusal(decide("suspend").await), decisions::DecisionRefusal);
    decide("accept").await.unwrap();
    assert_eq!(refusal(decide("refuse").await), decisions::DecisionRefusal, "two colleagues decide once");
    decide("suspend").await.unwrap();
    let suspended = state().await;
    assert_eq!((suspended.state, suspended.reason.as_deref()), (AccountState::Suspended, Some("Facture impayée")));
    decide("reactivate").await.unwrap();
    assert_eq!((state().await.state, state().await.reason), (AccountState::Active, None));
    let kinds: Vec<String> = scene.mails().await.into_iter().skip(1).map(|mail| mail.kind).collect();
    assert_eq!(kinds.len(), 3);
    for kind in ["accounts-accepted", "accounts-suspended", "accounts-reactivated"] {
        assert!(kinds.iter().any(|sent| sent == kind), "{kind}");
    }
    assert_eq!(scene.log(account).await[2..], ["accounts.accepted", "accounts.suspended", "accounts.reactivated"]);
}

#[db_test(schema())]
async fn a_refused_application_is_corrected_and_sent_again(test: TestDb) {
    let scene = Scene::new(test);
    let account = apply(&scene, "lea@petit.fr", "Atelier Petit", "552100554").await;
    let other = apply(&scene, "max@grand.fr", "Atelier Grand", "443061841").await;
    scene
        .done(Author::System("test"), Lock::Account(account), move |tx, ctx| {
            decisions::refuse_application(tx, ctx, account, "SIREN inconnu")
        })
        .await;
    assert_eq!(queue(&scene, None, 40).await.0, [other]);
    let lea = scene.read(|read| people::service::person_by_email(read, &mail("lea@petit.fr"))).await.unwrap().id;
    scene.later(jiff::SignedDuration::from_secs(1));
    scene
        .done(Author::Person(lea), Lock::Account(account), move |tx, ctx| {
            let company = companies::companies(tx, account)?.remove(0).id;
            let details = french("Atelier Petit", "542065479");
            companies::change(tx, ctx, account, company, &details, companies::ChangedBy::Account).unwrap();
            companies::apply_again(tx, ctx, account)
        })
        .await;
    assert_eq!(queue(&scene, None, 40).await.0, [other, account], "at the end of the queue");
    let again = scene
        .act(Author::Person(lea), Lock::Account(account), move |tx, ctx| companies::apply_again(tx, ctx, account))
        .await;
    assert_eq!(refusal(again), decisions::DecisionRefusal);
    assert_eq!(scene.read(decisions::count_waiting).await, 2);
}

#[db_test(schema())]
async fn of_two_decisions_at_once_one_counts(test: TestDb) {
    let scene = Scene::new(test);
    let account = apply(&scene, "lea@petit.fr", "Atelier Petit", "552100554").await;
    let ended = race(&scene, 20, |db, n| {
        let ctx = scene.test.context(Author::System("test"));
        async move {
            db.write(Lock::Account(account), move |tx| match n % 2 {
                0 => decisions::accept(tx, &ctx, account),
                _ => decisions::refuse_application(tx, &ctx, account, "Non"),
            })
            .await
            .is_ok()
        }
    })
    .await;
    assert_eq!(ended.into_iter().filter(|won| *won).count(), 1);
    assert_eq!(scene.log(account).await.len(), 3);
}
