//! The teams of the account: the list, one of them, removal.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Check, FieldErrors, PersonId, Text};
use kit_i18n::filters;
use kit_web::{
    Actor, Button, Choice, ConfirmView, Flash, Form, Gate, Once, Page, Path, Permission, View, WebError, Width, Written,
};
use serde::Deserialize;

use super::{again, within};
use crate::model::{KnownTeam, LONGEST_TEAM_NAME, TeamId, text};
use crate::permissions::{ManageTeams, ViewMembers};
use crate::service::members::{self, KnownMember};
use crate::service::teams::{self, TeamRefusal};

/// A team in the list.
struct Line {
    href: String,
    name: String,
    members: String,
}

/// The teams of the account, by name.
#[derive(Template)]
#[template(path = "pages/teams.html")]
pub(crate) struct TeamsView {
    href_members: String,
    href_new: String,
    may_manage: bool,
    lines: Vec<Line>,
}

impl View for TeamsView {
    fn title(&self) -> Text {
        Text::new("accounts-teams-title")
    }
}

/// A team as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TeamForm {
    once: Once,
    name: String,
    members: Vec<String>,
}

impl TeamForm {
    fn read(&self) -> Result<(String, Vec<PersonId>), FieldErrors> {
        let mut check = Check::new();
        let name = check.field("name", text::name(&self.name, LONGEST_TEAM_NAME));
        let members: Result<Vec<PersonId>, _> = self.members.iter().map(|id| id.parse()).collect();
        let members = check.field("members", members.map_err(|_| TeamRefusal::NotAMember));
        check.finish(|| Some((name?, members?)))
    }
}

/// A team, or a new one.
#[derive(Template)]
#[template(path = "pages/team.html")]
pub(crate) struct TeamView {
    errors: FieldErrors,
    form: TeamForm,
    choices: Vec<Choice>,
    back: String,
    action: String,
    remove: Option<String>,
}

impl View for TeamView {
    fn title(&self) -> Text {
        if self.remove.is_some() { Text::new("accounts-team-title") } else { Text::new("accounts-team-new") }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /accounts/{account}/teams`
pub(crate) async fn list(gate: Gate<ViewMembers>) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, (teams, members)) =
        gate.read(move |read, _| Ok((teams::teams(read, account)?, members::members(read, account)?))).await?;
    let view = TeamsView::new(account, actor.meets(ManageTeams::DEMAND), &teams, &members);
    Ok(gate.page(&actor, view))
}

/// `GET /accounts/{account}/teams/new`
pub(crate) async fn new(gate: Gate<ManageTeams>) -> Result<Response, WebError> {
    let form = TeamForm { once: gate.once(), ..TeamForm::default() };
    shown(&gate, None, form, FieldErrors::default()).await
}

/// `POST /accounts/{account}/teams/new`
pub(crate) async fn create(gate: Gate<ManageTeams>, Form(form): Form<TeamForm>) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (name, members) = match form.read() {
        Ok(read) => read,
        Err(errors) => return shown(&gate, None, form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        teams::create(tx, ctx, account, &name, &members)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(_) | Written::Repeated => Ok(saved(&gate, &actor, account)),
        Written::Refused(refusal) => shown(&gate, None, form, at_field(refusal)).await,
    }
}

/// `GET /accounts/{account}/teams/{team}`
pub(crate) async fn edit(
    gate: Gate<ManageTeams>,
    Path((_, id)): Path<(AccountId, TeamId)>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (_, found) = gate.read(move |read, _| Ok(teams::team(read, account, id)?)).await?;
    let KnownTeam { team, members } = found.ok_or(WebError::NotFound)?;
    let members = members.iter().map(ToString::to_string).collect();
    let form = TeamForm { once: gate.once(), name: team.name, members };
    shown(&gate, Some(id), form, FieldErrors::default()).await
}

/// `POST /accounts/{account}/teams/{team}`
pub(crate) async fn save(
    gate: Gate<ManageTeams>,
    Path((_, id)): Path<(AccountId, TeamId)>,
    Form(form): Form<TeamForm>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (_, found) = gate.read(move |read, _| Ok(teams::team(read, account, id)?)).await?;
    found.ok_or(WebError::NotFound)?;
    let (name, members) = match form.read() {
        Ok(read) => read,
        Err(errors) => return shown(&gate, Some(id), form, errors).await,
    };
    let body = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| {
        teams::change(tx, ctx, account, id, &name, &members)
    };
    let (actor, written) = gate.write_once(&form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => Ok(saved(&gate, &actor, account)),
        Written::Refused(TeamRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => shown(&gate, Some(id), form, at_field(refusal)).await,
    }
}

/// `GET /accounts/{account}/teams/{team}/remove`
pub(crate) async fn ask_remove(
    gate: Gate<ManageTeams>,
    Path((_, id)): Path<(AccountId, TeamId)>,
) -> Result<Page, WebError> {
    let account = gate.account()?;
    let (actor, found) = gate.read(move |read, _| Ok(teams::team(read, account, id)?)).await?;
    let name = found.ok_or(WebError::NotFound)?.team.name;
    let page = within(account, &format!("teams/{id}"));
    let view = ConfirmView {
        question: Text::new("accounts-team-remove-title"),
        consequence: Text::new("accounts-team-remove-text").with("name", name),
        verb: Text::new("accounts-team-remove-verb"),
        action: format!("{page}/remove"),
        cancel: page,
        once: gate.once(),
    };
    Ok(gate.page(&actor, view))
}

/// `POST /accounts/{account}/teams/{team}/remove`
pub(crate) async fn remove(
    gate: Gate<ManageTeams>,
    Path((_, id)): Path<(AccountId, TeamId)>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, written) = gate.write_once(&form.once, move |tx, ctx, _| teams::remove(tx, ctx, account, id)).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            let said = Flash::done(Text::new("accounts-team-removed"));
            Ok(gate.redirect(&actor, &within(account, "teams"), said))
        }
        Written::Refused(_) => Err(WebError::NotFound),
    }
}

fn saved(gate: &Gate<ManageTeams>, actor: &Actor, account: AccountId) -> Response {
    gate.redirect(actor, &within(account, "teams"), Flash::done(Text::new("accounts-saved")))
}

fn at_field(refusal: TeamRefusal) -> FieldErrors {
    match refusal {
        TeamRefusal::NotAMember => FieldErrors::one("members", refusal),
        TeamRefusal::Unknown | TeamRefusal::NameTaken | TeamRefusal::TooMany => FieldErrors::one("name", refusal),
    }
}

/// The form of a team, maybe with what is wrong with it.
async fn shown(
    gate: &Gate<ManageTeams>,
    id: Option<TeamId>,
    form: TeamForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let account = gate.account()?;
    let (actor, members) = gate.read(move |read, _| Ok(members::members(read, account)?)).await?;
    let is_wrong = !errors.is_empty();
    let view = TeamView::new(account, id, form, errors, &members);
    if is_wrong { again(gate, &actor, view) } else { Ok(gate.page(&actor, view).into_response()) }
}

impl TeamsView {
    fn new(account: AccountId, may_manage: bool, teams: &[KnownTeam], members: &[KnownMember]) -> TeamsView {
        let names = |team: &KnownTeam| {
            let within = members.iter().filter(|known| team.members.contains(&known.member.person));
            within.map(|known| known.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let line = |known: &KnownTeam| Line {
            href: within(account, &format!("teams/{}", known.team.id)),
            name: known.team.name.clone(),
            members: names(known),
        };
        TeamsView {
            href_members: within(account, "members"),
            href_new: within(account, "teams/new"),
            may_manage,
            lines: teams.iter().map(line).collect(),
        }
    }
}

impl TeamView {
    fn new(
        account: AccountId,
        id: Option<TeamId>,
        form: TeamForm,
        errors: FieldErrors,
        members: &[KnownMember],
    ) -> TeamView {
        let page = id.map_or_else(|| "teams/new".to_owned(), |id| format!("teams/{id}"));
        let choice = |known: &KnownMember| Choice::plain(known.member.person.to_string(), known.name.clone());
        TeamView {
            errors,
            form,
            choices: members.iter().map(choice).collect(),
            back: within(account, "teams"),
            action: within(account, &page),
            remove: id.map(|id| within(account, &format!("teams/{id}/remove"))),
        }
    }
}

#[cfg(test)]
impl TeamsView {
    pub(super) fn sample(is_empty: bool) -> TeamsView {
        let member = super::views::member();
        let team = crate::model::Team {
            id: TeamId::from_raw(3),
            account: AccountId(1042),
            name: "<b>".into(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let known = KnownTeam { team, members: vec![member.member.person] };
        let teams = if is_empty { Vec::new() } else { vec![known] };
        TeamsView::new(AccountId(1042), true, &teams, &[member])
    }
}

#[cfg(test)]
impl TeamView {
    pub(super) fn sample(id: Option<TeamId>) -> TeamView {
        let form = TeamForm { members: vec!["<b>".into()], ..TeamForm::default() };
        let errors = form.read().unwrap_err();
        TeamView::new(AccountId(1042), id, form, errors, &[super::views::member()])
    }
}
