//! Every view, in every language.

use credits::WrittenBy;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Credits};
use kit_testkit::Readers;
use kit_web::Once;
use orders::{Buyer, Day, OrderNumber, OrderRow, OrderState, ReceiptId};

use super::all::AllView;
use super::import::ImportView;
use super::imports::ImportsView;
use super::line::LineView;
use super::lines::LinesView;
use super::row::Shown;
use crate::model::{
    Accounts, BankLine, Import, ImportId, LineId, LineKind, LineState, Passed, Proposal, Reason, Statements, Told,
    trouble,
};
use crate::service::{LineRow, Suggestion};

fn at() -> Timestamp {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn number() -> OrderNumber {
    OrderNumber::new(2026, 123).unwrap()
}

fn order() -> OrderRow {
    OrderRow {
        number: number(),
        account: AccountId(1042),
        buyer: Buyer { name: "Atelier <b>".into(), ..Buyer::default() },
        state: OrderState::Sent,
        issued_at: at(),
        lines: orders::Lines::default(),
        credits: Credits(1000),
        gross: 13_200,
        paid: 0,
    }
}

fn line(kind: LineKind, state: LineState, proposal: Option<Proposal>) -> BankLine {
    let is_decided = state != LineState::Open;
    BankLine {
        id: LineId::from_raw(1),
        identity: format!("{}-1", "0a".repeat(32)),
        import: ImportId::from_raw(1),
        kind,
        account: "RIB".into(),
        booked_on: Day(jiff::civil::date(2026, 11, 20)),
        cents: 13_200,
        payer: if is_decided { String::new() } else { "<b>".into() },
        payer_account: "FR76 <b>".into(),
        told: Told {
            references: vec!["<b>".into()],
            end_to_end: vec!["<b>".into()],
            texts: vec!["<b>é".repeat(60)],
            ..Told::default()
        },
        state,
        proposal,
        receipt: (state == LineState::Recorded).then_some(ReceiptId::from_raw(1)),
        decided_at: is_decided.then(at),
        decided_by: is_decided.then(|| WrittenBy::System("banking".into())),
        note: is_decided.then(|| "<b>".into()),
    }
}

/// Every reason there is.
fn reasons() -> Vec<Reason> {
    vec![
        Reason::Reference,
        Reason::EndToEnd,
        Reason::ReferenceInText,
        Reason::Number,
        Reason::Glued,
        Reason::Name,
        Reason::Exact,
        Reason::Sum(2),
        Reason::Part(100),
        Reason::Over(100),
        Reason::NoSuchAmount,
        Reason::OnlyAmount,
        Reason::SeveralFit,
        Reason::SeveralNames,
        Reason::OtherSum,
        Reason::SeveralAccounts,
        Reason::Ended,
        Reason::OtherAccount,
        Reason::TakenBack,
        Reason::Returned,
        Reason::PerhapsRecorded(ReceiptId::from_raw(1)),
    ]
}

fn rows() -> Vec<Shown> {
    let sure = Proposal::of_orders([number()], 100, vec![Reason::Reference, Reason::Exact]);
    let all = Proposal::of_orders([number()], 40, reasons());
    let advance = Proposal::of_account(AccountId(1042), 40, vec![Reason::Name]);
    let row = |line: BankLine, is_current| {
        let is_of_orders = line.proposal.as_ref().is_some_and(|proposal| proposal.orders().next().is_some());
        let orders = if is_of_orders { vec![order()] } else { Vec::new() };
        let rivals = orders.iter().map(|order| (order.number, line.id)).collect();
        Shown(LineRow { line, orders, is_current, rivals })
    };
    let mut rows = vec![
        row(line(LineKind::Credit, LineState::Open, Some(sure.clone())), true),
        row(line(LineKind::Credit, LineState::Open, Some(sure)), false),
        row(line(LineKind::Credit, LineState::Open, Some(all)), true),
        row(line(LineKind::Credit, LineState::Open, Some(advance)), true),
        row(line(LineKind::Credit, LineState::Open, Some(Proposal::nothing(Vec::new()))), true),
    ];
    for kind in [LineKind::Credit, LineKind::Returned, LineKind::TakenBack] {
        rows.extend(LineState::ALL.map(|state| row(line(kind, state, None), true)));
    }
    rows
}

fn import(staged: i64) -> Import {
    let accounts =
        Accounts(vec![Statements { key: "RIB".into(), account: "FR76 <b>".into(), statements: 2, lines: 3 }]);
    Import {
        id: ImportId::from_raw(1),
        name: "<b>.xml".into(),
        format: "CAMT.053.02".into(),
        bytes: 10,
        accounts,
        passed: Passed { debits: 1, pending: 2, foreign: 3, odd: 4 },
        total: 3,
        staged,
        fresh: staged,
        at: at(),
        author: WrittenBy::System("banking".into()),
        touched_at: at(),
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let domains = [crate::TEXTS, orders::TEXTS, credits::TEXTS, accounts::TEXTS, people::TEXTS, publisher::TEXTS];
    let readers = Readers::of(&domains);
    LinesView::samples(rows()).iter().for_each(|view| readers.see(view));
    readers.see(&AllView { sure: 2, shown_at: 1, once: Once::default() });
    for row in rows() {
        let others = vec![line(LineKind::Credit, LineState::Recorded, None)];
        let suggestions = vec![Suggestion::Order(Box::new(order())), Suggestion::Account(AccountId(1), "<b>".into())];
        readers.see(&LineView::sample(row.clone(), import(3), others, suggestions));
        readers.see(&LineView::sample(row, import(3), Vec::new(), Vec::new()));
    }
    let later = at() + SignedDuration::from_hours(1);
    ImportsView::samples(vec![import(3), import(1)], at()).iter().for_each(|view| readers.see(view));
    for (staged, now) in [(3, at()), (1, at()), (1, later)] {
        readers.see(&ImportView::sample(import(staged), staged == 3, now));
    }
}

/// Files that are wrong in every way that a small file can be.
const WRONG: [&str; 12] = [
    "",
    "hello",
    "<a",
    "<a/>",
    "<!DOCTYPE a><a/>",
    "<a>&nbsp;</a>",
    "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a/>",
    "05",
    "0130004    00823EUR2 00010000001  300426                                                  0000000001000{",
    "0130004    00823EUR2 00010000001  300426                                                  00000000010000",
    "0130004    00823EUR2 00010000001  310226                                                  0000000001000{",
    "0230004    00823EUR2 00010000001  300426                                                  0000000001000{",
];

#[test]
fn what_is_wrong_with_a_file_is_told_in_the_readers_words() {
    let texts = std::sync::Arc::new(kit_i18n::Texts::load(&[kit_web::TEXTS, crate::TEXTS].concat()).unwrap());
    for file in WRONG {
        let error = bank_statement::read(file.as_bytes()).unwrap_err();
        for locale in kit_core::Locale::ALL {
            let reader = kit_i18n::Reader { texts: texts.clone(), locale, zone: jiff::tz::TimeZone::UTC };
            let said = reader.text(&trouble(&error)).into_owned();
            assert!(!said.contains("banking-") && said.len() > 10, "{file}: {said}");
            assert_eq!(error.place.is_some(), said.contains("colonne") || said.contains("column"), "{said}");
        }
    }
}
