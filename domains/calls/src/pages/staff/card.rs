//! An account as the agent on the phone needs it: the call, time left, who may call, machines, open cases.

use accounts::service::members::{self, KnownMember};
use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, Arg, FieldErrors, Locale, PersonId, Text};
use kit_i18n::filters;
use kit_web::{Choice, Gate, Path, Query, Tone, View, WebError};
use people::Names;
use serde::Deserialize;

use super::work::{WorkForm, none_left, told};
use crate::model::{Call, KnownDesignatedCaller};
use crate::permissions::AnswerPhone;
use crate::service::{self, Approver, CallRefusal, Card, Estimate};

/// What was typed on the card, what is wrong with it, what was done, and who is calling as the search found out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(super) work: WorkForm,
    pub(super) errors: FieldErrors,
    pub(super) estimate: Option<Estimate>,
    pub(super) said: Option<(Tone, Text)>,
}

/// The card.
#[derive(Template)]
#[template(path = "pages/staff/card.html")]
pub(crate) struct CardView {
    card: Card,
    /// The call that the agent has on the phone, with this account or another.
    running: Option<Call>,
    /// The caller whose code was right.
    checked: Option<PersonId>,
    members: Vec<Choice>,
    approvers: Vec<Choice>,
    names: Names,
    typed: Typed,
    locale: Locale,
    now: Timestamp,
}

impl View for CardView {
    fn title(&self) -> Text {
        Text::new("calls-card-title").with("name", self.card.account.name.as_str())
    }
}

impl CardView {
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
        self.names.plain(person).unwrap_or_default()
    }

    /// The member who called.
    fn member(&self, call: &Call) -> String {
        self.who(call.caller)
    }

    /// The caller whose code was right, by name.
    fn known_caller(&self) -> Option<String> {
        self.checked.map(|person| self.who(Some(person)))
    }

    /// What the agent says about the call, as it was typed.
    fn work(&self) -> &WorkForm {
        &self.typed.work
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
        self.typed.estimate.as_ref().map(|estimate| told(&estimate.preview)).unwrap_or_default()
    }

    /// What stands in the way of the end as things are.
    fn hindrances(&self) -> Vec<Text> {
        let refusals = self.typed.estimate.as_ref().map(|estimate| estimate.refusals.as_slice());
        refusals.unwrap_or_default().iter().map(|refusal| Text::from(*refusal)).collect()
    }

    /// Above what the customer approves beforehand, and who may; none where the rule never asks for that.
    fn approval_rule(&self) -> Option<Text> {
        let above = self.card.time.as_ref()?.approval_above?;
        let text = if self.card.entitlement.level.others {
            Text::new("calls-approval-by-members")
        } else {
            Text::new("calls-approval-by-caller")
        };
        Some(text.with("above", Arg::Minutes(above)))
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
        text.with("level", level.name_in(self.locale))
    }
}

/// Who is calling, as the search found out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Found {
    caller: String,
}

/// `GET /staff/accounts/{id}/phone`
pub(crate) async fn show(
    gate: Gate<AnswerPhone>,
    Path(account): Path<AccountId>,
    Query(Found { caller }): Query<Found>,
) -> Result<Response, WebError> {
    let work = WorkForm { caller, ..WorkForm::default() };
    shown(&gate, account, Typed { work, ..Typed::default() }).await
}

/// The card, with what was typed; but for the PIN, which is a secret, whoever's it is.
pub(super) async fn shown(gate: &Gate<AnswerPhone>, account: AccountId, typed: Typed) -> Result<Response, WebError> {
    let (now, once) = (gate.now(), gate.once());
    let is_wrong = !typed.errors.is_empty();
    let (actor, view) = gate
        .read(move |read, actor| {
            let card = service::card(read, account, now)?.ok_or(WebError::NotFound)?;
            let agent = actor.person()?.id;
            let running = service::running(read, agent)?;
            let own = running.as_ref().filter(|call| call.account == account);
            let checked = service::checked_caller(&card.entitlement, own, agent, now);
            let mut typed = typed.clone();
            typed.work.once = once.clone();
            typed.work.pin = String::new();
            if typed.work.caller.is_empty() {
                typed.work.caller = checked.map(|person| person.to_string()).unwrap_or_default();
            }
            let persons = card.calls.iter().flat_map(|call| [Some(call.agent), call.caller]).flatten();
            let names = Names::of(read, persons.chain(own.and_then(|call| call.approved_by)).chain(checked))?;
            let approvers = service::approvers(read, account, checked)?;
            Ok(CardView {
                members: callers(&card, &members::members(read, account)?),
                approvers: approvers.into_iter().map(approver).collect(),
                names,
                card,
                running,
                checked,
                typed,
                locale: actor.locale(),
                now,
            })
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

/// Nobody, and who may call by the level: any member where it lets others call, else the designated callers.
fn callers(card: &Card, members: &[KnownMember]) -> Vec<Choice> {
    let known = &card.entitlement;
    let may = |one: &&KnownMember| !one.disabled && (known.level.others || known.of(one.member.person).is_some());
    let members = members.iter().filter(may);
    let members = members.map(|one| Choice::plain(one.member.person.to_string(), one.name.clone()));
    [Choice::plain("", "")].into_iter().chain(members).collect()
}

/// Somebody who may approve; of whom nobody checked the code, it is said.
fn approver(Approver { person, name, checked }: Approver) -> Choice {
    if checked {
        Choice::plain(person.to_string(), name)
    } else {
        Choice::new(person.to_string(), Text::new("calls-approver-unchecked").with("name", name))
    }
}

#[cfg(test)]
impl CardView {
    pub(super) fn samples(callers: &[KnownDesignatedCaller]) -> Vec<CardView> {
        let (full, empty) = (Card::sample(callers.to_vec(), true), Card::sample(Vec::new(), false));
        let (form, errors) = WorkForm::sample();
        let estimate = |missing: i64, overrun: credits::Overrun| credits::BurnPreview {
            billed: kit_core::Credits(90),
            left: kit_core::Credits(30),
            missing: kit_core::Credits(missing),
            overrun,
            refusal: None,
        };
        let view = |card: &Card, running: Option<Call>, typed: Typed| CardView {
            card: card.clone(),
            checked: running.as_ref().and_then(Call::checked_caller),
            running,
            members: vec![Choice::plain("1", "<b>")],
            approvers: [true, false]
                .map(|checked| approver(Approver { person: PersonId::from_raw(1), name: "<b>".into(), checked }))
                .into(),
            names: Names::default(),
            typed,
            locale: Locale::Fr,
            now: Timestamp::MAX,
        };
        let own = || full.calls.first().cloned();
        let elsewhere = || own().map(|call| Call { account: AccountId(1043), ..call });
        let wrong = Typed { work: form, errors, ..Typed::default() };
        let refusals = vec![CallRefusal::NotEntitled, CallRefusal::NotApprover, CallRefusal::NotAMember];
        let estimated = |overrun| Typed {
            estimate: Some(Estimate { preview: estimate(60, overrun), refusals: refusals.clone() }),
            said: Some((Tone::Success, Text::new("calls-begun"))),
            ..Typed::default()
        };
        let mut views = vec![view(&full, own(), wrong), view(&full, elsewhere(), Typed::default())];
        views.extend(credits::Overrun::ALL.map(|overrun| view(&full, own(), estimated(overrun))));
        views.push(view(&empty, None, Typed::default()));
        views
    }
}
