//! Payment requests by mail, from draft to refund.

use kit_core::Money;
use kit_payments::{ByMail, Failure, Field, GivesBack, Provider, Reference, State, Verdict, check};
use payments_double::Call;

use crate::bench::{Bench, expected, request};

#[tokio::test]
async fn a_request_is_made_sent_paid_and_given_back() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-2026-000123").await;
    assert_eq!((&sent.state, sent.due), (&State::Open, Some(Money::euro_cents(12_000))));
    assert_eq!(check(&expected("BC-2026-000123"), &sent), Verdict::Open);
    let mail = bench.mails.lock().unwrap()[0].clone();
    assert_eq!((mail.recipient.as_str(), mail.reminder), ("compta@client.example", false));
    assert_eq!((Some(&mail.page), mail.language.as_deref()), (sent.page.as_ref(), Some("fr-FR")));

    bench.double.pay_invoice(sent.reference.id()).unwrap();
    let paid = bench.paypal.ask(&sent.reference).await.unwrap();
    assert_eq!(check(&expected("BC-2026-000123"), &paid), Verdict::Paid);
    assert_eq!(paid.captures.len(), 1);
    let capture = &paid.captures[0].reference;
    assert_eq!(bench.verdict(capture, "BC-2026-000123").await, Verdict::Paid);

    let part = bench.paypal.give_back(capture, Some(Money::euro_cents(2_000)), "refund-1").await.unwrap();
    assert_eq!((part.amount, part.done), (Money::euro_cents(2_000), Some(true)));
    assert_eq!((part.capture.as_ref(), part.number.as_deref()), (Some(capture), Some("BC-2026-000123")));
    let some = Verdict::Refunded(Some(Money::euro_cents(2_000)));
    assert_eq!(bench.verdict(&sent.reference, "BC-2026-000123").await, some);
    assert_eq!(bench.verdict(capture, "BC-2026-000123").await, Verdict::Refunded(None));

    let rest = bench.paypal.give_back(capture, None, "refund-2").await.unwrap();
    assert_eq!(rest.amount, Money::euro_cents(10_000));
    assert_eq!(bench.paypal.ask_refund(&rest.reference).await.unwrap(), rest);
    let all = Verdict::Refunded(Some(Money::euro_cents(12_000)));
    assert_eq!(bench.verdict(&sent.reference, "BC-2026-000123").await, all);
    let more = bench.paypal.give_back(capture, None, "refund-3").await;
    assert!(matches!(more, Err(Failure::Refused(refusal)) if refusal.is("CAPTURE_FULLY_REFUNDED")));
}

#[tokio::test]
async fn a_repeated_request_is_the_same_and_mails_once() {
    let bench = Bench::new().await;
    let first = bench.sent("BC-1").await;
    let again = bench.sent("BC-1").await;
    assert_eq!(again, first);
    assert_eq!((bench.double.invoices(), bench.mails()), (1, 1));
}

#[tokio::test]
async fn two_nodes_that_request_at_once_make_one_and_mail_once() {
    let bench = Bench::new().await;
    let one = request("BC-1");
    let tries = futures_util::future::join_all([0; 8].map(|_| bench.paypal.request(&one))).await;
    let sent: Vec<_> = tries.into_iter().map(|tried| tried.unwrap().reference).collect();
    assert!(sent.iter().all(|reference| *reference == sent[0]));
    assert_eq!((bench.double.invoices(), bench.mails()), (1, 1));
}

#[tokio::test]
async fn a_number_that_only_resembles_is_another_request() {
    let bench = Bench::new().await;
    let longer = bench.sent("BC-10").await;
    let shorter = bench.sent("BC-1").await;
    assert_ne!(longer.reference, shorter.reference);
    assert_eq!(bench.double.invoices(), 2);
}

#[tokio::test]
async fn a_draft_of_another_amount_is_told_and_not_sent() {
    let bench = Bench::new().await;
    bench.fail(Call::SendInvoice, false, payments_double::Then::Status(500));
    assert!(bench.paypal.request(&request("BC-1")).await.is_err());
    let mut dearer = request("BC-1");
    dearer.amount = Money::euro_cents(13_000);
    let found = bench.paypal.request(&dearer).await.unwrap();
    let mut expected = expected("BC-1");
    expected.amount = dearer.amount;
    assert_eq!(check(&expected, &found), Verdict::Mismatch(Field::Amount));
    assert_eq!((found.state, bench.mails()), (State::Draft, 0));
}

#[tokio::test]
async fn a_draft_that_is_withdrawn_is_deleted() {
    let bench = Bench::new().await;
    bench.fail(Call::SendInvoice, false, payments_double::Then::Status(500));
    assert!(bench.paypal.request(&request("BC-1")).await.is_err());
    let draft = bench.paypal.find("BC-1").await.unwrap().unwrap();
    let withdrawn = bench.paypal.withdraw(&draft.reference).await.unwrap();
    assert_eq!((draft.state, withdrawn.state), (State::Draft, State::Cancelled));
    assert_eq!((bench.paypal.find("BC-1").await, bench.double.invoices(), bench.mails()), (Ok(None), 0, 0));
}

#[tokio::test]
async fn a_taken_number_that_the_search_does_not_show_is_asked_later() {
    let bench = Bench::new().await;
    bench.double.hide_from_search(true);
    bench.sent("BC-1").await;
    let again = bench.paypal.request(&request("BC-1")).await;
    assert!(matches!(again, Err(Failure::Later { .. })), "{again:?}");
    bench.double.hide_from_search(false);
    assert_eq!(bench.sent("BC-1").await.state, State::Open);
    assert_eq!((bench.double.invoices(), bench.mails()), (1, 1));
}

#[tokio::test]
async fn a_part_or_money_on_its_way_is_not_paid() {
    let bench = Bench::new().await;
    let part = bench.sent("BC-1").await.reference;
    bench.double.pay_part(part.id(), Money::euro_cents(5_000)).unwrap();
    assert_eq!(bench.verdict(&part, "BC-1").await, Verdict::Partial(Money::euro_cents(5_000)));
    bench.double.pay_invoice(part.id()).unwrap();
    assert_eq!(bench.verdict(&part, "BC-1").await, Verdict::Paid);

    let later = bench.sent("BC-2").await.reference;
    bench.double.pay_invoice_later(later.id()).unwrap();
    assert_eq!(bench.verdict(&later, "BC-2").await, Verdict::Pending);
    let capture = bench.capture_of(later.id());
    assert_eq!(bench.verdict(&capture, "BC-2").await, Verdict::Pending);
    bench.double.settle(capture.id(), true).unwrap();
    assert_eq!(bench.verdict(&later, "BC-2").await, Verdict::Paid);

    let never = bench.sent("BC-3").await.reference;
    bench.double.pay_invoice_later(never.id()).unwrap();
    bench.double.settle(bench.capture_of(never.id()).id(), false).unwrap();
    assert_eq!(bench.verdict(&never, "BC-3").await, Verdict::Open);
}

#[tokio::test]
async fn a_payment_of_something_else_is_a_mismatch() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    bench.double.pay_invoice(sent.id()).unwrap();
    assert_eq!(bench.verdict(&sent, "BC-2").await, Verdict::Mismatch(Field::Number));
    let mut other = expected("BC-1");
    other.payee.email = Some("autre@editeur.example".to_owned());
    let reported = bench.paypal.ask(&sent).await.unwrap();
    assert_eq!(check(&other, &reported), Verdict::Mismatch(Field::Payee));
}

#[tokio::test]
async fn a_request_is_withdrawn_unless_it_is_paid() {
    let bench = Bench::new().await;
    let open = bench.sent("BC-1").await.reference;
    for _ in 0..2 {
        assert_eq!(bench.paypal.withdraw(&open).await.unwrap().state, State::Cancelled);
    }
    assert_eq!(bench.verdict(&open, "BC-1").await, Verdict::Ended);
    assert!(bench.double.pay_invoice(open.id()).is_err());

    let paid = bench.sent("BC-2").await.reference;
    bench.double.pay_invoice(paid.id()).unwrap();
    assert_eq!(bench.paypal.withdraw(&paid).await.unwrap().state, State::Paid);
    let pending = bench.sent("BC-3").await.reference;
    bench.double.pay_invoice_later(pending.id()).unwrap();
    assert_eq!(bench.paypal.withdraw(&pending).await.unwrap().state, State::Pending);
}

#[tokio::test]
async fn a_reminder_is_a_mail_for_what_can_be_paid() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await.reference;
    bench.paypal.remind(&sent, "Merci d’y penser.").await.unwrap();
    assert!(bench.mails.lock().unwrap()[1].reminder);
    bench.double.pay_invoice(sent.id()).unwrap();
    let refused = bench.paypal.remind(&sent, "Merci d’y penser.").await;
    assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.is("CANNOT_REMIND_INVOICE")));
    assert_eq!(bench.mails(), 2);
}

#[tokio::test]
async fn references_of_real_money_or_another_kind_go_nowhere() {
    let bench = Bench::new().await;
    let live: Reference = "live:invoice:INV2-AAAA".parse().unwrap();
    assert_eq!(bench.paypal.ask(&live).await, Err(Failure::NotOurs(live.clone())));
    assert_eq!(bench.paypal.withdraw(&live).await, Err(Failure::NotOurs(live)));
    let order: Reference = "sandbox:order:AAAA".parse().unwrap();
    assert_eq!(bench.paypal.give_back(&order, None, "key").await, Err(Failure::NotOurs(order)));
    assert!(bench.double.exchanges().is_empty());
    let unknown: Reference = "sandbox:invoice:INV2-AAAA".parse().unwrap();
    let asked = bench.paypal.ask(&unknown).await;
    assert!(matches!(asked, Err(Failure::Refused(refusal)) if refusal.status == 404 && refusal.debug_id.is_some()));
}
