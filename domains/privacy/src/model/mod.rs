//! Erasure requests, their delays and the file of an export.

mod archive;
mod delay;
mod erasure_request;
mod export;

pub use archive::{Archive, ArchiveError, Copier};
pub use delay::{GRACE, LINK_LIFE, due};
pub use erasure_request::{AnyErasureRequest, ErasureRequest, ErasureRequestId, ErasureRequestState};
pub use export::{EXPORT_LIFE, EXPORTS_A_DAY, Export, ExportId};
