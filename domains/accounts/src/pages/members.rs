//! The members of the account: the list with one of them beside it, roles, removal, leaving.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{AccountId, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{
    Actor, Button, Choice, Flash, Form, Gate, Once, Page, Path, Permission, Role, Roles, View, WebError, Written,
};
use serde::Deserialize;

use super::{again, chosen_roles, role_choices, role_labels, within};
use crate::model::commands;
use crate::permissions::{LeaveAccount, ManageMembers, ViewMembers};
use crate::service::members::{self, KnownMember};

/// A member in the list.
pub(crate) struct Line {
    person: PersonId,
    name: String,
    email: String,
    roles: Vec<Text>,
    joined_at: jiff::Timestamp,
    disabled: bool,
    is_me: bool,
    current: bool,
}

/// The member beside the list.
pub(crate) struct Detail {
    person: PersonId,
    name: String,
    email: String,
    joined_at: jiff::Timestamp,
    is_me: bool,
    may_change: bool,
    roles: Vec<Text>,
}

/// List and detail.
#[derive(Template)]
#[template(path = "pages/members.html")]
pub(crate) struct MembersView {
    errors: FieldErrors,
    once: Once,
    account: AccountId,
    may_invite: bool,
    href_invite: String,
    href_invitations: String,
    href_teams: String,
    lines: Vec<Line>,
    detail: Option<Detail>,
    /// The roles that may be given to the member beside the list.
    choices: Vec<Choice>,
    /// Those that he or she has.
    chosen: Vec<String>,
}

impl View for MembersView {
    fn title(&self) -> Text {
        Text::new("accounts-members-title")
    }
}

/// Asks before a member is removed, or leaves.
#[derive(Template)]
#[template(path = "pages/member_remove.html")]
pub(crate) struct RemoveView {
    once: Once,
    name: String,
    company: String,
    action: String,
    back: String,
    leaving: bool,
}

impl View for RemoveView {
    fn title(&self) -> Text {
        if self.leaving { Text::new("accounts-leave-title") } else { Text::new("accounts-remove-title") }
    }
}

/// The roles as they were ticked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RolesForm {
    once: Once,
    roles: Vec<String>,
}

/// `GET /accounts/{account}/members`
pub(crate) async fn list(gate: Gate<ViewMembers>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, members) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
    let view = MembersView::new(&actor, account, &members, None, gate.once())?;
    Ok(gate.page(&actor, view))
}

/// `GET /accounts/{account}/members/{person}`
pub(crate) async fn show(
    gate: Gate<ViewMembers>,
    Path((_, person)): Path<(AccountId, PersonId)>,
) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, members) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
    let view = MembersView::new(&actor, account, &members, Some(person), gate.once())?;
    if view.detail.is_none() {
        return Err(WebError::NotFound);
    }
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/members/{person}/roles`
pub(crate) async fn change_roles(
    gate: Gate<ManageMembers>,
    Path((_, person)): Path<(AccountId, PersonId)>,
    Form(form): Form<RolesForm>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let roles = chosen_roles(&form.roles);
    let (actor, changed) = gate
        .write(move |tx, ctx, actor| members::change_roles(tx, ctx, account, person, roles, own_roles(actor)))
        .await?;
    let said = match changed {
        Ok(()) => Flash::done(Text::new("accounts-roles-changed")),
        Err(members::MemberRefusal::NotAMember) => return Err(WebError::NotFound),
        Err(refusal) => {
            let (actor, members) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
            let mut view = MembersView::new(&actor, account, &members, Some(person), gate.once())?;
            view.errors = FieldErrors::one("roles", refusal);
            view.chosen = form.roles;
            return again(&gate, &actor, view);
        }
    };
    // Whoever took his or her own managing role away may no longer open this page.
    let me = actor.person()?.id == person;
    let stays = !me || roles.any(&[Role::Admin, Role::ContractManager, Role::SoftwareCoordinator]);
    let to = if stays { within(account, &format!("members/{person}")) } else { format!("/accounts/{account}") };
    Ok(gate.redirect(&actor, &to, said))
}

/// `GET /accounts/{account}/members/{person}/remove`
pub(crate) async fn ask_remove(
    gate: Gate<ManageMembers>,
    Path((_, person)): Path<(AccountId, PersonId)>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, member) = gate.read(move |read, _| Ok(members::member(read, account, person)?)).await?;
    let member = member.ok_or(WebError::NotFound)?;
    if actor.person()?.id == person {
        return Ok(Redirect::to(&within(account, "leave")).into_response());
    }
    let page = format!("members/{person}");
    let view = RemoveView {
        once: gate.once(),
        name: member.name,
        company: actor.member()?.name.clone(),
        action: within(account, &format!("{page}/remove")),
        back: within(account, &page),
        leaving: false,
    };
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /accounts/{account}/members/{person}/remove`
pub(crate) async fn remove(
    gate: Gate<ManageMembers>,
    Path((_, person)): Path<(AccountId, PersonId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, removed) = gate
        .write_once(&form.once, move |tx, ctx, actor| members::remove(tx, ctx, account, person, own_roles(actor)))
        .await?;
    match removed {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, &within(account, "members"), Flash::done(Text::new("accounts-member-removed"))))
        }
        Written::Refused(members::MemberRefusal::NotAMember) => Err(WebError::NotFound),
        Written::Refused(refusal) => {
            let to = within(account, &format!("members/{person}"));
            Ok(gate.redirect(&actor, &to, Flash::warning(refusal.into())))
        }
    }
}

/// `GET /accounts/{account}/leave`
pub(crate) async fn ask_leave(gate: Gate<LeaveAccount>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let view = RemoveView {
        once: gate.once(),
        name: actor.person()?.name.clone(),
        company: actor.member()?.name.clone(),
        action: within(account, "leave"),
        back: "/me/profile".to_owned(),
        leaving: true,
    };
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/leave`
pub(crate) async fn leave(gate: Gate<LeaveAccount>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, left) = gate
        .write(move |tx, ctx, actor| {
            let Some(person) = &actor.person else { return kit_db::refuse(members::MemberRefusal::NotAMember) };
            members::leave(tx, ctx, account, person.id)
        })
        .await?;
    Ok(match left {
        Ok(()) => gate.redirect(&actor, "/accounts", Flash::done(Text::new("accounts-left"))),
        Err(refusal) => gate.redirect(&actor, &format!("/accounts/{account}"), Flash::warning(refusal.into())),
    })
}

/// The roles of whoever acts; none for anybody else.
pub(super) fn own_roles(actor: &Actor) -> Roles {
    actor.member.as_ref().map_or(Roles::NONE, |member| member.roles)
}

impl MembersView {
    fn new(
        actor: &Actor,
        account: AccountId,
        members: &[KnownMember],
        shown: Option<PersonId>,
        once: Once,
    ) -> Result<MembersView, WebError> {
        let me = actor.person()?.id;
        let by = own_roles(actor);
        let shown_one = members.iter().find(|known| Some(known.member.person) == shown);
        let roles = shown_one.map_or(Roles::NONE, |known| known.member.roles);
        let detail = shown_one.map(|known| Detail {
            person: known.member.person,
            name: known.name.clone(),
            email: known.email.to_string(),
            joined_at: known.member.joined_at,
            is_me: known.member.person == me,
            may_change: commands(by, known.member.roles),
            roles: role_labels(known.member.roles),
        });
        let line = |known: &KnownMember| Line {
            person: known.member.person,
            name: known.name.clone(),
            email: known.email.to_string(),
            roles: role_labels(known.member.roles),
            joined_at: known.member.joined_at,
            disabled: known.disabled,
            is_me: known.member.person == me,
            current: Some(known.member.person) == shown,
        };
        let lines = members.iter().map(line).collect();
        let may_invite = actor.meets(ManageMembers::DEMAND);
        Ok(MembersView {
            errors: FieldErrors::default(),
            once,
            account,
            may_invite,
            href_invite: within(account, "invitations/new"),
            href_invitations: within(account, "invitations"),
            href_teams: within(account, "teams"),
            lines,
            detail,
            choices: role_choices(by),
            chosen: roles.iter().map(|role| role.code().to_owned()).collect(),
        })
    }
}

#[cfg(test)]
impl MembersView {
    pub(super) fn sample() -> MembersView {
        let known = super::views::member();
        let person = known.member.person;
        let actor = super::views::admin();
        let mut view = MembersView::new(&actor, AccountId(1042), &[known], Some(person), Once::default()).unwrap();
        view.errors = FieldErrors::one("roles", members::MemberRefusal::LastAdmin);
        view
    }
}

#[cfg(test)]
impl RemoveView {
    pub(super) fn sample(leaving: bool) -> RemoveView {
        let text = |text: &str| text.to_owned();
        RemoveView {
            once: Once::default(),
            name: text("Camille Durand"),
            company: text("Atelier du Plan"),
            action: text("/a"),
            back: text("/b"),
            leaving,
        }
    }
}
