//! The logo: set and taken away by staff, shown to everybody.

use axum::response::{IntoResponse, Response};
use kit_core::FieldErrors;
use kit_db::DbError;
use kit_web::{Anyone, Button, Form, Gate, Upload, WebError};

use super::brand::BrandView;
use super::saved;
use super::sections::Section;
use crate::model::png::{LOGO_BYTES, clean};
use crate::permissions::SetPublisher;
use crate::service::{LOCK, settings};

/// What a form with a logo may send: somewhat more than the largest, so that a file just too large is told about.
pub(crate) const LOGO_FORM: usize = LOGO_BYTES * 4;

/// `POST /staff/settings/brand/logo`
pub(crate) async fn set(gate: Gate<SetPublisher>, upload: Upload) -> Result<Response, WebError> {
    let png = match clean(&upload.file) {
        Ok(png) => png,
        Err(refusal) => {
            let (actor, settings) = gate.read(|read, _| Ok(settings::settings(read)?)).await?;
            let view = BrandView::new(&gate, &actor, &settings, FieldErrors::one("logo", refusal));
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let (actor, _) = gate
        .write_sure_once_with(LOCK, &upload.once, move |tx, ctx, _| settings::save_logo(tx, ctx, Some(&png)))
        .await?;
    Ok(saved(&gate, &actor, Section::Brand.href()))
}

/// `POST /staff/settings/brand/logo/remove`
pub(crate) async fn remove(gate: Gate<SetPublisher>, Form(form): Form<Button>) -> Result<Response, WebError> {
    let (actor, _) =
        gate.write_sure_once_with(LOCK, &form.once, |tx, ctx, _| settings::save_logo(tx, ctx, None)).await?;
    Ok(saved(&gate, &actor, Section::Brand.href()))
}

/// `GET /brand/logo`: kept by browsers for five minutes, so that a new logo is soon seen.
pub(crate) async fn show(gate: Gate<Anyone>) -> Result<Response, WebError> {
    let png = gate.app().db.read::<_, DbError, _>(settings::logo).await?.ok_or(WebError::NotFound)?;
    let headers = [("content-type", "image/png"), ("cache-control", "public, max-age=300")];
    Ok((headers, png).into_response())
}
