//! Who asked to be forgotten, with the delay of the law; staff extends it or refuses, with a reason. What is confirmed is carried
//! out by itself.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Reason;
use jiff::Timestamp;
use kit_core::{Cursor, FieldErrors, PageSize, PersonId, Text};
use kit_db::{Failed, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Once, Page, Path, Query, View, WebError, Width, Written, href};
use people::Names;
use serde::Deserialize;

use crate::model::{ErasureRequest, ErasureRequestId};
use crate::permissions::AnswerErasureRequests;
use crate::service::erasure_requests::{self, AnswerRefusal};

const PAGE: i64 = 50;

/// Which requests, and from where on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Start {
    ended: String,
    after: Option<i64>,
}

/// A request, and what its person is called now.
pub(crate) struct Line {
    request: ErasureRequest,
    name: String,
}

impl Line {
    fn path(&self, action: &str) -> String {
        format!("/staff/privacy/{}/{action}", self.request.id)
    }

    fn person(&self) -> PersonId {
        self.request.person
    }
}

/// The list.
#[derive(Template)]
#[template(path = "pages/erasure_requests.html")]
pub(crate) struct ErasureRequestsView {
    ended: bool,
    lines: Vec<Line>,
    now: Timestamp,
    next: Option<String>,
}

impl ErasureRequestsView {
    fn is_ended(&self) -> bool {
        self.ended
    }

    fn is_open(&self) -> bool {
        !self.ended
    }
}

impl View for ErasureRequestsView {
    fn title(&self) -> Text {
        Text::new("privacy-staff-title")
    }
}

/// `GET /staff/privacy`
pub(crate) async fn list(gate: Gate<AnswerErasureRequests>, Query(start): Query<Start>) -> Result<Page, WebError> {
    let (now, ended) = (gate.now(), start.ended == "yes");
    let (actor, (lines, next)) = gate
        .read(move |read, _| {
            let page = erasure_requests::list(read, ended, start.after.map(Cursor), PageSize::new(PAGE))?;
            let names = Names::of(read, page.rows.iter().map(|request| request.person))?;
            let name = |request: &ErasureRequest| names.plain(request.person).unwrap_or_default();
            let lines: Vec<Line> =
                page.rows.into_iter().map(|request| Line { name: name(&request), request }).collect();
            Ok((lines, page.next))
        })
        .await?;
    let next = next.map(|Cursor(after)| {
        let after = after.to_string();
        let wanted = [("ended", "yes"), ("after", after.as_str())];
        href("/staff/privacy", &wanted[usize::from(!ended)..])
    });
    Ok(gate.page(&actor, ErasureRequestsView { ended, lines, now, next }))
}

/// What staff answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Extend,
    Refuse,
}

impl Answer {
    const fn action(self) -> &'static str {
        match self {
            Answer::Extend => "extend",
            Answer::Refuse => "refuse",
        }
    }

    const fn tone(self) -> &'static str {
        match self {
            Answer::Extend => "primary",
            Answer::Refuse => "danger",
        }
    }

    const fn title(self) -> Text {
        match self {
            Answer::Extend => Text::new("privacy-extend-title"),
            Answer::Refuse => Text::new("privacy-refuse-title"),
        }
    }

    const fn lead(self) -> Text {
        match self {
            Answer::Extend => Text::new("privacy-extend-lead"),
            Answer::Refuse => Text::new("privacy-refuse-lead"),
        }
    }

    const fn verb(self) -> Text {
        match self {
            Answer::Extend => Text::new("privacy-extend-verb"),
            Answer::Refuse => Text::new("privacy-refuse-verb"),
        }
    }

    const fn done(self) -> Text {
        match self {
            Answer::Extend => Text::new("privacy-extended"),
            Answer::Refuse => Text::new("privacy-refused"),
        }
    }

    fn give(
        self,
        tx: &mut Tx<'_>,
        ctx: &kit_core::Context,
        id: ErasureRequestId,
        reason: &str,
    ) -> Result<(), Failed<AnswerRefusal>> {
        match self {
            Answer::Extend => erasure_requests::extend(tx, ctx, id, reason),
            Answer::Refuse => erasure_requests::refuse_request(tx, ctx, id, reason),
        }
    }
}

/// The reason as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AnswerForm {
    once: Once,
    reason: String,
}

/// Asks for the reason, which the person reads.
#[derive(Template)]
#[template(path = "pages/answer.html")]
pub(crate) struct AnswerView {
    answer: Answer,
    id: ErasureRequestId,
    errors: FieldErrors,
    form: AnswerForm,
}

impl AnswerView {
    fn action(&self) -> String {
        format!("/staff/privacy/{}/{}", self.id, self.answer.action())
    }
}

impl View for AnswerView {
    fn title(&self) -> Text {
        self.answer.title()
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/privacy/{request}/extend`
pub(crate) async fn ask_extend(
    gate: Gate<AnswerErasureRequests>,
    Path(id): Path<ErasureRequestId>,
) -> Result<Response, WebError> {
    ask(&gate, id, Answer::Extend).await
}

/// `GET /staff/privacy/{request}/refuse`
pub(crate) async fn ask_refuse(
    gate: Gate<AnswerErasureRequests>,
    Path(id): Path<ErasureRequestId>,
) -> Result<Response, WebError> {
    ask(&gate, id, Answer::Refuse).await
}

/// `POST /staff/privacy/{request}/extend`
pub(crate) async fn extend(
    gate: Gate<AnswerErasureRequests>,
    Path(id): Path<ErasureRequestId>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, WebError> {
    take(&gate, id, Answer::Extend, form).await
}

/// `POST /staff/privacy/{request}/refuse`
pub(crate) async fn refuse(
    gate: Gate<AnswerErasureRequests>,
    Path(id): Path<ErasureRequestId>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, WebError> {
    take(&gate, id, Answer::Refuse, form).await
}

async fn find(gate: &Gate<AnswerErasureRequests>, id: ErasureRequestId) -> Result<(Actor, ErasureRequest), WebError> {
    gate.read(move |read, _| erasure_requests::request(read, id)?.ok_or(WebError::NotFound)).await
}

async fn ask(gate: &Gate<AnswerErasureRequests>, id: ErasureRequestId, answer: Answer) -> Result<Response, WebError> {
    let (actor, request) = find(gate, id).await?;
    let fits = match answer {
        Answer::Extend => request.may_be_extended(gate.now()),
        Answer::Refuse => request.is_open(),
    };
    if !fits {
        return Ok(gate.redirect(&actor, "/staff/privacy", Flash::warning(AnswerRefusal::TooLate.into())));
    }
    let form = AnswerForm { once: gate.once(), reason: String::new() };
    Ok(gate.page(&actor, AnswerView { answer, id, errors: FieldErrors::default(), form }).into_response())
}

async fn take(
    gate: &Gate<AnswerErasureRequests>,
    id: ErasureRequestId,
    answer: Answer,
    form: AnswerForm,
) -> Result<Response, WebError> {
    let (actor, _) = find(gate, id).await?;
    let reason = match Reason::parse(&form.reason) {
        Ok(reason) => reason.to_string(),
        Err(wrong) => {
            let errors = FieldErrors::one("reason", wrong);
            return Ok(gate.invalid(&actor, AnswerView { answer, id, errors, form }).into_response());
        }
    };
    let (actor, written) = gate.write_once(&form.once, move |tx, ctx, _| answer.give(tx, ctx, id, &reason)).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(answer.done()),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, "/staff/privacy", flash))
}

#[cfg(test)]
impl ErasureRequestsView {
    pub(super) fn sample(ended: bool, requests: Vec<ErasureRequest>) -> ErasureRequestsView {
        let line = |request| Line { request, name: "Camille Durand".to_owned() };
        let lines = requests.into_iter().map(line).collect();
        ErasureRequestsView {
            ended,
            lines,
            now: Timestamp::UNIX_EPOCH,
            next: Some("/staff/privacy?after=1".to_owned()),
        }
    }
}

#[cfg(test)]
impl AnswerView {
    pub(super) fn samples() -> [AnswerView; 2] {
        [Answer::Extend, Answer::Refuse].map(|answer| AnswerView {
            answer,
            id: ErasureRequestId::from_raw(7),
            errors: FieldErrors::one("reason", Text::new("privacy-answer-too-late")),
            form: AnswerForm::default(),
        })
    }
}
