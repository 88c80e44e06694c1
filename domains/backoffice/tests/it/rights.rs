//! Who of the staff sees what.

use http::StatusCode;
use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission::{self, Billing, Catalogue, CustomerService, Owner, Support};

use crate::scene::{Scene, of, schema};

/// What each permission opens, in the order of the README's table.
const TABLE: [(&str, &[StaffPermission]); 9] = [
    ("/staff", &[Support, CustomerService, Billing, Catalogue, Owner]),
    ("/staff/tariff", &[Support, CustomerService, Billing, Catalogue, Owner]),
    ("/staff/accounts", &[Support, CustomerService, Billing, Owner]),
    ("/staff/sign-ups", &[Support, CustomerService, Billing, Owner]),
    ("/staff/people", &[Support, CustomerService, Billing, Owner]),
    ("/staff/audit", &[Support, CustomerService, Billing, Owner]),
    ("/staff/jobs", &[Support, CustomerService, Billing, Owner]),
    ("/staff/tariff/new", &[Catalogue, Owner]),
    ("/staff/team", &[Owner]),
];

#[db_test(schema())]
async fn each_permission_opens_its_pages_and_no_other(test: TestDb) {
    let scene = Scene::new(test).await;
    for permission in StaffPermission::ALL {
        let mut client = scene.clerk(*permission).await;
        for (path, allowed) in TABLE {
            let wanted = if allowed.contains(permission) { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(client.get(path).await.status, wanted, "{permission} at {path}");
        }
        let pages = [
            (of(scene.active, ""), [Support, CustomerService, Billing, Owner].contains(permission)),
            (of(scene.active, "/operations"), [Support, CustomerService, Billing, Owner].contains(permission)),
            (of(scene.active, "/suspend"), [CustomerService, Owner].contains(permission)),
            (of(scene.pending, "/accept"), [CustomerService, Owner].contains(permission)),
            (of(scene.active, "/grant"), [Billing, Owner].contains(permission)),
            (of(scene.active, "/payment"), [Billing, Owner].contains(permission)),
        ];
        for (path, allowed) in pages {
            let wanted = if allowed { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(client.get(&path).await.status, wanted, "{permission} at {path}");
        }
    }
}

#[db_test(schema())]
async fn customers_and_strangers_find_no_back_office(test: TestDb) {
    let scene = Scene::new(test).await;
    let customer = scene.person("someone@atelier-durand.example", "Morel").await;
    let mut customer = scene.signed_in(customer).await;
    let mut stranger = scene.app.client();
    for (path, _) in TABLE {
        assert_eq!(customer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        let sign_in = stranger.get(path).await.location().unwrap();
        assert!(sign_in.starts_with("/sign-in"), "{path}: {sign_in}");
    }
    let refused = customer.post_form(&of(scene.pending, "/accept"), &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.state(scene.pending).await, "pending");
}

#[db_test(schema())]
async fn buttons_are_shown_to_whom_they_obey(test: TestDb) {
    let scene = Scene::new(test).await;
    let page = of(scene.active, "");
    let support = scene.clerk(Support).await.get(&page).await;
    assert!(!support.says("/suspend") && !support.says("/grant"));
    let service = scene.clerk(CustomerService).await.get(&page).await;
    assert!(service.says("/suspend") && !service.says("/grant"));
    let billing = scene.clerk(Billing).await.get(&page).await;
    assert!(!billing.says("/suspend") && billing.says("/grant"));
}
