//! The composition root: which domains the program has, in the order in which they may call each other.

use kit_db::Read;
use kit_web::{Actor, Attempt, Denied, Module};

use crate::demo;

/// The domains.
pub fn modules() -> Vec<Module> {
    vec![]
}

/// The domains, and what the demonstration has beside them.
pub fn demo_modules() -> Vec<Module> {
    let mut modules = modules();
    modules.push(demo::module());
    modules
}

/// Finds who acts.
///
/// # Errors
/// Whoever acts is not let in.
pub fn resolve(_read: &mut Read<'_>, _attempt: &Attempt) -> Result<Actor, Denied> {
    Err(Denied::SignIn)
}
