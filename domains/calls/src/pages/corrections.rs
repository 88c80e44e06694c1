//! What the account says about uses of its support time, and what became of it.

use accounts::model::text;
use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{OperationId, Unit};
use jiff::Timestamp;
use kit_core::{AccountId, After, Check, FieldErrors, PageSize, Text};
use kit_db::{DbError, Read};
use kit_i18n::filters;
use kit_web::{
    Actor, Flash, Form, Gate, Once, Page, Panel, PanelLink, Path, Query, Tone, View, WebError, Width, Written, href,
};
use serde::Deserialize;

use super::told::operation_of;
use crate::model::{CorrectionRequest, LONGEST_REASON};
use crate::permissions::AskCorrection;
use crate::service::{self, BurnDetails, CorrectionRefusal};

/// Where the requests of an account are.
fn path(account: AccountId) -> String {
    format!("/accounts/{account}/support-time/corrections")
}

/// Where a page of requests starts, in an address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Start {
    after: String,
}

impl Start {
    /// The request after which it starts; nothing that is wrong with it is worth more than the first page.
    pub(super) fn after(&self) -> Option<After> {
        self.after.parse().ok()
    }

    /// Where the next page is.
    pub(super) fn href(path: &str, next: Option<After>) -> Option<String> {
        next.map(|next| href(path, &[("after", &next.to_string())]))
    }
}

/// The operation of support time in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct BurnPath {
    operation: String,
}

impl BurnPath {
    fn seq(&self) -> Result<i64, WebError> {
        let id: OperationId = self.operation.parse().map_err(|_| WebError::NotFound)?;
        if id.unit == Unit::SupportMinutes { Ok(id.seq) } else { Err(WebError::NotFound) }
    }
}

impl BurnDetails {
    /// What became of the minutes that it bills, as far as there are any: by kind, paid for or given, owed, noted; and what came back.
    pub(super) fn told(&self) -> Vec<(Text, i64)> {
        let (taken, owed, invoiced) = (self.taken(), self.operation.owed.0, self.record.invoiced.0);
        let all = [
            (Text::new("calls-taken-purchased"), taken.purchased),
            (Text::new("calls-taken-promotional"), taken.promotional),
            (Text::new("calls-taken-owed"), owed),
            (Text::new("calls-taken-invoiced"), invoiced),
            (Text::new("calls-returned"), self.returned.total()),
        ];
        all.into_iter().filter(|(_, minutes)| *minutes != 0).collect()
    }
}

/// Why, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    once: Once,
    reason: String,
}

/// The requests of an account.
#[derive(Template)]
#[template(path = "pages/corrections.html")]
pub(crate) struct CorrectionsView {
    account: AccountId,
    rows: Vec<CorrectionRequest>,
    next: Option<String>,
}

impl View for CorrectionsView {
    fn title(&self) -> Text {
        Text::new("calls-corrections-title")
    }
}

impl CorrectionsView {
    fn back(&self) -> String {
        format!("/accounts/{}/support-time", self.account)
    }

    fn href(&self, row: &CorrectionRequest) -> String {
        operation_path(self.account, row.operation)
    }
}

fn operation_path(account: AccountId, seq: i64) -> String {
    format!("/accounts/{account}/history/{}", Unit::SupportMinutes.operation(seq))
}

/// The form of a request.
#[derive(Template)]
#[template(path = "pages/correction_new.html")]
pub(crate) struct AskView {
    account: AccountId,
    burn: BurnDetails,
    errors: FieldErrors,
    form: AskForm,
}

impl View for AskView {
    fn title(&self) -> Text {
        Text::new("calls-correction-ask")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl AskView {
    fn back(&self) -> String {
        operation_path(self.account, self.burn.operation.seq)
    }

    fn here(&self) -> String {
        format!("{}/{}", path(self.account), self.burn.operation.id())
    }
}

/// `GET /accounts/{account}/support-time/corrections`
pub(crate) async fn list(gate: Gate<AskCorrection>, Query(start): Query<Start>) -> Result<Page, WebError> {
    let (account, after) = (gate.account()?, start.after());
    let (actor, (rows, next)) =
        gate.read(move |read, _| Ok(service::correction_requests(read, account, after, PageSize::default())?)).await?;
    Ok(gate.page(&actor, CorrectionsView { account, rows, next: Start::href(&path(account), next) }))
}

/// `GET /accounts/{account}/support-time/corrections/{operation}`
pub(crate) async fn show(gate: Gate<AskCorrection>, Path(at): Path<BurnPath>) -> Result<Response, WebError> {
    shown(&gate, at.seq()?, AskForm { once: gate.once(), ..AskForm::default() }, FieldErrors::default()).await
}

/// `POST /accounts/{account}/support-time/corrections/{operation}`
pub(crate) async fn ask(
    gate: Gate<AskCorrection>,
    Path(at): Path<BurnPath>,
    Form(form): Form<AskForm>,
) -> Result<Response, WebError> {
    let (account, seq) = (gate.account()?, at.seq()?);
    let mut check = Check::new();
    let reason = check.field("reason", text::paragraph(&form.reason, LONGEST_REASON));
    let reason = match check.finish(|| reason) {
        Ok(reason) => reason,
        Err(errors) => return shown(&gate, seq, form, errors).await,
    };
    let (_, person) = gate.read(|_, actor| Ok(actor.person()?.id)).await?;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::request_correction(tx, ctx, account, seq, person, &reason).map(drop)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("calls-correction-sent"))))
        }
        Written::Refused(CorrectionRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => shown(&gate, seq, form, FieldErrors::one("reason", refusal)).await,
    }
}

async fn shown(
    gate: &Gate<AskCorrection>,
    seq: i64,
    mut form: AskForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (account, is_wrong) = (gate.account()?, !errors.is_empty());
    if is_wrong {
        form.once = gate.once();
    }
    let (actor, burn) =
        gate.read(move |read, _| service::burn_details(read, account, seq)?.ok_or(WebError::NotFound)).await?;
    let view = AskView { account, burn, errors, form };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

/// On the page of an operation of support time: the way to ask for a correction of it, or what became of that.
pub(crate) fn panel(read: &mut Read<'_>, _: &Actor, subject: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Some((account, id)) = operation_of(subject) else { return Ok(None) };
    let Some(burn) = service::burn_details(read, account, id.seq)? else { return Ok(None) };
    let asked = service::correction_request_about(read, account, id.seq)?;
    let is_waiting = asked.as_ref().is_some_and(|one| one.decided_at.is_none());
    let ask = (burn.returnable().total() > 0 && !is_waiting).then(|| PanelLink {
        href: format!("{}/{id}", path(account)),
        label: Text::new("calls-correction-ask"),
        icon: "pencil",
    });
    if ask.is_none() && asked.is_none() {
        return Ok(None);
    }
    let all = asked.is_some().then(|| link_to_all(account));
    Ok(Some(Panel {
        title: Text::new("calls-correction"),
        notes: vec![(Tone::Neutral, asked.map_or(Text::new("calls-correction-offer"), |one| one.state.label()))],
        actions: Vec::new(),
        links: ask.into_iter().chain(all).collect(),
    }))
}

fn link_to_all(account: AccountId) -> PanelLink {
    PanelLink { href: path(account), label: Text::new("calls-corrections-title"), icon: "list-details" }
}

/// On the page of support time: the way to the requests, where there are some.
pub(crate) fn all_panel(read: &mut Read<'_>, _: &Actor, subject: &str, _: Timestamp) -> Result<Option<Panel>, DbError> {
    let Ok(account) = subject.parse::<AccountId>() else { return Ok(None) };
    if service::correction_requests(read, account, None, PageSize::new(1))?.0.is_empty() {
        return Ok(None);
    }
    let waiting = service::count_correction_requests_waiting(read, Some(account))?;
    let waiting = Text::new("calls-corrections-waiting").with("n", waiting);
    Ok(Some(Panel {
        title: Text::new("calls-corrections-title"),
        notes: vec![(Tone::Neutral, waiting)],
        actions: Vec::new(),
        links: vec![link_to_all(account)],
    }))
}

#[cfg(test)]
impl CorrectionsView {
    pub(super) fn samples(rows: &[CorrectionRequest]) -> Vec<CorrectionsView> {
        let view = |rows| CorrectionsView { account: AccountId(1042), rows, next: Some("<b>".into()) };
        vec![view(rows.to_vec()), view(Vec::new())]
    }
}
