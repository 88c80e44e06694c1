//! Accounts that are closed and brought back.

use accounts::service::closing::{self, ClosingRefusal};
use credits::{Grant, Reason, Unit};
use kit_core::{Author, Context, Credits};
use kit_db::Tx;
use kit_testkit::{TestDb, db_test};
use kit_web::AccountState;
use privacy::ErasureRequestState;

use crate::office::*;

async fn state(office: &Office) -> AccountState {
    let account = office.account;
    office.read(move |read| accounts::service::account(read, account)).await.unwrap().state
}

#[db_test(schema())]
async fn an_admin_closes_the_account_and_staff_brings_it_back(test: TestDb) {
    let office = Office::new(test).await;
    let account = office.account;
    let mut admin = office.browser(ADMIN).await;
    let close = format!("/accounts/{account}/close");
    let given = Grant { amount: Credits(150), reason: Reason::parse("Bienvenue").unwrap(), expires_at: None };
    let give = move |tx: &mut Tx<'_>, ctx: &Context| {
        credits::grant(tx, ctx, Unit::SupportMinutes.of(account), &given).map(drop)
    };
    assert!(!admin.get(&close).await.text().contains("crédit-temps"), "there is none to lose");
    office.run(Author::Staff(office.admin), give).await.unwrap();
    let page = admin.get(&close).await.text();
    assert!(page.contains("2\u{a0}h\u{a0}30\u{a0}min de crédit-temps"), "{page}");
    let wrong = admin.submit(&close, &close, &[("current", "pas le bon mot de passe")]).await;
    assert_eq!(wrong.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&office).await, AccountState::Active);
    let mut user = office.browser(USER).await;
    assert_eq!(user.get(&close).await.status, http::StatusCode::NOT_FOUND);
    let closed = admin.submit(&close, &close, &[("current", PASSWORD)]).await;
    let status = format!("/accounts/{account}/status");
    assert_eq!(closed.location().as_deref(), Some(status.as_str()), "{}", closed.text());
    assert_eq!(state(&office).await, AccountState::Closed);
    assert_eq!(user.get(&format!("/accounts/{account}")).await.location(), Some(status.clone()));
    assert_eq!(user.get(&status).await.status, http::StatusCode::OK);

    let staff = Author::Staff(office.admin);
    let restore = move |tx: &mut Tx<'_>, ctx: &Context| closing::restore(tx, ctx, account);
    office.run(staff.clone(), restore).await.unwrap();
    assert_eq!(state(&office).await, AccountState::Active);
    assert_eq!(office.run(staff.clone(), restore).await, Err(ClosingRefusal::NotThere));
    office.run(Author::Person(office.admin), move |tx, ctx| closing::close(tx, ctx, account)).await.unwrap();
    office.days(31).await;
    assert_eq!(office.run(staff, restore).await, Err(ClosingRefusal::TooLate));
}

#[db_test(schema())]
async fn a_suspended_account_comes_back_suspended(test: TestDb) {
    let office = Office::new(test).await;
    let account = office.account;
    let staff = Author::Staff(office.admin);
    let suspend = move |tx: &mut Tx<'_>, ctx: &Context| {
        accounts::service::decisions::suspend(tx, ctx, account, "Facture impayée.")
    };
    office.run(staff.clone(), suspend).await.unwrap();
    office.run(Author::Person(office.admin), move |tx, ctx| closing::close(tx, ctx, account)).await.unwrap();
    office.run(staff, move |tx, ctx| closing::restore(tx, ctx, account)).await.unwrap();
    assert_eq!(state(&office).await, AccountState::Suspended);
}

#[db_test(schema())]
async fn the_last_admin_of_a_closed_account_can_be_forgotten(test: TestDb) {
    let office = Office::new(test).await;
    let account = office.account;
    office.run(Author::Person(office.admin), move |tx, ctx| closing::close(tx, ctx, account)).await.unwrap();
    // The mail that tells of it has no link to confirm anything with.
    office.app.mails().await;
    let request = office.ask(office.admin).await;
    office.confirm(ADMIN).await;
    office.days(8).await;
    assert_eq!(office.state(request).await, ErasureRequestState::Done);
    let stands = kit_testkit::traces(&office.app.test.db, ADMIN).await;
    assert!(stands.iter().all(|column| column == "events.changes"), "{stands:?}");
}
