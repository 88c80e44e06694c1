#![doc = include_str!("../README.md")]

mod account;
mod backoff;
pub mod blocking;
#[cfg(feature = "cli")]
pub mod cli;
mod client;
mod config;
mod error;
pub mod journal;
mod key;
mod key_store;
mod link_file;
mod machine;
mod pages;
mod problem;
mod requests;
mod send;
mod system;
mod views;

pub use account::{Account, Changes, Field, Login, PortalLink};
pub use client::Client;
pub use config::{Config, ConfigError};
pub use error::{Cause, Error};
pub use key::{Key, KeyError};
pub use key_store::{KeyStoreError, KeyStoreUse};
pub use link_file::{LinkFile, LinkFileError};
pub use machine::{
    CreatedAccount, LinkError, LinkedAccount, Machine, NewAccount, NewMachine, NewSignUp, OfferedMachine, SignUp,
};
pub use pages::Pages;
pub use problem::{FieldProblem, Problem};
pub use requests::{Capture, NewHold, NewLease, OfflineUse, OperationsFilter, Release, Settlement, Usage};
pub use system::local_zone;
pub use views::{Balance, Captured, Done, Held, Hold, Lease, Leased, Lot, Operation, Price, Settled, Split, Used};
