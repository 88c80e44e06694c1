//! All SQL of people and sign-in.

pub(crate) mod attempts;
pub(crate) mod links;
pub(crate) mod personal;
pub(crate) mod persons;
pub(crate) mod second_factors;
pub(crate) mod sessions;

use kit_core::PersonId;

/// A list of ids as one parameter: JSON, which both engines take apart.
fn list_of(ids: &[PersonId]) -> String {
    let numbers: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", numbers.join(","))
}
