//! The one-time link that an application hands to who has just given the password there. Opening it begins nothing yet: the page says as
//! whom, so that nobody is signed in as somebody else without seeing it.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use kit_core::{Context, Text};
use kit_db::{Failed, Lock, Tx};
use kit_i18n::filters;
use kit_web::{Actor, Anyone, ByLink, ClientAddress, ClosedLink, Gate, Path, Query, View, WebError, Width};

use super::back::Back;
use super::cookies;
use super::sign_in::{Way, end_before};
use crate::model::Person;
use crate::service::{self, Handed, LinkRefusal};

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
    Path(path): Path<String>,
    link: ByLink<Handed>,
    Query(way): Query<Way>,
) -> Result<Response, WebError> {
    let (actor, person) = gate.look(&link, |read, _, now, link| service::person_of_handed(read, link, now)).await?;
    let Some(person) = person else { return Ok(closed(&gate, &actor)) };
    Ok(gate.page(&actor, ByLinkView::new(&person, &path, &Back::read(&way.back))).into_response())
}

/// `POST /sign-in/by-link/{link}`
pub(crate) async fn submit(
    gate: Gate<Anyone>,
    address: ClientAddress,
    headers: HeaderMap,
    link: ByLink<Handed>,
    Query(way): Query<Way>,
) -> Result<Response, WebError> {
    let (browser, before) = (cookies::browser(&headers, address.0), gate.credential());
    let sign_in = move |tx: &mut Tx<'_>, ctx: &Context, link: &Handed| {
        let session = service::sign_in_by_handed(tx, ctx, link, &browser)?;
        end_before(tx, ctx, before)?;
        Ok::<_, Failed<LinkRefusal>>(session)
    };
    let (actor, session) = gate.follow(Lock::None, &link, sign_in).await?;
    let Some(session) = session else { return Ok(closed(&gate, &actor)) };
    let mut response = Redirect::to(Back::read(&way.back).path()).into_response();
    cookies::set_session(gate.app(), &mut response, &session);
    Ok(response)
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
