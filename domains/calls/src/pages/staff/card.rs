//! An account as the agent on the phone needs it: the call, time left, who may call, machines, open cases.

use std::collections::HashMap;

use accounts::service::members;
use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::BurnPreview;
use jiff::Timestamp;
use kit_core::{AccountId, Arg, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Path, View, WebError, Written};
use people::PersonName;
use serde::Deserialize;

use super::work::{WorkForm, none_left, told};
use super::{look, path};
use crate::model::{Call, KnownDesignatedCaller, PIN_DIGITS, Pin, PinCheck};
use crate::permissions::AnswerPhone;
use crate::service::{self, CallRefusal, CallerRefusal, Card};

/// What the caller told to be known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CheckForm {
    once: Once,
    person: String,
    pin: String,
}

/// What was typed on the card, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(super) check: CheckForm,
    pub(super) check_errors: FieldErrors,
    pub(super) work: Option<WorkForm>,
    pub(super) work_errors: FieldErrors,
    pub(super) estimate: Option<BurnPreview>,
}

/// The card.
#[derive(Template)]
#[template(path = "pages/staff/card.html")]
pub(crate) struct CardView {
    card: Card,
    /// The call that the agent has on the phone, with this account or another.
    running: Option<Call>,
    members: Vec<Choice>,
    approvers: Vec<Choice>,
    names: HashMap<PersonId, PersonName>,
    typed: Typed,
    work: WorkForm,
    once: Once,
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

    fn callers(&self) -> &[KnownDesignatedCaller] {
        &self.card.entitlement.callers
    }

    /// The call that is running with this account.
    fn own(&self) -> Option<&Call> {
        self.running.as_ref().filter(|call| call.account == self.card.account.id)
    }

    /// The account with which the agent is on the phone instead.
    fn elsewhere(&self) -> Option<AccountId> {
        self.running.as_ref().map(|call| call.account).filter(|account| *account != self.card.account.id)
    }

    /// What a timer that was forgotten asks of the agent.
    fn forgotten(&self) -> Option<Text> {
        self.own().filter(|call| call.is_forgotten(self.now)).map(|_| CallRefusal::Forgotten.into())
    }

    /// For how many minutes it has been running.
    fn elapsed(&self, call: &Call) -> i64 {
        call.elapsed(self.now) / 60
    }

    fn who(&self, person: Option<PersonId>) -> String {
        person.and_then(|person| self.names.get(&person)).map(ToString::to_string).unwrap_or_default()
    }

    /// The member who called.
    fn member(&self, call: &Call) -> String {
        self.who(call.caller)
    }

    /// The member who approved the cost.
    fn approver(&self, call: &Call) -> String {
        self.who(call.approved_by)
    }

    fn agent(&self, call: &Call) -> String {
        self.who(Some(call.agent))
    }

    fn has_member(&self, call: &Call) -> bool {
        call.caller.is_some()
    }

    /// What to know before a minute burns.
    fn warning(&self) -> Option<Text> {
        let time = self.card.time.as_ref().filter(|time| time.left == 0)?;
        Some(none_left(time.overrun))
    }

    fn estimate(&self) -> Vec<Text> {
        self.typed.estimate.as_ref().map(told).unwrap_or_default()
    }

    /// What stands in the way of what was estimated.
    fn hindrance(&self) -> Option<Text> {
        self.typed.estimate.as_ref()?.refusal.map(Text::from)
    }

    /// Whose PIN can be checked.
    fn choices(&self) -> Vec<Choice> {
        let choice = |known: &KnownDesignatedCaller| Choice::plain(known.caller.person.to_string(), known.name.clone());
        self.callers().iter().map(choice).collect()
    }

    /// The cases that the call may belong to, and a new one.
    fn cases(&self) -> Vec<Choice> {
        let new = Choice::new("new", Text::new("calls-case-new"));
        let known = self
            .card
            .cases
            .iter()
            .map(|row| Choice::plain(row.number.to_string(), format!("{} {}", row.number, row.subject)));
        [new].into_iter().chain(known).collect()
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
    shown(&gate, account, Typed::default()).await
}

/// `POST /staff/accounts/{id}/phone/check`: right or wrong, and nothing else.
pub(crate) async fn check(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Form(form): Form<CheckForm>,
) -> Result<Response, WebError> {
    let again = |form: &CheckForm, field: &'static str, text: Text| {
        // The PIN that was typed is not shown again: it is a secret, whoever's it is.
        let check = CheckForm { pin: String::new(), ..form.clone() };
        shown(&gate, account, Typed { check, check_errors: FieldErrors::one(field, text), ..Typed::default() })
    };
    let Ok(person) = form.person.parse::<PersonId>() else {
        return again(&form, "person", CallerRefusal::Unknown.into()).await;
    };
    // What is no PIN at all was typed wrong, and is nobody's attempt.
    let Some(pin) = Pin::parse(&form.pin) else {
        return again(&form, "pin", Text::new("calls-error-pin").with("digits", PIN_DIGITS as i64)).await;
    };
    let (_, agent) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::check_caller(tx, ctx, agent, (account, person), &pin)
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
        Written::Done(PinCheck::Locked { until }) => {
            Text::new("calls-check-locked").with("until", Arg::DateTime(until))
        }
        Written::Done(PinCheck::None) => Text::new("calls-check-none"),
        Written::Refused(refusal) => return again(&form, "person", refusal.into()).await,
    };
    again(&form, "pin", wrong).await
}

/// The card, with what was typed.
pub(super) async fn shown(gate: &Gate<AnswerPhone>, account: AccountId, typed: Typed) -> Result<Response, WebError> {
    let (now, once) = (gate.now(), gate.once());
    let is_wrong = !typed.check_errors.is_empty() || !typed.work_errors.is_empty();
    let (actor, mut view) = gate
        .read(move |read, actor| {
            let card = service::card(read, account, now)?.ok_or(WebError::NotFound)?;
            let running = service::running(read, actor.person()?.id)?;
            let own = running.as_ref().filter(|call| call.account == account);
            let fresh = WorkForm {
                caller: own.and_then(|call| call.caller).map(|person| person.to_string()).unwrap_or_default(),
                ..WorkForm::default()
            };
            let choice = |(person, name): (PersonId, String)| Choice::plain(person.to_string(), name);
            let all = members::members(read, account)?;
            let members = all.iter().filter(|one| !one.disabled);
            let mut persons: Vec<PersonId> =
                card.calls.iter().flat_map(|call| [Some(call.agent), call.caller]).flatten().collect();
            persons.extend(own.and_then(|call| call.approved_by));
            persons.sort_unstable();
            persons.dedup();
            Ok(CardView {
                members: members.map(|one| choice((one.member.person, one.name.clone()))).collect(),
                approvers: service::approvers(read, account)?.into_iter().map(choice).collect(),
                names: people::service::names(read, &persons)?,
                card,
                running,
                work: typed.work.clone().unwrap_or(fresh),
                typed: typed.clone(),
                once: once.clone(),
                now,
            })
        })
        .await?;
    for token in [&mut view.work.once, &mut view.typed.check.once] {
        *token = gate.once();
    }
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

#[cfg(test)]
impl CardView {
    pub(super) fn samples(callers: &[KnownDesignatedCaller]) -> Vec<CardView> {
        let (full, empty) = (Card::sample(callers.to_vec(), true), Card::sample(Vec::new(), false));
        let (form, errors) = WorkForm::sample();
        let estimate = |missing: i64, overrun: credits::Overrun| BurnPreview {
            billed: kit_core::Credits(90),
            left: kit_core::Credits(30),
            missing: kit_core::Credits(missing),
            overrun,
            refusal: Some(credits::BurnRefusal::NeedsApproval { billed: kit_core::Credits(90), above: 60 }),
        };
        let view = |card: &Card, running: Option<Call>, typed: Typed| CardView {
            card: card.clone(),
            running,
            members: vec![Choice::plain("1", "<b>")],
            approvers: vec![Choice::plain("1", "<b>")],
            names: HashMap::new(),
            work: typed.work.clone().unwrap_or_default(),
            typed,
            once: Once::default(),
            now: Timestamp::MAX,
        };
        let own = || full.calls.first().cloned();
        let elsewhere = || own().map(|call| Call { account: AccountId(1043), ..call });
        let wrong = Typed {
            check: CheckForm { person: "<b>".into(), ..CheckForm::default() },
            check_errors: FieldErrors::one("pin", Text::new("calls-check-wrong").with("left", 1)),
            work: Some(form),
            work_errors: errors,
            estimate: None,
        };
        let estimated = |overrun| Typed { estimate: Some(estimate(60, overrun)), ..Typed::default() };
        let mut views = vec![view(&full, own(), wrong), view(&full, elsewhere(), Typed::default())];
        views.extend(credits::Overrun::ALL.map(|overrun| view(&full, own(), estimated(overrun))));
        views.push(view(&empty, None, Typed::default()));
        views
    }
}
