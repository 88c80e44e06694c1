//! Products to choose from, and when cases end.

use accounts::model::text;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_files::FileKind;
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, View, WebError, Width};
use serde::Deserialize;

use super::levels::whole;
use super::sections::{Way, ways};
use crate::model::{LARGEST_FILE, LONGEST_PRODUCT, Settings};
use crate::pages::files::label;
use crate::permissions::SetSupport;
use crate::service::{self, SETTINGS_LOCK};

const PATH: &str = "/staff/cases/settings";
/// The most products to choose from.
const MOST_PRODUCTS: usize = 100;
/// The most that the files of an account may hold together, in megabytes.
const LARGEST_ACCOUNT: i64 = 1_000_000;

/// The settings as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SettingsForm {
    once: Once,
    products: String,
    close_days: String,
    reopen_days: String,
    file_mb: String,
    account_mb: String,
    file_kinds: Vec<String>,
    staff_by_mail: String,
}

impl SettingsForm {
    fn of(settings: &Settings, once: Once) -> SettingsForm {
        SettingsForm {
            once,
            products: settings.products.join("\n"),
            close_days: settings.close_days.to_string(),
            reopen_days: settings.reopen_days.to_string(),
            file_mb: settings.file_mb.to_string(),
            staff_by_mail: if settings.staff_by_mail { "yes".to_owned() } else { String::new() },
            account_mb: settings.account_mb.to_string(),
            file_kinds: settings.kinds().into_iter().map(|kind| kind.code().to_owned()).collect(),
        }
    }

    fn read(&self) -> Result<Settings, FieldErrors> {
        let mut check = Check::new();
        let lines = self.products.lines().filter(|line| !line.trim().is_empty());
        let products: Result<Vec<String>, Text> = lines.map(|line| text::line(line, LONGEST_PRODUCT)).collect();
        let products = products.and_then(|products| match products.len() > MOST_PRODUCTS {
            true => Err(Text::new("support-products-too-many").with("most", MOST_PRODUCTS.to_string())),
            false => Ok(products),
        });
        let products = check.field("products", products);
        let close_days = check.field("close_days", whole(&self.close_days));
        let reopen_days = check.field("reopen_days", whole(&self.reopen_days));
        let file_mb = check.field("file_mb", up_to(&self.file_mb, LARGEST_FILE));
        let account_mb = check.field("account_mb", up_to(&self.account_mb, LARGEST_ACCOUNT));
        let kinds: Option<Vec<FileKind>> = self.file_kinds.iter().map(|code| FileKind::from_code(code)).collect();
        let kinds = kinds.filter(|kinds| !kinds.contains(&FileKind::Program)).ok_or(Text::new("support-choose"));
        let kinds = check.field("file_kinds", kinds);
        check.finish(|| {
            Some(Settings {
                products: products?,
                close_days: close_days?,
                reopen_days: reopen_days?,
                file_mb: file_mb?,
                staff_by_mail: self.staff_by_mail == "yes",
                account_mb: account_mb?,
                file_kinds: kinds?.into_iter().map(|kind| kind.code().to_owned()).collect(),
            })
        })
    }
}

/// A whole number of megabytes.
fn up_to(typed: &str, most: i64) -> Result<i64, Text> {
    let number = typed.trim().parse().ok().filter(|number| (0..=most).contains(number));
    number.ok_or(Text::new("support-mb-range").with("n", most))
}

/// What files may be.
fn kinds() -> Vec<Choice> {
    FileKind::TAKEN.into_iter().map(|kind| Choice::new(kind.code(), label(kind))).collect()
}

/// The settings of support.
#[derive(Template)]
#[template(path = "pages/staff/settings.html")]
pub(crate) struct SettingsView {
    ways: Vec<Way>,
    errors: FieldErrors,
    form: SettingsForm,
    kinds: Vec<Choice>,
}

impl View for SettingsView {
    fn title(&self) -> Text {
        Text::new("support-settings-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/cases/settings`
pub(crate) async fn show(gate: Gate<SetSupport>) -> Result<Response, WebError> {
    let (actor, settings) = gate.read(|read, _| Ok(service::settings(read)?)).await?;
    let form = SettingsForm::of(&settings, gate.once());
    Ok(gate.page(&actor, SettingsView::new(&actor, form, FieldErrors::default())).into_response())
}

/// `POST /staff/cases/settings`
pub(crate) async fn save(gate: Gate<SetSupport>, Form(form): Form<SettingsForm>) -> Result<Response, WebError> {
    let settings = match form.read() {
        Ok(settings) => settings,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.invalid(&actor, SettingsView::new(&actor, form, errors)).into_response());
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| service::save_settings(tx, ctx, &settings))
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("support-saved"))))
}

impl SettingsView {
    fn new(actor: &Actor, form: SettingsForm, errors: FieldErrors) -> SettingsView {
        SettingsView { ways: ways(actor, PATH), errors, form, kinds: kinds() }
    }
}

#[cfg(test)]
impl SettingsView {
    pub(super) fn sample() -> SettingsView {
        let form = SettingsForm {
            products: "a\n".repeat(101),
            close_days: "x".into(),
            file_mb: "501".into(),
            file_kinds: vec!["program".into()],
            ..SettingsForm::default()
        };
        let errors = form.read().unwrap_err();
        assert_eq!(errors.0.len(), 6);
        SettingsView { ways: super::sections::sample(), errors, form, kinds: kinds() }
    }
}
