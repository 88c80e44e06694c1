//! Calls as a receiver sees them.

use std::io::Write;
use std::process::{Command, Stdio};

use jiff::SignedDuration;
use kit_testkit::{TestDb, db_test};
use webhooks::{DeliveryState, Kinds};

use crate::receiver::{Received, Receiver, status};
use crate::world::{VISITED, deliveries, done, endpoint, local, migrations, public, register, seen, tell};

/// Verifies as the specification says, with nothing of ours: the secret, the headers, the body, on standard input.
const VERIFY: &str = r#"
import base64, hashlib, hmac, json, sys
call = json.load(sys.stdin)
key = base64.b64decode(call["secret"].removeprefix("whsec_"))
content = f'{call["id"]}.{call["timestamp"]}.{call["body"]}'.encode()
expected = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
sys.exit(0 if expected in call["signature"].split(" ") else 1)
"#;

/// Whether this secret signed the call.
fn is_signed_by(call: &Received, secret: &str) -> bool {
    let python = std::env::var("GUICHET_TEST_PYTHON").expect("GUICHET_TEST_PYTHON names a Python");
    let input = serde_json::json!({
        "secret": secret,
        "id": call.header("webhook-id"),
        "timestamp": call.header("webhook-timestamp"),
        "signature": call.header("webhook-signature"),
        "body": call.body,
    });
    let mut verifier = Command::new(python).args(["-c", VERIFY]).stdin(Stdio::piped()).spawn().unwrap();
    verifier.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    verifier.wait().unwrap().success()
}

#[db_test(migrations())]
async fn a_call_says_what_happened_and_is_signed(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let made = register(&app.test, &receiver.url, Kinds::all()).await;
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    let [call] = &receiver.received()[..] else { panic!("one call") };
    assert!(call.head.starts_with("POST /hook HTTP/1.1\r\n"), "{}", call.head);
    assert_eq!(call.header("content-type"), "application/json");
    assert_eq!(call.header("webhook-timestamp"), "1793610000");
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    assert_eq!((&body["type"], &body["data"]["account"]), (&"test.visited".into(), &"C-1042".into()));
    assert!(is_signed_by(call, &made.secret));
    assert!(!is_signed_by(&Received { body: call.body.replace('3', "4"), ..call.clone() }, &made.secret));
    let delivery = &deliveries(&app.test).await[0];
    assert_eq!((delivery.state, delivery.attempts, delivery.last_status), (DeliveryState::Delivered, 1, Some(204)));
    let endpoint = endpoint(&app.test, made.endpoint).await;
    assert_eq!((endpoint.last_success_at, endpoint.failing_since), (Some(app.test.clock.now()), None));
}

#[db_test(migrations())]
async fn what_fails_is_sent_again_with_the_same_bytes(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let made = register(&app.test, &receiver.url, Kinds::all()).await;
    let long = "x".repeat(5000);
    let failure = format!("HTTP/1.1 500 x\r\ncontent-length: 5000\r\n\r\n{long}");
    receiver.will([failure, status(302), String::new()]);
    tell(&app.test, &VISITED).await;
    // After 5 s, a minute, five minutes, and up to a tenth more each.
    for seconds in [0, 6, 66] {
        app.pass(SignedDuration::from_secs(seconds));
        app.run_jobs().await;
        app.run_jobs().await;
    }
    let failing = endpoint(&app.test, made.endpoint).await;
    assert!(failing.failing_since.is_some() && failing.last_success_at.is_none());
    assert_eq!(deliveries(&app.test).await[0].state, DeliveryState::Waiting);
    app.pass(SignedDuration::from_secs(330));
    app.run_jobs().await;
    let calls = receiver.received();
    assert_eq!(calls.len(), 4);
    for call in &calls {
        assert_eq!((&call.body, call.header("webhook-id")), (&calls[0].body, calls[0].header("webhook-id")));
        assert!(is_signed_by(call, &made.secret));
    }
    assert_ne!(calls[0].header("webhook-timestamp"), calls[3].header("webhook-timestamp"), "that of the attempt");
    let delivery = deliveries(&app.test).await[0].clone();
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Delivered, 4));
    let now = app.test.clock.now();
    let story = seen(&app.test, move |read| webhooks::story(read, delivery.id, now)).await.unwrap();
    assert_eq!(
        story.attempts.iter().map(|one| one.status).collect::<Vec<_>>(),
        [Some(204), None, Some(302), Some(500)]
    );
    assert_eq!(story.attempts[3].words, long[..2048]);
    assert!(story.attempts[1].words.starts_with("the connection broke"), "{}", story.attempts[1].words);
    assert_eq!(endpoint(&app.test, made.endpoint).await.failing_since, None);
}

#[db_test(migrations())]
async fn a_secret_that_was_replaced_signs_for_a_day(test: TestDb) {
    let (app, receiver) = (local(test), Receiver::start().await);
    let first = register(&app.test, &receiver.url, Kinds::all()).await;
    let id = first.endpoint;
    let second = done(&app.test, move |tx, ctx| webhooks::rotate(tx, ctx, id)).await.unwrap();
    assert_ne!(first.secret, second.secret);
    let call = async || {
        tell(&app.test, &VISITED).await;
        app.run_jobs().await;
        receiver.received().pop().unwrap()
    };
    let both = call().await;
    assert!(is_signed_by(&both, &first.secret) && is_signed_by(&both, &second.secret));
    app.pass(SignedDuration::from_hours(24));
    let later = call().await;
    assert!(!is_signed_by(&later, &first.secret) && is_signed_by(&later, &second.secret));
}

#[db_test(migrations())]
async fn a_redirect_leads_nowhere(test: TestDb) {
    let (app, receiver, inside) = (local(test), Receiver::start().await, Receiver::start().await);
    register(&app.test, &receiver.url, Kinds::all()).await;
    for code in [301, 302, 303, 307, 308] {
        receiver.will([format!("HTTP/1.1 {code} x\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", inside.url)]);
    }
    for _ in 0..5 {
        tell(&app.test, &VISITED).await;
    }
    app.run_jobs().await;
    assert_eq!((receiver.received().len(), inside.received().len()), (5, 0));
    assert!(deliveries(&app.test).await.iter().all(|one| one.state == DeliveryState::Waiting));
}

#[db_test(migrations())]
async fn in_production_this_machine_is_not_called(test: TestDb) {
    let (app, receiver) = (public(test), Receiver::start().await);
    // As if it had been registered when the address was another.
    let port = receiver.url.rsplit(':').next().unwrap();
    for host in ["https://localhost", "https://127.0.0.1", "http://127.0.0.1"] {
        register(&app.test, &format!("{host}:{port}"), Kinds::all()).await;
    }
    tell(&app.test, &VISITED).await;
    app.run_jobs().await;
    assert!(receiver.received().is_empty());
    for delivery in deliveries(&app.test).await {
        let id = delivery.id;
        let now = app.test.clock.now();
        let story = seen(&app.test, move |read| webhooks::story(read, id, now)).await.unwrap();
        let words = &story.attempts[0].words;
        assert!(words.contains("not on the public internet") || words.contains("must begin with https"), "{words}");
    }
}
