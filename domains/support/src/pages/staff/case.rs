//! A case as staff sees it: the conversation with its notes, the answer, and all that can be done with it.

use accounts::model::text;
use accounts::service::companies;
use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{Check, FieldErrors, PersonId, Text};
use kit_db::Read;
use kit_i18n::filters;
use kit_web::{
    Actor, Button, Choice, FileForm, Filled, Flash, Form, Gate, Once, Path, Place, Query, View, WebError, Written,
};
use people::Names;
use serde::Deserialize;

use crate::model::{Canned, CannedId, Case, CaseNumber, CaseState, LONGEST_MESSAGE, Message, Priority};
use crate::pages::case::{field, sees_say};
use crate::pages::conversation::{Asked, Eyes, Talk, said, writers};
use crate::pages::files::{self, Offer, Sending};
use crate::pages::{CasePath, SOMEBODY};
use crate::permissions::AnswerCases;
use crate::service::{self, Answer, CaseRefusal, Viewer};

/// An answer or a note as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    once: Once,
    body: String,
    then: String,
    /// The answer to begin with, as it was chosen.
    canned: String,
}

/// Who cares for the case, or how much it presses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OneForm {
    once: Once,
    value: String,
}

/// A case.
#[derive(Template)]
#[template(path = "pages/staff/case.html")]
pub(crate) struct StaffCaseView {
    case: Case,
    talk: Talk,
    requester: Text,
    email: String,
    company: String,
    level: String,
    sees: Text,
    watchers: Vec<Text>,
    staff: Vec<Choice>,
    priorities: Vec<Choice>,
    thens: Vec<Choice>,
    canned: Vec<Choice>,
    offer: Option<Offer>,
    errors: FieldErrors,
    form: AnswerForm,
    now: Timestamp,
}

impl View for StaffCaseView {
    fn title(&self) -> Text {
        Text::new("support-case-title")
            .with("number", self.case.number.to_string())
            .with("subject", self.case.subject.as_str())
    }
}

impl StaffCaseView {
    fn to(&self, action: &str) -> String {
        format!("{}/{action}", path(self.case.number))
    }

    fn assignee(&self) -> String {
        self.case.assignee.map(|person| person.to_string()).unwrap_or_default()
    }

    fn merged(&self) -> Option<(String, CaseNumber)> {
        self.case.merged_into.map(|into| (path(into), into))
    }
}

/// Where a case is.
pub(super) fn path(number: CaseNumber) -> String {
    format!("/staff/cases/{number}")
}

/// `GET /staff/cases/{case}`
pub(crate) async fn show(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let then = CaseState::Waiting.code().to_owned();
    let form = AnswerForm { once: gate.once(), then, ..AnswerForm::default() };
    shown(&gate, (path.number()?, asked.before()), form, FieldErrors::default()).await
}

/// `POST /staff/cases/{case}/begin`: the answer that was chosen goes below what is typed already. A browser sends files once.
pub(crate) async fn begin(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    form: FileForm,
) -> Result<Response, WebError> {
    let (Filled { mut form, files, unwanted }, _place) = read_form(&gate, form).await?;
    let canned: Option<CannedId> = std::mem::take(&mut form.canned).parse().ok();
    let find = move |read: &mut Read<'_>, _: &Actor| {
        canned.map_or(Ok(None), |id| service::canned_one(read, id)).map_err(WebError::from)
    };
    if let Some(canned) = gate.read(find).await?.1 {
        form.body = below(&form.body, &canned.body);
    }
    let none_came = files.is_empty() && unwanted.is_empty();
    let again = FieldErrors::one("files", Text::new("support-files-again"));
    shown(&gate, (path.number()?, None), form, if none_came { FieldErrors::default() } else { again }).await
}

/// One text below another, an empty line between them.
fn below(typed: &str, more: &str) -> String {
    match typed.trim_end() {
        "" => more.to_owned(),
        typed => format!("{typed}\n\n{more}"),
    }
}

async fn shown(
    gate: &Gate<AnswerCases>,
    which: (CaseNumber, Option<i64>),
    form: AnswerForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (now, is_wrong, are_kept) = (gate.now(), !errors.is_empty(), gate.app().files.are_kept());
    let (actor, view) = gate
        .read(move |read, actor| {
            let mut view = read_case(read, actor, which, now)?;
            (view.form, view.errors) = (form.clone(), errors.clone());
            view.offer = Offer::of(read, are_kept)?;
            Ok(view)
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

fn read_case(
    read: &mut Read<'_>,
    actor: &Actor,
    (number, before): (CaseNumber, Option<i64>),
    now: Timestamp,
) -> Result<StaffCaseView, WebError> {
    let found = service::case_before(read, Viewer::Staff, number, before)?.ok_or(WebError::NotFound)?;
    let case = found.case;
    let everybody = writers(&found.lines).chain([case.requester]).chain(found.watchers.iter().copied());
    let names = Names::of(read, everybody)?;
    let company = match case.account {
        Some(account) => {
            let companies = companies::companies(read, account)?;
            companies.into_iter().find(|one| Some(one.id) == case.company).map(|one| one.name).unwrap_or_default()
        }
        None => String::new(),
    };
    let email = people::service::person(read, case.requester)?.map(|person| person.email.to_string());
    let agents = service::agents(read)?;
    let said = said(found.lines, &found.files, &names, (Eyes::Staff, &path(number)));
    Ok(StaffCaseView {
        sees: sees_say(read, &case)?,
        talk: Talk::at(&path(number), said, found.earlier, before),
        requester: names.full(case.requester, SOMEBODY),
        email: email.unwrap_or_default(),
        company,
        level: service::level_of(read, case.account)?.name_in(actor.locale()).to_owned(),
        watchers: found.watchers.iter().map(|person| names.full(*person, SOMEBODY)).collect(),
        staff: agents.iter().map(|one| Choice::plain(one.id.to_string(), one.name.to_string())).collect(),
        priorities: Priority::ALL.into_iter().map(|one| Choice::new(one.code(), one.label())).collect(),
        thens: thens(),
        canned: canned_choices(&service::canned(read)?),
        offer: None,
        case,
        errors: FieldErrors::default(),
        form: AnswerForm::default(),
        now,
    })
}

fn thens() -> Vec<Choice> {
    let label = |state: CaseState| match state {
        CaseState::Solved => Text::new("support-then-solved"),
        CaseState::Open => Text::new("support-then-open"),
        _ => Text::new("support-then-waiting"),
    };
    CaseState::AFTER_STAFF.into_iter().map(|state| Choice::new(state.code(), label(state))).collect()
}

fn canned_choices(all: &[Canned]) -> Vec<Choice> {
    all.iter().map(|one| Choice::plain(one.id.to_string(), one.title.clone())).collect()
}

/// `POST /staff/cases/{case}/answer`
pub(crate) async fn answer(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    form: FileForm,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let (filled, _place) = read_form(&gate, form).await?;
    let mut check = Check::new();
    let body = check.field("body", text::paragraph(&filled.form.body, LONGEST_MESSAGE));
    let then = CaseState::from_code(&filled.form.then).filter(|then| CaseState::AFTER_STAFF.contains(then));
    let then = check.field("then", then.ok_or(Text::new("support-choose")));
    let taken = check.field("files", filled.wrong().map_or(Ok(()), Err));
    let new = check.finish(|| taken.and(Some(Answer { body: body?, then: then?, files: Vec::new() })));
    let Filled { form, files: drafts, .. } = filled;
    let mut new = match new {
        Ok(new) => new,
        Err(errors) => return shown(&gate, (number, None), form, errors).await,
    };
    let deposit = files::keep(&gate, drafts).await?;
    new.files = deposit.files();
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &Actor| {
        service::answer(tx, ctx, staff(actor), number, &new)
    };
    let (actor, written) = deposit.settled(gate.write_once(&form.once, body), files::not_spoken_of).await?;
    match written {
        Written::Refused(CaseRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => {
            shown(&gate, (number, None), form, FieldErrors::one(field(refusal), refusal)).await
        }
        Written::Done(_) | Written::Repeated => {
            Ok(gate.redirect(&actor, "/staff/cases", Flash::done(Text::new("support-answered-done"))))
        }
    }
}

/// The form, read for who may send it: the gate is asked before anything of a file is kept.
async fn read_form(gate: &Gate<AnswerCases>, form: FileForm) -> Result<(Filled<AnswerForm>, Option<Place>), WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let sending = Sending::of(gate, &actor, &form)?;
    let (taking, place) = files::taking(gate, sending).await?;
    Ok((form.fill(&gate.app().random, &taking).await?, place))
}

/// `POST /staff/cases/{case}/note`
pub(crate) async fn note(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    form: FileForm,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let (filled, _place) = read_form(&gate, form).await?;
    let wrong = filled.wrong();
    let Filled { form, files: drafts, .. } = filled;
    let text = text::paragraph(&form.body, LONGEST_MESSAGE).and_then(|text| wrong.map_or(Ok(text), Err));
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.redirect(&actor, &self::path(number), Flash::warning(error)));
        }
    };
    let deposit = files::keep(&gate, drafts).await?;
    let coming = deposit.files();
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &Actor| {
        service::note(tx, ctx, staff(actor), number, Message { body: &text, files: &coming })
    };
    let (actor, written) = deposit.settled(gate.write_once(&form.once, body), files::not_spoken_of).await?;
    back(&gate, &actor, number, written, Text::new("support-noted"))
}

/// `POST /staff/cases/{case}/assign`
pub(crate) async fn assign(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    Form(form): Form<OneForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let to: Option<PersonId> = form.value.parse().ok();
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &Actor| {
        service::assign(tx, ctx, staff(actor), number, to)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    back(&gate, &actor, number, written, Text::new("support-assigned"))
}

/// `POST /staff/cases/{case}/priority`
pub(crate) async fn priority(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    Form(form): Form<OneForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let Some(priority) = Priority::from_code(&form.value) else {
        let (actor, ()) = gate.read(|_, _| Ok(())).await?;
        return Ok(gate.redirect(&actor, &self::path(number), Flash::warning(Text::new("support-choose"))));
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &Actor| {
        service::set_priority(tx, ctx, staff(actor), number, priority)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    back(&gate, &actor, number, written, Text::new("support-saved"))
}

/// `POST /staff/cases/{case}/close`
pub(crate) async fn close(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &Actor| {
        service::close(tx, ctx, staff(actor), number)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    back(&gate, &actor, number, written, Text::new("support-closed-done"))
}

/// Who of the staff acts; the gate has made sure of one.
pub(super) fn staff(actor: &Actor) -> PersonId {
    actor.person.as_ref().map_or(PersonId::from_raw(0), |person| person.id)
}

/// Back to the case, with what was done or why not.
pub(super) fn back<R>(
    gate: &Gate<AnswerCases>,
    actor: &Actor,
    number: CaseNumber,
    written: Written<R, CaseRefusal>,
    done: Text,
) -> Result<Response, WebError> {
    let flash = match written {
        Written::Refused(CaseRefusal::Unknown) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
        Written::Done(_) | Written::Repeated => Flash::done(done),
    };
    Ok(gate.redirect(actor, &path(number), flash))
}

#[cfg(test)]
impl StaffCaseView {
    pub(super) fn samples(case: &Case, lines: &[crate::model::Line], canned: &Canned) -> Vec<StaffCaseView> {
        let of = |case: Case, all: &[Canned]| StaffCaseView {
            talk: Talk::at(
                "/s",
                said(lines.to_vec(), &crate::pages::views::files(), &Names::default(), (Eyes::Staff, "/s")),
                Some(51),
                None,
            ),
            requester: Text::new("support-somebody"),
            email: "<b>".into(),
            company: "<b>".into(),
            level: "<b>".into(),
            sees: Text::new("support-seen-by-account"),
            watchers: vec![Text::new("support-somebody")],
            staff: vec![Choice::plain("1", "<b>")],
            priorities: Priority::ALL.into_iter().map(|one| Choice::new(one.code(), one.label())).collect(),
            thens: thens(),
            canned: canned_choices(all),
            offer: Some(Offer::sample()),
            errors: FieldErrors::one("body", CaseRefusal::Merged),
            form: AnswerForm { body: "<b>".into(), ..AnswerForm::default() },
            now: Timestamp::MAX,
            case,
        };
        let alone = Case { account: None, page: "/<b>".into(), merged_into: Some(case.number), ..case.clone() };
        vec![of(case.clone(), std::slice::from_ref(canned)), of(alone, &[])]
    }
}
