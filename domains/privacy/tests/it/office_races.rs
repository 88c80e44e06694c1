//! Two at once.

use kit_testkit::{TestDb, db_test};
use kit_web::Role;
use privacy::service::erasure::{self, CarriedOut};

use crate::office::*;

#[db_test(schema())]
async fn of_two_admins_forgotten_at_once_one_stays(test: TestDb) {
    let office = Office::new(test).await;
    office.give(office.user, &[Role::Admin]).await;
    let requests = [office.ask(office.admin).await, office.ask(office.user).await];
    for mail in office.mails().await {
        office.client().post_form(&office.link(&mail), &[]).await;
    }
    office.pass(jiff::SignedDuration::from_hours(24 * 8));
    let nodes = office.nodes();
    let carried = (0..2).map(|n: usize| {
        let (app, request) = (office.app.app.clone(), requests[n]);
        office.on(&nodes[n], move |tx, ctx| erasure::carry_out(tx, ctx, request, &app.personal, &app.hindrances))
    });
    let [one, other]: [CarriedOut; 2] = futures_util::future::try_join_all(carried).await.unwrap().try_into().unwrap();
    assert!(matches!(
        (one, other),
        (CarriedOut::Done, CarriedOut::Hindered) | (CarriedOut::Hindered, CarriedOut::Done)
    ));
    assert_eq!(office.members().await.len(), 1);
}
