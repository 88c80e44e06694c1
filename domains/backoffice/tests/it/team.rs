//! The staff and its permissions.

use http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission::{Owner, Support};

use crate::scene::{Scene, schema};

#[db_test(schema())]
async fn the_owner_adds_a_colleague_and_changes_permissions(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut owner = scene.clerk(Owner).await;
    let page = "/staff/team/new";
    let bad = owner.submit(page, page, &[("email", "lea@"), ("first_name", "Léa")]).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.says("Léa"), "what was typed is kept");
    let fields = [
        ("email", "lea@publisher.example"),
        ("first_name", "Léa"),
        ("surname", "Blanc"),
        ("permissions", "support"),
        ("permissions", "billing"),
    ];
    assert!(owner.submit(page, page, &fields).await.status.is_redirection());
    let welcome = scene.app.mail_to("lea@publisher.example").await;
    assert!(scene.app.link(&welcome).starts_with("/reset/"), "a link to choose a password");
    let staff = scene.read(people::service::staff).await;
    let lea = staff.iter().find(|person| person.email.as_str() == "lea@publisher.example").unwrap();
    assert_eq!(lea.staff.codes(), "support,billing");

    let page = format!("/staff/team/{}", lea.id);
    assert!(owner.submit(&page, &page, &[("permissions", "catalogue")]).await.status.is_redirection());
    let id = lea.id;
    let codes = move |read: &mut kit_db::Read<'_>| Ok(people::service::person(read, id)?.unwrap().staff.codes());
    assert_eq!(scene.read(codes).await, "catalogue");
    let unknown = owner.submit(&page, &page, &[("permissions", "king")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(scene.read(codes).await, "catalogue");
}

#[db_test(schema())]
async fn the_last_owner_stays(test: TestDb) {
    let scene = Scene::new(test).await;
    let (id, mut owner) = scene.staff("olga@publisher.example", &[Owner]).await;
    let page = format!("/staff/team/{id}");
    let refused = owner.submit(&page, &page, &[("permissions", "support")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    owner.post_form(&format!("/staff/people/{id}/close"), &[]).await;
    assert_eq!(owner.get("/staff/team").await.status, StatusCode::OK, "nobody shuts himself out");
    let (support, _) = scene.staff("sam@publisher.example", &[Support]).await;
    let none = scene.read(move |read| people::service::with_second_factor(read, &[id, support])).await;
    assert!(none.is_empty());
}
