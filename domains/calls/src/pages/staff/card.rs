//! An account as the agent on the phone needs it: who may call, machines, open cases.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Path, View, WebError, Written};
use serde::Deserialize;

use super::{look, path};
use crate::model::{KnownCaller, PinCheck};
use crate::permissions::AnswerPhone;
use crate::service::{self, CallerRefusal, Card};

/// What the caller told to be known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckForm {
    once: Once,
    person: String,
    pin: String,
}

/// The card.
#[derive(Template)]
#[template(path = "pages/staff/card.html")]
pub(crate) struct CardView {
    card: Card,
    errors: FieldErrors,
    check: CheckForm,
    now: Timestamp,
}

impl View for CardView {
    fn title(&self) -> Text {
        Text::new("calls-card-title").with("name", self.card.account.name.as_str())
    }
}

impl CardView {
    fn look(&self) -> (&'static str, &'static str) {
        look(self.card.account.state)
    }

    fn to(&self, page: &str) -> String {
        format!("/staff/accounts/{}{page}", self.card.account.id)
    }

    fn callers(&self) -> &[KnownCaller] {
        &self.card.entitlement.callers
    }

    /// Whose PIN can be checked.
    fn choices(&self) -> Vec<Choice> {
        let choice = |known: &KnownCaller| Choice::plain(known.caller.person.to_string(), known.name.clone());
        self.callers().iter().map(choice).collect()
    }

    /// Who may call by the level, in a sentence.
    fn who_may(&self) -> Text {
        let level = &self.card.entitlement.level;
        let text = match (level.callers > 0, level.others) {
            (true, true) => Text::new("calls-may-both"),
            (true, false) => Text::new("calls-may-designated"),
            (false, true) => Text::new("calls-may-members"),
            (false, false) => Text::new("calls-may-nobody"),
        };
        text.with("level", level.name.as_str())
    }
}

/// `GET /staff/accounts/{id}/phone`
pub(crate) async fn show(gate: Gate<AnswerPhone>, Path(account): Path<AccountId>) -> Result<Response, WebError> {
    shown(&gate, account, CheckForm { once: gate.once(), ..CheckForm::default() }, FieldErrors::default()).await
}

/// `POST /staff/accounts/{id}/phone/check`: right or wrong, and nothing else.
pub(crate) async fn check(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<CheckForm>,
) -> Result<Response, WebError> {
    let Ok(person) = form.person.parse::<PersonId>() else {
        return again(&gate, account, form, FieldErrors::one("person", CallerRefusal::Unknown)).await;
    };
    let typed = form.pin.clone();
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::check_pin(tx, ctx, account, person, &typed)
    };
    let (actor, written) = gate.write_once_with(kit_db::Lock::Account(account), &form.once, body).await?;
    let wrong = match written {
        Written::Done(PinCheck::Right) => {
            return Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("calls-check-right"))));
        }
        Written::Repeated => {
            return Ok(gate.redirect(&actor, &path(account), Flash::warning(Text::new("calls-check-again"))));
        }
        Written::Done(PinCheck::Wrong { left }) => Text::new("calls-check-wrong").with("left", left),
        Written::Done(PinCheck::Locked) => Text::new("calls-check-locked"),
        Written::Done(PinCheck::None) => Text::new("calls-check-none"),
        Written::Refused(refusal) => {
            return again(&gate, account, form, FieldErrors::one("person", refusal)).await;
        }
    };
    again(&gate, account, form, FieldErrors::one("pin", wrong)).await
}

/// The page again, without the PIN that was typed, which is a secret whoever's it is.
async fn again(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    form: CheckForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let form = CheckForm { once: gate.once(), pin: String::new(), ..form };
    shown(gate, account, form, errors).await
}

async fn shown(
    gate: &Gate<AnswerPhone>,
    account: AccountId,
    check: CheckForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (now, is_wrong) = (gate.now(), !errors.is_empty());
    let (actor, card) = gate.read(move |read, _| service::card(read, account)?.ok_or(WebError::NotFound)).await?;
    let view = CardView { card, errors, check, now };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

#[cfg(test)]
impl CardView {
    pub(super) fn samples(callers: &[KnownCaller]) -> Vec<CardView> {
        let at = Timestamp::UNIX_EPOCH;
        let account = accounts::model::Account {
            id: AccountId(1042),
            name: "<b>".into(),
            state: kit_web::AccountState::Active,
            company: accounts::model::CompanyId::from_raw(1),
            applicant: None,
            administration_email: kit_mail::Email::parse("admin@plan.example").unwrap(),
            locale: kit_core::Locale::Fr,
            created_at: at,
            applied_at: None,
            decided_at: None,
            reason: None,
        };
        let machine = machines::Machine {
            id: kit_core::MachineId::from_raw(1),
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
        let case = support::CaseRow {
            number: support::CaseNumber::new(2026, 123).unwrap(),
            account: Some(account.id),
            requester: PersonId::from_raw(1),
            subject: "<b>".into(),
            priority: support::Priority::High,
            state: support::CaseState::Open,
            updated_at: at,
            due_at: Some(at),
            assignee: None,
        };
        let level = |callers: i64, others: bool| support::Level {
            id: support::LevelId::from_raw(1),
            name: "<b>".into(),
            low: 480,
            normal: 90,
            high: 60,
            urgent: 30,
            callers,
            others,
            place: 1,
        };
        let view = |full: bool, level: support::Level| CardView {
            card: Card {
                account: account.clone(),
                entitlement: crate::service::Entitlement {
                    level,
                    callers: if full { callers.to_vec() } else { Vec::new() },
                },
                machines: if full { vec![machine.clone()] } else { Vec::new() },
                cases: if full { vec![case.clone()] } else { Vec::new() },
            },
            errors: FieldErrors::one("pin", Text::new("calls-check-wrong").with("left", 1)),
            check: CheckForm { person: "<b>".into(), ..CheckForm::default() },
            now: Timestamp::MAX,
        };
        vec![
            view(true, level(2, true)),
            view(true, level(2, false)),
            view(false, level(0, true)),
            view(false, level(0, false)),
        ]
    }
}
