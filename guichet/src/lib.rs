//! The program `guichet`: its settings, its commands, and the place where the domains are put together.
//!
//! It is a library with a thin binary, so that tests and measurements start the very program that a publisher runs.

mod cli;
mod commands;
mod connections;
pub mod demo;
mod failure;
mod installation;
pub mod log;
mod modules;
mod secret;
mod server;
mod settings;
mod start;
mod steady;

pub use cli::run;
pub use failure::Failure;
pub use installation::Installation;
pub use modules::{demo_modules, modules, resolve, resolve_demo};
pub use secret::{MasterKey, MasterKeyError, SecretError, SecretKey};
pub use server::{listen, serve, signal};
pub use settings::{Origin, SETTINGS, Settings, SettingsError};
