//! All SQL of machines, a file per table.

pub(crate) mod codes;
pub(crate) mod events;
pub(crate) mod links;
pub(crate) mod machines;
pub(crate) mod personal;
pub(crate) mod rules;
