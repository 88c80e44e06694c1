//! The composition root: which domains the program has, in the order in which they may call each other.

use kit_web::Module;

pub use machines::access::{resolve, resolve_demo};

use crate::{demo, start};

/// The domains.
pub fn modules() -> Vec<Module> {
    vec![
        Module::new("audit").migrations(audit::MIGRATIONS),
        publisher::module(),
        webhooks::module(),
        people::module(),
        accounts::module(),
        machines::module(),
        credits::module(),
        orders::module(),
        payments::module(),
        banking::module(),
        support::module(),
        calls::module(),
        privacy::module(),
        backoffice::module(),
        start::module(),
    ]
}

/// The domains, and what the demonstration has beside them.
pub fn demo_modules() -> Vec<Module> {
    let mut modules = modules();
    modules.push(demo::module());
    modules
}
