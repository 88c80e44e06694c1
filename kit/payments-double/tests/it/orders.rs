//! Payments at once, and what becomes of them.

use kit_core::Money;
use kit_payments::{AtOnce, GivesBack, Provider, State, Verdict, check};
use payments_double::Call;

use crate::bench::{Bench, checkout, expected};

#[tokio::test]
async fn an_order_is_begun_agreed_to_and_taken_once() {
    let bench = Bench::new().await;
    let begun = bench.paypal.begin(&checkout("BC-1", "attempt-1")).await.unwrap();
    assert_eq!(bench.paypal.begin(&checkout("BC-1", "attempt-1")).await.unwrap(), begun);
    assert_ne!(bench.paypal.begin(&checkout("BC-1", "attempt-2")).await.unwrap().reference, begun.reference);
    assert_eq!(begun.page, format!("{}/pay/orders/{}", bench.double.base(), begun.reference.id()));

    assert_eq!(bench.paypal.finish(&begun.reference).await.unwrap().state, State::Open);
    bench.double.approve(begun.reference.id()).unwrap();
    assert_eq!(bench.paypal.ask(&begun.reference).await.unwrap().state, State::Approved);
    assert_eq!(bench.verdict(&begun.reference, "BC-1").await, Verdict::Open);
    for _ in 0..2 {
        let finished = bench.paypal.finish(&begun.reference).await.unwrap();
        assert_eq!(check(&expected("BC-1"), &finished), Verdict::Paid);
    }
    let capture = bench.capture_of(begun.reference.id());
    assert_eq!(bench.verdict(&capture, "BC-1").await, Verdict::Paid);
}

#[tokio::test]
async fn two_nodes_that_take_the_money_take_it_once() {
    let bench = Bench::new().await;
    let begun = bench.paypal.begin(&checkout("BC-1", "attempt-1")).await.unwrap();
    bench.double.approve(begun.reference.id()).unwrap();
    let (one, other) = tokio::join!(bench.paypal.finish(&begun.reference), bench.paypal.finish(&begun.reference));
    for finished in [one.unwrap(), other.unwrap()] {
        assert_eq!(check(&expected("BC-1"), &finished), Verdict::Paid);
    }
    assert_eq!(bench.double.captures(begun.reference.id()).len(), 1);
}

#[tokio::test]
async fn money_on_its_way_arrives_or_does_not() {
    let bench = Bench::new().await;
    for (number, arrives, verdict) in [("BC-1", true, Verdict::Paid), ("BC-2", false, Verdict::Ended)] {
        let begun = bench.paypal.begin(&checkout(number, number)).await.unwrap().reference;
        bench.double.approve_later(begun.id()).unwrap();
        let finished = bench.paypal.finish(&begun).await.unwrap();
        assert_eq!(check(&expected(number), &finished), Verdict::Pending);
        bench.double.settle(bench.capture_of(begun.id()).id(), arrives).unwrap();
        assert_eq!(bench.verdict(&begun, number).await, verdict);
    }
}

#[tokio::test]
async fn refunds_and_disputes_are_seen_from_the_order_and_the_capture() {
    let bench = Bench::new().await;
    let begun = bench.paypal.begin(&checkout("BC-1", "attempt-1")).await.unwrap().reference;
    bench.double.approve(begun.id()).unwrap();
    bench.paypal.finish(&begun).await.unwrap();
    let capture = bench.capture_of(begun.id());

    bench.double.dispute(capture.id()).unwrap();
    assert_eq!(bench.verdict(&begun, "BC-1").await, Verdict::Disputed);
    assert_eq!(bench.verdict(&capture, "BC-1").await, Verdict::Disputed);
    bench.double.resolve(capture.id(), true).unwrap();
    assert_eq!(bench.verdict(&begun, "BC-1").await, Verdict::Paid);

    bench.paypal.give_back(&capture, Some(Money::euro_cents(1_000)), "r-1").await.unwrap();
    let refunded = Verdict::Refunded(Some(Money::euro_cents(1_000)));
    assert_eq!(bench.verdict(&begun, "BC-1").await, refunded);

    bench.double.dispute(capture.id()).unwrap();
    bench.double.resolve(capture.id(), false).unwrap();
    assert_eq!(bench.verdict(&begun, "BC-1").await, Verdict::Reversed);
    assert_eq!(bench.verdict(&capture, "BC-1").await, Verdict::Reversed);
    assert_eq!(bench.calls(Call::RefundCapture), 1);
}
