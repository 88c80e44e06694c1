//! Every view, in every language.

use kit_core::{AccountId, Credits};
use kit_payments::{Environment, Kind, Reference};
use kit_testkit::Readers;
use orders::{Buyer, Lines, Order, OrderNumber, OrderState, ReceiptId, VatTerms, VatZone, Words};

use super::at_once::GoView;
use super::list::ListView;
use super::order::OrderView;
use super::part::PartView;
use super::refund::RefundView;
use super::settings::SettingsView;
use crate::model::{
    Capture, CaptureState, Decision, Oddity, Payment, PaymentState, Refund, RefundId, RefundState, Way, sample_payment,
};

fn order() -> Order {
    let at = "2026-11-21T09:00:00Z".parse().unwrap();
    Order {
        number: OrderNumber::new(2026, 123).unwrap(),
        account: AccountId(1042),
        state: OrderState::Sent,
        issued_at: at,
        expires_at: at,
        buyer: Buyer::default(),
        lines: Lines::default(),
        vat_terms: VatTerms { zone: VatZone::France, rate: 2000, ground: Words::default() },
        tax_included: false,
        credits: Credits(1000),
        credits_until: None,
        bonus: Credits(0),
        bonus_days: 0,
        net: 11_000,
        vat: 2_200,
        gross: 13_200,
        paid: 0,
        refunded: 0,
        disputed: 0,
        purchase: None,
        gift: None,
        underway: None,
    }
}

fn payment() -> Payment {
    let mut payment = sample_payment(1, Way::Mailed, PaymentState::Open, 13_200);
    payment.reference = Some(Reference::new(Environment::Sandbox, Kind::Invoice, "INV2-A").unwrap());
    payment.tell_part(3_600);
    payment.tell_odd(Some(Oddity::Partial), "<b>");
    payment.decided = Some(Decision::Returned);
    (payment.asked_at, payment.next_at) = (Some(payment.made_at), Some(payment.made_at));
    payment
}

fn capture() -> Capture {
    Capture {
        reference: Reference::new(Environment::Sandbox, Kind::Capture, "C1").unwrap(),
        payment: payment().id,
        receipt: ReceiptId::from_raw(1),
        cents: 13_200,
        state: CaptureState::Held,
    }
}

fn refund() -> Refund {
    Refund {
        id: RefundId::from_raw(1),
        payment: payment().id,
        capture: capture().reference,
        cents: 500,
        note: "<b>".into(),
        made_at: payment().made_at,
        state: RefundState::Refused,
        next_at: None,
        reference: None,
        words: "<b>".into(),
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, orders::TEXTS, credits::TEXTS, accounts::TEXTS, publisher::TEXTS]);
    readers.see(&GoView::sample());
    readers.see(&OrderView::sample(order(), payment(), capture(), refund()));
    readers.see(&RefundView::sample());
    readers.see(&PartView::sample());
    ListView::samples(payment()).iter().for_each(|view| readers.see(view));
    SettingsView::samples().iter().for_each(|view| readers.see(view));
}
