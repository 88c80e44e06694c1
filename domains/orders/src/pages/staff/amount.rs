//! The free amount: any number of credits, within bounds.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Form, Gate, Once, Page, View, WebError, Width};
use serde::Deserialize;

use super::sections::{Section, Sections, saved};
use crate::model::{FreeAmount, cents};
use crate::permissions::SetOffer;
use crate::service::{self, SETTINGS_LOCK};

/// The free amount as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AmountForm {
    once: Once,
    active: String,
    price: String,
    least: String,
    most: String,
    step: String,
}

impl AmountForm {
    fn of(free: &FreeAmount, once: Once) -> AmountForm {
        AmountForm {
            once,
            active: if free.active { "yes".to_owned() } else { String::new() },
            price: format!("{},{:02}", free.price_of_100 / 100, free.price_of_100 % 100),
            least: free.least.to_string(),
            most: free.most.to_string(),
            step: free.step.to_string(),
        }
    }

    fn read(&self) -> Result<FreeAmount, FieldErrors> {
        let mut check = Check::new();
        let number = |typed: &str| credits::whole(typed).and_then(|n| credits::amount(n, 1)).map(|credits| credits.0);
        let price = check.field("price", cents(&self.price));
        let least = check.field("least", number(&self.least));
        let most = check.field("most", number(&self.most));
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            check.fail("most", Text::new("orders-most-too-small"));
        }
        let step = check.field("step", number(&self.step));
        check.finish(|| {
            let active = self.active == "yes";
            Some(FreeAmount { active, price_of_100: price?, least: least?, most: most?, step: step? })
        })
    }

    fn is_active(&self) -> bool {
        self.active == "yes"
    }
}

/// The form of the free amount.
#[derive(Template)]
#[template(path = "pages/staff/amount.html")]
pub(crate) struct AmountView {
    sections: Sections,
    form: AmountForm,
    errors: FieldErrors,
}

impl View for AmountView {
    fn title(&self) -> Text {
        Text::new("orders-free")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/orders/settings/amount`
pub(crate) async fn show(gate: Gate<SetOffer>) -> Result<Page, WebError> {
    let (actor, settings) = gate.read(|read, _| Ok(service::settings(read)?)).await?;
    let form = AmountForm::of(&settings.free, gate.once());
    let sections = Sections::of(&actor, Section::Amount);
    Ok(gate.page(&actor, AmountView { sections, form, errors: FieldErrors::default() }))
}

/// `POST /staff/orders/settings/amount`
pub(crate) async fn save(gate: Gate<SetOffer>, Form(form): Form<AmountForm>) -> Result<Response, WebError> {
    let free = match form.read() {
        Ok(free) => free,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            let sections = Sections::of(&actor, Section::Amount);
            return Ok(gate.invalid(&actor, AmountView { sections, form, errors }).into_response());
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| service::save_free_amount(tx, ctx, free))
        .await?;
    Ok(saved(&gate, &actor, Section::Amount))
}

#[cfg(test)]
impl AmountView {
    pub(in crate::pages) fn sample() -> AmountView {
        let form = AmountForm { price: "<b>".into(), ..AmountForm::default() };
        AmountView { sections: Sections::sample(), errors: form.read().unwrap_err(), form }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_comes_back_and_bounds_are_in_order() {
        let free = FreeAmount { active: true, ..FreeAmount::default() };
        assert_eq!(AmountForm::of(&free, Once::default()).read().unwrap(), free);
        let crossed = AmountForm { most: "50".into(), ..AmountForm::of(&free, Once::default()) };
        assert!(crossed.read().unwrap_err().of("most").is_some());
        let fields: Vec<_> = AmountForm::default().read().unwrap_err().0.iter().map(|error| error.field).collect();
        assert_eq!(fields, ["price", "least", "most", "step"]);
    }
}
