//! The terms of use in force: read, and accepted before anything else.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, Arg, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Flash, Form, Gate, Page, View, WebError};
use publisher::{SafeHtml, TermsVersion};
use serde::Deserialize;

use super::{Section, again, sections, within};
use crate::permissions::AcceptTerms;
use crate::service::terms;

/// The box as it was ticked, and which version stood above it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AcceptForm {
    version: i64,
    terms: String,
}

/// The text, and the box for whoever has not ticked it.
#[derive(Template)]
#[template(path = "pages/terms.html")]
pub(crate) struct TermsView {
    sections: Vec<Section>,
    errors: FieldErrors,
    account: AccountId,
    version: Option<TermsVersion>,
    in_force_at: Arg,
    text: SafeHtml,
    accepted: bool,
}

impl View for TermsView {
    fn title(&self) -> Text {
        Text::new("accounts-section-terms")
    }
}

/// `GET /accounts/{account}/terms`
pub(crate) async fn show(gate: Gate<AcceptTerms>) -> Result<Page, WebError> {
    let (actor, view) = find(&gate, FieldErrors::default()).await?;
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/terms`
pub(crate) async fn accept(gate: Gate<AcceptTerms>, Form(form): Form<AcceptForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, view) = find(&gate, FieldErrors::default()).await?;
    let Some(in_force) = view.version else { return Err(WebError::NotFound) };
    if form.terms != "yes" || form.version != in_force.version {
        // Nobody accepts a version that he or she has not seen: a newer one is shown first.
        let reason = match form.version == in_force.version {
            true => Text::new("accounts-terms-must"),
            false => Text::new("accounts-terms-newer"),
        };
        return again(&gate, &actor, TermsView { errors: FieldErrors::one("terms", reason), ..view });
    }
    let person = actor.person()?.id;
    let (actor, _) = gate.write_sure(move |tx, ctx, _| terms::note(tx, ctx, account, person, in_force.version)).await?;
    let open = actor.member()?.state.is_open();
    let to = if open { format!("/accounts/{account}") } else { within(account, "status") };
    Ok(gate.redirect(&actor, &to, Flash::done(Text::new("accounts-terms-accepted"))))
}

async fn find(gate: &Gate<AcceptTerms>, errors: FieldErrors) -> Result<(Actor, TermsView), WebError> {
    let (account, now) = (gate.account()?, gate.now());
    gate.read(move |read, actor| {
        let person = actor.person()?;
        let version = publisher::terms::in_force(read, now)?;
        let text = match version {
            Some(version) => publisher::terms::terms(read, version.version)?,
            None => None,
        };
        let text = text.map(|terms| publisher::to_html(terms.text.best(person.locale))).unwrap_or_default();
        let accepted = terms::accepted_version(read, account, person.id)?;
        Ok(TermsView {
            sections: sections(actor, "terms"),
            errors: errors.clone(),
            account,
            in_force_at: since(version),
            version,
            text,
            accepted: version.is_some_and(|version| accepted >= version.version),
        })
    })
    .await
}

/// From when on the version is in force.
fn since(version: Option<TermsVersion>) -> Arg {
    Arg::Date(version.map_or(jiff::Timestamp::UNIX_EPOCH, |version| version.in_force_at))
}

#[cfg(test)]
impl TermsView {
    pub(super) fn sample(version: Option<TermsVersion>) -> TermsView {
        TermsView {
            sections: sections(&super::views::admin(), "terms"),
            errors: FieldErrors::one("terms", Text::new("accounts-terms-newer")),
            account: AccountId(1042),
            in_force_at: since(version),
            version,
            text: publisher::to_html("## Objet\n\nTexte."),
            accepted: false,
        }
    }
}
