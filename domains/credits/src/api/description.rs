//! The API's description, made of the endpoints' own.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::IntoResponse;
use kit_web::{Anyone, Gate};
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{balance, holds, leases, operations, statement, support_time, usage};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Guichet API",
        version = "1",
        description = "Credits of a customer account: what is left, what was used, using more, and setting some \
                       aside before; support time that is left; and the machines that are linked to one. Every amount \
                       is a whole number, of credits or of minutes. Errors are problem documents (RFC 9457); their types are listed in the description page."
    ),
    tags(
        (name = "credits", description = "The wallet of the key's account"),
        (name = "support time", description = "The prepaid support time of the key's account, in minutes")
    ),
    paths(
        balance::show,
        support_time::show,
        usage::create,
        holds::create::create,
        holds::show::show,
        holds::capture::create,
        holds::release::create,
        leases::create::create,
        leases::show::show,
        leases::settle::create,
        operations::list,
        operations::show,
        statement::show
    ),
    modifiers(&Key)
)]
struct Description;

/// How a program shows who it is.
struct Key;

impl Modify for Key {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("gk_…")
            .description(Some("An API key of the account, made in its settings; its scopes say what it opens."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("key", SecurityScheme::Http(scheme));
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("gm_…")
            .description(Some("The token of a machine, given once when the machine is linked."))
            .build();
        components.add_security_scheme("machine", SecurityScheme::Http(scheme));
    }
}

/// The description as an OpenAPI 3.1 document, with the endpoints of the domains before this one.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let mut description = Description::openapi();
        description.merge(machines::description());
        serde_json::to_value(description).unwrap_or(Value::Null)
    });
    &DOCUMENT
}

/// The description, for programs.
pub(crate) async fn show(_gate: Gate<Anyone>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document().to_string())
}
