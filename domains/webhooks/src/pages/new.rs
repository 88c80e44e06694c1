//! `/staff/settings/webhooks/new`: an address is registered.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use publisher::Sections;

use super::form::{AddressForm, choices};
use super::{HOME, secret, sections};
use crate::permissions::ManageWebhooks;
use crate::service::{LOCK, endpoints};

/// The form.
#[derive(Template)]
#[template(path = "pages/new.html")]
pub(crate) struct NewView {
    pub(super) sections: Sections,
    pub(super) errors: FieldErrors,
    pub(super) form: AddressForm,
    pub(super) kinds: Vec<Choice>,
}

impl NewView {
    fn new(actor: &Actor, errors: FieldErrors, form: AddressForm) -> NewView {
        NewView { sections: sections(actor), errors, form, kinds: choices() }
    }
}

impl View for NewView {
    fn title(&self) -> Text {
        Text::new("webhooks-add")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<ManageWebhooks>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let form = AddressForm { once: gate.once(), kinds: vec!["*".to_owned()], ..AddressForm::default() };
    Ok(gate.page(&actor, NewView::new(&actor, FieldErrors::default(), form)))
}

/// `POST`: answers with the secret, and never again.
pub(crate) async fn create(gate: Gate<ManageWebhooks>, Form(form): Form<AddressForm>) -> Result<Response, WebError> {
    let address = match form.read(gate.app().outbound.reach()) {
        Ok(address) => address,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            return Ok(gate.invalid(&actor, NewView::new(&actor, errors, form)).into_response());
        }
    };
    let register =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| endpoints::register(tx, ctx, &address);
    match gate.write_once_with(LOCK, &form.once, register).await? {
        (actor, Written::Done(made)) => Ok(secret::shown(&gate, &actor, made, false)),
        (actor, Written::Repeated) => {
            Ok(gate.redirect(&actor, HOME, Flash::warning(Text::new("webhooks-secret-shown-once"))))
        }
        (actor, Written::Refused(refusal)) => {
            let form = AddressForm { once: Once::new(&gate.app().random), ..form };
            let view = NewView::new(&actor, FieldErrors::one("url", refusal), form);
            Ok(gate.invalid(&actor, view).into_response())
        }
    }
}
