//! A page that is ready to be sent.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use kit_i18n::Reader;

use crate::cookies;
use crate::layout::{self, Frame, View};

/// A form shown with its errors answers a POST. A browser that may not keep it asks, on "back", whether to send the form
/// again; so this one stays in the browser it was typed in, and never holds a password.
const FOR_BACK: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A whole page, rendered.
#[derive(Debug)]
pub struct Page {
    status: StatusCode,
    html: String,
    forget_flash: Option<HeaderValue>,
}

impl Page {
    pub(crate) fn render<V: View>(frame: &Frame, reader: &Reader, view: &V, said_flash: bool, secure: bool) -> Page {
        let forget_flash = said_flash.then(|| cookies::no_flash(secure));
        match layout::render(frame, reader, view) {
            Ok(html) => Page { status: StatusCode::OK, html, forget_flash },
            Err(error) => {
                tracing::error!(%error, "a page cannot be rendered");
                Page { status: StatusCode::INTERNAL_SERVER_ERROR, html: String::new(), forget_flash }
            }
        }
    }

    /// The same page as an answer to a form that cannot be accepted as it is.
    pub fn invalid(self) -> Page {
        self.with_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// The same page with another status.
    pub fn with_status(self, status: StatusCode) -> Page {
        if self.status.is_server_error() { self } else { Page { status, ..self } }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
        let mut response = (self.status, kind, self.html).into_response();
        if self.status == StatusCode::UNPROCESSABLE_ENTITY {
            response.headers_mut().insert(header::CACHE_CONTROL, FOR_BACK);
        }
        if let Some(cookie) = self.forget_flash {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}
