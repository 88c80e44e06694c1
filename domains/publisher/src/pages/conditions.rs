//! What the public reads: terms of use, price conditions, legal notice.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit_core::{Arg, Text};
use kit_i18n::filters;
use kit_web::{Anyone, Gate, Page, Path, View, WebError, Width};

use crate::markdown::{SafeHtml, to_html};
use crate::model::settings::Identity;
use crate::model::terms::{Terms, TermsVersion};
use crate::service::texts::{PublisherPage, text};
use crate::service::{settings, terms};

/// A version of the terms of use.
#[derive(Template)]
#[template(path = "pages/public_terms.html")]
pub(crate) struct PublicTermsView {
    version: TermsVersion,
    /// Whether it is the one in force.
    current: bool,
    /// The others that are or were in force, newest first.
    others: Vec<TermsVersion>,
    text: SafeHtml,
}

impl PublicTermsView {
    /// A version and since when it is or was in force.
    fn told(&self, version: &TermsVersion) -> Text {
        Text::new("publisher-public-terms-version")
            .with("version", version.version)
            .with("day", Arg::Date(version.in_force_at))
    }
}

impl View for PublicTermsView {
    fn title(&self) -> Text {
        Text::new("publisher-public-terms")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// A page that the publisher writes.
#[derive(Template)]
#[template(path = "pages/public_page.html")]
pub(crate) struct PublicPageView {
    page: PublisherPage,
    text: SafeHtml,
    /// Who the publisher is, where it has not written its legal notice.
    identity: Option<Identity>,
}

impl View for PublicPageView {
    fn title(&self) -> Text {
        match self.page {
            PublisherPage::Prices => Text::new("publisher-public-prices"),
            PublisherPage::LegalNotice => Text::new("publisher-public-legal"),
        }
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /terms`: the version in force.
pub(crate) async fn terms_in_force(gate: Gate<Anyone>) -> Result<Page, WebError> {
    show_terms(gate, None).await
}

/// `GET /terms/{version}`: a version that is or was in force; one being prepared is nobody's business yet.
pub(crate) async fn terms_version(gate: Gate<Anyone>, Path(version): Path<i64>) -> Result<Page, WebError> {
    show_terms(gate, Some(version)).await
}

async fn show_terms(gate: Gate<Anyone>, wanted: Option<i64>) -> Result<Page, WebError> {
    let now = gate.now();
    let (actor, (terms, sealed)) = gate
        .read(move |read, _| {
            let sealed =
                terms::versions(read)?.into_iter().filter(|version| version.is_sealed(now)).collect::<Vec<_>>();
            let wanted = wanted.or_else(|| sealed.first().map(|version| version.version)).ok_or(WebError::NotFound)?;
            let terms = terms::terms(read, wanted)?.filter(|terms| terms.version.is_sealed(now));
            Ok((terms.ok_or(WebError::NotFound)?, sealed))
        })
        .await?;
    let Terms { version, text } = terms;
    let text = to_html(text.best(gate.reader(&actor).locale));
    let current = sealed.first() == Some(&version);
    let others = sealed.into_iter().filter(|other| *other != version).collect();
    Ok(gate.page(&actor, PublicTermsView { version, current, others, text }))
}

/// `GET /prices`
pub(crate) async fn prices(gate: Gate<Anyone>) -> Result<Page, WebError> {
    let (actor, text) = gate.read(|read, _| Ok(text(read, PublisherPage::Prices)?)).await?;
    let text = to_html(text.best(gate.reader(&actor).locale));
    Ok(gate.page(&actor, PublicPageView { page: PublisherPage::Prices, text, identity: None }))
}

/// `GET /legal`: here, or on the publisher's own site.
pub(crate) async fn legal(gate: Gate<Anyone>) -> Result<Response, WebError> {
    let (actor, (identity, text)) =
        gate.read(|read, _| Ok((settings::settings(read)?.identity, text(read, PublisherPage::LegalNotice)?))).await?;
    if let Some(url) = &identity.legal_notice_url {
        return Ok(Redirect::to(url.as_str()).into_response());
    }
    let text = to_html(text.best(gate.reader(&actor).locale));
    let identity = text.is_empty().then_some(identity);
    Ok(gate.page(&actor, PublicPageView { page: PublisherPage::LegalNotice, text, identity }).into_response())
}

#[cfg(test)]
impl PublicTermsView {
    pub(super) fn sample() -> PublicTermsView {
        let version = |version| TermsVersion { version, in_force_at: jiff::Timestamp::UNIX_EPOCH };
        PublicTermsView {
            version: version(1),
            current: false,
            others: vec![version(2)],
            text: to_html("# Objet\n\n<b>"),
        }
    }
}

#[cfg(test)]
impl PublicPageView {
    pub(super) fn samples() -> Vec<PublicPageView> {
        let view = |page, text, identity| PublicPageView { page, text: to_html(text), identity };
        vec![
            view(PublisherPage::Prices, "", None),
            view(PublisherPage::LegalNotice, "Éditeur : <b>", None),
            view(PublisherPage::LegalNotice, "", Some(Identity::default())),
        ]
    }
}
