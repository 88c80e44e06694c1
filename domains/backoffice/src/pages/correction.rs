//! Putting an operation right by a new one: nothing in the history is ever changed.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Correction, LotKind, Operation, OperationId, Reason, Sight};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Check, Credits, FieldErrors, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, Path, View, WebError, Width, Written};
use serde::Deserialize;

use super::account::heading;
use super::grant::{at_field, some_credits};
use super::operation::{named, operation_path};
use crate::permissions::ManageCredits;
use crate::{forms, service};

/// A correction as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CorrectionForm {
    once: Once,
    direction: String,
    amount: String,
    kind: String,
    expires_on: String,
    reason: String,
}

/// A correction that was read, but for the time zone of the end of what comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    amount: Credits,
    kind: LotKind,
    expires_on: Option<Date>,
    reason: Reason,
}

impl CorrectionForm {
    /// What undoes the operation.
    fn undoing(operation: &Operation, once: Once) -> CorrectionForm {
        let direction = if operation.amount.is_positive() { "out" } else { "in" };
        let kind = if operation.purchased == Credits::ZERO { LotKind::Promotional } else { LotKind::Purchased };
        CorrectionForm {
            once,
            direction: direction.to_owned(),
            amount: operation.amount.0.unsigned_abs().to_string(),
            kind: kind.code().to_owned(),
            ..CorrectionForm::default()
        }
    }

    /// Of what goes out neither kind nor end counts: it goes in burn order.
    fn read(&self) -> Result<Wanted, FieldErrors> {
        let mut check = Check::new();
        let comes_in = check.field("direction", direction(&self.direction));
        let amount = check.field("amount", some_credits(&self.amount));
        let (kind, expires_on) = if self.direction == "out" {
            (Some(LotKind::Promotional), Some(None))
        } else {
            let kind = LotKind::from_code(&self.kind).ok_or_else(|| Text::new("backoffice-correct-kind-missing"));
            (check.field("kind", kind), check.field("expires_on", forms::optional_day(&self.expires_on)))
        };
        let reason = check.field("reason", Reason::parse(&self.reason));
        check.finish(|| {
            let amount = if comes_in? { amount? } else { Credits(-amount?.0) };
            Some(Wanted { amount, kind: kind?, expires_on: expires_on?, reason: reason? })
        })
    }
}

/// Whether credits come in.
fn direction(typed: &str) -> Result<bool, Text> {
    match typed {
        "in" => Ok(true),
        "out" => Ok(false),
        _ => Err(Text::new("backoffice-correct-direction-missing")),
    }
}

impl Wanted {
    fn correction(&self, corrects: OperationId, zone: &TimeZone) -> Correction {
        Correction {
            corrects,
            amount: self.amount,
            kind: self.kind,
            expires_at: self.expires_on.map(|day| forms::end(day, zone)),
            reason: self.reason.clone(),
        }
    }
}

/// The form of a correction.
#[derive(Template)]
#[template(path = "pages/correction.html")]
pub struct CorrectionView {
    path: String,
    name: String,
    operation: Operation,
    directions: Vec<Choice>,
    kinds: Vec<Choice>,
    form: CorrectionForm,
    errors: FieldErrors,
}

impl CorrectionView {
    fn new(name: String, operation: Operation, form: CorrectionForm, errors: FieldErrors) -> CorrectionView {
        CorrectionView {
            path: operation_path(operation.account, operation.id()),
            name,
            operation,
            directions: vec![
                Choice::new("in", Text::new("backoffice-correct-in")),
                Choice::new("out", Text::new("backoffice-correct-out")),
            ],
            kinds: LotKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            form,
            errors,
        }
    }
}

impl View for CorrectionView {
    fn title(&self) -> Text {
        Text::new("backoffice-correct-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

async fn corrected(
    gate: &Gate<ManageCredits>,
    account: AccountId,
    id: OperationId,
) -> Result<(Actor, (String, Operation)), WebError> {
    gate.read(move |read, _| {
        let name = heading(read, account)?;
        let found = credits::operation(read, account, Sight::All, id)?.ok_or(WebError::NotFound)?;
        Ok((name, found.operation))
    })
    .await
}

/// `GET /staff/accounts/{id}/operations/{operation}/correct`: filled with what would undo it.
pub async fn show(gate: Gate<ManageCredits>, Path((account, id)): Path<(AccountId, String)>) -> Result<Page, WebError> {
    let (actor, (name, operation)) = corrected(&gate, account, named(&id)?).await?;
    let form = CorrectionForm::undoing(&operation, gate.once());
    Ok(gate.page(&actor, CorrectionView::new(name, operation, form, FieldErrors::default())))
}

/// `POST /staff/accounts/{id}/operations/{operation}/correct`
pub async fn correct(
    gate: Gate<ManageCredits>,
    Path((account, id)): Path<(AccountId, String)>,
    Form(form): Form<CorrectionForm>,
) -> Result<Response, WebError> {
    let id = named(&id)?;
    let wanted = match form.read() {
        Ok(wanted) => wanted,
        Err(errors) => return again(&gate, account, id, form, errors).await,
    };
    let (actor, written) = gate
        .write_once_with(Lock::Account(account), &form.once, move |tx, ctx, actor| {
            service::correct(tx, ctx, account, &wanted.correction(id, &actor.zone()))
        })
        .await?;
    match written {
        Written::Done(_) | Written::Repeated => {
            let flash = Flash::done(Text::new("backoffice-corrected"));
            Ok(gate.redirect(&actor, &operation_path(account, id), flash))
        }
        Written::Refused(refusal) => again(&gate, account, id, form, at_field(refusal)).await,
    }
}

async fn again(
    gate: &Gate<ManageCredits>,
    account: AccountId,
    id: OperationId,
    form: CorrectionForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, (name, operation)) = corrected(gate, account, id).await?;
    Ok(gate.invalid(&actor, CorrectionView::new(name, operation, form, errors)).into_response())
}

#[cfg(test)]
impl CorrectionView {
    pub(crate) fn sample() -> CorrectionView {
        let operation = crate::samples::operation();
        let form = CorrectionForm::undoing(&operation, Once::default());
        CorrectionView::new(
            "Atelier Boréal".into(),
            operation,
            form,
            FieldErrors::one("kind", Text::new("backoffice-correct-kind-missing")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> CorrectionForm {
        CorrectionForm {
            direction: "in".into(),
            amount: "3".into(),
            kind: "promotional".into(),
            expires_on: "2026-12-31".into(),
            reason: "The drawing failed".into(),
            ..CorrectionForm::default()
        }
    }

    #[test]
    fn what_goes_out_goes_in_burn_order() {
        let wanted = CorrectionForm { direction: "out".into(), kind: String::new(), ..form() }.read().unwrap();
        assert_eq!((wanted.amount, wanted.expires_on), (Credits(-3), None));
        assert_eq!(form().read().map(|wanted| wanted.amount), Ok(Credits(3)));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields =
            |form: CorrectionForm| form.read().unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(CorrectionForm::default()), ["direction", "amount", "kind", "reason"]);
        assert_eq!(fields(CorrectionForm { kind: "gold".into(), ..form() }), ["kind"]);
        assert_eq!(
            fields(CorrectionForm { amount: "-3".into(), direction: "x".into(), ..form() }),
            ["direction", "amount"]
        );
    }
}
