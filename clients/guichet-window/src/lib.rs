#![doc = include_str!("../README.md")]

mod account;
mod desk;
mod lookup;
#[cfg(feature = "native")]
pub mod native;
mod settings;
#[cfg(test)]
mod tests;
mod window;
mod words;

pub use account::{AccountForm, Confirm, Purpose};
pub use desk::{Ask, Desk, Told};
pub use lookup::{Choice, countries, found, trades};
pub use settings::{Filling, Look, Settings, SettingsError, last_line};
pub use window::{Busy, CodeForm, LinkForm, Notice, Offer, Screen, SignUpForm, Tone, Window};
pub use words::{Language, say};
