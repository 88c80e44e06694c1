//! How many machines every account may link, as the owner sets it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, View, WebError, Width};
use publisher::{Section, Sections};
use serde::Deserialize;

use crate::model::{MachineRules, number};
use crate::permissions::SetMachineRules;
use crate::service;

const PATH: &str = "/staff/settings/machines";

/// Limits as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RulesForm {
    pub(super) once: Once,
    /// Of an account: whether it has its own.
    pub(super) own: String,
    pub(super) places: String,
    pub(super) replacements: String,
}

impl RulesForm {
    pub(super) fn of(rules: MachineRules, own: bool, once: Once) -> RulesForm {
        let typed = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        RulesForm {
            once,
            own: if own { "yes".to_owned() } else { String::new() },
            places: typed(rules.places),
            replacements: typed(rules.replacements),
        }
    }

    pub(super) fn read(&self) -> Result<MachineRules, FieldErrors> {
        let mut check = Check::new();
        let places = check.field("places", number(&self.places));
        let replacements = check.field("replacements", number(&self.replacements));
        check.finish(|| Some(MachineRules { places: places?, replacements: replacements? }))
    }

    pub(super) fn is_own(&self) -> bool {
        self.own == "yes"
    }
}

/// The form.
#[derive(Template)]
#[template(path = "pages/settings.html")]
pub(crate) struct SettingsView {
    pub(super) sections: Sections,
    pub(super) errors: FieldErrors,
    pub(super) form: RulesForm,
}

impl View for SettingsView {
    fn title(&self) -> Text {
        Text::new("publisher-section-machines")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/settings/machines`
pub(crate) async fn show(gate: Gate<SetMachineRules>) -> Result<Page, WebError> {
    let (actor, rules) = gate.read(|read, _| Ok(service::rules(read)?)).await?;
    let sections = Sections::of(&actor, Section::Machines);
    let form = RulesForm::of(rules, false, gate.once());
    Ok(gate.page(&actor, SettingsView { sections, errors: FieldErrors::default(), form }))
}

/// `POST /staff/settings/machines`
pub(crate) async fn save(gate: Gate<SetMachineRules>, Form(form): Form<RulesForm>) -> Result<Response, WebError> {
    let rules = match form.read() {
        Ok(rules) => rules,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            let sections = Sections::of(&actor, Section::Machines);
            return Ok(gate.invalid(&actor, SettingsView { sections, errors, form }).into_response());
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(publisher::LOCK, &form.once, move |tx, ctx, _| {
            service::save_installation_rules(tx, ctx, rules)
        })
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("machines-rules-saved"))))
}
