//! `/staff/settings/identity`: who the publisher is.

use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::{filters, zones};
use kit_mail::Email;
use kit_web::{Choice, Form, Gate, Once, Page, View, WebError};
use serde::Deserialize;

use super::sections::{Section, Sections};
use super::texts::{read, short};
use super::{again, saved};
use crate::model::settings::{Identity, Localised};
use crate::model::web_url::WebUrl;
use crate::permissions::SetPublisher;
use crate::service::texts::{PublisherPage, save_text, text};
use crate::service::{LOCK, settings};

/// The identity as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct IdentityForm {
    once: Once,
    name: String,
    legal_name: String,
    address: String,
    site_url: String,
    support_email: String,
    support_phone: String,
    time_zone: String,
    legal_notice_url: String,
    legal_fr: String,
    legal_en: String,
}

impl IdentityForm {
    fn new(once: Once, identity: Identity, legal: Localised) -> IdentityForm {
        let Identity { name, legal_name, address, site_url, support_email, support_phone, legal_notice_url, time_zone } =
            identity;
        let shown = |url: Option<WebUrl>| url.map(String::from).unwrap_or_default();
        IdentityForm {
            once,
            name,
            legal_name,
            address,
            site_url: shown(site_url),
            support_email: support_email.map(String::from).unwrap_or_default(),
            support_phone,
            time_zone,
            legal_notice_url: shown(legal_notice_url),
            legal_fr: legal.fr,
            legal_en: legal.en,
        }
    }

    fn read(&self) -> Result<(Identity, Localised), FieldErrors> {
        let mut check = Check::new();
        let name = short(&self.name, 60).and_then(|name| match name.is_empty() {
            true => Err(Text::new("publisher-name-missing")),
            false => Ok(name),
        });
        let name = check.field("name", name);
        let legal_name = check.field("legal_name", short(&self.legal_name, 120));
        let address = check.field("address", short(&self.address, 200));
        let site_url = check.field("site_url", WebUrl::parse_optional(&self.site_url));
        let support_email = check.field("support_email", optional_email(&self.support_email));
        let support_phone = check.field("support_phone", phone(&self.support_phone));
        let time_zone = check.field("time_zone", zone(&self.time_zone));
        let legal_notice_url = check.field("legal_notice_url", WebUrl::parse_optional(&self.legal_notice_url));
        let legal = read(&mut check, "legal_fr", &self.legal_fr, "legal_en", &self.legal_en);
        check.finish(|| {
            let identity = Identity {
                name: name?,
                legal_name: legal_name?,
                address: address?,
                site_url: site_url?,
                support_email: support_email?,
                support_phone: support_phone?,
                legal_notice_url: legal_notice_url?,
                time_zone: time_zone?,
            };
            Some((identity, legal?))
        })
    }
}

/// An address that may be left out.
pub(super) fn optional_email(typed: &str) -> Result<Option<Email>, Text> {
    if typed.trim().is_empty() { Ok(None) } else { Ok(Some(Email::parse(typed)?)) }
}

/// As it is printed: figures, blanks and the signs between them.
fn phone(typed: &str) -> Result<String, Text> {
    let phone = short(typed, 40)?;
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '+' | '.' | '-' | '(' | ')' | '/');
    if phone.chars().all(allowed) { Ok(phone) } else { Err(Text::new("publisher-phone-malformed")) }
}

fn zone(typed: &str) -> Result<String, Text> {
    let zone = typed.trim();
    TimeZone::get(zone).map(|_| zone.to_owned()).map_err(|_| Text::new("publisher-time-zone-unknown"))
}

/// Who the publisher is.
#[derive(Template)]
#[template(path = "pages/identity.html")]
pub(crate) struct IdentityView {
    sections: Sections,
    errors: FieldErrors,
    form: IdentityForm,
    zones: Vec<Choice>,
}

impl IdentityView {
    fn new(sections: Sections, errors: FieldErrors, form: IdentityForm) -> IdentityView {
        let known = if zone(&form.time_zone).is_ok() { form.time_zone.trim() } else { "" };
        let zones = zones(known).into_iter().map(|zone| Choice::plain(zone, zone)).collect();
        IdentityView { sections, errors, form, zones }
    }
}

impl View for IdentityView {
    fn title(&self) -> Text {
        Text::new("publisher-section-identity")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<SetPublisher>) -> Result<Page, WebError> {
    let (actor, (identity, legal)) =
        gate.read(|read, _| Ok((settings::settings(read)?.identity, text(read, PublisherPage::LegalNotice)?))).await?;
    let form = IdentityForm::new(gate.once(), identity, legal);
    let sections = Sections::of(&actor, Section::Identity);
    Ok(gate.page(&actor, IdentityView::new(sections, FieldErrors::default(), form)))
}

/// `POST`
pub(crate) async fn save(gate: Gate<SetPublisher>, Form(form): Form<IdentityForm>) -> Result<Response, WebError> {
    let (identity, legal) = match form.read() {
        Ok(read) => read,
        Err(errors) => {
            let view = |actor: &_| IdentityView::new(Sections::of(actor, Section::Identity), errors, form);
            return again(&gate, view).await;
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(LOCK, &form.once, move |tx, ctx, _| {
            settings::save_identity(tx, ctx, identity.clone())?;
            save_text(tx, ctx, PublisherPage::LegalNotice, &legal)
        })
        .await?;
    Ok(saved(&gate, &actor, Section::Identity.href()))
}

#[cfg(test)]
impl IdentityView {
    pub(super) fn sample(sections: Sections) -> IdentityView {
        let form = IdentityForm { name: "<b>".into(), site_url: "javascript:x".into(), ..IdentityForm::default() };
        IdentityView::new(sections, form.read().unwrap_err(), form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let hostile = IdentityForm {
            name: " ".into(),
            legal_name: "x".repeat(121),
            address: "x".repeat(201),
            site_url: "javascript:alert(1)".into(),
            support_email: "a@b\nBcc: c@d.fr".into(),
            support_phone: "<script>".into(),
            time_zone: "Mars/Base".into(),
            legal_notice_url: "exemple.fr".into(),
            legal_fr: "x".repeat(60_001),
            legal_en: String::new(),
            once: Once::default(),
        };
        let fields: Vec<&str> = hostile.read().unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                "name",
                "legal_name",
                "address",
                "site_url",
                "support_email",
                "support_phone",
                "time_zone",
                "legal_notice_url",
                "legal_fr"
            ]
        );
    }

    #[test]
    fn what_is_saved_comes_back() {
        let form = IdentityForm {
            name: " Brouage ".into(),
            site_url: "https://exemple.fr".into(),
            support_email: "Aide@Exemple.fr".into(),
            support_phone: "+33 (0)5 46 00 00 00".into(),
            time_zone: "Europe/Paris".into(),
            ..IdentityForm::default()
        };
        let (identity, legal) = form.read().unwrap();
        assert_eq!((identity.name.as_str(), identity.legal_name.as_str()), ("Brouage", ""));
        let again = IdentityForm::new(Once::default(), identity.clone(), legal);
        assert_eq!(again.read().unwrap().0, identity);
    }
}
