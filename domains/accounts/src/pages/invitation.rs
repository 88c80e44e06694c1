//! The mailed link of an invitation: a new person gives a name and a password, one with a login presses a button.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, Context, FieldErrors, Text};
use kit_db::Tx;
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, Flash, Form, Gate, View, WebError, Width};
use people::{NamePart, PersonName, hashing};
use serde::Deserialize;

use super::{again, dead_link, role_labels};
use crate::links::Followed;
use crate::model::invitation::InvitationTag;
use crate::service::invitations::{self, Acceptance, OpenInvitation};

/// What somebody who follows the link shows.
type InvitationLink = Followed<InvitationTag>;

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct JoinForm {
    first_name: String,
    surname: String,
    password: String,
    terms: String,
}

/// The form, or the button of somebody who has a login.
#[derive(Template)]
#[template(path = "pages/invitation.html")]
pub(crate) struct InvitationView {
    errors: FieldErrors,
    form: JoinForm,
    open: OpenInvitation,
    roles: Vec<Text>,
    terms_version: i64,
}

impl View for InvitationView {
    fn title(&self) -> Text {
        Text::new("accounts-invitation-title").with("company", self.open.company.as_str())
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

impl InvitationView {
    fn new(errors: FieldErrors, form: JoinForm, open: OpenInvitation, terms_version: i64) -> InvitationView {
        InvitationView { errors, form, roles: role_labels(open.invitation.roles), open, terms_version }
    }
}

/// `GET /invitation/{link}`
pub(crate) async fn show(gate: Gate<Anyone>, link: ByLink<InvitationLink>) -> Result<Response, WebError> {
    let (actor, found) = find(&gate, &link).await?;
    let Some((open, terms_version)) = found else { return Ok(dead_link(&gate, &actor)) };
    let view = InvitationView::new(FieldErrors::default(), JoinForm::default(), open, terms_version);
    Ok(gate.page(&actor, view).into_response())
}

/// `POST /invitation/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    link: ByLink<InvitationLink>,
    Form(form): Form<JoinForm>,
) -> Result<Response, WebError> {
    let (actor, found) = find(&gate, &link).await?;
    let Some((open, terms_version)) = found else { return Ok(dead_link(&gate, &actor)) };
    let who = match read(&gate, &actor, &form, &open, terms_version).await? {
        Ok(who) => who,
        Err(errors) => return again(&gate, &actor, InvitationView::new(errors, form, open, terms_version)),
    };
    let accept = move |tx: &mut Tx<'_>, ctx: &Context, link: &InvitationLink| {
        invitations::accept(tx, ctx, link, who.as_ref(), terms_version)
    };
    let (actor, done) = gate.follow(crate::LOGINS, &link, accept).await?;
    let Some(joined) = done else { return Ok(dead_link(&gate, &actor)) };
    let home = format!("/accounts/{}", joined.account);
    let signed_in = actor.person.as_ref().is_some_and(|person| person.id == joined.person);
    let to = if signed_in { home } else { kit_web::href("/sign-in", &[("back", &home)]) };
    let text = Text::new("accounts-joined").with("company", open.company);
    Ok(gate.redirect(&actor, &to, Flash::done(text)))
}

async fn find(
    gate: &Gate<Anyone>,
    link: &ByLink<InvitationLink>,
) -> Result<(Actor, Option<(OpenInvitation, i64)>), WebError> {
    gate.look(link, |read, keys, now, link| {
        let Some(open) = invitations::open(read, keys, now, link)? else { return Ok(None) };
        let terms = publisher::terms::in_force(read, now)?;
        Ok(Some((open, terms.map_or(0, |terms| terms.version))))
    })
    .await
}

/// What a new person says of himself or herself; nothing of somebody who has a login.
async fn read(
    gate: &Gate<Anyone>,
    actor: &Actor,
    form: &JoinForm,
    open: &OpenInvitation,
    terms_version: i64,
) -> Result<Result<Option<Acceptance>, FieldErrors>, WebError> {
    let mut check = Check::new();
    if terms_version > 0 && form.terms != "yes" {
        check.fail("terms", Text::new("accounts-terms-must"));
    }
    if open.has_login {
        return Ok(check.finish(|| Some(None)));
    }
    let first = check.field("first_name", NamePart::parse(&form.first_name));
    let surname = check.field("surname", NamePart::parse(&form.surname));
    let own = [open.invitation.email.as_str(), &form.first_name, &form.surname];
    let password = hashing::accept(&gate.app().random, &form.password, &own).await?;
    let password = check.field("password", password);
    let locale = gate.reader(actor).locale;
    Ok(check.finish(|| {
        let name = PersonName { first: first?, surname: surname? };
        Some(Some(Acceptance { name, locale, password: password? }))
    }))
}

#[cfg(test)]
impl InvitationView {
    pub(super) fn sample(has_login: bool, is_leaving: bool) -> InvitationView {
        let open = OpenInvitation {
            invitation: super::views::invitation(),
            company: "Atelier du Plan".into(),
            inviter: Some("Camille Durand".into()),
            has_login,
            is_leaving,
        };
        InvitationView::new(FieldErrors::one("terms", Text::new("accounts-terms-must")), JoinForm::default(), open, 1)
    }
}
