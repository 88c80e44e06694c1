//! Pages that a link opens which was mailed or handed over. Following it changes nothing, as mail scanners follow links too: GET shows a button,
//! POST does it. Whoever holds one that opens nothing does not learn why: it is no link, it was used, it is too old, all alike.

use std::str::FromStr;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use jiff::Timestamp;
use kit_core::{Context, KeyRing, Text};
use kit_db::{DbError, Failed, Lock, Read, Tx};
use kit_i18n::filters;

use crate::access::{Actor, Permission};
use crate::address::ClientAddress;
use crate::app::App;
use crate::error::WebError;
use crate::form::Path;
use crate::gate::Gate;
use crate::layout::{View, Width};
use crate::limits::Limited;

/// The `{link}` of a route's path; none where that is no link. To show one is an attempt at a secret, for the limit of its network.
#[derive(Debug)]
pub struct ByLink<L>(Option<Arc<L>>);

impl<L> ByLink<L> {
    /// The link.
    pub fn link(&self) -> Option<Arc<L>> {
        self.0.clone()
    }
}

impl<L: FromStr> FromRequestParts<App> for ByLink<L> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ByLink<L>, WebError> {
        let Ok(address) = ClientAddress::from_request_parts(parts, app).await;
        app.limits.take(Limited::Secret, address.0)?;
        let Path(link) = Path::<String>::from_request_parts(parts, app).await?;
        Ok(ByLink(link.parse().ok().map(Arc::new)))
    }
}

impl<P: Permission> Gate<P> {
    /// What `find` knows of a link that is open now.
    ///
    /// # Errors
    /// As [`Gate::read`].
    pub async fn look<L, R, F>(&self, link: &ByLink<L>, find: F) -> Result<(Actor, Option<R>), WebError>
    where
        L: Send + Sync + 'static,
        R: Send + 'static,
        F: Fn(&mut Read<'_>, &KeyRing, Timestamp, &L) -> Result<Option<R>, DbError> + Send + 'static,
    {
        let (keys, now, link) = (self.app().keys.clone(), self.now(), link.0.clone());
        self.read(move |read, _| match &link {
            Some(link) => Ok(find(read, &keys, now, link)?),
            None => Ok(None),
        })
        .await
    }

    /// What `body` did with a link; none where it refuses or there is none.
    ///
    /// # Errors
    /// As [`Gate::write`].
    pub async fn follow<L, R, E, F>(
        &self,
        lock: Lock,
        link: &ByLink<L>,
        body: F,
    ) -> Result<(Actor, Option<R>), WebError>
    where
        L: Send + Sync + 'static,
        R: Send + 'static,
        E: Send + 'static,
        F: Fn(&mut Tx<'_>, &Context, &L) -> Result<R, Failed<E>> + Send + 'static,
    {
        let link = link.0.clone();
        let body = move |tx: &mut Tx<'_>, ctx: &Context, _: &Actor| match &link {
            Some(link) => body(tx, ctx, link).map(Some),
            None => Ok(None),
        };
        let (actor, done) = self.write_with(lock, body).await?;
        Ok((actor, done.ok().flatten()))
    }

    /// Says that a link does not open; 410, as it may have been open once (RFC 9110, 15.5.11).
    pub fn closed(&self, actor: &Actor, link: ClosedLink) -> Response {
        self.page(actor, link).with_status(StatusCode::GONE).into_response()
    }
}

/// Says that a link does not open, and what to do.
#[derive(Debug, Clone, Template)]
#[template(path = "closed_link.html")]
pub struct ClosedLink {
    lead: Text,
    reasons: Vec<Text>,
    ways: Vec<(&'static str, Text)>,
}

impl ClosedLink {
    /// The page that says `lead`.
    pub fn new(lead: Text) -> ClosedLink {
        ClosedLink { lead, reasons: Vec::new(), ways: Vec::new() }
    }

    /// The same page with one more of the reasons that there may be.
    #[must_use]
    pub fn because(mut self, reason: Text) -> ClosedLink {
        self.reasons.push(reason);
        self
    }

    /// The same page with one more way on, the best one first.
    #[must_use]
    pub fn way(mut self, href: &'static str, label: Text) -> ClosedLink {
        self.ways.push((href, label));
        self
    }
}

impl View for ClosedLink {
    fn title(&self) -> Text {
        Text::new("web-link-closed")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}
