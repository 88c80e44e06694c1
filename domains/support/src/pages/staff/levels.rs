//! What is promised to whom: the levels.

use accounts::model::text;
use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, Path, View, WebError, Width};
use serde::Deserialize;

use super::sections::{Way, ways};
use crate::model::{Level, LevelId, Priority, minutes_of};
use crate::permissions::SetSupport;
use crate::service::{self, SETTINGS_LOCK};

const PATH: &str = "/staff/cases/levels";
/// The longest name of a level.
const LONGEST_NAME: usize = 60;

/// The levels, by place.
#[derive(Template)]
#[template(path = "pages/staff/levels.html")]
pub(crate) struct LevelListView {
    ways: Vec<Way>,
    levels: Vec<Level>,
    locale: Locale,
}

impl View for LevelListView {
    fn title(&self) -> Text {
        Text::new("support-levels-title")
    }
}

/// A level as it was typed: times in business hours.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LevelForm {
    once: Once,
    name: String,
    name_en: String,
    low: String,
    normal: String,
    high: String,
    urgent: String,
    callers: String,
    others: String,
    place: String,
}

impl LevelForm {
    fn of(level: &Level, once: Once) -> LevelForm {
        let hours = |priority: Priority| {
            let minutes = level.minutes(priority);
            let (whole, rest) = (minutes / 60, minutes % 60);
            if rest == 0 { whole.to_string() } else { format!("{whole},{:02}", rest * 100 / 60) }
        };
        LevelForm {
            once,
            name: level.name.clone(),
            name_en: level.name_en.clone(),
            low: hours(Priority::Low),
            normal: hours(Priority::Normal),
            high: hours(Priority::High),
            urgent: hours(Priority::Urgent),
            callers: level.callers.to_string(),
            others: if level.others { "yes".to_owned() } else { String::new() },
            place: level.place.to_string(),
        }
    }

    fn may_others(&self) -> bool {
        self.others == "yes"
    }

    fn read(&self, id: LevelId) -> Result<Level, FieldErrors> {
        let mut check = Check::new();
        let name = check.field("name", text::line(&self.name, LONGEST_NAME));
        let name_en = check.field("name_en", text::optional_line(&self.name_en, LONGEST_NAME));
        let low = check.field("low", minutes_of(&self.low));
        let normal = check.field("normal", minutes_of(&self.normal));
        let high = check.field("high", minutes_of(&self.high));
        let urgent = check.field("urgent", minutes_of(&self.urgent));
        let callers = check.field("callers", whole(&self.callers));
        let place = check.field("place", whole(&self.place));
        check.finish(|| {
            Some(Level {
                id,
                name: name?,
                name_en: name_en?,
                low: low?,
                normal: normal?,
                high: high?,
                urgent: urgent?,
                callers: callers?,
                others: self.may_others(),
                place: place?,
            })
        })
    }
}

/// A whole number from 0 to 1,000.
pub(super) fn whole(typed: &str) -> Result<i64, Text> {
    let typed = typed.trim();
    let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let number = typed.parse().ok().filter(|number| is_number && (0..=1000).contains(number));
    number.ok_or(Text::new("support-number-range"))
}

/// A level, or a new one.
#[derive(Template)]
#[template(path = "pages/staff/level.html")]
pub(crate) struct LevelView {
    is_new: bool,
    action: String,
    errors: FieldErrors,
    form: LevelForm,
}

impl View for LevelView {
    fn title(&self) -> Text {
        if self.is_new { Text::new("support-level-new") } else { Text::new("support-level") }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// The level in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LevelPath {
    level: LevelId,
}

/// `GET /staff/cases/levels`
pub(crate) async fn list(gate: Gate<SetSupport>) -> Result<Page, WebError> {
    let (actor, levels) = gate.read(|read, _| Ok(service::levels(read)?)).await?;
    let (ways, locale) = (ways(&actor, PATH), actor.locale());
    Ok(gate.page(&actor, LevelListView { ways, levels, locale }))
}

/// `GET /staff/cases/levels/new`
pub(crate) async fn new(gate: Gate<SetSupport>) -> Result<Response, WebError> {
    let form = LevelForm { once: gate.once(), others: "yes".to_owned(), ..LevelForm::default() };
    shown(&gate, None, form, FieldErrors::default()).await
}

/// `POST /staff/cases/levels/new`
pub(crate) async fn add(gate: Gate<SetSupport>, Form(form): Form<LevelForm>) -> Result<Response, WebError> {
    let id = LevelId::random(&gate.app().random);
    saved(&gate, None, id, form).await
}

/// `GET /staff/cases/levels/{level}`
pub(crate) async fn show(gate: Gate<SetSupport>, Path(path): Path<LevelPath>) -> Result<Response, WebError> {
    let level = find(&gate, path.level).await?;
    let form = LevelForm::of(&level, gate.once());
    shown(&gate, Some(path.level), form, FieldErrors::default()).await
}

/// `POST /staff/cases/levels/{level}`
pub(crate) async fn save(
    gate: Gate<SetSupport>,
    Path(path): Path<LevelPath>,
    Form(form): Form<LevelForm>,
) -> Result<Response, WebError> {
    find(&gate, path.level).await?;
    saved(&gate, Some(path.level), path.level, form).await
}

async fn find(gate: &Gate<SetSupport>, id: LevelId) -> Result<Level, WebError> {
    gate.read(move |read, _| service::level(read, id)?.ok_or(WebError::NotFound)).await.map(|found| found.1)
}

async fn saved(
    gate: &Gate<SetSupport>,
    known: Option<LevelId>,
    id: LevelId,
    form: LevelForm,
) -> Result<Response, WebError> {
    let level = match form.read(id) {
        Ok(level) => level,
        Err(errors) => return shown(gate, known, form, errors).await,
    };
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| service::save_level(tx, ctx, &level))
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("support-saved"))))
}

async fn shown(
    gate: &Gate<SetSupport>,
    known: Option<LevelId>,
    form: LevelForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let is_wrong = !errors.is_empty();
    let action = known.map_or_else(|| format!("{PATH}/new"), |id| format!("{PATH}/{id}"));
    let view = LevelView { is_new: known.is_none(), action, errors, form };
    Ok(if is_wrong { gate.invalid(&actor, view) } else { gate.page(&actor, view) }.into_response())
}

#[cfg(test)]
impl LevelListView {
    pub(super) fn sample(level: &Level) -> LevelListView {
        LevelListView { ways: super::sections::sample(), levels: vec![level.clone()], locale: Locale::Fr }
    }
}

#[cfg(test)]
impl LevelView {
    pub(super) fn sample(level: Option<&Level>) -> LevelView {
        let form = level.map_or_else(LevelForm::default, |level| LevelForm::of(level, Once::default()));
        let errors = form.read(LevelId::from_raw(1)).err().unwrap_or_default();
        LevelView { is_new: level.is_none(), action: "/x".into(), errors, form }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back_and_what_is_wrong_is_told() {
        let level = Level {
            id: LevelId::from_raw(1),
            name: "Avancé".into(),
            name_en: "Advanced".into(),
            low: 480,
            normal: 90,
            high: 75,
            urgent: 30,
            callers: 2,
            others: false,
            place: 1,
        };
        let form = LevelForm::of(&level, Once::default());
        assert_eq!((form.normal.as_str(), form.low.as_str()), ("1,50", "8"));
        assert_eq!(form.read(level.id).unwrap(), level);
        assert_eq!((level.name_in(Locale::Fr), level.name_in(Locale::En)), ("Avancé", "Advanced"));
        assert_eq!(Level { name_en: String::new(), ..level.clone() }.name_in(Locale::En), "Avancé");
        let fields: Vec<&str> =
            LevelForm::default().read(level.id).unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "low", "normal", "high", "urgent", "callers", "place"]);
    }
}
