//! A card for the tests of views.

use jiff::Timestamp;
use kit_core::{AccountId, Locale, MachineId, PersonId};

use super::Entitlement;
use super::desk::{Card, TimeLeft};
use crate::model::{Call, CallId, KnownDesignatedCaller, Outcome};

impl Card {
    pub(crate) fn sample(callers: Vec<KnownDesignatedCaller>, full: bool) -> Card {
        let at = Timestamp::UNIX_EPOCH;
        let account = accounts::model::Account {
            id: AccountId(1042),
            name: "<b>".into(),
            state: kit_web::AccountState::Active,
            company: accounts::model::CompanyId::from_raw(1),
            applicant: None,
            administration_email: kit_mail::Email::parse("admin@plan.example").unwrap(),
            locale: Locale::Fr,
            created_at: at,
            applied_at: None,
            decided_at: None,
            reason: None,
        };
        let machine = machines::Machine {
            id: MachineId::from_raw(1),
            account: account.id,
            name: "<b>".into(),
            system: "<b>".into(),
            application: "<b>".into(),
            version: "<b>".into(),
            linked_at: at,
            linked_by: None,
            linked_how: machines::Linked::Code,
            seen_at: at,
            heard_at: None,
            ended_at: None,
            ended_how: None,
        };
        let number = support::CaseNumber::new(2026, 123).unwrap();
        let case = support::CaseRow::sample(number, account.id, "<b>", at);
        let level = support::Level {
            id: support::LevelId::from_raw(1),
            name: "<b>".into(),
            name_en: "<b>".into(),
            low: 480,
            normal: 90,
            high: 60,
            urgent: 30,
            callers: if full { 2 } else { 0 },
            others: !full,
            place: 1,
        };
        let call = Call::new(CallId::from_raw(1), account.id, PersonId::from_raw(2), at);
        let running = Call {
            caller: Some(PersonId::from_raw(1)),
            checked: true,
            approved_by: Some(PersonId::from_raw(1)),
            approved_minutes: Some(90),
            approved_at: Some(at),
            ..call.clone()
        };
        let ended = |outcome: Outcome| Call {
            ended_at: Some(at),
            outcome: Some(outcome),
            seconds: Some(90),
            subject: Some("<b>".into()),
            case_number: Some(number),
            billed: (outcome == Outcome::Counted).then_some(15),
            ..call.clone()
        };
        let calls = vec![running, ended(Outcome::Counted), ended(Outcome::Uncounted), ended(Outcome::Dropped)];
        let overrun = credits::Overrun::Debt;
        let time = TimeLeft { left: 0, debt: 15, is_blocked: true, overrun, approval_above: Some(60) };
        Card {
            account,
            entitlement: Entitlement { level, callers },
            machines: if full { vec![machine] } else { Vec::new() },
            cases: if full { vec![case] } else { Vec::new() },
            time: full.then_some(time),
            calls: if full { calls } else { Vec::new() },
        }
    }
}
