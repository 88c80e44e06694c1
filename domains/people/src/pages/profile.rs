//! What a person is called, and in which language and time zone he or she reads.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{AccountId, Check, FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Myself, Once, Page, View, WebError, Width, cookies as web_cookies};
use serde::Deserialize;

use super::ask_password::me;
use super::{again, cookies};
use crate::model::{NamePart, PersonName, Profile, ZoneName};
use crate::service;

/// The profile as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProfileForm {
    once: Once,
    first_name: String,
    surname: String,
    locale: String,
    time_zone: String,
}

impl ProfileForm {
    fn read(&self) -> Result<Profile, FieldErrors> {
        let mut check = Check::new();
        let first = check.field("first_name", NamePart::parse(&self.first_name));
        let surname = check.field("surname", NamePart::parse(&self.surname));
        let locale = self.locale.parse::<Locale>().map_err(|_| Text::new("people-language-unknown"));
        let locale = check.field("locale", locale);
        let time_zone = check.field("time_zone", ZoneName::parse(&self.time_zone));
        check.finish(|| {
            Some(Profile {
                name: PersonName { first: first?, surname: surname? },
                locale: locale?,
                time_zone: time_zone?,
            })
        })
    }
}

/// The profile.
#[derive(Template)]
#[template(path = "pages/profile.html")]
pub(crate) struct ProfileView {
    errors: FieldErrors,
    form: ProfileForm,
    languages: Vec<Choice>,
    zones: Vec<Choice>,
    /// The person's accounts, each with the way out of it.
    accounts: Vec<(AccountId, String)>,
}

impl View for ProfileView {
    fn title(&self) -> Text {
        Text::new("people-profile-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

impl ProfileView {
    fn new(errors: FieldErrors, form: ProfileForm, accounts: Vec<(AccountId, String)>) -> ProfileView {
        let languages = Locale::ALL.map(|locale| Choice::plain(locale.tag(), locale.endonym())).to_vec();
        let known = if ZoneName::parse(&form.time_zone).is_ok() { form.time_zone.as_str() } else { "" };
        let zones = ZoneName::offered(known).into_iter().map(|zone| Choice::plain(zone, zone)).collect();
        ProfileView { errors, form, languages, zones, accounts }
    }
}

/// `GET /me`
pub(crate) async fn home(gate: Gate<Myself>) -> Result<Redirect, WebError> {
    gate.read(|_, _| Ok(())).await?;
    Ok(Redirect::to("/me/profile"))
}

/// `GET /me/profile`
pub(crate) async fn show(gate: Gate<Myself>) -> Result<Page, WebError> {
    let (actor, person) = gate.read(|read, actor| Ok(service::person(read, me(actor)?.id)?)).await?;
    let person = person.ok_or(WebError::NotFound)?;
    let form = ProfileForm {
        once: gate.once(),
        first_name: person.name.first.to_string(),
        surname: person.name.surname.to_string(),
        locale: person.locale.tag().to_owned(),
        time_zone: person.time_zone.to_string(),
    };
    let view = ProfileView::new(FieldErrors::default(), form, actor.accounts.clone());
    Ok(gate.page(&actor, view))
}

/// `POST /me/profile`
pub(crate) async fn save(gate: Gate<Myself>, Form(form): Form<ProfileForm>) -> Result<Response, WebError> {
    let profile = match form.read() {
        Ok(profile) => profile,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            let view = ProfileView::new(errors, form, actor.accounts.clone());
            return again(&gate, &actor, view);
        }
    };
    let locale = profile.locale;
    let (mut actor, _) = gate
        .write_sure_once(&form.once, move |tx, ctx, actor| service::save_profile(tx, ctx, me(actor)?.id, &profile))
        .await?;
    // What was done is told in the language just chosen.
    if let Some(person) = &mut actor.person {
        person.locale = locale;
    }
    let mut response = gate.redirect(&actor, "/me/profile", Flash::done(Text::new("people-profile-saved")));
    cookies::add(&mut response, web_cookies::locale(locale, gate.app().public_url.is_secure()));
    Ok(response.into_response())
}

#[cfg(test)]
impl ProfileView {
    pub(super) fn sample() -> ProfileView {
        let form = ProfileForm {
            first_name: "Camille".into(),
            surname: "<b>".into(),
            locale: "fr".into(),
            time_zone: "Asia/Kathmandu".into(),
            ..ProfileForm::default()
        };
        ProfileView::new(form.read().unwrap_err(), form, vec![(AccountId(1042), "Atelier <b>".into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let hostile = ProfileForm {
            first_name: " ".into(),
            surname: "x".repeat(200),
            locale: "xx".into(),
            time_zone: "Mars/Base".into(),
            ..ProfileForm::default()
        };
        let errors = hostile.read().unwrap_err();
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["first_name", "surname", "locale", "time_zone"]);
    }
}
