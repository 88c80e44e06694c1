//! What the client makes of a provider in trouble.

use std::time::Duration;

use jiff::SignedDuration;
use kit_payments::paypal::{PayPal, Secret, Settings};
use kit_payments::{AtOnce, ByMail, Environment, Failure, GivesBack, Provider, Verdict, check};
use payments_double::{Call, Then};

use crate::bench::{self, Bench, checkout, expected, payee, request};

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    assert_eq!(bench.calls(Call::Token), 1);
    bench.clock.advance(SignedDuration::from_secs(9 * 3600 - 61));
    bench.paypal.ask(&sent).await.unwrap();
    assert_eq!(bench.calls(Call::Token), 1);
    bench.clock.advance(SignedDuration::from_secs(1));
    bench.paypal.ask(&sent).await.unwrap();
    assert_eq!(bench.calls(Call::Token), 2);
}

#[tokio::test]
async fn a_token_that_is_declined_is_renewed_once_by_one_call() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    bench.double.revoke_tokens();
    let asked = [0; 8].map(|_| bench.paypal.ask(&sent));
    for answer in futures_util::future::join_all(asked).await {
        answer.unwrap();
    }
    assert_eq!(bench.calls(Call::Token), 2);
    bench.fail(Call::GetInvoice, false, Then::Status(401));
    bench.fail(Call::GetInvoice, false, Then::Status(401));
    assert_eq!(bench.paypal.ask(&sent).await, Err(Failure::Credentials));
    bench.paypal.ask(&sent).await.unwrap();
}

#[tokio::test]
async fn a_token_that_cannot_be_had_fails_all_who_waited_for_it() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    let without_token = PayPal::new(bench::settings(&bench.double), bench.clock.clone()).unwrap();
    for then in [Then::Status(503), Then::Silence] {
        let before = bench.calls(Call::Token);
        bench.fail(Call::Token, false, then);
        let asked = [0; 8].map(|_| without_token.ask(&sent));
        for answer in futures_util::future::join_all(asked).await {
            assert!(matches!(answer, Err(Failure::Later { .. })), "{then:?}: {answer:?}");
        }
        // A call that its caller gave up is not recorded.
        let asked = bench.calls(Call::Token) - before;
        assert_eq!(asked, usize::from(then != Then::Silence), "{then:?}");
    }
    without_token.ask(&sent).await.unwrap();
}

#[tokio::test]
async fn neither_secret_nor_token_is_shown() {
    let bench = Bench::new().await;
    bench.sent("BC-1").await;
    let shown = format!("{:?}", bench.paypal);
    assert!(shown.contains("AClient") && !shown.contains("hush") && !shown.contains("A21AA"), "{shown}");
    bench.fail(Call::Token, false, Then::Cut);
    bench.double.revoke_tokens();
    let sent = bench.paypal.request(&request("BC-1")).await;
    assert!(!format!("{sent:?}").contains("hush"));
}

#[tokio::test]
async fn wrong_credentials_are_said_so() {
    let bench = Bench::new().await;
    bench.paypal.try_out().await.unwrap();
    let wrong = Settings::new(Environment::Sandbox, "AClient", Secret::new("wrong"), payee()).unwrap();
    let wrong = PayPal::new(wrong.at(bench.double.base()).unwrap(), bench.clock.clone()).unwrap();
    assert_eq!(wrong.try_out().await, Err(Failure::Credentials));
    assert_eq!(wrong.request(&request("BC-1")).await, Err(Failure::Credentials));
    assert_eq!(bench.double.invoices(), 0);
}

#[tokio::test]
async fn a_request_whose_answer_is_lost_is_found_again() {
    let bench = Bench::new().await;
    let lost = [Then::Cut, Then::Silence, Then::Status(500), Then::Status(503), Then::Nonsense, Then::Huge];
    for (at, then) in lost.into_iter().enumerate() {
        let number = format!("BC-2026-{at:06}");
        bench.fail(Call::CreateInvoice, true, then);
        let first = bench.paypal.request(&request(&number)).await;
        assert!(matches!(first, Err(Failure::Unknown { .. })), "{then:?}: {first:?}");
        assert_eq!(bench.double.invoices(), at + 1, "{then:?}");
        bench.sent(&number).await;
        assert_eq!((bench.double.invoices(), bench.mails()), (at + 1, at + 1), "{then:?}");
    }
}

#[tokio::test]
async fn a_sending_whose_answer_is_lost_mails_once() {
    let bench = Bench::new().await;
    for (at, then) in [Then::Cut, Then::Silence, Then::Status(500)].into_iter().enumerate() {
        bench.fail(Call::SendInvoice, true, then);
        bench.sent(&format!("BC-{at}")).await;
        assert_eq!(bench.mails(), at + 1, "{then:?}");
    }
}

#[tokio::test]
async fn a_call_that_was_not_carried_out_is_made_again() {
    let bench = Bench::new().await;
    for (at, then) in [Then::Cut, Then::Status(500), Then::Silence].into_iter().enumerate() {
        let number = format!("BC-{at}");
        bench.fail(Call::CreateInvoice, false, then);
        let first = bench.paypal.request(&request(&number)).await;
        assert!(matches!(first, Err(Failure::Unknown { .. })), "{then:?}: {first:?}");
        assert_eq!(bench.double.invoices(), at);
        bench.sent(&number).await;
        assert_eq!((bench.double.invoices(), bench.mails()), (at + 1, at + 1));
    }
}

#[tokio::test]
async fn too_many_calls_wait_as_long_as_they_are_told() {
    let bench = Bench::new().await;
    for call in [Call::Token, Call::SearchInvoices, Call::CreateInvoice] {
        bench.fail(call, false, Then::TooMany(7));
        let refused = bench.paypal.request(&request("BC-1")).await;
        let after = match refused {
            Err(Failure::Later { after, .. }) => after,
            other => panic!("{call:?}: {other:?}"),
        };
        assert_eq!(after, Some(Duration::from_secs(7)));
    }
    assert_eq!(bench.double.invoices(), 0);
}

#[tokio::test]
async fn reading_in_vain_changes_nothing_and_is_tried_later() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    for then in [Then::Cut, Then::Silence, Then::Status(500), Then::Status(503)] {
        bench.fail(Call::GetInvoice, false, then);
        let asked = bench.paypal.ask(&sent).await;
        assert!(matches!(asked, Err(Failure::Later { .. })), "{then:?}: {asked:?}");
    }
    for then in [Then::Nonsense, Then::Huge] {
        bench.fail(Call::GetInvoice, true, then);
        let asked = bench.paypal.ask(&sent).await;
        assert!(matches!(asked, Err(Failure::NotUnderstood { .. })), "{then:?}: {asked:?}");
    }
    bench.fail(Call::GetInvoice, true, Then::Slow(Duration::from_millis(50)));
    bench.paypal.ask(&sent).await.unwrap();
}

#[tokio::test]
async fn money_is_taken_once_when_the_answer_is_lost() {
    let bench = Bench::new().await;
    for (at, then) in [Then::Cut, Then::Silence, Then::Status(500), Then::Huge].into_iter().enumerate() {
        let number = format!("BC-{at}");
        let begun = bench.paypal.begin(&checkout(&number, &number)).await.unwrap().reference;
        bench.double.approve(begun.id()).unwrap();
        bench.fail(Call::CaptureOrder, true, then);
        let first = bench.paypal.finish(&begun).await;
        assert!(matches!(first, Err(Failure::Unknown { .. })), "{then:?}: {first:?}");
        let finished = bench.paypal.finish(&begun).await.unwrap();
        assert_eq!(check(&expected(&number), &finished), Verdict::Paid);
        assert_eq!(bench.double.captures(begun.id()).len(), 1);
    }
}

#[tokio::test]
async fn an_order_and_a_refund_repeated_with_their_keys_are_one() {
    let bench = Bench::new().await;
    bench.fail(Call::CreateOrder, true, Then::Cut);
    assert!(matches!(bench.paypal.begin(&checkout("BC-1", "a")).await, Err(Failure::Unknown { .. })));
    let begun = bench.paypal.begin(&checkout("BC-1", "a")).await.unwrap().reference;
    bench.double.approve(begun.id()).unwrap();
    bench.paypal.finish(&begun).await.unwrap();
    let capture = bench.capture_of(begun.id());
    bench.fail(Call::RefundCapture, true, Then::Cut);
    let amount = Some(kit_core::Money::euro_cents(5_000));
    assert!(matches!(bench.paypal.give_back(&capture, amount, "r").await, Err(Failure::Unknown { .. })));
    bench.paypal.give_back(&capture, amount, "r").await.unwrap();
    assert_eq!(bench.verdict(&begun, "BC-1").await, Verdict::Refunded(amount));
    let keys: Vec<_> =
        bench.double.exchanges().into_iter().filter(|exchange| exchange.call == Call::RefundCapture).collect();
    assert!(keys.iter().all(|exchange| exchange.request_id.as_deref() == Some("r")));
}

#[tokio::test]
async fn a_provider_that_is_not_there_did_nothing() {
    let bench = Bench::new().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = Settings::new(Environment::Sandbox, "AClient", Secret::new("hush"), payee()).unwrap();
    let paypal = PayPal::new(settings.at(&format!("http://{nobody}")).unwrap(), bench.clock.clone()).unwrap();
    assert!(matches!(paypal.request(&request("BC-1")).await, Err(Failure::Later { .. })));
}
