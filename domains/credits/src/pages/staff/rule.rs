//! The rule by which support time is counted.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Locale, Text};
use kit_i18n::filters;
use kit_web::{Choice, Flash, Form, Gate, Once, Page, View, WebError, Width};
use serde::Deserialize;

use crate::model::{InputError, Labels, Overrun, Rounding, SupportRule, whole};
use crate::permissions::SetSupportRule;
use crate::service::{self, SUPPORT_RULE_LOCK};

/// The longest step, minimum and free time, in minutes.
const LONGEST: i64 = 240;
/// The longest text of what is covered, in characters.
const LONGEST_TEXT: usize = 2_000;
/// Where the page is.
const PATH: &str = "/staff/support-time";

/// The rule as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleForm {
    once: Once,
    offered: String,
    step: String,
    least: String,
    free: String,
    approval: String,
    overrun: String,
    covered_fr: String,
    covered_en: String,
}

impl RuleForm {
    fn of(rule: &SupportRule, once: Once) -> RuleForm {
        let covered = |locale| rule.covered.0.get(&locale).cloned().unwrap_or_default();
        RuleForm {
            once,
            offered: if rule.offered { "yes".to_owned() } else { String::new() },
            step: rule.rounding.step.to_string(),
            least: rule.rounding.least.to_string(),
            free: rule.rounding.free.to_string(),
            approval: rule.approval_above.map(|above| above.to_string()).unwrap_or_default(),
            overrun: rule.overrun.code().to_owned(),
            covered_fr: covered(Locale::Fr),
            covered_en: covered(Locale::En),
        }
    }

    fn read(&self) -> Result<SupportRule, FieldErrors> {
        let mut check = Check::new();
        let step = check.field("step", minutes(&self.step, 1));
        let least = check.field("least", minutes(&self.least, 0));
        let free = check.field("free", minutes(&self.free, 0));
        let approval = check.field("approval", optional(&self.approval));
        let overrun = Overrun::from_code(&self.overrun).ok_or_else(|| Text::new("credits-rule-choose"));
        let overrun = check.field("overrun", overrun);
        let fr = check.field("covered_fr", text(&self.covered_fr));
        let en = check.field("covered_en", text(&self.covered_en));
        check.finish(|| {
            let covered = [(Locale::Fr, fr?), (Locale::En, en?)].into_iter().filter(|(_, text)| !text.is_empty());
            Some(SupportRule {
                offered: self.is_offered(),
                rounding: Rounding { step: step?, least: least?, free: free? },
                covered: Labels(covered.collect()),
                approval_above: approval?,
                overrun: overrun?,
            })
        })
    }

    fn is_offered(&self) -> bool {
        self.offered == "yes"
    }
}

/// So many minutes, from `min` on; none typed is `min`.
fn minutes(typed: &str, min: i64) -> Result<i64, InputError> {
    let number = if typed.trim().is_empty() { min } else { whole(typed)? };
    if (min..=LONGEST).contains(&number) { Ok(number) } else { Err(InputError::Range { min, max: LONGEST }) }
}

fn optional(typed: &str) -> Result<Option<i64>, InputError> {
    if typed.trim().is_empty() { Ok(None) } else { minutes(typed, 0).map(Some) }
}

fn text(typed: &str) -> Result<String, InputError> {
    let text = typed.trim();
    if text.chars().count() > LONGEST_TEXT {
        return Err(InputError::TooLong { max: i64::try_from(LONGEST_TEXT).unwrap_or(i64::MAX) });
    }
    let is_allowed = |c: char| !c.is_control() || matches!(c, '\n' | '\r');
    if text.chars().all(is_allowed) { Ok(text.to_owned()) } else { Err(InputError::Character) }
}

/// The form of the rule, and what it bills for some times.
#[derive(Template)]
#[template(path = "pages/staff/rule.html")]
pub(crate) struct RuleView {
    form: RuleForm,
    errors: FieldErrors,
    overruns: Vec<Choice>,
    /// Real minutes, each with what is billed for it.
    examples: Vec<(i64, i64)>,
}

impl RuleView {
    fn new(form: RuleForm, errors: FieldErrors, rule: &SupportRule) -> RuleView {
        let billed = |minutes: i64| (minutes, rule.rounding.billed(minutes * 60).0);
        let overrun = |overrun: Overrun| Choice::new(overrun.code(), overrun.label());
        RuleView {
            form,
            errors,
            overruns: Overrun::ALL.map(overrun).into(),
            examples: [4, 12, 31, 75].map(billed).into(),
        }
    }
}

impl View for RuleView {
    fn title(&self) -> Text {
        Text::new("credits-time-title")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/support-time`
pub(crate) async fn show(gate: Gate<SetSupportRule>) -> Result<Page, WebError> {
    let (actor, rule) = gate.read(|read, _| Ok(service::support_rule(read)?)).await?;
    let view = RuleView::new(RuleForm::of(&rule, gate.once()), FieldErrors::default(), &rule);
    Ok(gate.page(&actor, view))
}

/// `POST /staff/support-time`: for what is entered from now on.
pub(crate) async fn save(gate: Gate<SetSupportRule>, Form(form): Form<RuleForm>) -> Result<Response, WebError> {
    let rule = match form.read() {
        Ok(rule) => rule,
        Err(errors) => {
            let (actor, rule) = gate.read(|read, _| Ok(service::support_rule(read)?)).await?;
            return Ok(gate.invalid(&actor, RuleView::new(form, errors, &rule)).into_response());
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(SUPPORT_RULE_LOCK, &form.once, move |tx, ctx, _| {
            service::save_support_rule(tx, ctx, &rule)
        })
        .await?;
    Ok(gate.redirect(&actor, PATH, Flash::done(Text::new("credits-rule-saved"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back() {
        let form = RuleForm {
            offered: "yes".into(),
            step: "15".into(),
            free: "5".into(),
            approval: "60".into(),
            overrun: "debt".into(),
            covered_fr: "Les appels.".into(),
            ..RuleForm::default()
        };
        let rule = form.read().unwrap();
        assert_eq!(rule.rounding, Rounding { step: 15, least: 0, free: 5 });
        assert_eq!((rule.approval_above, rule.overrun, rule.offered), (Some(60), Overrun::Debt, true));
        assert_eq!(rule.covered.of(Locale::En), "Les appels.", "French where there is no other");
        assert_eq!(RuleForm::of(&rule, Once::default()).read(), Ok(rule));
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let form = RuleForm {
            step: "0".into(),
            least: "241".into(),
            free: "-1".into(),
            approval: "x".into(),
            overrun: "free".into(),
            covered_fr: "a\u{0}".into(),
            covered_en: "x".repeat(2_001),
            ..RuleForm::default()
        };
        let errors = form.read().unwrap_err();
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["step", "least", "free", "approval", "overrun", "covered_fr", "covered_en"]);
    }
}
