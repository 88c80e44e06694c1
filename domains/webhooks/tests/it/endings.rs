//! How deliveries and addresses come to their end, and begin again.

use jiff::SignedDuration;
use kit_db::Failed;
use kit_mail::Email;
use kit_testkit::{TestApp, TestDb, db_test};
use publisher::Identity;
use webhooks::{DeliveryState, Disabled, EndpointForm, EndpointRefusal, Kinds, ReplayRefusal};

use crate::receiver::{Receiver, status};
use crate::world::{VISITED, deliveries, done, endpoint, local, log, migrations, register, seen, tell};

/// The publisher can be told.
async fn has_a_support_address(app: &TestApp) {
    let saved = done(&app.test, |tx, ctx| {
        let support_email = Some(Email::parse("aide@brouage.example").unwrap());
        let identity = Identity { support_email, ..publisher::settings(tx)?.identity };
        Ok::<_, Failed<()>>(publisher::save_identity(tx, ctx, identity)?)
    });
    saved.await.unwrap();
}

#[db_test(migrations())]
async fn after_three_days_it_is_given_up_and_the_address_is_out_of_use(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    has_a_support_address(&app).await;
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    receiver.will((0..11).map(|_| status(503)));
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    let mut pauses = Vec::new();
    for _ in 0..10 {
        let delivery = deliveries(&app.test).await.remove(0);
        assert_eq!(delivery.state, DeliveryState::Waiting);
        let pause = delivery.next_at.unwrap().duration_since(app.test.clock.now());
        app.pass(pause - SignedDuration::from_millis(1));
        app.run_jobs().await;
        assert!(endpoint(&app.test, id).await.disabled_at.is_none(), "never before its time");
        app.pass(SignedDuration::from_millis(1));
        app.run_jobs().await;
        pauses.push(pause.as_secs());
    }
    for (pause, least) in pauses.iter().zip([5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]) {
        assert!((least..=least + least / 10).contains(pause), "{pauses:?}");
    }
    assert_eq!(receiver.received().len(), 11);
    let delivery = deliveries(&app.test).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts, delivery.next_at), (DeliveryState::GivenUp, 11, None));
    let address = endpoint(&app.test, id).await;
    assert_eq!(address.disabled_by, Some(Disabled::Failing));
    assert_eq!(log(&app.test).await[0], "webhooks.disabled");
    let mail = app.mail_to("aide@brouage.example").await;
    assert!(mail.content.text.contains(&receiver.url) && mail.content.text.contains("trois jours"));
    // Nothing is told to it any more, until it is put back into use; then what was given up is sent by hand.
    tell(&app.test, &VISITED).await;
    assert_eq!(deliveries(&app.test).await.len(), 1);
    let replay = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| webhooks::replay(tx, ctx, delivery.id);
    assert!(matches!(done(&app.test, replay).await, Err(Failed::Refused(ReplayRefusal::OutOfUse))));
    done(&app.test, move |tx, ctx| webhooks::enable(tx, ctx, id)).await.unwrap();
    done(&app.test, replay).await.unwrap();
    assert!(matches!(done(&app.test, replay).await, Err(Failed::Refused(ReplayRefusal::Waiting))));
    // Nobody came to do it: it is sent by hand, and once, although two may now be about to.
    app.pass(SignedDuration::from_hours(8));
    done(&app.test, replay).await.unwrap();
    assert!(matches!(done(&app.test, replay).await, Err(Failed::Refused(ReplayRefusal::Waiting))));
    app.run_jobs().await;
    assert_eq!(receiver.received().len(), 1);
    assert_eq!(deliveries(&app.test).await[0].state, DeliveryState::Delivered);
    assert_eq!(endpoint(&app.test, id).await.failing_since, None);
}

#[db_test(migrations())]
async fn who_is_gone_is_called_no_more(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    has_a_support_address(&app).await;
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    receiver.will([status(410)]);
    tell(&app.test, &VISITED).await;
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    assert_eq!(receiver.received().len(), 1);
    let mut states: Vec<_> = deliveries(&app.test).await.into_iter().map(|one| one.state.code()).collect();
    states.sort_unstable();
    assert_eq!(states, ["cancelled", "given_up"]);
    assert_eq!(endpoint(&app.test, id).await.disabled_by, Some(Disabled::Gone));
    assert!(app.mail_to("aide@brouage.example").await.content.text.contains("410"));
}

#[db_test(migrations())]
async fn what_waits_for_a_removed_address_is_cancelled(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    tell(&app.test, &VISITED).await;
    done(&app.test, move |tx, ctx| webhooks::remove(tx, ctx, id)).await.unwrap();
    app.run_jobs().await;
    assert!(receiver.received().is_empty());
    let delivery = deliveries(&app.test).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Cancelled, 0));
    let replay = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| webhooks::replay(tx, ctx, delivery.id);
    assert!(matches!(done(&app.test, replay).await, Err(Failed::Refused(ReplayRefusal::OutOfUse))));
}

#[db_test(migrations())]
async fn a_test_goes_to_one_address_whatever_it_wants(test: TestDb) {
    let (app, receiver, other) = (local(test), Receiver::start().await, Receiver::start().await);
    register(&app.test, &other.url, Kinds::all()).await;
    let id = register(&app.test, &receiver.url, Kinds::of(["test.left"])).await.endpoint;
    done(&app.test, move |tx, ctx| webhooks::test(tx, ctx, id)).await.unwrap();
    app.run_jobs().await;
    assert!(receiver.received()[0].body.starts_with(r#"{"type":"webhook.test","#));
    assert!(other.received().is_empty());
    done(&app.test, move |tx, ctx| webhooks::disable(tx, ctx, id)).await.unwrap();
    let tested = done(&app.test, move |tx, ctx| webhooks::test(tx, ctx, id)).await;
    assert!(matches!(tested, Err(Failed::Refused(EndpointRefusal::OutOfUse))));
}

#[db_test(migrations())]
async fn what_is_old_is_forgotten(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    done(&app.test, move |tx, ctx| webhooks::remove(tx, ctx, id)).await.unwrap();
    app.pass(SignedDuration::from_hours(30 * 24 - 1));
    register(&app.test, &receiver.url, Kinds::all()).await;
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    assert_eq!(deliveries(&app.test).await.len(), 2);
    app.pass(SignedDuration::from_hours(2));
    app.run_jobs().await;
    let left = deliveries(&app.test).await;
    assert!(left.len() == 1 && left[0].endpoint != id);
    assert_eq!(seen(&app.test, webhooks::endpoints).await.len(), 1);
}

#[db_test(migrations())]
async fn there_are_not_more_addresses_than_can_be(test: TestDb) {
    for number in 0..webhooks::MOST {
        register(&test, &format!("https://a{number}.example/"), Kinds::all()).await;
    }
    let form =
        webhooks::EndpointForm { url: "https://b.example/".into(), description: String::new(), kinds: Kinds::all() };
    let more = done(&test, move |tx, ctx| webhooks::register(tx, ctx, &form)).await;
    assert!(matches!(more, Err(Failed::Refused(EndpointRefusal::TooMany))));
}

#[db_test(migrations())]
async fn an_address_is_registered_once(test: TestDb) {
    let form = |path: &str| webhooks::EndpointForm {
        url: format!("https://b.example/{path}"),
        description: String::new(),
        kinds: Kinds::all(),
    };
    let one = register(&test, &form("one").url, Kinds::all()).await.endpoint;
    register(&test, &form("other").url, Kinds::all()).await;
    let twice = form("one");
    let refused = done(&test, move |tx, ctx| webhooks::register(tx, ctx, &twice)).await;
    assert!(matches!(refused, Err(Failed::Refused(EndpointRefusal::Taken))));
    let taken = form("other");
    let refused = done(&test, move |tx, ctx| webhooks::save(tx, ctx, one, &taken)).await;
    assert!(matches!(refused, Err(Failed::Refused(EndpointRefusal::Taken))));
    // Its own address is not another's: the rest of the form is saved.
    let own = webhooks::EndpointForm { description: "Atelier".to_owned(), ..form("one") };
    done(&test, move |tx, ctx| webhooks::save(tx, ctx, one, &own)).await.unwrap();
}

#[db_test(migrations())]
async fn another_address_has_not_failed_yet(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let id = register(&app.test, &receiver.url, Kinds::all()).await.endpoint;
    receiver.will([status(503)]);
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    assert!(endpoint(&app.test, id).await.failing_since.is_some());
    let form = |url: String| EndpointForm { url, description: String::new(), kinds: Kinds::all() };
    let same = form(receiver.url.clone());
    done(&app.test, move |tx, ctx| webhooks::save(tx, ctx, id, &same)).await.unwrap();
    assert!(endpoint(&app.test, id).await.failing_since.is_some(), "the address is the same");
    let other = form(format!("{}/autre", receiver.url));
    done(&app.test, move |tx, ctx| webhooks::save(tx, ctx, id, &other)).await.unwrap();
    assert_eq!(endpoint(&app.test, id).await.failing_since, None);
}
