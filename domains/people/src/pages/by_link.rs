//! The one-time link that an application hands to who has just given the password there. Opening it begins nothing yet: the page says as
//! whom, so that nobody is signed in as somebody else without seeing it.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use kit_core::{Text, Token, TokenHash};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ClientAddress, ClosedLink, Gate, Limited, Path, Query, View, WebError, Width};

use super::back::Back;
use super::cookies;
use super::sign_in::{Way, end_before};
use crate::model::Person;
use crate::service;

/// Says as whom, and asks.
#[derive(Template)]
#[template(path = "pages/by_link.html")]
pub(crate) struct ByLinkView {
    as_whom: Text,
    action: String,
}

impl View for ByLinkView {
    fn title(&self) -> Text {
        Text::new("people-by-link-title")
    }

    fn width(&self) -> Width {
        Width::Narrow
    }
}

/// `GET /sign-in/by-link/{link}`
pub(crate) async fn show(
    gate: Gate<Anyone>,
    address: ClientAddress,
    Path(link): Path<String>,
    Query(way): Query<Way>,
) -> Result<Response, WebError> {
    gate.app().limits.take(Limited::Secret, address.0)?;
    let (token, now) = (hash(&link), gate.now());
    let (actor, person) = gate
        .read(move |read, _| match &token {
            Some(token) => Ok(service::person_of_handed(read, token, now)?),
            None => Ok(None),
        })
        .await?;
    Ok(match person {
        Some(person) => gate.page(&actor, ByLinkView::new(&person, &link, &Back::read(&way.back))).into_response(),
        None => closed(&gate, &actor),
    })
}

/// `POST /sign-in/by-link/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    Path(link): Path<String>,
    Query(way): Query<Way>,
) -> Result<Response, WebError> {
    let app = gate.app().clone();
    app.limits.take(Limited::Secret, address.0)?;
    let (token, browser, before) = (hash(&link), cookies::browser(&headers, address.0), gate.credential());
    let (actor, session) = gate
        .write::<_, std::convert::Infallible, _>(move |tx, ctx, _| {
            let Some(token) = &token else { return Ok(None) };
            let session = service::sign_in_by_handed(tx, ctx, token, &browser)?;
            if session.is_some() {
                end_before(tx, ctx, before)?;
            }
            Ok(session)
        })
        .await?;
    Ok(match session {
        Ok(Some(session)) => {
            let mut response = Redirect::to(Back::read(&way.back).path()).into_response();
            cookies::set_session(&app, &mut response, &session);
            response
        }
        Ok(None) => closed(&gate, &actor),
        Err(never) => match never {},
    })
}

fn hash(link: &str) -> Option<TokenHash> {
    Token::parse(link).map(|token| token.hash())
}

fn closed(gate: &Gate<Anyone>, actor: &Actor) -> Response {
    let page = ClosedLink::new(Text::new("people-by-link-closed-lead"));
    gate.closed(actor, page.way("/sign-in", Text::new("people-sign-in-verb")))
}

impl ByLinkView {
    fn new(person: &Person, link: &str, back: &Back) -> ByLinkView {
        let as_whom =
            Text::new("people-by-link-as").with("name", person.name.to_string()).with("email", person.email.as_str());
        ByLinkView { as_whom, action: back.from(&format!("/sign-in/by-link/{link}")) }
    }
}

#[cfg(test)]
impl ByLinkView {
    pub(super) fn sample() -> ByLinkView {
        let as_whom =
            Text::new("people-by-link-as").with("name", "Camille Durand").with("email", "camille.durand@exemple.fr");
        ByLinkView { as_whom, action: "/sign-in/by-link/x".into() }
    }
}
