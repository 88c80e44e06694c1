//! The support of an account: its level, and its latest cases.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{AccountId, FieldErrors, Locale, PageSize, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Path, Permission, View, WebError, Written};
use people::Names;
use serde::Deserialize;

use super::case::path as case_path;
use crate::model::{CaseRow, Level, LevelId};
use crate::pages::SOMEBODY;
use crate::permissions::{AnswerCases, GiveLevel};
use crate::service::{self, LevelRefusal, SETTINGS_LOCK};

/// The level as it was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GiveForm {
    once: Once,
    level: String,
}

/// The support of an account.
#[derive(Template)]
#[template(path = "pages/staff/account.html")]
pub(crate) struct AccountSupportView {
    account: AccountId,
    name: String,
    level: Level,
    locale: Locale,
    levels: Vec<Choice>,
    rows: Vec<CaseRow>,
    names: Names,
    opens: bool,
    errors: FieldErrors,
    form: GiveForm,
    now: Timestamp,
}

impl View for AccountSupportView {
    fn title(&self) -> Text {
        Text::new("support-account-title").with("name", self.name.as_str())
    }
}

impl AccountSupportView {
    fn back(&self) -> String {
        format!("/staff/accounts/{}", self.account)
    }

    fn href(&self, row: &CaseRow) -> String {
        case_path(row.number)
    }

    fn who(&self, row: &CaseRow) -> Text {
        self.names.full(row.requester, SOMEBODY)
    }
}

fn path(account: AccountId) -> String {
    format!("/staff/accounts/{account}/support")
}

/// `GET /staff/accounts/{id}/support`
pub(crate) async fn show(gate: Gate<GiveLevel>, Path(account): Path<AccountId>) -> Result<Response, WebError> {
    shown(&gate, account, FieldErrors::default()).await
}

async fn shown(gate: &Gate<GiveLevel>, account: AccountId, errors: FieldErrors) -> Result<Response, WebError> {
    let (once, now, is_wrong) = (gate.once(), gate.now(), !errors.is_empty());
    let (actor, view) = gate
        .read(move |read, actor: &Actor| {
            let found = accounts::service::account(read, account)?.ok_or(WebError::NotFound)?;
            let (level, locale) = (service::level_of(read, Some(account))?, actor.locale());
            let rows = service::of_account(read, account, PageSize::new(20))?.rows;
            let choice = |level: &Level| Choice::plain(level.id.to_string(), level.name_in(locale));
            Ok(AccountSupportView {
                account,
                name: found.name,
                levels: service::levels(read)?.iter().map(choice).collect(),
                names: Names::of(read, rows.iter().map(|row| row.requester))?,
                rows,
                opens: actor.meets(AnswerCases::DEMAND),
                errors: errors.clone(),
                form: GiveForm { once: once.clone(), level: level.id.to_string() },
                level,
                locale,
                now,
            })
        })
        .await?;
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

/// `POST /staff/accounts/{id}/support`
pub(crate) async fn give(
    gate: Gate<GiveLevel>,
    Path(account): Path<AccountId>,
    Form(form): Form<GiveForm>,
) -> Result<Response, WebError> {
    let Ok(level) = form.level.parse::<LevelId>() else {
        return shown(&gate, account, FieldErrors::one("level", LevelRefusal::Unknown)).await;
    };
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| service::give_level(tx, ctx, account, level);
    let (actor, written) = gate.write_once_with(SETTINGS_LOCK, &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &path(account), Flash::done(Text::new("support-saved"))))
        }
        Written::Refused(LevelRefusal::NoAccount) => Err(WebError::NotFound),
        Written::Refused(refusal) => shown(&gate, account, FieldErrors::one("level", refusal)).await,
    }
}

#[cfg(test)]
impl AccountSupportView {
    pub(super) fn sample(level: &Level, rows: Vec<CaseRow>) -> AccountSupportView {
        AccountSupportView {
            account: AccountId(1042),
            name: "<b>".into(),
            level: level.clone(),
            locale: Locale::Fr,
            levels: vec![Choice::plain("1", "<b>")],
            opens: !rows.is_empty(),
            rows,
            names: Names::default(),
            errors: FieldErrors::one("level", LevelRefusal::Unknown),
            form: GiveForm::default(),
            now: Timestamp::MAX,
        }
    }
}
