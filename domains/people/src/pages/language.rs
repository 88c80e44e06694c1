//! The language of the pages: a cookie for visitors, the profile for who is signed in.

use axum::response::{IntoResponse, Redirect, Response};
use kit_core::Locale;
use kit_web::{Anyone, Gate, Path, Query, WebError, cookies as web_cookies};

use super::back::Back;
use super::cookies;
use super::sign_in::Way;
use crate::service;

/// `GET /language/{tag}`: a plain link, for who has no JavaScript. All that a stranger's link could do is change a language.
pub(crate) async fn choose(
    gate: Gate<Anyone>,
    Path(tag): Path<String>,
    Query(way): Query<Way>,
) -> Result<Response, WebError> {
    let locale: Locale = tag.parse().map_err(|_| WebError::NotFound)?;
    let (actor, ()) = gate.read(|_, _| Ok(())).await?;
    if let Some(person) = actor.person.as_ref().filter(|person| person.locale != locale) {
        let id = person.id;
        gate.write_sure(move |tx, _, _| service::set_locale(tx, id, locale)).await?;
    }
    let mut response = Redirect::to(Back::read(&way.back).path()).into_response();
    cookies::add(&mut response, web_cookies::locale(locale, gate.app().public_url.is_secure()));
    Ok(response)
}
