//! The description of these endpoints, for the document of the whole API.

use utoipa::OpenApi;

use super::{account, forgotten, forgotten_password, link, own, portal, sign_up, sign_up_confirm};

#[derive(OpenApi)]
#[openapi(
    tags((name = "machines", description = "Installations of the publisher's application, linked to an account")),
    paths(
        link::create,
        forgotten::create,
        own::show,
        own::heartbeat,
        own::unlink,
        account::show,
        account::edit,
        portal::open,
        forgotten_password::create,
        sign_up::create,
        sign_up_confirm::create
    )
)]
struct Description;

/// The endpoints of machines, as OpenAPI describes them.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
