//! The pages of an account's orders.
pub(crate) mod staff;
use kit_web::Route;
pub(crate) fn routes() -> [Route; 0] {
    []
}
