//! Every page, rendered in every language with a sample of what it shows.

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, FieldErrors, MachineId, PersonId, Text};
use kit_testkit::Readers;
use kit_web::{Actor, Once};
use publisher::{Section, Sections};

use super::code::{CodeMadeView, CodeView, Known};
use super::list::ListView;
use super::mailed_code::MailedCodeView;
use super::rows::{self, Row, StoryLine};
use super::settings::{RulesForm, SettingsView};
use super::show::{Details, MachineView};
use super::staff::{StaffMachineView, StaffView};
use super::unlink::UnlinkView;
use crate::model::{Ended, Happened, Linked, Machine, MachineRules, WordError};
use crate::service::Standing;

const ACCOUNT: AccountId = AccountId(1042);

fn at() -> Timestamp {
    Timestamp::from_second(1_793_610_000).unwrap()
}

fn machine(how: Linked, ended: Option<Ended>) -> Machine {
    Machine {
        id: MachineId::from_raw(7),
        account: ACCOUNT,
        name: "Poste <b>3".into(),
        system: "Windows <b>11".into(),
        application: "Planelle <b>".into(),
        version: "2.4".into(),
        linked_at: at(),
        linked_by: Some(PersonId::from_raw(1)),
        linked_how: how,
        seen_at: at(),
        heard_at: None,
        ended_at: ended.map(|_| at()),
        ended_how: ended,
    }
}

fn rows(ended: Option<Ended>) -> Vec<Row> {
    let later = at() + SignedDuration::from_hours(24 * 91);
    let all = [Linked::Code, Linked::Replacement, Linked::SignUp];
    all.into_iter().map(|how| Row::of(machine(how, ended), later)).collect()
}

fn limits(left: Option<i64>) -> Vec<Text> {
    let rules = MachineRules { places: Some(3), replacements: left };
    rows::limits(&Standing { rules, linked: 1, replacements_left: left, next_year: at() })
}

fn list(rows: Vec<Row>, are_ended: bool, may_manage: bool, left: Option<i64>) -> ListView {
    ListView {
        account: ACCOUNT,
        are_ended,
        rows,
        next: Some("/more".into()),
        limits: limits(left),
        has_code: !may_manage,
        may_manage,
        once: Once::default(),
        now: at(),
    }
}

fn details(ended: Option<Ended>) -> Details {
    let lines = [Happened::Linked, Happened::Renamed, Happened::Updated, Happened::Unlinked];
    let line = |what: Happened| StoryLine {
        at: at(),
        what: what.label(),
        who: Text::new("machines-by-itself"),
        before: "<b>".into(),
        after: "<b>2".into(),
    };
    Details {
        machine: machine(Linked::Code, ended),
        linked_by: Some("Camille <b>".into()),
        story: lines.into_iter().map(line).collect(),
    }
}

fn form() -> RulesForm {
    RulesForm::of(MachineRules { places: Some(3), replacements: None }, true, Once::default())
}

#[test]
fn every_page_reads_well_in_every_language() {
    let readers = Readers::of(&[crate::TEXTS, accounts::TEXTS, publisher::TEXTS]);
    for ended in [Ended::Machine, Ended::Member, Ended::Replaced, Ended::Publisher] {
        readers.see(&list(rows(Some(ended)), true, false, Some(0)));
    }
    readers.see(&list(rows(None), false, true, Some(1)));
    readers.see(&list(Vec::new(), false, true, None));
    readers.see(&list(Vec::new(), true, true, Some(2)));
    let errors = [WordError::Missing, WordError::TooLong(100), WordError::Characters, WordError::Number];
    for error in errors {
        let errors = FieldErrors::one("name", error);
        let view = MachineView {
            account: ACCOUNT,
            details: details(None),
            may_manage: true,
            errors,
            once: Once::default(),
            typed: "<b>".into(),
            now: at(),
        };
        readers.see(&view);
    }
    readers.see(&StaffMachineView { back: "/x".into(), details: details(Some(Ended::Member)), now: at() });
    for n in [1, 2] {
        let machines = (0..n).map(|_| machine(Linked::Code, None)).collect();
        readers.see(&UnlinkView { action: "/a".into(), back: "/b".into(), once: Once::default(), machines });
    }
    for known in [None, Some(None), Some(Some("Camille <b>".to_owned()))] {
        let known = known.map(|made_by| Known { made_at: at(), made_by });
        readers.see(&CodeView { account: ACCOUNT, known, may_make: true, once: Once::default() });
    }
    readers.see(&CodeMadeView { account: ACCOUNT, code: "K7M2Q-9XW4T".into(), back: Some("/x".into()) });
    readers.see(&MailedCodeView { account: ACCOUNT, company: "<b>".into() });
    let sections = Sections::of(&Actor::default(), Section::Machines);
    readers.see(&SettingsView { sections, errors: FieldErrors::one("places", WordError::Number), form: form() });
    for rows in [rows(None), Vec::new()] {
        let view = StaffView {
            account: ACCOUNT,
            company: "<b>".into(),
            code_made_at: (!rows.is_empty()).then(at),
            rows,
            next: None,
            limits: limits(Some(2)),
            may_manage: true,
            errors: FieldErrors::default(),
            form: form(),
            now: at(),
        };
        readers.see(&view);
    }
}
