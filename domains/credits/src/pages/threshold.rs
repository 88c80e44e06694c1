//! Below what the account is told that little is left.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{AccountId, Credits, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Flash, Form, Gate, Once, Page, View, WebError, Width, Written};
use serde::Deserialize;

use crate::model::threshold;
use crate::permissions::SetThreshold;
use crate::service;

/// The form as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ThresholdForm {
    once: Once,
    threshold: String,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/threshold.html")]
pub struct ThresholdView {
    /// Whose.
    pub account: AccountId,
    /// What can be used now.
    pub available: Credits,
    /// What is wrong with what was typed.
    pub errors: FieldErrors,
    /// The token of the form.
    pub once: Once,
    /// What was typed.
    pub threshold: String,
}

impl View for ThresholdView {
    fn title(&self) -> Text {
        Text::new("credits-threshold-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

impl ThresholdView {
    /// Where the balance is.
    fn balance(&self) -> String {
        format!("/accounts/{}/credits", self.account)
    }
}

/// `GET /accounts/{account}/credits/threshold`
pub(crate) async fn show(gate: Gate<SetThreshold>) -> Result<Page, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let (actor, (low, balance)) = gate
        .read(move |read, _| Ok((service::low_watch(read, account)?, service::balance(read, account, now)?)))
        .await?;
    let threshold = low.threshold.map(|threshold| threshold.to_string()).unwrap_or_default();
    let (available, once) = (balance.free(), gate.once());
    Ok(gate.page(&actor, ThresholdView { account, available, errors: FieldErrors::default(), once, threshold }))
}

/// `POST /accounts/{account}/credits/threshold`
pub(crate) async fn save(gate: Gate<SetThreshold>, Form(form): Form<ThresholdForm>) -> Result<Response, WebError> {
    let (account, now) = (gate.account()?, gate.now());
    let threshold = match threshold(&form.threshold) {
        Ok(threshold) => threshold,
        Err(error) => {
            let (actor, balance) = gate.read(move |read, _| Ok(service::balance(read, account, now)?)).await?;
            let errors = FieldErrors::one("threshold", error);
            let ThresholdForm { once, threshold } = form;
            let view = ThresholdView { account, available: balance.free(), errors, once, threshold };
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let (actor, written) =
        gate.write_sure_once(&form.once, move |tx, ctx, _| service::set_threshold(tx, ctx, account, threshold)).await?;
    let said = match written {
        Written::Done(true) => Text::new("credits-threshold-is-low"),
        Written::Done(false) | Written::Repeated => Text::new("credits-threshold-saved"),
    };
    Ok(gate.redirect(&actor, &format!("/accounts/{account}/credits"), Flash::done(said)))
}
