//! Requests, their delays and the file of an export.

mod archive;
mod delay;
mod export;
mod request;

pub use archive::{Archive, ArchiveError, Copier};
pub use delay::{GRACE, LINK_LIFE, due};
pub use export::{EXPORT_LIFE, EXPORTS_A_DAY, Export, ExportId};
pub use request::{AnyRequest, Request, RequestId, RequestState};
