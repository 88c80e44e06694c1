//! Lets a case go on in another one.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Path, View, WebError, Width, Written};
use serde::Deserialize;

use super::case::{path, staff};
use crate::model::{Case, CaseNumber, CaseRow, CaseState};
use crate::pages::CasePath;
use crate::permissions::AnswerCases;
use crate::service::{self, CaseRefusal, Viewer};

/// The other case, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MergeForm {
    once: Once,
    into: String,
}

/// Asks in which case it goes on.
#[derive(Template)]
#[template(path = "pages/staff/merge.html")]
pub(crate) struct MergeView {
    case: Case,
    others: Vec<CaseRow>,
    errors: FieldErrors,
    form: MergeForm,
}

impl View for MergeView {
    fn title(&self) -> Text {
        Text::new("support-merge-title").with("number", self.case.number.to_string())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl MergeView {
    fn here(&self) -> String {
        path(self.case.number)
    }
}

/// `GET /staff/cases/{case}/merge`
pub(crate) async fn show(gate: Gate<AnswerCases>, Path(path): Path<CasePath>) -> Result<Response, WebError> {
    let form = MergeForm { once: gate.once(), into: String::new() };
    shown(&gate, path.number()?, form, FieldErrors::default()).await
}

async fn shown(
    gate: &Gate<AnswerCases>,
    number: CaseNumber,
    form: MergeForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let is_wrong = !errors.is_empty();
    let (actor, view) = gate
        .read(move |read, _| {
            let case = service::seen(read, Viewer::Staff, number)?.ok_or(WebError::NotFound)?;
            let mut others = match case.account {
                Some(account) => service::of_account(read, account, kit_core::PageSize::new(20))?.rows,
                None => Vec::new(),
            };
            others.retain(|row| row.number != number && row.state != CaseState::Closed);
            Ok(MergeView { case, others, errors: errors.clone(), form: form.clone() })
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

/// `POST /staff/cases/{case}/merge`
pub(crate) async fn merge(
    gate: Gate<AnswerCases>,
    Path(path): Path<CasePath>,
    Form(form): Form<MergeForm>,
) -> Result<Response, WebError> {
    let number = path.number()?;
    let Ok(into) = form.into.parse::<CaseNumber>() else {
        let errors = FieldErrors::one("into", Text::new("support-number-malformed"));
        return shown(&gate, number, form, errors).await;
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, actor: &kit_web::Actor| {
        service::merge(tx, ctx, staff(actor), number, into)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Refused(CaseRefusal::Unknown) => {
            shown(&gate, number, form, FieldErrors::one("into", CaseRefusal::Unknown)).await
        }
        Written::Refused(refusal) => shown(&gate, number, form, FieldErrors::one("into", refusal)).await,
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &self::path(into), Flash::done(Text::new("support-merged"))))
        }
    }
}

#[cfg(test)]
impl MergeView {
    pub(super) fn sample(case: &Case) -> MergeView {
        let form = MergeForm { into: "<b>".into(), ..MergeForm::default() };
        MergeView {
            case: case.clone(),
            others: Vec::new(),
            errors: FieldErrors::one("into", CaseRefusal::NotMergeable),
            form,
        }
    }
}
