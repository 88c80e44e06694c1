//! Staff.
use kit_web::Route;
pub(crate) fn routes() -> [Route; 0] {
    []
}
