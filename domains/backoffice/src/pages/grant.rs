//! Promotional credit, with a reason and an end.

use askama::Template;
use axum::response::{IntoResponse, Response};
use credits::{Grant, InputError, Reason, StaffRefusal, amount, whole};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Check, Credits, FieldErrors, Text};
use kit_db::Lock;
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Path, View, WebError, Width, Written};
use orders::MoneyRefusal;
use serde::Deserialize;

use super::account::{heading, path};
use crate::forms;
use crate::permissions::ManageCredits;
use crate::service::{self, CreditRefusal};

/// A grant as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    once: Once,
    amount: String,
    expires_on: String,
    reason: String,
}

/// A grant that was read, but for the time zone of its end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    amount: Credits,
    expires_on: Option<Date>,
    reason: Reason,
}

impl GrantForm {
    fn read(&self) -> Result<Wanted, FieldErrors> {
        let mut check = Check::new();
        let amount = check.field("amount", some_credits(&self.amount));
        let expires_on = check.field("expires_on", forms::optional_day(&self.expires_on));
        let reason = check.field("reason", Reason::parse(&self.reason));
        check.finish(|| Some(Wanted { amount: amount?, expires_on: expires_on?, reason: reason? }))
    }
}

impl Wanted {
    fn grant(&self, zone: &TimeZone) -> Grant {
        let expires_at = self.expires_on.map(|day| forms::end(day, zone));
        Grant { amount: self.amount, reason: self.reason.clone(), expires_at }
    }
}

/// Reads how many credits come in: one at least.
pub(super) fn some_credits(typed: &str) -> Result<Credits, InputError> {
    amount(whole(typed)?, 1)
}

/// What the ledger refuses, told at the field that it is about.
pub(super) fn at_field(refusal: CreditRefusal) -> FieldErrors {
    let field = match refusal {
        CreditRefusal::Ledger(StaffRefusal::Expired) => "expires_on",
        CreditRefusal::Ledger(StaffRefusal::PaymentKnown(_)) | CreditRefusal::Money(MoneyRefusal::Known(_)) => {
            "reference"
        }
        _ => "amount",
    };
    FieldErrors::one(field, refusal)
}

/// The form of a grant.
#[derive(Template)]
#[template(path = "pages/grant.html")]
pub struct GrantView {
    path: String,
    name: String,
    form: GrantForm,
    errors: FieldErrors,
}

impl View for GrantView {
    fn title(&self) -> Text {
        Text::new("backoffice-grant-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/accounts/{id}/grant`
pub async fn show(gate: Gate<ManageCredits>, Path(id): Path<AccountId>) -> Result<Page, WebError> {
    let form = GrantForm { once: gate.once(), ..GrantForm::default() };
    form_page(&gate, id, form, FieldErrors::default()).await
}

async fn form_page(
    gate: &Gate<ManageCredits>,
    id: AccountId,
    form: GrantForm,
    errors: FieldErrors,
) -> Result<Page, WebError> {
    let (actor, name) = gate.read(move |read, _| heading(read, id)).await?;
    Ok(gate.page(&actor, GrantView { path: path(id), name, form, errors }))
}

/// `POST /staff/accounts/{id}/grant`
pub async fn grant(
    gate: Gate<ManageCredits>,
    Path(id): Path<AccountId>,
    Form(form): Form<GrantForm>,
) -> Result<Response, WebError> {
    let wanted = match form.read() {
        Ok(wanted) => wanted,
        Err(errors) => return Ok(form_page(&gate, id, form, errors).await?.invalid().into_response()),
    };
    let (actor, written) = gate
        .write_once_with(Lock::Account(id), &form.once, {
            let wanted = wanted.clone();
            move |tx, ctx, actor| service::grant(tx, ctx, id, &wanted.grant(&actor.zone()))
        })
        .await?;
    match written {
        Written::Done(_) | Written::Repeated => {
            let text = Text::new("backoffice-granted").with("n", wanted.amount);
            Ok(gate.redirect(&actor, &path(id), Flash::done(text)))
        }
        Written::Refused(refusal) => Ok(form_page(&gate, id, form, at_field(refusal)).await?.invalid().into_response()),
    }
}

#[cfg(test)]
impl GrantView {
    pub(crate) fn sample() -> GrantView {
        let form = GrantForm { amount: "50".into(), reason: "Geste commercial".into(), ..GrantForm::default() };
        let errors = FieldErrors::one("expires_on", Text::new("backoffice-day-malformed"));
        GrantView { path: path(AccountId(1042)), name: "Atelier Boréal".into(), form, errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_read() {
        let form = GrantForm {
            amount: "1 250".into(),
            expires_on: "2026-12-31".into(),
            reason: "Welcome".into(),
            ..GrantForm::default()
        };
        let grant = form.read().unwrap().grant(&TimeZone::UTC);
        assert_eq!(grant.amount, Credits(1250));
        assert_eq!(grant.expires_at.map(|at| at.to_string()).as_deref(), Some("2026-12-31T23:59:59.999999Z"));
        let undated = GrantForm { expires_on: String::new(), ..form };
        assert_eq!(undated.read().unwrap().grant(&TimeZone::UTC).expires_at, None);
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: &GrantForm| form.read().unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(fields(&GrantForm::default()), ["amount", "reason"]);
        let hostile = GrantForm {
            amount: "-5".into(),
            expires_on: "<script>".into(),
            reason: "x".repeat(501),
            ..GrantForm::default()
        };
        assert_eq!(fields(&hostile), ["amount", "expires_on", "reason"]);
        for amount in ["0", "1.5", "9999999999", "99999999999999999999"] {
            assert_eq!(
                fields(&GrantForm { amount: amount.into(), reason: "r".into(), ..GrantForm::default() }),
                ["amount"],
                "{amount}"
            );
        }
    }
}
