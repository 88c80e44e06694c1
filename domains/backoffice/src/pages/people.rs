//! Finding a person, and looking after the login.

use accounts::service::search::Found;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Context, PersonId, Text};
use kit_db::{Failed, Tx};
use kit_i18n::filters;
use kit_web::{
    Actor, Button, ConfirmView, Flash, Form, Gate, Page, Path, Permission, Query, View, WebError, Written, verbatim,
};
use people::service::STAFF_LOCK;
use people::{FoundPerson, Person};
use serde::Deserialize;

use crate::permissions::{ManageLogins, ViewAccounts};
use crate::service::{self, LoginRefusal, may_touch};
use crate::signs::{self, Sign};

/// How many persons a search shows: whoever sees more types more.
const MOST_FOUND: i64 = 50;

/// What is looked for, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
}

/// The persons found.
#[derive(Template)]
#[template(path = "pages/people.html")]
pub struct PeopleView {
    pub(crate) q: String,
    pub(crate) found: Vec<FoundPerson>,
}

impl View for PeopleView {
    fn title(&self) -> Text {
        Text::new("backoffice-people-title")
    }
}

/// `GET /staff/people`
pub async fn list(gate: Gate<ViewAccounts>, Query(Filter { q }): Query<Filter>) -> Result<Page, WebError> {
    let wanted = q.clone();
    let (actor, found) = gate.read(move |read, _| Ok(people::service::find_people(read, &wanted, MOST_FOUND)?)).await?;
    Ok(gate.page(&actor, PeopleView { q, found }))
}

/// A person, with the accounts he or she is in.
#[derive(Template)]
#[template(path = "pages/person.html")]
pub struct PersonView {
    pub(crate) person: Person,
    pub(crate) second_factor: bool,
    pub(crate) accounts: Vec<Found>,
    pub(crate) may_manage: bool,
}

impl PersonView {
    fn login(&self) -> Sign {
        signs::login(self.person.disabled_at.is_some(), self.second_factor)
    }

    fn path(&self, action: &str) -> String {
        format!("{}/{action}", path(self.person.id))
    }
}

impl View for PersonView {
    fn title(&self) -> Text {
        verbatim(self.person.name.to_string())
    }
}

/// Where a person is.
fn path(person: PersonId) -> String {
    format!("/staff/people/{person}")
}

/// `GET /staff/people/{person}`
pub async fn show(gate: Gate<ViewAccounts>, Path(id): Path<PersonId>) -> Result<Page, WebError> {
    let (actor, view) = gate
        .read(move |read, actor| {
            let person = people::service::person(read, id)?.ok_or(WebError::NotFound)?;
            let by = actor.person()?.staff;
            Ok(PersonView {
                second_factor: people::service::with_second_factor(read, &[id])?.contains(&id),
                accounts: accounts::service::search::of_person(read, id)?,
                may_manage: actor.meets(ManageLogins::DEMAND) && may_touch(by, person.staff),
                person,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

/// What can be done to a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    EndSessions,
    Close,
    Open,
}

impl Deed {
    const fn action(self) -> &'static str {
        match self {
            Deed::EndSessions => "end-sessions",
            Deed::Close => "close",
            Deed::Open => "open",
        }
    }

    fn confirm(self, person: &Person, once: kit_web::Once) -> ConfirmView {
        let name = person.name.to_string();
        let (title, explanation, verb) = match self {
            Deed::EndSessions => (
                Text::new("backoffice-end-sessions-title"),
                Text::new("backoffice-end-sessions-explanation"),
                Text::new("backoffice-end-sessions"),
            ),
            Deed::Close => (
                Text::new("backoffice-close-login-title"),
                Text::new("backoffice-close-login-explanation"),
                Text::new("backoffice-close-login"),
            ),
            Deed::Open => (
                Text::new("backoffice-open-login-title"),
                Text::new("backoffice-open-login-explanation"),
                Text::new("backoffice-open-login"),
            ),
        };
        let here = path(person.id);
        ConfirmView {
            question: title.with("name", name),
            consequence: explanation,
            verb,
            action: format!("{here}/{}", self.action()),
            cancel: here,
            once,
        }
    }

    const fn done(self) -> Text {
        match self {
            Deed::EndSessions => Text::new("backoffice-end-sessions-done"),
            Deed::Close => Text::new("backoffice-close-login-done"),
            Deed::Open => Text::new("backoffice-open-login-done"),
        }
    }

    fn run(self, tx: &mut Tx<'_>, ctx: &Context, actor: &Actor, person: PersonId) -> Result<(), Failed<LoginRefusal>> {
        let by = actor.person.as_ref().map(|person| person.staff).unwrap_or_default();
        match self {
            Deed::EndSessions => service::end_sessions(tx, ctx, by, person),
            Deed::Close => service::close_login(tx, ctx, by, person),
            Deed::Open => service::open_login(tx, ctx, by, person),
        }
    }
}

async fn ask(gate: &Gate<ManageLogins>, id: PersonId, deed: Deed) -> Result<Response, WebError> {
    let (actor, person) =
        gate.read(move |read, _| people::service::person(read, id)?.ok_or(WebError::NotFound)).await?;
    if !may_touch(actor.person()?.staff, person.staff) {
        return Ok(gate.redirect(&actor, &path(id), Flash::warning(LoginRefusal::Staff.into())));
    }
    Ok(gate.page(&actor, deed.confirm(&person, gate.once())).into_response())
}

async fn run(gate: &Gate<ManageLogins>, id: PersonId, deed: Deed, form: &Button) -> Result<Response, WebError> {
    let body = move |tx: &mut Tx<'_>, ctx: &Context, actor: &Actor| deed.run(tx, ctx, actor, id);
    let (actor, written) = gate.write_once_with(STAFF_LOCK, &form.once, body).await?;
    let flash = match written {
        Written::Done(()) | Written::Repeated => Flash::done(deed.done()),
        Written::Refused(LoginRefusal::Unknown) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
    };
    Ok(gate.redirect(&actor, &path(id), flash))
}

macro_rules! deed {
    ($($ask:ident, $run:ident, $deed:ident, $path:literal;)*) => {
        $(
            #[doc = concat!("`GET /staff/people/{person}/", $path, "`")]
            pub async fn $ask(gate: Gate<ManageLogins>, Path(id): Path<PersonId>) -> Result<Response, WebError> {
                ask(&gate, id, Deed::$deed).await
            }

            #[doc = concat!("`POST /staff/people/{person}/", $path, "`")]
            pub async fn $run(
                gate: Gate<ManageLogins>,
                Path(id): Path<PersonId>,
                Form(form): Form<Button>,
            ) -> Result<Response, WebError> {
                run(&gate, id, Deed::$deed, &form).await
            }
        )*
    };
}

deed! {
    ask_end_sessions, end_sessions, EndSessions, "end-sessions";
    ask_close, close, Close, "close";
    ask_open, open, Open, "open";
}

#[cfg(test)]
pub(crate) fn sample_confirmations() -> Vec<ConfirmView> {
    let person = crate::samples::person();
    [Deed::EndSessions, Deed::Close, Deed::Open]
        .into_iter()
        .map(|deed| deed.confirm(&person, kit_web::Once::default()))
        .collect()
}
