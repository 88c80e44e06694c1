//! `/staff/settings/webhooks/log/{delivery}`: one delivery, what was sent and what came back.

use askama::Template;
use axum::response::Response;
use kit_core::Text;
use kit_i18n::filters;
use kit_web::{Button, Flash, Form, Gate, Once, Page, Path, View, WebError, Written};

use super::signs::{self, Sign};
use super::{LOG, kind_label};
use crate::model::delivery::{Attempt, DeliveryId, ReplayRefusal, Verdict};
use crate::model::signature::{ID, SIGNATURE, TIMESTAMP, message_id};
use crate::permissions::ManageWebhooks;
use crate::service::deliveries::{self, Story};

/// One delivery.
#[derive(Template)]
#[template(path = "pages/delivery.html")]
pub(crate) struct DeliveryView {
    pub(super) story: Story,
    pub(super) once: Once,
}

impl DeliveryView {
    fn sign(&self) -> Sign {
        signs::delivery(self.story.delivery.state)
    }

    fn kind(&self) -> Text {
        kind_label(&self.story.delivery.kind)
    }

    /// Tone, icon and words of an attempt.
    fn outcome(&self, attempt: &Attempt) -> Sign {
        let status = attempt.status.and_then(|status| u16::try_from(status).ok());
        let (tone, symbol) = match Verdict::of(status) {
            Verdict::Taken => ("success", "circle-check"),
            Verdict::Gone | Verdict::Failed => ("danger", "circle-x"),
        };
        let label = match status {
            Some(status) => Text::new("webhooks-answered").with("status", status.to_string()),
            None => Text::new("webhooks-no-answer"),
        };
        Sign { tone, symbol, label }
    }

    fn replay_path(&self) -> String {
        format!("{LOG}/{}/replay", self.story.delivery.id)
    }

    /// The request as the last attempt sent it; its signature is nobody's to copy.
    fn request(&self) -> String {
        let at = self.story.attempts.first().map_or(self.story.delivery.created_at, |attempt| attempt.at);
        let id = message_id(self.story.delivery.event);
        let headers = [
            "content-type: application/json".to_owned(),
            format!("{ID}: {id}"),
            format!("{TIMESTAMP}: {}", at.as_second()),
            format!("{SIGNATURE}: v1,…"),
        ];
        format!("{}\n\n{}", headers.join("\n"), self.story.body)
    }
}

impl View for DeliveryView {
    fn title(&self) -> Text {
        Text::new("webhooks-delivery")
    }
}

/// `GET`
pub(crate) async fn show(gate: Gate<ManageWebhooks>, Path(id): Path<DeliveryId>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, story) = gate.read(move |read, _| Ok(deliveries::story(read, id, now)?)).await?;
    let story = story.ok_or(WebError::NotFound)?;
    Ok(gate.page(&actor, DeliveryView { story, once: gate.once() }))
}

/// `POST …/replay`
pub(crate) async fn replay(
    gate: Gate<ManageWebhooks>,
    Path(id): Path<DeliveryId>,
    Form(form): Form<Button>,
) -> Result<Response, WebError> {
    let body =
        move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context, _: &kit_web::Actor| deliveries::replay(tx, ctx, id);
    let (actor, written) = gate.write_once_with(crate::LOCK, &form.once, body).await?;
    let flash = match written {
        Written::Refused(ReplayRefusal::Unknown) => return Err(WebError::NotFound),
        Written::Refused(refusal) => Flash::warning(refusal.into()),
        Written::Done(()) | Written::Repeated => Flash::done(Text::new("webhooks-was-replayed")),
    };
    Ok(gate.redirect(&actor, &format!("{LOG}/{id}"), flash))
}
