//! Which notices the account gets.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, Permission, View, WebError};
use serde::Deserialize;

use super::{Section, sections, within};
use crate::notices::NoticeKind;
use crate::permissions::{ManageNotices, ManageSettings};
use crate::service::notices;

/// The form as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoticesForm {
    once: Once,
    /// The codes of the kinds that are ticked.
    on: Vec<String>,
}

/// The kinds of notices about one thing.
struct Group {
    title: Text,
    /// Those that can be turned off.
    choices: Vec<Choice>,
    /// The others: when they are sent, and why they have to be.
    needed: Vec<(Text, Text)>,
    /// Where what they depend on is set.
    settings: Vec<(String, Text)>,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/notices.html")]
pub(crate) struct NoticesView {
    sections: Vec<Section>,
    errors: FieldErrors,
    once: Once,
    account: AccountId,
    address: String,
    changes_address: bool,
    groups: Vec<Group>,
    on: Vec<String>,
}

impl View for NoticesView {
    fn title(&self) -> Text {
        Text::new("accounts-section-notices")
    }
}

/// `GET /accounts/{account}/notices`
pub(crate) async fn show(gate: Gate<ManageNotices>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (address, kinds)) = gate
        .read(move |read, _| {
            let found = crate::service::account(read, account)?.ok_or(WebError::NotFound)?;
            Ok((found.administration_email.to_string(), notices::notices(read, account)?))
        })
        .await?;
    Ok(gate.page(&actor, NoticesView::new(&actor, account, gate.once(), address, &kinds)))
}

/// `POST /accounts/{account}/notices`
pub(crate) async fn save(gate: Gate<ManageNotices>, Form(form): Form<NoticesForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, _) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| notices::choose(tx, ctx, account, &form.on)).await?;
    Ok(gate.redirect(&actor, &within(account, "notices"), Flash::done(Text::new("accounts-saved"))))
}

impl NoticesView {
    fn new(
        actor: &Actor,
        account: AccountId,
        once: Once,
        address: String,
        kinds: &[(&'static NoticeKind, bool)],
    ) -> NoticesView {
        let of_group = |title: &Text| {
            let kinds = || kinds.iter().map(|(kind, _)| kind).filter(|kind| kind.group == *title);
            let choice = |kind: &&'static NoticeKind| Choice::new(kind.code(), kind.label.text.clone());
            let needed = |kind: &&'static NoticeKind| Some((kind.label.text.clone(), kind.needed.clone()?));
            let settings =
                |kind: &&'static NoticeKind| kind.settings.clone().map(|(page, label)| (within(account, page), label));
            Group {
                title: title.clone(),
                choices: kinds().filter(|kind| kind.is_optional()).map(choice).collect(),
                needed: kinds().filter_map(needed).collect(),
                settings: kinds().filter_map(settings).collect(),
            }
        };
        let mut titles: Vec<&Text> = kinds.iter().map(|(kind, _)| &kind.group).collect();
        titles.dedup();
        NoticesView {
            sections: sections(actor, "notices"),
            errors: FieldErrors::default(),
            once,
            account,
            address,
            changes_address: actor.meets(ManageSettings::DEMAND),
            groups: titles.into_iter().map(of_group).collect(),
            on: kinds.iter().filter(|(_, on)| *on).map(|(kind, _)| kind.code().to_owned()).collect(),
        }
    }
}

#[cfg(test)]
impl NoticesView {
    pub(super) fn sample() -> NoticesView {
        let group = Text::new("accounts-section-notices");
        let kind = |code, needed| -> &'static NoticeKind {
            Box::leak(Box::new(NoticeKind {
                label: audit::Label { code, text: Text::new("accounts-section-billing") },
                place: 1,
                group: group.clone(),
                needed,
                settings: Some(("keys", Text::new("accounts-section-keys"))),
            }))
        };
        let needed = kind("sample.needed", Some(Text::new("accounts-notices-lead")));
        let kinds = [(kind("sample.off", None), false), (kind("sample.on", None), true), (needed, true)];
        let (account, address) = (AccountId(1042), "compta@plan.fr".to_owned());
        NoticesView::new(&super::views::admin(), account, Once::default(), address, &kinds)
    }
}
