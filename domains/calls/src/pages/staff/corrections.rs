//! What customers say about uses of support time: what waits, and the decision.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::Reason;
use kit_core::{Check, FieldErrors, PageSize, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, Path, Permission, Query, View, WebError, Width, Written};
use people::Names;
use serde::Deserialize;

use crate::model::{CorrectionRequest, CorrectionRequestId, CorrectionRequestState};
use crate::pages::corrections::Start;
use crate::permissions::{AnswerPhone, DecideCorrections};
use crate::service::{self, BurnDetails, CorrectionRefusal, Decision};

const PATH: &str = "/staff/phone/corrections";

/// What waits, the longest first.
#[derive(Template)]
#[template(path = "pages/staff/corrections.html")]
pub(crate) struct WaitingView {
    rows: Vec<CorrectionRequest>,
    next: Option<String>,
    /// Whether who decides answers the phone, too.
    answers: bool,
}

impl View for WaitingView {
    fn title(&self) -> Text {
        Text::new("calls-corrections-title")
    }
}

/// A decision as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DecideForm {
    once: Once,
    decision: String,
    minutes: String,
    answer: String,
}

impl DecideForm {
    fn read(&self) -> Result<(Decision, Reason), FieldErrors> {
        let mut check = Check::new();
        let decision = match self.decision.as_str() {
            "grant" => {
                let typed = self.minutes.trim();
                let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
                let minutes = typed.parse().ok().filter(|_| is_number).map(Decision::Grant);
                check.field("minutes", minutes.ok_or(Text::new("calls-error-number")))
            }
            "refuse" => Some(Decision::Refuse),
            _ => check.field("decision", Err(Text::new("calls-error-decision"))),
        };
        let answer = check.field("answer", Reason::parse(&self.answer));
        check.finish(|| Some((decision?, answer?)))
    }
}

/// A request, and the decision about it.
#[derive(Template)]
#[template(path = "pages/staff/correction.html")]
pub(crate) struct DecideView {
    request: CorrectionRequest,
    burn: BurnDetails,
    name: String,
    who: String,
    decisions: Vec<Choice>,
    errors: FieldErrors,
    form: DecideForm,
}

impl View for DecideView {
    fn title(&self) -> Text {
        Text::new("calls-correction")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl DecideView {
    fn here(&self) -> String {
        format!("{PATH}/{}", self.request.id)
    }

    fn operation(&self) -> String {
        format!("/staff/accounts/{}/operations/{}", self.request.account, self.burn.operation.id())
    }

    fn is_waiting(&self) -> bool {
        self.request.state == CorrectionRequestState::Asked
    }
}

/// The request in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CorrectionPath {
    correction: CorrectionRequestId,
}

/// `GET /staff/phone/corrections`
pub(crate) async fn list(gate: Gate<DecideCorrections>, Query(start): Query<Start>) -> Result<Page, WebError> {
    let after = start.after();
    let (actor, (rows, next)) =
        gate.read(move |read, _| Ok(service::correction_requests_waiting(read, after, PageSize::default())?)).await?;
    let answers = actor.meets(AnswerPhone::DEMAND);
    Ok(gate.page(&actor, WaitingView { rows, next: Start::href(PATH, next), answers }))
}

/// `GET /staff/phone/corrections/{correction}`
pub(crate) async fn show(
    gate: Gate<DecideCorrections>,
    Path(path): Path<CorrectionPath>,
) -> Result<Response, WebError> {
    shown(&gate, path.correction, None, FieldErrors::default()).await
}

/// `POST /staff/phone/corrections/{correction}`
pub(crate) async fn decide(
    gate: Gate<DecideCorrections>,
    Path(path): Path<CorrectionPath>,
    Form(form): Form<DecideForm>,
) -> Result<Response, WebError> {
    let id = path.correction;
    let (decision, answer) = match form.read() {
        Ok(read) => read,
        Err(errors) => return shown(&gate, id, Some(form), errors).await,
    };
    let known = gate.read(move |read, _| service::correction_request(read, id)?.ok_or(WebError::NotFound)).await?.1;
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        service::decide_correction_request(tx, ctx, id, &decision, &answer)
    };
    let (actor, written) = gate.write_once_with(Lock::Account(known.account), &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("calls-decided"))))
        }
        Written::Refused(CorrectionRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal @ CorrectionRefusal::Decided) => {
            Ok(gate.redirect(&actor, &format!("{PATH}/{id}"), Flash::warning(refusal.into())))
        }
        Written::Refused(refusal) => shown(&gate, id, Some(form), FieldErrors::one("minutes", refusal)).await,
    }
}

async fn shown(
    gate: &Gate<DecideCorrections>,
    id: CorrectionRequestId,
    form: Option<DecideForm>,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (once, is_wrong) = (gate.once(), !errors.is_empty());
    let (actor, view) = gate
        .read(move |read, _| {
            let request = service::correction_request(read, id)?.ok_or(WebError::NotFound)?;
            let burn = service::burn_details(read, request.account, request.operation)?.ok_or(WebError::NotFound)?;
            let account = accounts::service::account(read, request.account)?.ok_or(WebError::NotFound)?;
            let fresh = DecideForm { minutes: burn.returnable().total().to_string(), ..DecideForm::default() };
            Ok(DecideView {
                who: Names::of(read, [request.asked_by])?.plain(request.asked_by).unwrap_or_default(),
                name: account.name,
                request,
                burn,
                decisions: decisions(),
                errors: errors.clone(),
                form: DecideForm { once: once.clone(), ..form.clone().unwrap_or(fresh) },
            })
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

fn decisions() -> Vec<Choice> {
    vec![Choice::new("grant", Text::new("calls-decide-grant")), Choice::new("refuse", Text::new("calls-decide-refuse"))]
}

#[cfg(test)]
impl WaitingView {
    pub(super) fn samples(rows: &[CorrectionRequest]) -> Vec<WaitingView> {
        let view = |rows| WaitingView { rows, next: Some("<b>".into()), answers: true };
        vec![view(rows.to_vec()), view(Vec::new())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_one_of_two_with_an_answer() {
        let form = |decision: &str, minutes: &str, answer: &str| {
            let typed = |text: &str| text.to_owned();
            DecideForm {
                decision: typed(decision),
                minutes: typed(minutes),
                answer: typed(answer),
                ..DecideForm::default()
            }
        };
        assert_eq!(form("grant", " 15 ", "Oui.").read().unwrap().0, Decision::Grant(15));
        assert_eq!(form("refuse", "", "Non.").read().unwrap().0, Decision::Refuse);
        for (wrong, field) in [
            (form("grant", "-1", "Oui."), "minutes"),
            (form("grant", "", "Oui."), "minutes"),
            (form("x", "1", "Oui."), "decision"),
            (form("refuse", "", " "), "answer"),
        ] {
            assert_eq!(wrong.read().unwrap_err().0[0].field, field);
        }
    }
}
