//! All SQL of people and sign-in.

pub(crate) mod attempts;
pub(crate) mod links;
pub(crate) mod persons;
pub(crate) mod second_factors;
pub(crate) mod sessions;
