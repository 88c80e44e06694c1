//! The publisher's staff and its permissions: the owner's own page.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, Context, FieldErrors, Locale, PersonId, Text};
use kit_db::Tx;
use kit_i18n::filters;
use kit_web::{
    Actor, Choice, Flash, Form, Gate, Once, Page, Path, StaffPermission, StaffPermissions, View, WebError, Width,
    Written,
};
use people::service::STAFF_LOCK;
use people::{Email, FoundPerson, NamePart, NewPerson, Person, PersonName, ZoneName};
use serde::Deserialize;

use crate::permissions::ManageTeam;
use crate::signs::{self, Sign};

/// Where the team is.
const TEAM: &str = "/staff/team";

/// One of the staff.
#[derive(Debug)]
pub struct Colleague {
    pub(crate) person: FoundPerson,
    pub(crate) second_factor: bool,
}

impl Colleague {
    fn login(&self) -> Sign {
        signs::login(self.person.disabled, self.second_factor)
    }
}

/// The staff.
#[derive(Template)]
#[template(path = "pages/team.html")]
pub struct TeamView {
    pub(crate) colleagues: Vec<Colleague>,
}

impl View for TeamView {
    fn title(&self) -> Text {
        Text::new("backoffice-team-title")
    }
}

/// `GET /staff/team`
pub async fn list(gate: Gate<ManageTeam>) -> Result<Page, WebError> {
    let (actor, colleagues) = gate
        .read(|read, _| {
            let staff = people::service::staff(read)?;
            let ids: Vec<PersonId> = staff.iter().map(|person| person.id).collect();
            let protected = people::service::with_second_factor(read, &ids)?;
            let colleague = |person: FoundPerson| Colleague { second_factor: protected.contains(&person.id), person };
            Ok(staff.into_iter().map(colleague).collect())
        })
        .await?;
    Ok(gate.page(&actor, TeamView { colleagues }))
}

fn choices() -> Vec<Choice> {
    let hint = |permission| match permission {
        StaffPermission::Support => Text::new("backoffice-permission-support"),
        StaffPermission::CustomerService => Text::new("backoffice-permission-customer-service"),
        StaffPermission::Billing => Text::new("backoffice-permission-billing"),
        StaffPermission::Catalogue => Text::new("backoffice-permission-catalogue"),
        StaffPermission::Owner => Text::new("backoffice-permission-owner"),
    };
    StaffPermission::ALL.iter().map(|one| Choice::new(one.code(), one.label()).hint(hint(*one))).collect()
}

/// Reads the permissions that were ticked; unknown ones were not offered.
fn ticked(codes: &[String]) -> Result<StaffPermissions, Text> {
    let known = codes.iter().map(|code| StaffPermission::from_code(code));
    let all: Option<Vec<StaffPermission>> = known.collect();
    all.map(|all| StaffPermissions::of(&all)).ok_or_else(|| Text::new("backoffice-permissions-unknown"))
}

/// A new colleague as he or she was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    once: Once,
    email: String,
    first_name: String,
    surname: String,
    permissions: Vec<String>,
}

impl InviteForm {
    fn read(&self, locale: Locale) -> Result<(NewPerson, StaffPermissions), FieldErrors> {
        let mut check = Check::new();
        let email = check.field("email", Email::parse(&self.email));
        let first = check.field("first_name", NamePart::parse(&self.first_name));
        let surname = check.field("surname", NamePart::parse(&self.surname));
        let permissions = check.field("permissions", ticked(&self.permissions).and_then(some));
        check.finish(|| {
            let name = PersonName { first: first?, surname: surname? };
            let time_zone = ZoneName::default();
            Some((NewPerson { email: email?, name, locale, time_zone, password: None, confirmed: false }, permissions?))
        })
    }
}

fn some(permissions: StaffPermissions) -> Result<StaffPermissions, Text> {
    if permissions.is_empty() { Err(Text::new("backoffice-permissions-none")) } else { Ok(permissions) }
}

/// The form of a new colleague.
#[derive(Template)]
#[template(path = "pages/colleague_new.html")]
pub struct InviteView {
    form: InviteForm,
    choices: Vec<Choice>,
    errors: FieldErrors,
}

impl View for InviteView {
    fn title(&self) -> Text {
        Text::new("backoffice-team-invite-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/team/new`
pub async fn show_invite(gate: Gate<ManageTeam>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = InviteForm { once: gate.once(), ..InviteForm::default() };
    Ok(gate.page(&actor, InviteView { form, choices: choices(), errors: FieldErrors::default() }))
}

/// `POST /staff/team/new`: somebody who has a login keeps it, anybody else is mailed a link to choose a password.
pub async fn invite(gate: Gate<ManageTeam>, Form(form): Form<InviteForm>) -> Result<Response, WebError> {
    let (new, permissions) = match form.read(gate.locale()) {
        Ok(read) => read,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.invalid(&actor, InviteView { form, choices: choices(), errors }).into_response());
        }
    };
    let name = new.name.to_string();
    let body =
        move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| people::service::create_staff(tx, ctx, &new, permissions);
    let (actor, written) = gate.write_once_with(STAFF_LOCK, &form.once, body).await?;
    Ok(match written {
        Written::Done(_) | Written::Repeated => {
            gate.redirect(&actor, TEAM, Flash::done(Text::new("backoffice-team-invited").with("name", name)))
        }
        Written::Refused(refusal) => {
            let errors = FieldErrors::one("permissions", refusal);
            gate.invalid(&actor, InviteView { form, choices: choices(), errors }).into_response()
        }
    })
}

/// Permissions as they were ticked; none makes a customer of a colleague.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PermissionsForm {
    once: Once,
    permissions: Vec<String>,
}

/// The form of a colleague's permissions.
#[derive(Template)]
#[template(path = "pages/colleague.html")]
pub struct ColleagueView {
    person: Person,
    choices: Vec<Choice>,
    form: PermissionsForm,
    errors: FieldErrors,
}

impl View for ColleagueView {
    fn title(&self) -> Text {
        Text::new("backoffice-team-permissions-title").with("name", self.person.name.to_string())
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

async fn colleague(gate: &Gate<ManageTeam>, id: PersonId) -> Result<(Actor, Person), WebError> {
    gate.read(move |read, _| people::service::person(read, id)?.ok_or(WebError::NotFound)).await
}

/// `GET /staff/team/{person}`
pub async fn show(gate: Gate<ManageTeam>, Path(id): Path<PersonId>) -> Result<Page, WebError> {
    let (actor, person) = colleague(&gate, id).await?;
    let permissions = person.staff.iter().map(|permission| permission.code().to_owned()).collect();
    let form = PermissionsForm { once: gate.once(), permissions };
    Ok(gate.page(&actor, ColleagueView { person, choices: choices(), form, errors: FieldErrors::default() }))
}

/// `POST /staff/team/{person}`
pub async fn save(
    gate: Gate<ManageTeam>,
    Path(id): Path<PersonId>,
    Form(form): Form<PermissionsForm>,
) -> Result<Response, WebError> {
    let permissions = match ticked(&form.permissions) {
        Ok(permissions) => permissions,
        Err(error) => return again(&gate, id, form, FieldErrors::one("permissions", error)).await,
    };
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| people::service::set_staff(tx, ctx, id, permissions);
    let (actor, written) = gate.write_once_with(STAFF_LOCK, &form.once, body).await?;
    match written {
        Written::Done(()) | Written::Repeated => {
            Ok(gate.redirect(&actor, TEAM, Flash::done(Text::new("backoffice-team-permissions-saved"))))
        }
        Written::Refused(refusal) => again(&gate, id, form, FieldErrors::one("permissions", refusal)).await,
    }
}

async fn again(
    gate: &Gate<ManageTeam>,
    id: PersonId,
    form: PermissionsForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, person) = colleague(gate, id).await?;
    Ok(gate.invalid(&actor, ColleagueView { person, choices: choices(), form, errors }).into_response())
}

#[cfg(test)]
impl InviteView {
    pub(crate) fn sample() -> InviteView {
        let form = InviteForm { email: "lea@".into(), ..InviteForm::default() };
        InviteView { errors: form.read(Locale::Fr).map(|_| ()).unwrap_err(), choices: choices(), form }
    }
}

#[cfg(test)]
impl ColleagueView {
    pub(crate) fn sample() -> ColleagueView {
        let form = PermissionsForm { permissions: vec!["support".into()], ..PermissionsForm::default() };
        let errors = FieldErrors::one("permissions", people::service::LastOwner);
        ColleagueView { person: crate::samples::person(), choices: choices(), form, errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_those_that_were_offered() {
        assert_eq!(
            ticked(&["support".into(), "billing".into()]).map(StaffPermissions::codes),
            Ok("support,billing".to_owned())
        );
        assert!(ticked(&["support".into(), "king".into()]).is_err());
        assert_eq!(ticked(&[]), Ok(StaffPermissions::NONE));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: InviteForm| {
            form.read(Locale::Fr).map(|_| ()).unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(InviteForm::default()), ["email", "first_name", "surname", "permissions"]);
        let form = InviteForm {
            email: "lea@publisher.example".into(),
            first_name: "<b>".into(),
            surname: "Petit".into(),
            permissions: vec!["support".into()],
            ..InviteForm::default()
        };
        assert_eq!(fields(form), ["first_name"]);
    }
}
