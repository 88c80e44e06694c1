//! Deliveries: genuine, altered, doubled, late, out of order, missing, and judged by PayPal itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::HeaderMap;
use jiff::SignedDuration;
use kit_core::Clock;
use kit_payments::paypal::PayPal;
use kit_payments::{Event, EventKind, GivesBack, Kind, Listens, Provider, Reference, Subject, Unheard};
use payments_double::{Call, Mood, Parcel, Then};
use serde_json::json;

use crate::bench::{self, Bench, WEBHOOK};

async fn heard(paypal: &PayPal, clock: &Clock, parcel: &Parcel) -> Result<Event, Unheard> {
    let mut headers = HeaderMap::new();
    for (name, value) in &parcel.headers {
        headers.insert(*name, value.parse().unwrap());
    }
    paypal.hear(&headers, &parcel.body, clock.now()).await
}

#[tokio::test]
async fn every_event_of_a_life_says_what_to_ask_about() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    bench.double.pay_invoice(sent.id()).unwrap();
    let capture = bench.capture_of(sent.id());
    bench.double.dispute(capture.id()).unwrap();
    bench.double.resolve(capture.id(), true).unwrap();
    bench.paypal.give_back(&capture, None, "r").await.unwrap();
    let mut events = Vec::new();
    for parcel in bench.double.parcels(WEBHOOK) {
        let event = heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
        let Some(Subject::Payment(reference)) = event.subject else { panic!("{event:?}") };
        bench.paypal.ask(&reference).await.unwrap();
        events.push((event.kind, reference.kind()));
    }
    let expected = [
        (EventKind::Request, Kind::Invoice),
        (EventKind::Request, Kind::Invoice),
        (EventKind::Capture, Kind::Capture),
        (EventKind::Request, Kind::Invoice),
        (EventKind::Dispute, Kind::Capture),
        (EventKind::Dispute, Kind::Capture),
        (EventKind::Refund, Kind::Capture),
        (EventKind::Request, Kind::Invoice),
    ];
    assert_eq!(events, expected);
    assert_eq!(bench.calls(Call::Certificate), 1, "the certificate is kept");
    assert_eq!(bench.calls(Call::VerifyWebhook), 0);
}

#[tokio::test]
async fn what_was_altered_or_is_for_somebody_else_is_forged() {
    let bench = Bench::new().await;
    let event = || bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    assert!(heard(&bench.paypal, &bench.clock, &event()).await.is_ok());
    let mut altered =
        vec![event().forged(), bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), "0THERWEBH00K")];
    for at in 0..5 {
        let mut missing = event();
        missing.headers.remove(at);
        altered.push(missing);
        let mut other = event();
        other.headers[at].1.insert(0, 'x');
        altered.push(other);
    }
    for parcel in &altered {
        let outcome = heard(&bench.paypal, &bench.clock, parcel).await;
        assert!(matches!(outcome, Err(Unheard::Forged(_))), "{outcome:?} {parcel:?}");
    }
    assert_eq!(bench.calls(Call::VerifyWebhook), 0, "nobody else is asked about what is plainly forged");
}

#[tokio::test]
async fn a_stranger_who_signs_by_an_authority_of_the_same_name_is_not_heard() {
    let bench = Bench::new().await;
    let (stranger, _) = bench::double(&bench.clock).await;
    let parcel = stranger.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    let outcome = heard(&bench.paypal, &bench.clock, &parcel).await;
    assert_eq!(outcome, Err(Unheard::Forged("the certificate's chain does not hold")));
    assert_eq!(bench.calls(Call::VerifyWebhook), 0);
}

#[tokio::test]
async fn what_cannot_be_judged_here_is_judged_by_paypal() {
    let bench = Bench::new().await;
    let trusting_nobody = PayPal::new(bench::settings(&bench.double), bench.clock.clone()).unwrap();
    let parcel = bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    let reference = Reference::new(trusting_nobody.environment(), Kind::Capture, "A").unwrap();
    let event = heard(&trusting_nobody, &bench.clock, &parcel).await.unwrap();
    assert_eq!(event.subject, Some(Subject::Payment(reference)));
    let outcome = heard(&trusting_nobody, &bench.clock, &parcel.clone().forged()).await;
    assert_eq!(outcome, Err(Unheard::Forged("PayPal does not know it")));

    bench.fail(Call::Certificate, false, Then::Status(500));
    assert!(heard(&bench.paypal, &bench.clock, &parcel).await.is_ok());
    bench.clock.advance(SignedDuration::from_mins(1));
    bench.fail(Call::Certificate, false, Then::Nonsense);
    bench.fail(Call::VerifyWebhook, false, Then::Status(503));
    let outcome = heard(&bench.paypal, &bench.clock, &parcel).await;
    assert!(matches!(outcome, Err(Unheard::Unjudged(_))), "{outcome:?}");
}

/// The same delivery, naming another address of its certificate.
fn at(parcel: &Parcel, address: impl FnOnce(&str) -> String) -> Parcel {
    let mut parcel = parcel.clone();
    let (_, url) = parcel.headers.iter_mut().find(|(name, _)| *name == "paypal-cert-url").unwrap();
    *url = address(url);
    parcel
}

#[tokio::test]
async fn strangers_can_neither_have_paypal_asked_nor_a_certificate_forgotten() {
    let bench = Bench::new().await;
    let parcel = bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
    for number in 0..20 {
        for parcel in [
            at(&parcel, |url| format!("{url}?{number}")),
            at(&parcel, |url| format!("{url}-{number}")),
            at(&parcel, |url| url.replace("certs/", &format!("webhooks/{number}"))),
        ] {
            let outcome = heard(&bench.paypal, &bench.clock, &parcel).await;
            assert!(matches!(outcome, Err(Unheard::Forged(_))), "{outcome:?}");
        }
    }
    heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
    assert_eq!(bench.calls(Call::VerifyWebhook), 0);
    assert_eq!(bench.calls(Call::Certificate), 21, "each certificate is asked for once");
}

#[tokio::test]
async fn an_address_that_gave_no_certificate_is_left_alone_for_a_minute() {
    let bench = Bench::new().await;
    let parcel = bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    bench.fail(Call::Certificate, false, Then::Status(500));
    for _ in 0..3 {
        heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
    }
    assert_eq!((bench.calls(Call::Certificate), bench.calls(Call::VerifyWebhook)), (1, 3));
    bench.clock.advance(SignedDuration::from_mins(1));
    for _ in 0..3 {
        heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
    }
    assert_eq!((bench.calls(Call::Certificate), bench.calls(Call::VerifyWebhook)), (2, 3));
}

#[tokio::test]
async fn paypal_is_asked_about_thirty_deliveries_a_minute() {
    let bench = Bench::new().await;
    let trusting_nobody = PayPal::new(bench::settings(&bench.double), bench.clock.clone()).unwrap();
    let parcel = bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    for _ in 0..30 {
        heard(&trusting_nobody, &bench.clock, &parcel).await.unwrap();
    }
    let outcome = heard(&trusting_nobody, &bench.clock, &parcel).await;
    assert!(matches!(outcome, Err(Unheard::Unjudged(_))), "{outcome:?}");
    assert_eq!(bench.calls(Call::VerifyWebhook), 30);
    bench.clock.advance(SignedDuration::from_mins(1));
    heard(&trusting_nobody, &bench.clock, &parcel).await.unwrap();
}

#[tokio::test]
async fn few_deliveries_wait_for_the_certificates_of_others() {
    let bench = Bench::new().await;
    let parcel = bench.double.parcel("PAYMENT.CAPTURE.COMPLETED", json!({ "id": "A" }), WEBHOOK);
    let parcels: Vec<Parcel> = (0..10).map(|number| at(&parcel, |url| format!("{url}-{number}"))).collect();
    bench.fail(Call::Certificate, false, Then::TooMany(7));
    let heard_at_once = parcels.iter().map(|parcel| heard(&bench.paypal, &bench.clock, parcel));
    let outcomes = futures_util::future::join_all(heard_at_once).await;
    let unjudged: Vec<bool> = outcomes.iter().map(|outcome| matches!(outcome, Err(Unheard::Unjudged(_)))).collect();
    // The first is told to come later, three wait for it and are judged, the others are not.
    let expected: Vec<bool> = (0..10).map(|number| !(1..4).contains(&number)).collect();
    assert_eq!(unjudged, expected, "{outcomes:?}");
    assert_eq!((bench.calls(Call::Certificate), bench.calls(Call::VerifyWebhook)), (4, 0));
    heard(&bench.paypal, &bench.clock, &parcel).await.unwrap();
}

#[tokio::test]
async fn a_genuine_delivery_that_is_no_event_is_not_understood() {
    let bench = Bench::new().await;
    let odd = bench.double.parcel("SOMETHING.NEW", json!(["nothing"]), WEBHOOK);
    let event = heard(&bench.paypal, &bench.clock, &odd).await.unwrap();
    assert_eq!((event.kind, event.subject), (EventKind::Other("SOMETHING.NEW".to_owned()), None));
}

type Heard = Arc<Mutex<Vec<Result<Event, Unheard>>>>;

/// A publisher's address that takes deliveries.
async fn receiver(bench: &Bench) -> (String, Heard) {
    async fn take(
        State((paypal, clock, heard)): State<(Arc<PayPal>, Clock, Heard)>,
        headers: HeaderMap,
        body: Bytes,
    ) -> http::StatusCode {
        let event = paypal.hear(&headers, &body, clock.now()).await;
        let taken = event.is_ok();
        heard.lock().unwrap().push(event);
        if taken { http::StatusCode::OK } else { http::StatusCode::BAD_REQUEST }
    }
    let heard = Heard::default();
    let settings = bench::settings(&bench.double).trusting(bench.double.authority()).unwrap();
    let paypal = Arc::new(PayPal::new(settings, bench.clock.clone()).unwrap());
    let router =
        Router::new().route("/webhooks", post(take)).with_state((paypal, bench.clock.clone(), Arc::clone(&heard)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/webhooks"), heard)
}

fn ids(heard: &Heard) -> Vec<String> {
    let taken = std::mem::take(&mut *heard.lock().unwrap());
    taken.into_iter().map(|event| event.unwrap().id).collect()
}

#[tokio::test]
async fn deliveries_come_as_the_double_is_told() {
    let bench = Bench::new().await;
    let (url, heard) = receiver(&bench).await;
    bench.double.deliver_to(&url, WEBHOOK);
    bench.sent("BC-1").await;
    bench.double.deliver().await;
    let plain = ids(&heard);
    assert_eq!(plain.len(), 2);

    bench.double.behave(Mood::Doubled);
    bench.sent("BC-2").await;
    bench.double.deliver().await;
    let doubled = ids(&heard);
    assert_eq!((doubled.len(), &doubled[0], &doubled[2]), (4, &doubled[1], &doubled[3]));

    bench.double.behave(Mood::Late);
    bench.sent("BC-3").await;
    bench.double.deliver().await;
    assert!(ids(&heard).is_empty());
    bench.double.behave(Mood::Reordered);
    bench.double.deliver().await;
    let late = ids(&heard);
    assert_eq!(late.len(), 2);

    bench.double.behave(Mood::Missing);
    bench.sent("BC-4").await;
    bench.double.deliver().await;
    bench.double.behave(Mood::Plain);
    bench.double.deliver().await;
    assert!(ids(&heard).is_empty());

    bench.double.behave(Mood::Forged);
    bench.sent("BC-5").await;
    bench.double.deliver().await;
    let forged = std::mem::take(&mut *heard.lock().unwrap());
    assert_eq!(forged.len(), 2);
    assert!(forged.iter().all(|outcome| matches!(outcome, Err(Unheard::Forged(_)))), "{forged:?}");
}

#[tokio::test]
async fn what_nobody_took_is_delivered_again() {
    let bench = Bench::new().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    bench.double.deliver_to(&format!("http://{nobody}/"), WEBHOOK);
    bench.sent("BC-1").await;
    bench.double.deliver().await;
    let (url, heard) = receiver(&bench).await;
    bench.double.deliver_to(&url, WEBHOOK);
    bench.double.deliver().await;
    assert_eq!(ids(&heard).len(), 2);
}

#[tokio::test]
async fn the_demo_delivers_by_itself() {
    let bench = Bench::new().await;
    let (url, heard) = receiver(&bench).await;
    bench.double.deliver_to(&url, WEBHOOK);
    let running = tokio::spawn({
        let double = bench.double.clone();
        async move { double.run().await }
    });
    let sent = bench.sent("BC-1").await.reference;
    bench.double.pay_invoice(sent.id()).unwrap();
    let all = async {
        while heard.lock().unwrap().len() < 4 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), all).await.expect("all events come");
    assert_eq!(ids(&heard).len(), 4);
    running.abort();
}
