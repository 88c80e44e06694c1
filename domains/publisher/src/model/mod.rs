//! What the publisher sets, and the rules for it. No I/O.

pub(crate) mod calendar;
pub(crate) mod png;
pub(crate) mod reply;
pub(crate) mod settings;
pub(crate) mod terms;
pub(crate) mod web_url;
