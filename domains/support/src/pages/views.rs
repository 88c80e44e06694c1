//! Every view, in every language.

use jiff::Timestamp;
use kit_core::{AccountId, Locale, PersonId};
use kit_testkit::Readers;

use super::Desk;
use crate::model::{
    Case, CaseFile, CaseFileId, CaseNumber, CaseRow, CaseState, Level, LevelId, Line, LineKind, LineSide, Priority,
    Sight,
};

fn case() -> Case {
    let at = Timestamp::UNIX_EPOCH;
    Case {
        number: CaseNumber::new(2026, 123).unwrap(),
        account: Some(AccountId(1042)),
        company: None,
        requester: PersonId::from_raw(1),
        team: None,
        sight: Sight::Account,
        subject: "<b>".into(),
        product: "<b>".into(),
        page: "/accounts/C-1042/<b>".into(),
        priority: Priority::High,
        state: CaseState::Open,
        opened_at: at,
        updated_at: at,
        owed_since: Some(at),
        due_at: Some(at),
        answered_at: Some(at),
        ended_at: None,
        assignee: Some(PersonId::from_raw(2)),
        merged_into: None,
    }
}

fn row() -> CaseRow {
    let Case { number, account, requester, subject, priority, state, updated_at, due_at, assignee, .. } = case();
    CaseRow { number, account, requester, subject, priority, state, updated_at, due_at, assignee }
}

fn lines() -> Vec<Line> {
    let sides = [LineSide::Customer, LineSide::Staff, LineSide::System];
    let line = |(seq, kind): (i64, LineKind)| Line {
        seq,
        at: Timestamp::UNIX_EPOCH,
        side: sides[usize::try_from(seq).unwrap() % 3],
        person: Some(PersonId::from_raw(seq)),
        kind,
        mailed: (seq < 3).then(|| if seq == 1 { "<b>@x".into() } else { String::new() }),
        body: if kind == LineKind::Priority { "high".into() } else { "<b>\n\nx".into() },
    };
    (1..).zip(LineKind::ALL).map(line).collect()
}

pub(super) fn files() -> Vec<CaseFile> {
    let file = kit_files::FileKey::random(&kit_core::Random::seeded(1));
    let (kind, person) = (kit_files::FileKind::Image, Some(PersonId::from_raw(1)));
    let (id, number, name) = (CaseFileId::from_raw(9), case().number, "<b>.png".into());
    vec![CaseFile { id, number, seq: 1, file, name, kind, size: 2_500, person }]
}

fn level() -> Level {
    Level {
        id: LevelId::from_raw(1),
        name: "<b>".into(),
        name_en: "<b>".into(),
        low: 480,
        normal: 90,
        high: 60,
        urgent: 30,
        callers: 2,
        others: true,
        place: 1,
    }
}

#[test]
fn every_view_is_told_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, accounts::TEXTS, publisher::TEXTS]);
    for desk in [Desk(Some(AccountId(1042))), Desk(None)] {
        super::list::CasesView::samples(desk, row()).iter().for_each(|view| readers.see(view));
        super::case::CaseView::samples(desk, case(), lines()).iter().for_each(|view| readers.see(view));
        let hours = publisher::Calendar::default().says();
        let (panels, locale) = (Vec::new(), Locale::En);
        readers.see(&super::levels::LevelsView { desk, levels: vec![level()], own: level(), locale, hours, panels });
    }
    for state in CaseState::ALL {
        let one = Case { state, ..case() };
        super::case::CaseView::samples(Desk(None), one, Vec::new()).iter().for_each(|view| readers.see(view));
    }
    super::new::NewCaseView::samples(level()).iter().for_each(|view| readers.see(view));
    readers.see(&super::remark::RemarkView::sample());
    super::staff::see(&readers, &case(), &lines(), &row(), &level());
}
