//! `/staff/settings/webhooks/endpoints/{endpoint}`: one address, what can be done with it, and its form.

use askama::Template;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kit_core::{FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Actor, Choice, Flash, Form, Gate, Once, Page, Path, View, WebError, Written, href, verbatim};
use publisher::Sections;

use super::form::{AddressForm, choices};
use super::signs::{self, Sign};
use super::{HOME, LOG, path, sections};
use crate::model::endpoint::{Endpoint, EndpointId, EndpointRefusal};
use crate::permissions::ManageWebhooks;
use crate::service::{LOCK, endpoints};

/// One address.
#[derive(Template)]
#[template(path = "pages/endpoint.html")]
pub(crate) struct EndpointView {
    pub(super) sections: Sections,
    pub(super) endpoint: Endpoint,
    pub(super) errors: FieldErrors,
    pub(super) form: AddressForm,
    pub(super) kinds: Vec<Choice>,
    /// Of the buttons beside the form.
    pub(super) once: Once,
    pub(super) now: Timestamp,
}

impl EndpointView {
    fn new(gate: &Gate<ManageWebhooks>, actor: &Actor, endpoint: Endpoint, form: AddressForm) -> EndpointView {
        let (errors, kinds) = (FieldErrors::default(), choices());
        EndpointView { sections: sections(actor), endpoint, errors, form, kinds, once: gate.once(), now: gate.now() }
    }

    fn path(&self) -> String {
        path(self.endpoint.id)
    }

    fn within(&self, action: &str) -> String {
        format!("{}/{action}", self.path())
    }

    fn log_href(&self) -> String {
        href(LOG, &[("endpoint", &self.endpoint.id.to_string())])
    }

    fn sign(&self) -> Sign {
        signs::endpoint(&self.endpoint)
    }

    /// Until when the secret before is used too.
    fn overlap_ends(&self) -> Option<Timestamp> {
        let ends = self.endpoint.rotated_at?.checked_add(crate::model::endpoint::OVERLAP).ok()?;
        (ends > self.now).then_some(ends)
    }
}

impl View for EndpointView {
    fn title(&self) -> Text {
        verbatim(self.endpoint.name())
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<ManageWebhooks>, Path(id): Path<EndpointId>) -> Result<Page, WebError> {
    let (actor, endpoint) = gate.read(move |read, _| Ok(endpoints::endpoint(read, id)?)).await?;
    let endpoint = endpoint.ok_or(WebError::NotFound)?;
    let form = AddressForm::of(&endpoint, gate.once());
    Ok(gate.page(&actor, EndpointView::new(&gate, &actor, endpoint, form)))
}

/// `POST`
pub(crate) async fn save(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<AddressForm>,
) -> Result<Response, WebError> {
    let address = match form.read(gate.app().outbound.reach()) {
        Ok(address) => address,
        Err(errors) => return again(&gate, id, form, errors).await,
    };
    let save =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &Actor| endpoints::save(tx, ctx, id, &address);
    match gate.write_once_with(LOCK, &form.once, save).await? {
        (_, Written::Refused(EndpointRefusal::Unknown)) => Err(WebError::NotFound),
        (_, Written::Refused(refusal)) => {
            let form = AddressForm { once: Once::new(&gate.app().random), ..form };
            again(&gate, id, form, FieldErrors::one("url", refusal)).await
        }
        (actor, Written::Done(()) | Written::Repeated) => {
            Ok(gate.redirect(&actor, &path(id), Flash::done(Text::new("webhooks-saved"))))
        }
    }
}

/// The form as it was typed, with what is wrong.
async fn again(
    gate: &Gate<ManageWebhooks>,
    id: EndpointId,
    form: AddressForm,
    errors: FieldErrors,
) -> Result<Response, WebError> {
    let (actor, endpoint) = gate.read(move |read, _| Ok(endpoints::endpoint(read, id)?)).await?;
    let endpoint = endpoint.ok_or(WebError::NotFound)?;
    let view = EndpointView { errors, ..EndpointView::new(gate, &actor, endpoint, form) };
    Ok(gate.invalid(&actor, view).into_response())
}
