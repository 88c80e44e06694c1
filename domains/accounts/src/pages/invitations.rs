//! Invitations that wait or have run out: sent again, taken back.

use askama::Template;
use axum::response::Response;
use kit_core::{AccountId, Arg, Text};
use kit_i18n::filters;
use kit_web::{
    Actor, Button, ClientAddress, ConfirmView, Flash, Form, Gate, Limited, Once, Page, Path, View, WebError,
};

use super::members::own_roles;
use super::{role_labels, within};
use crate::model::{Invitation, InvitationId, commands};
use crate::permissions::{ManageMembers, ViewMembers};
use crate::service::invitations;

/// An invitation in the list.
pub(crate) struct Line {
    email: String,
    roles: Vec<Text>,
    sent_at: jiff::Timestamp,
    until: Arg,
    open: bool,
    may_change: bool,
    once: Once,
    resend: String,
    withdraw: String,
}

/// The list.
#[derive(Template)]
#[template(path = "pages/invitations.html")]
pub(crate) struct InvitationsView {
    href_members: String,
    href_new: String,
    lines: Vec<Line>,
}

impl View for InvitationsView {
    fn title(&self) -> Text {
        Text::new("accounts-invitations-title")
    }
}

/// `GET /accounts/{account}/invitations`
pub(crate) async fn list(gate: Gate<ViewMembers>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, all) = gate.read(move |read, _| Ok(invitations::invitations(read, account)?)).await?;
    Ok(gate.page(&actor, InvitationsView::new(&actor, account, all, gate.once(), gate.now())))
}

/// `POST /accounts/{account}/invitations/{invitation}/resend`
pub(crate) async fn resend(
    gate: Gate<ManageMembers>,
    address: ClientAddress,
    Path((_, id)): Path<(AccountId, InvitationId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Mail, address.0)?;
    let account = gate.account()?;
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, actor| invitations::resend(tx, ctx, account, id, own_roles(actor)))
        .await?;
    Ok(back(&gate, &actor, account, Text::new("accounts-invitation-resent"), written))
}

/// `GET /accounts/{account}/invitations/{invitation}/withdraw`
pub(crate) async fn ask_withdraw(
    gate: Gate<ManageMembers>,
    Path((_, id)): Path<(AccountId, InvitationId)>,
) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, found) = gate.read(move |read, _| Ok(invitations::invitation(read, account, id)?)).await?;
    let found = found.ok_or(WebError::NotFound)?;
    let view = ConfirmView {
        question: Text::new("accounts-withdraw-title"),
        consequence: Text::new("accounts-withdraw-text").with("email", found.email.as_str()),
        verb: Text::new("accounts-withdraw-verb"),
        action: within(account, &format!("invitations/{id}/withdraw")),
        cancel: within(account, "invitations"),
        once: gate.once(),
    };
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/invitations/{invitation}/withdraw`
pub(crate) async fn withdraw(
    gate: Gate<ManageMembers>,
    Path((_, id)): Path<(AccountId, InvitationId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, written) = gate
        .write_once(&form.once, move |tx, ctx, actor| invitations::withdraw(tx, ctx, account, id, own_roles(actor)))
        .await?;
    Ok(back(&gate, &actor, account, Text::new("accounts-invitation-withdrawn"), written))
}

/// To the list, with what was done or why not.
fn back(
    gate: &Gate<ManageMembers>,
    actor: &Actor,
    account: AccountId,
    done: Text,
    written: kit_web::Written<(), invitations::InviteRefusal>,
) -> Response {
    let said = match written {
        kit_web::Written::Refused(refusal) => Flash::warning(refusal.into()),
        kit_web::Written::Done(()) | kit_web::Written::Repeated => Flash::done(done),
    };
    gate.redirect(actor, &within(account, "invitations"), said)
}

impl InvitationsView {
    fn new(
        actor: &Actor,
        account: AccountId,
        all: Vec<Invitation>,
        once: Once,
        now: jiff::Timestamp,
    ) -> InvitationsView {
        let by = own_roles(actor);
        let line = |invitation: Invitation| Line {
            open: invitation.is_open(now),
            may_change: commands(by, invitation.roles),
            roles: role_labels(invitation.roles),
            email: invitation.email.to_string(),
            sent_at: invitation.sent_at,
            until: Arg::Date(invitation.expires_at),
            once: once.clone(),
            resend: within(account, &format!("invitations/{}/resend", invitation.id)),
            withdraw: within(account, &format!("invitations/{}/withdraw", invitation.id)),
        };
        InvitationsView {
            href_members: within(account, "members"),
            href_new: within(account, "invitations/new"),
            lines: all.into_iter().map(line).collect(),
        }
    }
}

#[cfg(test)]
impl InvitationsView {
    pub(super) fn sample(all: Vec<Invitation>) -> InvitationsView {
        let (actor, now) = (super::views::admin(), jiff::Timestamp::UNIX_EPOCH);
        InvitationsView::new(&actor, AccountId(1042), all, Once::default(), now)
    }
}
