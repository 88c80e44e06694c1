//! The pages, as a browser meets them.

use kit_testkit::{TestDb, db_test};
use privacy::ErasureRequestState;
use privacy::service::erasure_requests;

use crate::office::*;

#[db_test(schema())]
async fn a_user_asks_to_be_forgotten_and_takes_it_back(test: TestDb) {
    let office = Office::new(test).await;
    let mut browser = office.browser(USER).await;
    let page = browser.get("/me/data/erasure").await;
    assert!(page.text().contains("L123-22"), "what the law keeps is said before");
    let wrong = browser.submit("/me/data/erasure", "/me/data/erasure", &[("current", "non")]).await;
    assert_eq!(wrong.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    let asked = browser.submit("/me/data/erasure", "/me/data/erasure", &[("current", PASSWORD)]).await;
    assert_eq!(asked.location().as_deref(), Some("/me/data"), "{}", asked.text());
    office.confirm(USER).await;
    let user = office.user;
    let request = office.read(move |read| erasure_requests::open_of(read, user)).await.unwrap();
    assert_eq!(request.state, ErasureRequestState::Confirmed);
    let back = browser.submit("/me/data", "/me/data/erasure/withdraw", &[]).await;
    assert_eq!(back.location().as_deref(), Some("/me/data"));
    assert_eq!(office.state(request.id).await, ErasureRequestState::Withdrawn);
}

#[db_test(schema())]
async fn the_last_admin_is_told_what_to_do_first(test: TestDb) {
    let office = Office::new(test).await;
    let mut browser = office.browser(ADMIN).await;
    let page = browser.get("/me/data/erasure").await.text();
    let account = office.account;
    for way in [format!("/accounts/{account}/members"), format!("/accounts/{account}/close")] {
        assert!(page.contains(&way), "{way}");
    }
    assert!(!page.contains("name=\"current\""), "nothing is asked for that would be refused");
    let anyway = browser.post_form("/me/data/erasure", &[("current", PASSWORD), ("once", "x")]).await;
    assert_ne!(anyway.status, http::StatusCode::SEE_OTHER);
    let admin = office.admin;
    assert_eq!(office.read(move |read| erasure_requests::open_of(read, admin)).await, None);
}

#[db_test(schema())]
async fn everybody_reads_what_is_kept(test: TestDb) {
    let office = Office::new(test).await;
    let page = office.client().get("/privacy").await;
    assert_eq!(page.status, http::StatusCode::OK);
    assert!(page.text().contains("L123-22") && page.text().contains("cnil.fr"));
    assert!(office.client().get("/sign-up").await.text().contains("/privacy"), "a notice where data is entered");
}
