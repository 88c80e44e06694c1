//! A case as its customer sees it: the conversation, who sees it, what can be done.

use accounts::model::text;
use accounts::service::{companies, members, teams};
use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{Check, FieldErrors, PersonId, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{
    Actor, Button, Choice, FileForm, Filled, Flash, Form, Gate, Once, Path, Permission, Query, View, WebError, Written,
    verbatim,
};
use people::Names;
use serde::Deserialize;

use super::conversation::{Asked, Eyes, Talk, said, writers};
use super::files::{self, Offer, Sending};
use super::new::sees_choices;
use super::{CasePath, Desk, SOMEBODY};
use crate::model::{Case, CaseNumber, LONGEST_MESSAGE, Message, Sees, Sight};
use crate::permissions::UseSupport;
use crate::service::{self, CaseRefusal, teams_to_choose};

/// A message as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReplyForm {
    once: Once,
    body: String,
}

/// Who sees the case, as it was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShareForm {
    once: Once,
    sees: String,
}

/// A member, as he or she was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WatchForm {
    once: Once,
    person: String,
}

/// A watcher on the page.
#[derive(Debug, Clone)]
struct Watcher {
    person: PersonId,
    name: Text,
}

/// A case and its conversation.
#[derive(Template)]
#[template(path = "pages/case.html")]
pub(crate) struct CaseView {
    desk: Desk,
    case: Case,
    talk: Talk,
    requester: Text,
    company: String,
    sees: Text,
    /// Who could see it, where that can be chosen.
    choices: Vec<Choice>,
    watchers: Vec<Watcher>,
    /// Whether whoever looks may let others see it; a watcher who was added takes only himself or herself off.
    may_widen: bool,
    me: PersonId,
    /// Who could watch it.
    members: Vec<Choice>,
    offer: Option<Offer>,
    errors: FieldErrors,
    form: ReplyForm,
    now: Timestamp,
}

impl View for CaseView {
    fn title(&self) -> Text {
        Text::new("support-case-title")
            .with("number", self.case.number.to_string())
            .with("subject", self.case.subject.as_str())
    }
}

impl CaseView {
    fn to(&self, action: &str) -> String {
        format!("{}/{action}", self.desk.case(self.case.number))
    }

    fn back(&self) -> String {
        self.desk.path("cases")
    }

    fn merged(&self) -> Option<(String, CaseNumber)> {
        self.case.merged_into.map(|into| (self.desk.case(into), into))
    }

    fn sees_value(&self) -> String {
        self.case.sees().value()
    }
}

/// `GET /accounts/{account}/cases/{case}`, `GET /me/cases/{case}`
pub(crate) async fn show<P: Permission>(
    gate: Gate<P>,
    Path(path): Path<CasePath>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let form = ReplyForm { once: gate.once(), body: String::new() };
    shown(&gate, (path.number()?, asked.before()), form, FieldErrors::default()).await
}

async fn shown<P: Permission>(
    gate: &Gate<P>,
    which: (CaseNumber, Option<i64>),
    form: ReplyForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (desk, now, is_wrong) = (Desk::of(gate), gate.now(), !errors.is_empty());
    let are_kept = gate.app().files.are_kept();
    let (actor, view) = gate
        .read(move |read, actor| {
            let mut view = read_case(read, actor, desk, which, now)?;
            (view.form, view.errors) = (form.clone(), errors.clone());
            view.offer = Offer::of(read, are_kept)?.map(|offer| offer.at(desk));
            Ok(view)
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

fn read_case(
    read: &mut Read<'_>,
    actor: &Actor,
    desk: Desk,
    (number, before): (CaseNumber, Option<i64>),
    now: Timestamp,
) -> Result<CaseView, WebError> {
    let found = service::case_before(read, desk.viewer(actor)?, number, before)?.ok_or(WebError::NotFound)?;
    let case = found.case;
    let everybody = writers(&found.lines).chain([case.requester]).chain(found.watchers.iter().copied());
    let names = Names::of(read, everybody)?;
    let (mut company, mut choices, mut candidates) = (String::new(), Vec::new(), Vec::new());
    let me = actor.person()?.id;
    if let Some(account) = case.account {
        let companies = companies::companies(read, account)?;
        let one = companies.iter().find(|one| Some(one.id) == case.company);
        company = one.map(|one| one.name.clone()).unwrap_or_default();
        choices = sees_choices(&teams_to_choose(read, account, me)?);
        let known = members::members(read, account)?;
        let watches = |person: PersonId| person == case.requester || found.watchers.contains(&person);
        let others = known.iter().filter(|one| !one.disabled && !watches(one.member.person));
        candidates = others.map(|one| Choice::plain(one.member.person.to_string(), one.name.clone())).collect();
    }
    let said = said(found.lines, &found.files, &names, (Eyes::Customer, &desk.case(number)));
    let watcher = |person: &PersonId| Watcher { person: *person, name: names.full(*person, SOMEBODY) };
    Ok(CaseView {
        desk,
        sees: sees_say(read, &case)?,
        talk: Talk::at(&desk.case(number), said, found.earlier, before),
        requester: names.full(case.requester, SOMEBODY),
        company,
        choices,
        watchers: found.watchers.iter().map(watcher).collect(),
        may_widen: found.may_widen,
        me,
        members: candidates,
        offer: None,
        case,
        errors: FieldErrors::default(),
        form: ReplyForm::default(),
        now,
    })
}

/// Who sees a case, in words.
pub(super) fn sees_say(read: &mut Read<'_>, case: &Case) -> Result<Text, WebError> {
    let Some(account) = case.account else { return Ok(Text::new("support-seen-by-person")) };
    Ok(match (case.sight, case.team) {
        (Sight::Account, _) => Text::new("support-seen-by-account"),
        (Sight::Team, Some(team)) => match teams::team(read, account, team)? {
            Some(known) => Text::new("support-seen-by-team").with("name", verbatim(known.team.name)),
            None => Text::new("support-seen-by-own"),
        },
        (Sight::Own | Sight::Team, _) => Text::new("support-seen-by-own"),
    })
}

/// Whether the case is one that whoever acts sees: what is not is not found, whatever was sent.
async fn ensure_seen<P: Permission>(gate: &Gate<P>, number: CaseNumber) -> Result<Actor, WebError> {
    let desk = Desk::of(gate);
    let look = move |read: &mut Read<'_>, actor: &Actor| {
        service::seen(read, desk.viewer(actor)?, number)?.map(drop).ok_or(WebError::NotFound)
    };
    Ok(gate.read(look).await?.0)
}

/// `POST …/cases/{case}/reply`
pub(crate) async fn reply<P: Permission>(
    gate: Gate<P>,
    Path(path): Path<CasePath>,
    form: FileForm,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let actor = ensure_seen(&gate, number).await?;
    let sending = Sending::of(&gate, &actor, &form)?;
    let begun = files::begin_in_case(&gate, number, sending).await?;
    let (filled, _place) = begun.fill::<ReplyForm, _>(&gate, form).await?;
    let (body, wrong) = read_reply(&filled);
    let Filled { form, files: drafts, .. } = filled;
    let Some(body) = body else { return shown(&gate, (number, None), form, wrong).await };
    let (viewer, person) = (Desk::of(&gate).viewer(&actor)?, actor.person()?.id);
    let deposit = files::keep(&gate, drafts).await?;
    let coming = deposit.files();
    let written = gate.write_once(&form.once, move |tx, ctx, _| {
        let message = Message { body: &body, files: &coming };
        service::reply(tx, ctx, viewer, person, number, message)
    });
    let (actor, written) = deposit.settled(written, files::not_spoken_of).await?;
    match written {
        Written::Refused(CaseRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => {
            shown(&gate, (number, None), form, FieldErrors::one(field(refusal), refusal)).await
        }
        Written::Done(_) | Written::Repeated => {
            Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), Flash::done(Text::new("support-replied"))))
        }
    }
}

/// The message, or what is wrong with it and its files.
fn read_reply(filled: &Filled<ReplyForm>) -> (Option<String>, FieldErrors) {
    let mut check = Check::new();
    let body = check.field("body", text::paragraph(&filled.form.body, LONGEST_MESSAGE));
    let files = check.field("files", filled.wrong().map_or(Ok(()), Err));
    match check.finish(|| files.and(body)) {
        Ok(body) => (Some(body), FieldErrors::default()),
        Err(errors) => (None, errors),
    }
}

/// At which field a refusal of a message is told.
pub(super) fn field(refusal: CaseRefusal) -> &'static str {
    if refusal == CaseRefusal::NoRoom { "files" } else { "body" }
}

/// `POST …/cases/{case}/close`
pub(crate) async fn close<P: Permission>(
    gate: Gate<P>,
    Path(path): Path<CasePath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let actor = ensure_seen(&gate, number).await?;
    let (viewer, person) = (Desk::of(&gate).viewer(&actor)?, actor.person()?.id);
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, _| service::close_by_customer(tx, ctx, viewer, person, number))
        .await?;
    ended(&gate, &actor, number, written, Text::new("support-closed-done"))
}

/// `POST /accounts/{account}/cases/{case}/share`
pub(crate) async fn share(
    gate: Gate<UseSupport>,
    Path(path): Path<CasePath>,
    Form(form): Form<ShareForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let actor = ensure_seen(&gate, number).await?;
    let Ok(chosen) = Sees::read(&form.sees) else {
        return Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), Flash::warning(Text::new("support-choose"))));
    };
    let (viewer, person) = (Desk::of(&gate).viewer(&actor)?, actor.person()?.id);
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| service::share(tx, ctx, viewer, person, number, chosen)).await?;
    // Whoever took the sight of it from himself or herself no longer sees it.
    let desk = Desk::of(&gate);
    let sees = gate.read(move |read, actor| Ok(service::seen(read, desk.viewer(actor)?, number)?.is_some())).await?.1;
    if sees {
        return ended(&gate, &actor, number, written, Text::new("support-shared"));
    }
    Ok(gate.redirect(&actor, &desk.path("cases"), Flash::done(Text::new("support-shared"))))
}

/// `POST /accounts/{account}/cases/{case}/watch`
pub(crate) async fn watch(
    gate: Gate<UseSupport>,
    Path(path): Path<CasePath>,
    Form(form): Form<WatchForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let actor = ensure_seen(&gate, number).await?;
    let Ok(watcher) = form.person.parse::<PersonId>() else {
        return Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), Flash::warning(Text::new("support-choose"))));
    };
    let viewer = Desk::of(&gate).viewer(&actor)?;
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| service::watch(tx, ctx, viewer, number, watcher)).await?;
    ended(&gate, &actor, number, written, Text::new("support-watched"))
}

/// `POST /accounts/{account}/cases/{case}/unwatch`
pub(crate) async fn unwatch(
    gate: Gate<UseSupport>,
    Path(path): Path<CasePath>,
    Form(form): Form<WatchForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let actor = ensure_seen(&gate, number).await?;
    let Ok(watcher) = form.person.parse::<PersonId>() else {
        return Ok(gate.redirect(&actor, &Desk::of(&gate).case(number), Flash::warning(Text::new("support-choose"))));
    };
    let (viewer, me) = (Desk::of(&gate).viewer(&actor)?, actor.person()?.id);
    let (actor, written) =
        gate.write_once(&form.once, move |tx, ctx, _| service::unwatch(tx, ctx, viewer, number, watcher)).await?;
    if watcher == me {
        let list = Desk::of(&gate).path("cases");
        return Ok(gate.redirect(&actor, &list, Flash::done(Text::new("support-unwatched"))));
    }
    ended(&gate, &actor, number, written, Text::new("support-unwatched"))
}

/// Back to the case, with what was done or why not.
fn ended<P: Permission>(
    gate: &Gate<P>,
    actor: &Actor,
    number: CaseNumber,
    written: Written<(), CaseRefusal>,
    done: Text,
) -> Result<Response, WebError> {
    let flash = match written {
        Written::Refused(CaseRefusal::Unknown) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
        Written::Done(()) | Written::Repeated => Flash::done(done),
    };
    Ok(gate.redirect(actor, &Desk::of(gate).case(number), flash))
}

#[cfg(test)]
impl CaseView {
    pub(super) fn samples(desk: Desk, case: Case, lines: Vec<crate::model::Line>) -> Vec<CaseView> {
        let of = |merged_into: Option<CaseNumber>, sees: Text| CaseView {
            desk,
            talk: Talk::at(
                "/c",
                said(lines.clone(), &crate::pages::views::files(), &Names::default(), (Eyes::Customer, "/c")),
                Some(51),
                Some(101),
            ),
            requester: Text::new("support-somebody"),
            company: "<b>".into(),
            sees,
            choices: sees_choices(&[]),
            watchers: [3, 4].map(|raw| Watcher { person: PersonId::from_raw(raw), name: verbatim("<b>") }).into(),
            may_widen: merged_into.is_none(),
            me: PersonId::from_raw(3),
            members: vec![Choice::plain("1", "<b>")],
            offer: Some(Offer::sample()),
            errors: FieldErrors::one("body", CaseRefusal::TooLate),
            form: ReplyForm { body: "<b>".into(), ..ReplyForm::default() },
            now: Timestamp::MAX,
            case: Case { merged_into, ..case.clone() },
        };
        vec![
            of(None, Text::new("support-seen-by-own")),
            of(Some(case.number), Text::new("support-seen-by-team").with("name", verbatim("x"))),
        ]
    }
}
