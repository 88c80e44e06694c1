//! Calls, and what comes between.

use std::net::TcpListener;
use std::time::Duration;

use guichet_client::{
    Capture, Client, Config, Error, Key, NewHold, NewLease, OfflineUse, OperationsFilter, Release, Settlement, Usage,
    blocking,
};
use serde_json::{Value, json};

use crate::stub::{Fault, PRICE, Stub};

fn render() -> Usage {
    Usage::new("plan.render").quantity(2).reference("Plan 12")
}

/// A client that gives up soon.
fn impatient(stub: &Stub) -> blocking::Client {
    let config = stub.config().deadline(Duration::from_millis(900)).attempt_timeout(Duration::from_millis(300));
    blocking::Client::new(config).unwrap()
}

#[test]
fn a_use_is_written_and_told() {
    let stub = Stub::with(100);
    let done = stub.client().usage(&render()).unwrap();
    assert_eq!((done.value.operation.amount, done.value.balance.available, done.replayed), (-2 * PRICE, 94, false));
    assert_eq!(stub.client().balance().unwrap().available, 94);
    let request = stub.posts().remove(0);
    assert_eq!(request.body, json!({ "feature": "plan.render", "quantity": 2, "reference": "Plan 12" }));
    assert_eq!(request.authorization.as_deref(), Some("Bearer gk_test"));
    assert_eq!(request.key.as_deref(), Some(done.key.as_str()));
    let again = stub.client().usage(&render().key(done.key.clone())).unwrap();
    assert!(again.replayed && again.value == done.value);
    assert_eq!(stub.state().written.len(), 1);
}

#[test]
fn whatever_comes_between_it_is_written_once_and_with_one_key() {
    for faults in [
        &[Fault::Dropped][..],
        &[Fault::Cut(0)],
        &[Fault::Cut(10)],
        &[Fault::Cut(70)],
        &[Fault::Cut(10_000)],
        &[Fault::Busy(0)],
        &[Fault::Unknown],
        &[Fault::Busy(0), Fault::Cut(40), Fault::Dropped, Fault::Unknown],
    ] {
        let stub = Stub::with(100);
        stub.breaks(faults);
        let done = stub.client().usage(&render()).unwrap();
        assert_eq!(stub.state().written, [(done.key.to_string(), 6)], "{faults:?}");
        let posts = stub.posts();
        assert_eq!(posts.len(), faults.len() + 1, "{faults:?}");
        assert!(posts.iter().all(|post| post.key.as_deref() == Some(done.key.as_str()) && post.body == posts[0].body));
        let done_before = faults.iter().any(|fault| matches!(fault, Fault::Cut(_) | Fault::Unknown));
        assert_eq!(done.replayed, done_before, "{faults:?}");
    }
}

#[test]
fn a_slow_answer_is_asked_for_again() {
    let stub = Stub::with(100);
    stub.breaks(&[Fault::Slow(600)]);
    let config = stub.config().attempt_timeout(Duration::from_millis(200));
    let done = blocking::Client::new(config).unwrap().usage(&render()).unwrap();
    while stub.posts().len() < 2 {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(stub.state().written, [(done.key.to_string(), 6)]);
}

#[test]
fn an_outcome_that_stays_unknown_is_said_with_its_key() {
    let stub = Stub::with(100);
    stub.state().always = Some(Fault::Cut(0));
    let Err(Error::Unknown { key, .. }) = impatient(&stub).usage(&render()) else { panic!("an answer was cut") };
    assert!(stub.posts().len() > 1);
    stub.state().always = None;
    let done = stub.client().usage(&render().key(key)).unwrap();
    assert!(done.replayed);
    assert_eq!(stub.state().written.len(), 1);
}

#[test]
fn busy_after_a_lost_answer_is_unknown_still() {
    let stub = Stub::with(100);
    stub.breaks(&[Fault::Cut(0)]);
    stub.state().always = Some(Fault::Busy(0));
    assert!(matches!(impatient(&stub).usage(&render()), Err(Error::Unknown { .. })));
}

#[test]
fn a_lost_answer_is_not_forgotten_whatever_comes_then() {
    for then in [
        Fault::Proxy(200),
        Fault::Proxy(301),
        Fault::Proxy(401),
        Fault::Proxy(402),
        Fault::Proxy(404),
        Fault::Proxy(409),
        Fault::Proxy(422),
        Fault::Refused(401, "unauthorized"),
        Fault::Refused(403, "forbidden"),
        Fault::Refused(404, "not-found"),
        Fault::Refused(422, "invalid"),
    ] {
        let stub = Stub::with(100);
        stub.breaks(&[Fault::Cut(0), then]);
        let error = stub.client().usage(&render()).unwrap_err();
        let Error::Unknown { key, .. } = error else { panic!("{then:?}: {error:?}") };
        assert!(stub.client().usage(&render().key(key)).unwrap().replayed, "{then:?}");
        assert_eq!(stub.state().written.len(), 1, "{then:?}");
    }
}

#[test]
fn what_is_refused_with_the_key_in_view_was_not_done_before() {
    for (status, kind) in [
        (402, "insufficient-credits"),
        (403, "account-suspended"),
        (409, "hold-ended"),
        (409, "too-many-holds"),
        (422, "idempotency-key-reused"),
        (422, "unknown-feature"),
        (422, "not-a-member"),
        (422, "out-of-range"),
        (422, "not-whole-uses"),
        (422, "hold-exceeded"),
        (422, "lease-exceeded"),
    ] {
        let stub = Stub::with(100);
        stub.breaks(&[Fault::Refused(status, kind)]);
        let alone = stub.client().usage(&render()).unwrap_err();
        stub.breaks(&[Fault::Dropped, Fault::Refused(status, kind)]);
        assert_eq!(stub.client().usage(&render()).unwrap_err(), alone, "{status} {kind}");
        assert!(!matches!(alone, Error::Unknown { .. }), "{status} {kind}");
    }
}

#[test]
fn a_busy_server_is_not_waited_for_beyond_the_deadline() {
    let stub = Stub::with(100);
    stub.state().always = Some(Fault::Busy(3000));
    let error = stub.client().usage(&render()).unwrap_err();
    assert_eq!(error, Error::Busy { retry_after: Duration::from_secs(3000) });
    assert_eq!(stub.posts().len(), 1);
    assert!(stub.state().written.is_empty());
}

#[test]
fn nobody_there_is_no_unknown_outcome() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = Config::new(&format!("http://{address}"), "gk_test").unwrap().deadline(Duration::from_millis(400));
    let client = blocking::Client::new(config).unwrap();
    assert!(matches!(client.usage(&render()), Err(Error::Unreachable { .. })));
    assert!(matches!(client.balance(), Err(Error::Unreachable { .. })));
}

#[test]
fn refusals_are_told_by_what_to_do() {
    type Is = fn(&Error) -> bool;
    let cases: [(u16, &str, Value, Is); 10] = [
        (401, "unauthorized", json!({}), |error| *error == Error::Unauthorized),
        (
            402,
            "insufficient-credits",
            json!({ "missing": 5, "balance": { "unit": "credit", "purchased": 4, "promotional": 0, "held": 3, "total": 4, "available": 1 } }),
            |error| *error == Error::Short { available: 1, missing: 5 },
        ),
        (
            403,
            "account-suspended",
            json!({}),
            |error| matches!(error, Error::Forbidden(problem) if problem.kind() == "account-suspended"),
        ),
        (
            403,
            "spending-blocked",
            json!({}),
            |error| matches!(error, Error::Forbidden(problem) if problem.kind() == "spending-blocked"),
        ),
        (404, "not-found", json!({}), |error| *error == Error::NotFound),
        (409, "hold-ended", json!({ "state": "released" }), |error| {
            *error == Error::Ended { state: "released".into() }
        }),
        (
            409,
            "too-many-holds",
            json!({}),
            |error| matches!(error, Error::Refused(problem) if problem.kind() == "too-many-holds"),
        ),
        (422, "idempotency-key-reused", json!({}), |error| *error == Error::KeyReused),
        (
            422,
            "invalid",
            json!({ "errors": [{ "field": "quantity", "detail": "no" }] }),
            |error| matches!(error, Error::Refused(problem) if problem.errors[0].field == "quantity"),
        ),
        (302, "", json!({}), |error| matches!(error, Error::Refused(problem) if problem.status == 302)),
    ];
    for (status, kind, more, is) in cases {
        let stub = Stub::with(100);
        let mut body = json!({ "type": format!("/api/v1/docs#problem-{kind}"), "title": kind });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        stub.state().refusal = Some((status, body));
        let error = stub.client().usage(&render()).unwrap_err();
        assert!(is(&error), "{status} {kind}: {error:?}");
        assert_eq!(stub.state().requests.len(), 1, "{status} {kind}");
    }
}

#[test]
fn an_answer_of_somebody_else_is_not_believed() {
    let stub = Stub::with(100);
    stub.state().refusal = Some((200, json!("welcome to the hotel's network")));
    let Err(Error::Answer { key: Some(key), .. }) = stub.client().usage(&render()) else { panic!("it has no key") };
    assert_eq!(stub.posts()[0].key.as_deref(), Some(key.as_str()));
    assert!(matches!(stub.client().balance(), Err(Error::Answer { key: None, .. })));
    stub.state().refusal = None;
    for status in [301, 401, 402, 403, 404, 409, 422] {
        stub.breaks(&[Fault::Proxy(status)]);
        let error = stub.client().usage(&render()).unwrap_err();
        assert!(matches!(&error, Error::Refused(problem) if problem.kind().is_empty()), "{status}: {error:?}");
    }
}

#[test]
fn what_is_missing_is_told() {
    let stub = Stub::with(4);
    assert_eq!(stub.client().usage(&render()).unwrap_err(), Error::Short { available: 4, missing: 2 });
    let key: Key = "k-1".parse().unwrap();
    assert!(stub.client().usage(&render().key(key.clone())).is_err());
    stub.state().available = 6;
    assert!(stub.client().usage(&render().key(key)).is_ok(), "a refusal is not kept");
}

#[test]
fn a_hold_is_captured_or_released() {
    let stub = Stub::with(100);
    let client = stub.client();
    let hold =
        |key: &str| NewHold::new("plan.render", Duration::from_secs(900)).quantity(4).key(key.parse::<Key>().unwrap());
    let held = client.hold(&hold("one")).unwrap().value;
    assert_eq!((held.hold.amount, held.balance.available, held.balance.held, held.balance.total), (12, 88, 12, 100));
    let captured = client.capture(&Capture::all(&held.hold.id).quantity(1)).unwrap().value;
    assert_eq!(
        (captured.operation.amount, captured.balance.available, captured.hold.state.as_str()),
        (-3, 97, "captured")
    );
    let ended = client.capture(&Capture::all(&held.hold.id)).unwrap_err();
    assert_eq!(ended, Error::Ended { state: "captured".into() });
    let other = client.hold(&hold("two")).unwrap().value;
    stub.breaks(&[Fault::Cut(0), Fault::Unknown]);
    let released = client.release(&Release::new(&other.hold.id)).unwrap();
    assert!(released.replayed);
    assert_eq!(released.value.balance.available, 97);
    assert_eq!(client.release(&Release::new("h999")).unwrap_err(), Error::NotFound);
}

#[tokio::test]
async fn a_lease_is_settled() {
    let stub = Stub::with(100);
    let client = Client::new(stub.config()).unwrap();
    let lease =
        client.lease(&NewLease::new(30, Duration::from_secs(3600)).machine("POSTE-7")).await.unwrap().value.lease;
    assert_eq!((lease.amount, lease.prices[0].price), (30, PRICE));
    let at = "2026-11-21T10:30:00Z".parse().unwrap();
    let used = OfflineUse { key: "use-1".parse().unwrap(), usage: render(), at };
    let settlement = Settlement::new(&lease.id, vec![used]);
    let settled = client.settle_lease(&settlement).await.unwrap();
    assert_eq!(
        (settled.value.lease.settled, settled.value.operations.len(), settled.value.balance.available),
        (6, 1, 94)
    );
    assert_eq!(stub.posts()[1].body["uses"][0]["key"], "use-1");
    let again = client.settle_lease(&settlement.clone().key(settled.key)).await.unwrap();
    assert!(again.replayed);
    assert_eq!(client.settle_lease(&settlement).await.unwrap_err(), Error::Ended { state: "settled".into() });
}

#[test]
fn the_history_comes_in_pages() {
    let stub = Stub::with(100);
    stub.breaks(&[Fault::Dropped, Fault::Cut(50)]);
    let client = stub.client();
    let all: Vec<String> = client.operations(OperationsFilter::all()).map(|operation| operation.unwrap().id).collect();
    let expected: Vec<String> = (1..=12).rev().filter(|seq| *seq != 7).map(|seq| format!("credit-{seq}")).collect();
    assert_eq!(all, expected);
    let filter = OperationsFilter::all().kind("usage").member("a+b@c.example").from("2026-11-01").page(200);
    assert_eq!(client.operations(filter).count(), 12);
    let asked = stub.state().requests.last().unwrap().path.clone();
    assert_eq!(asked, "/api/v1/operations?limit=200&kind=usage&member=a%2Bb%40c.example&from=2026-11-01");
}

#[test]
fn what_is_in_a_name_stays_in_its_place() {
    let stub = Stub::with(1);
    let client = stub.client();
    for id in ["../balance", "a/b", "x?y#z", "..", ".", ""] {
        assert_eq!(client.operation(id).unwrap_err(), Error::NotFound, "{id}");
    }
}
