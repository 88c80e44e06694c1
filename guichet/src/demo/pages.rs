//! The pages that only the demonstration has: its outbox, and every component on one page.

use std::path::PathBuf;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use kit_core::{Locale, Text};
use kit_i18n::filters;
use kit_mail::Transport;

use kit_web::{Anyone, App, GalleryView, Gate, Module, Page, Path, Query, View, WebError, get};
use serde::Deserialize;

use crate::demo::mail::{self, OutboxMail};
use crate::demo::statement;

/// Mails on one page.
const SHOWN: usize = 40;
/// A mail brings its own styles, nothing else; it runs no script and sends no form.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-top-navigation-by-user-activation; frame-ancestors 'none'";

/// What the demonstration has beside the domains.
pub(crate) fn module() -> Module {
    Module::new("demo")
        .migrations(kit_db::migrations!["0900_demo"])
        .texts(&[
            (Locale::Fr, include_str!("../../locales/fr.ftl")),
            (Locale::En, include_str!("../../locales/en.ftl")),
        ])
        .routes([
            get("/demo/components", components),
            get("/demo/mail", outbox),
            get("/demo/mail/{name}", message),
            get("/demo/statement.xml", statement::show),
        ])
}

async fn components(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    Ok(gate.page(&actor, GalleryView::new(gate.now())))
}

#[derive(Debug, Deserialize)]
struct Filter {
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "pages/outbox.html")]
struct OutboxView {
    to: String,
    mails: Vec<OutboxMail>,
}

impl View for OutboxView {
    fn title(&self) -> Text {
        Text::new("demo-outbox-title")
    }
}

async fn outbox(gate: Gate<Anyone>, Query(filter): Query<Filter>) -> Result<Page, WebError> {
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    let (folder, to) = (folder(gate.app())?, filter.to.trim().to_ascii_lowercase());
    let wanted = to.clone();
    let mails = tokio::task::spawn_blocking(move || mail::newest(&folder, &wanted, SHOWN)).await;
    let mails = mails.map_err(fault)?.map_err(fault)?;
    Ok(gate.page(&actor, OutboxView { to, mails }))
}

async fn message(gate: Gate<Anyone>, Path(name): Path<String>) -> Result<Response, WebError> {
    let folder = folder(gate.app())?;
    let found = tokio::task::spawn_blocking(move || mail::read(&folder, &name)).await.map_err(fault)?;
    let html = found.ok_or(WebError::NotFound)?.html;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY)),
    ];
    Ok((headers, html).into_response())
}

fn folder(app: &App) -> Result<PathBuf, WebError> {
    match &app.mail {
        Transport::Folder(folder) => Ok(folder.clone()),
        _ => Err(WebError::NotFound),
    }
}

fn fault(error: impl std::fmt::Display) -> WebError {
    WebError::Fault(error.to_string())
}
