//! API keys: listed, made, shown once, revoked.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Check, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{
    Button, Choice, ConfirmView, Flash, Form, Gate, Once, Page, Path, Scope, Scopes, View, WebError, Width, Written,
};
use serde::Deserialize;

use super::{Section, again, sections, within};
use crate::model::text::line;
use crate::model::{ApiKey, ApiKeyId, CUSTOMERS_SCOPES};
use crate::permissions::ManageKeys;
use crate::service::keys::{self, KeyRefusal, NewKey};
use crate::service::members::{self, KnownMember};

/// A key in the list.
pub(crate) struct Line {
    key: ApiKey,
    scopes: Vec<Text>,
    member: Option<String>,
}

/// The list.
#[derive(Template)]
#[template(path = "pages/keys.html")]
pub(crate) struct KeysView {
    sections: Vec<Section>,
    account: AccountId,
    now: jiff::Timestamp,
    href_new: String,
    lines: Vec<Line>,
}

impl View for KeysView {
    fn title(&self) -> Text {
        Text::new("accounts-section-keys")
    }
}

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeyForm {
    once: Once,
    name: String,
    scopes: Vec<String>,
    member: String,
}

impl KeyForm {
    fn read(&self) -> Result<NewKey, FieldErrors> {
        let mut check = Check::new();
        let name = check.field("name", line(&self.name, 80));
        let offered = CUSTOMERS_SCOPES.iter().filter(|scope| self.scopes.iter().any(|code| code == scope.code()));
        let scopes = offered.copied().fold(Scopes::NONE, Scopes::with);
        if scopes.is_empty() {
            check.fail("scopes", KeyRefusal::NoScope);
        }
        let member: Option<PersonId> = match self.member.as_str() {
            "" => None,
            id => check.field("member", id.parse().map_err(|_| KeyRefusal::NotAMember)),
        };
        check.finish(|| Some(NewKey { name: name?, scopes, member }))
    }
}

/// The form.
#[derive(Template)]
#[template(path = "pages/key_new.html")]
pub(crate) struct NewKeyView {
    errors: FieldErrors,
    form: KeyForm,
    href_list: String,
    scopes: Vec<Choice>,
    members: Vec<Choice>,
}

impl View for NewKeyView {
    fn title(&self) -> Text {
        Text::new("accounts-key-new")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// The key itself, this once.
#[derive(Template)]
#[template(path = "pages/key_created.html")]
pub(crate) struct CreatedView {
    href_list: String,
    name: String,
    secret: String,
}

impl View for CreatedView {
    fn title(&self) -> Text {
        Text::new("accounts-key-created")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/keys`
pub(crate) async fn list(gate: Gate<ManageKeys>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (all, known)) =
        gate.read(move |read, _| Ok((keys::keys(read, account)?, members::members(read, account)?))).await?;
    let lines = all.into_iter().map(|key| Line::new(key, &known)).collect();
    let view = KeysView {
        sections: sections(&actor, "keys"),
        account,
        now: gate.now(),
        href_new: within(account, "keys/new"),
        lines,
    };
    Ok(gate.page(&actor, view))
}

/// `GET /accounts/{account}/keys/new`
pub(crate) async fn new(gate: Gate<ManageKeys>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, known) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
    let scopes = CUSTOMERS_SCOPES.iter().map(|scope| scope.code().to_owned()).collect();
    let form = KeyForm { once: gate.once(), scopes, ..KeyForm::default() };
    Ok(gate.page(&actor, NewKeyView::new(account, &known, FieldErrors::default(), form)))
}

/// `POST /accounts/{account}/keys`: answers with the key itself, and never again.
pub(crate) async fn create(gate: Gate<ManageKeys>, Form(form): Form<KeyForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let new = match form.read() {
        Ok(new) => new,
        Err(errors) => return refused(&gate, account, errors, form).await,
    };
    let (actor, written) = gate.write_once(&form.once, move |tx, ctx, _| keys::create(tx, ctx, account, &new)).await?;
    match written {
        Written::Done(made) => {
            let view = CreatedView { href_list: within(account, "keys"), name: made.key.name, secret: made.secret };
            Ok(gate.page(&actor, view).into_response())
        }
        // The first answer showed it; it cannot be shown again.
        Written::Repeated => {
            let said = Flash::warning(Text::new("accounts-key-shown-once"));
            Ok(gate.redirect(&actor, &within(account, "keys"), said))
        }
        Written::Refused(refusal) => {
            let field = match refusal {
                KeyRefusal::NoScope => "scopes",
                KeyRefusal::NotAMember => "member",
                KeyRefusal::NotActive | KeyRefusal::TooMany | KeyRefusal::Gone => "name",
            };
            refused(&gate, account, FieldErrors::one(field, refusal), form).await
        }
    }
}

async fn refused(
    gate: &Gate<ManageKeys>,
    account: AccountId,
    errors: FieldErrors,
    form: KeyForm,
) -> Result<Response, WebError> {
    let (actor, known) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
    again(gate, &actor, NewKeyView::new(account, &known, errors, form))
}

/// `GET /accounts/{account}/keys/{key}/revoke`
pub(crate) async fn ask_revoke(
    gate: Gate<ManageKeys>,
    Path((_, id)): Path<(AccountId, ApiKeyId)>,
) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, key) = gate.read(move |read, _| Ok(keys::key(read, account, id)?)).await?;
    let key = key.ok_or(WebError::NotFound)?;
    let view = ConfirmView {
        question: Text::new("accounts-key-revoke-title"),
        consequence: Text::new("accounts-key-revoke-text").with("name", key.name).with("key", key.prefix),
        verb: Text::new("accounts-key-revoke-verb"),
        action: within(account, &format!("keys/{id}/revoke")),
        cancel: within(account, "keys"),
        once: gate.once(),
    };
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/keys/{key}/revoke`
pub(crate) async fn revoke(
    gate: Gate<ManageKeys>,
    Path((_, id)): Path<(AccountId, ApiKeyId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, written) = gate.write_once(&form.once, move |tx, ctx, _| keys::revoke(tx, ctx, account, id)).await?;
    match written {
        Written::Refused(_) => Err(WebError::NotFound),
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, "keys"), Flash::done(Text::new("accounts-key-revoked"))))
        }
    }
}

impl Line {
    fn new(key: ApiKey, known: &[KnownMember]) -> Line {
        let member = key.member.and_then(|id| known.iter().find(|known| known.member.person == id));
        Line {
            member: member.map(|known| known.name.clone()),
            scopes: key.scopes.iter().map(Scope::label).collect(),
            key,
        }
    }
}

impl NewKeyView {
    fn new(account: AccountId, known: &[KnownMember], errors: FieldErrors, form: KeyForm) -> NewKeyView {
        let scopes = CUSTOMERS_SCOPES.iter().map(|scope| Choice::new(scope.code(), scope.label())).collect();
        let member = |known: &KnownMember| Choice::plain(known.member.person.to_string(), known.name.as_str());
        let itself = Choice::new("", Text::new("accounts-key-itself"));
        NewKeyView {
            errors,
            form,
            href_list: within(account, "keys"),
            scopes,
            members: std::iter::once(itself).chain(known.iter().map(member)).collect(),
        }
    }
}

#[cfg(test)]
impl KeysView {
    pub(super) fn sample(all: Vec<ApiKey>) -> KeysView {
        let known = [super::views::member()];
        let lines = all.into_iter().map(|key| Line::new(key, &known)).collect();
        let sections = sections(&super::views::admin(), "keys");
        KeysView { sections, account: AccountId(1042), now: jiff::Timestamp::UNIX_EPOCH, href_new: "/x".into(), lines }
    }
}

#[cfg(test)]
impl NewKeyView {
    pub(super) fn sample() -> NewKeyView {
        let form = KeyForm::default();
        let errors = form.read().err().unwrap_or_default();
        NewKeyView::new(AccountId(1042), &[super::views::member()], errors, form)
    }
}

#[cfg(test)]
impl CreatedView {
    pub(super) fn sample() -> CreatedView {
        CreatedView { href_list: "/x".into(), name: "Serveur".into(), secret: "gk_x".into() }
    }
}
