//! Every view, in every language.

use credits::{Means, WrittenBy};
use jiff::Timestamp;
use kit_core::{AccountId, Credits, FieldErrors, Locale};
use kit_testkit::Readers;

use super::cancel::CancelView;
use super::list::OrdersView;
use super::order::OrderView;
use super::paper::{Paper, Transfer};
use super::place::SummaryView;
use super::staff::amount::AmountView;
use super::staff::back::BackView;
use super::staff::order::{StaffCancelView, StaffOrderView};
use super::staff::orders::StaffOrdersView;
use super::staff::pack::{PackView, PacksView};
use super::staff::receipt::ReceiptView;
use super::staff::receipts::ReceiptsView;
use super::staff::record::RecordView;
use super::staff::transfer::TransferView;
use super::staff::vat::{VatFormView, VatView};
use super::top_up::{ChoiceForm, TopUpView};
use super::{Eyes, Moment, Names, moment};
use crate::model::{
    Bank, Buyer, Day, Event, FreeAmount, Line, LineKind, Order, OrderEvent, OrderNumber, OrderRow, OrderState, Pack,
    PackId, Quote, Receipt, ReceiptId, ReceiptState, Settings, Underway, VatRule, VatRuleId, VatTerms, VatZone, Words,
};
use crate::service::{Offer, Offered};

fn at() -> Timestamp {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn number() -> OrderNumber {
    OrderNumber::new(2026, 123).unwrap()
}

fn buyer() -> Buyer {
    Buyer {
        name: "Atelier <b>".into(),
        number: "732 829 320".into(),
        vat_number: "FR 44 732 829 320".into(),
        line1: "3 rue des Lilas".into(),
        town: "Lyon".into(),
        country: "FR".into(),
        reference: "<b>".into(),
        ..Buyer::default()
    }
}

fn vat() -> VatTerms {
    let ground = Words { fr: "Autoliquidation".into(), en: "Reverse charge".into() };
    VatTerms { zone: VatZone::EuBusiness, rate: 850, ground }
}

fn order(state: OrderState, kind: LineKind) -> Order {
    let line = Line {
        kind,
        name: Words { fr: "<b>".into(), en: String::new() },
        credits: Credits(1000),
        cents: 11_000,
        months: None,
    };
    Order {
        number: number(),
        account: AccountId(1042),
        state,
        issued_at: at(),
        expires_at: at(),
        buyer: buyer(),
        lines: vec![line].into(),
        vat_terms: vat(),
        tax_included: kind == LineKind::Direct,
        credits: Credits(1000),
        credits_until: None,
        bonus: Credits(50),
        bonus_days: 90,
        net: 11_000,
        vat: 935,
        gross: 11_935,
        paid: 0,
        refunded: 0,
        disputed: 0,
        purchase: state.was_settled().then_some(3),
        gift: None,
        underway: None,
    }
}

fn settings() -> Settings {
    let bank =
        Bank { holder: "Cotelier SAS".into(), iban: "FR7630006000011234567890189".into(), bic: "AGRIFRPP".into() };
    let mut settings = Settings { bank: Some(bank), ..Settings::default() };
    settings.office.expect.fr = "Sous deux jours ouvrés.".into();
    settings
}

fn moments_of(eyes: Eyes) -> Vec<Moment> {
    let authors = ["person:0000000000001", "staff:0000000000001", "system:x"];
    let event = |(seq, event): (i64, Event)| OrderEvent {
        seq,
        at: at(),
        author: authors[usize::try_from(seq).unwrap() % 3].parse().unwrap_or(WrittenBy::System("x".into())),
        event,
        state: OrderState::Sent,
        cents: Some(100),
        receipt: Some(ReceiptId::from_raw(1)),
        note: Some("<b>".into()),
    };
    let means = |seq: i64| Means::ALL.get(usize::try_from(seq).unwrap() % 5).copied();
    (1..).zip(Event::ALL).map(|told| moment(&Names::default(), (means(told.0), event(told)), eyes)).collect()
}

fn pack() -> Pack {
    Pack {
        id: PackId::from_raw(1),
        name: Words { fr: "Lot <b>".into(), en: "Pack".into() },
        unit: credits::Unit::Credit,
        credits: Credits(1000),
        months: 0,
        price: 11_000,
        bonus: Credits(50),
        bonus_days: 90,
        place: 1,
        active: true,
    }
}

fn receipt() -> Receipt {
    Receipt {
        id: ReceiptId::from_raw(1),
        means: Means::Transfer,
        reference: "VIR <b>".into(),
        received_on: Day(jiff::civil::date(2026, 11, 20)),
        cents: 13_200,
        waiting: 500,
        gone: 0,
        state: ReceiptState::Open,
        payer: "<b>".into(),
        note: "<b>".into(),
        recorded_at: at(),
        author: WrittenBy::System("x".into()),
    }
}

fn row() -> OrderRow {
    let Order { number, account, buyer, state, issued_at, lines, credits, gross, paid, .. } =
        order(OrderState::Sent, LineKind::Pack);
    OrderRow { number, account, buyer, state, issued_at, lines, credits, gross, paid }
}

fn offer() -> Offer {
    let quote = Quote::of_pack(&pack(), buyer(), vat()).unwrap();
    Offer {
        account: accounts_sample(),
        buyer: buyer(),
        packs: vec![Offered { pack: pack(), quote }],
        free: Some(FreeAmount { active: true, ..FreeAmount::default() }),
        vat: Some(vat()),
        settings: settings(),
    }
}

fn accounts_sample() -> accounts::model::Account {
    accounts::model::Account {
        id: AccountId(1042),
        name: "Atelier <b>".into(),
        state: kit_web::AccountState::Active,
        company: accounts::model::CompanyId::from_raw(1),
        applicant: None,
        administration_email: kit_mail::Email::parse("compta@atelier.example").unwrap(),
        locale: Locale::Fr,
        created_at: at(),
        applied_at: None,
        decided_at: None,
        reason: None,
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let domains = [crate::TEXTS, credits::TEXTS, accounts::TEXTS, people::TEXTS, publisher::TEXTS];
    let readers = Readers::of(&domains);
    let quote = Quote::of_pack(&pack(), buyer(), vat()).unwrap();
    readers.see(&SummaryView::sample(Paper::of_quote(&quote, Locale::Fr)));
    let errors = || FieldErrors::one("choice", crate::model::TypedError::Choose);
    readers.see(&TopUpView::new(&offer(), Locale::Fr, ChoiceForm::default(), errors()));
    let time = Pack { unit: credits::Unit::SupportMinutes, months: 12, ..pack() };
    let quote = Quote::of_pack(&time, buyer(), vat()).unwrap();
    let both = Offer { packs: [offer().packs, vec![Offered { pack: time, quote }]].concat(), ..offer() };
    for unit in ["", "credit", "support_minutes"] {
        let form = ChoiceForm { unit: unit.into(), ..ChoiceForm::default() };
        readers.see(&TopUpView::new(&both, Locale::Fr, form, errors()));
    }
    let closed = Offer { vat: None, ..offer() };
    readers.see(&TopUpView::new(&closed, Locale::En, ChoiceForm::default(), FieldErrors::default()));
    OrdersView::samples(row()).iter().for_each(|view| readers.see(view));
    CancelView::samples(number()).iter().for_each(|view| readers.see(view));
    for (state, kind) in [
        (OrderState::Sent, LineKind::Pack),
        (OrderState::Paid, LineKind::Direct),
        (OrderState::PartPaid, LineKind::Free),
        (OrderState::Paid, LineKind::Time),
    ] {
        let order = order(state, kind);
        let transfer = Transfer::of(&order, &settings(), &publisher::Calendar::default(), Locale::Fr);
        assert_eq!(transfer.is_some(), state != OrderState::Paid);
        readers.see(&OrderView::sample(order.clone(), transfer.clone(), moments_of(Eyes::Account)));
        for underway in [Underway::Pending, Underway::Part] {
            let order = Order { underway: Some(underway), ..order.clone() };
            readers.see(&OrderView::sample(order, transfer.clone(), Vec::new()));
        }
        for may_manage in [true, false] {
            readers.see(&StaffOrderView::sample(order.clone(), moments_of(Eyes::Staff), may_manage));
        }
    }
    for too_late in [None, Some(OrderState::Paid)] {
        readers.see(&StaffCancelView::sample(number(), too_late));
    }
    StaffOrdersView::samples(row()).iter().for_each(|view| readers.see(view));
    ReceiptsView::samples(receipt()).iter().for_each(|view| readers.see(view));
    for may_manage in [true, false] {
        readers.see(&ReceiptView::sample(receipt(), number(), may_manage));
    }
    BackView::samples(receipt(), number()).iter().for_each(|view| readers.see(view));
    readers.see(&RecordView::sample());
    PacksView::samples(Pack { unit: credits::Unit::SupportMinutes, months: 12, ..pack() })
        .iter()
        .chain(&PacksView::samples(pack()))
        .for_each(|view| readers.see(view));
    PackView::samples(&pack()).iter().for_each(|view| readers.see(view));
    readers.see(&AmountView::sample());
    let rule = |zone| VatRule {
        id: VatRuleId::from_raw(1),
        zone,
        rate: 850,
        ground: vat().ground,
        valid_from: Day(jiff::civil::date(2014, 1, 1)),
        valid_until: Some(Day(jiff::civil::date(2030, 1, 1))),
    };
    readers.see(&VatView::sample(VatZone::ALL.map(rule).into()));
    readers.see(&VatFormView::sample());
    readers.see(&TransferView::sample());
}
