//! What is done with an address by a button: a new secret, out of use and back, a test, away.

use axum::response::Response;
use kit_core::{Context, Text};
use kit_db::{Failed, Tx};
use kit_web::{Actor, Button, ConfirmView, Flash, Form, Gate, Page, Path, WebError, Written};

use super::{HOME, path, secret};
use crate::model::delivery::DeliveryId;
use crate::model::endpoint::{EndpointId, EndpointRefusal};
use crate::permissions::ManageWebhooks;
use crate::service::{LOCK, endpoints};

type Change = fn(&mut Tx<'_>, &Context, EndpointId) -> Result<(), Failed<EndpointRefusal>>;

/// A change by a button; then to `next`.
async fn change(
    gate: Gate<ManageWebhooks>,
    id: EndpointId,
    form: Button,
    change: Change,
    (next, said): (String, Text),
) -> Result<Response, WebError> {
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| change(tx, ctx, id);
    let (actor, written) = gate.write_once_with(LOCK, &form.once, body).await?;
    match written {
        Written::Refused(_) => Err(WebError::NotFound),
        Written::Done(()) | Written::Repeated => Ok(gate.redirect(&actor, &next, Flash::done(said))),
    }
}

/// `POST …/disable`
pub(crate) async fn disable(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    change(gate, id, form, endpoints::disable, (path(id), Text::new("webhooks-was-disabled"))).await
}

/// `POST …/enable`
pub(crate) async fn enable(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    change(gate, id, form, endpoints::enable, (path(id), Text::new("webhooks-was-enabled"))).await
}

/// `POST …/remove`
pub(crate) async fn remove(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    change(gate, id, form, endpoints::remove, (HOME.to_owned(), Text::new("webhooks-was-removed"))).await
}

/// `POST …/test`: to the delivery, where one sees how it went.
pub(crate) async fn test(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| -> Result<DeliveryId, Failed<EndpointRefusal>> {
        endpoints::test(tx, ctx, id)
    };
    let (actor, written) = gate.write_once_with(LOCK, &form.once, body).await?;
    let sent = Flash::done(Text::new("webhooks-was-tested"));
    match written {
        Written::Refused(EndpointRefusal::Unknown) => Err(WebError::NotFound),
        Written::Refused(refusal) => Ok(gate.redirect(&actor, &path(id), Flash::warning(refusal.into()))),
        Written::Done(delivery) => Ok(gate.redirect(&actor, &format!("{}/{delivery}", super::LOG), sent)),
        Written::Repeated => Ok(gate.redirect(&actor, &path(id), sent)),
    }
}

/// `GET …/rotate`
pub(crate) async fn ask_rotate(gate: Gate<ManageWebhooks>, Path(id): Path<EndpointId>) -> Result<Page, WebError> {
    let words = [Text::new("webhooks-rotate-title"), Text::new("webhooks-rotate-text"), Text::new("webhooks-rotate")];
    ask(gate, id, "rotate", words).await
}

/// `GET …/remove`
pub(crate) async fn ask_remove(gate: Gate<ManageWebhooks>, Path(id): Path<EndpointId>) -> Result<Page, WebError> {
    let words = [Text::new("webhooks-remove-title"), Text::new("webhooks-remove-text"), Text::new("webhooks-remove")];
    ask(gate, id, "remove", words).await
}

async fn ask(
    gate: Gate<ManageWebhooks>,
    id: EndpointId,
    action: &str,
    [question, consequence, verb]: [Text; 3],
) -> Result<Page, WebError> {
    let (actor, endpoint) = gate.read(move |read, _| Ok(endpoints::endpoint(read, id)?)).await?;
    let endpoint = endpoint.ok_or(WebError::NotFound)?;
    let consequence = consequence.with("url", endpoint.url);
    let (action, cancel) = (format!("{}/{action}", path(id)), path(id));
    Ok(gate.page(&actor, ConfirmView { question, consequence, verb, action, cancel, once: gate.once() }))
}

/// `POST …/rotate`: answers with the new secret, and never again.
pub(crate) async fn rotate(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<EndpointId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| endpoints::rotate(tx, ctx, id);
    match gate.write_once_with(LOCK, &form.once, body).await? {
        (_, Written::Refused(_)) => Err(WebError::NotFound),
        (actor, Written::Done(made)) => Ok(secret::shown(&gate, &actor, made, true)),
        (actor, Written::Repeated) => {
            Ok(gate.redirect(&actor, &path(id), Flash::warning(Text::new("webhooks-secret-shown-once"))))
        }
    }
}
