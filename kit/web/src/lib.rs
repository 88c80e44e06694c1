//! Pages and endpoints: routes that declare what they demand, the frame around a page, what comes in and what goes out.
//!
//! See `templates/README.md` for the components, and the crate's README for how a domain adds a page.

extern crate self as kit_web;

mod access;
mod accessibility;
mod address;
mod app;
mod assembly;
mod assets;
mod brand;
mod by_link;
mod chart;
mod components;
mod confirm;
pub mod cookies;
mod deadline;
mod download;
mod error;
mod file_form;
mod form;
mod frame;
mod gallery;
mod gate;
mod housekeeping;
mod href;
mod layout;
mod limits;
mod metered;
mod module;
mod pace;
mod page;
mod panel;
mod personal;
mod places;
mod problem;
mod problem_type;
mod public_url;
mod route;
mod seen;
mod server;
mod store;
mod summary;
mod sure;
mod sweep;
mod system;
mod tile;
mod trouble;
mod upload;
mod wrong;

pub use access::{
    AccountState, ActingKey, ActingMachine, ActingPerson, Actor, Anyone, Attempt, Credential, Demand, Denied,
    Membership, Myself, Permission, Resolve, Role, Roles, Scope, Scopes, StaffPermission, StaffPermissions,
};
pub use address::ClientAddress;
pub use app::{App, Parts};
pub use assembly::{AssemblyError, JobRunner, Program, World, assemble, migrations};
pub use assets::asset;
pub use brand::Accent;
pub use by_link::{ByLink, ClosedLink};
pub use chart::{Chart, Column};
pub use components::{Choice, Step, Tone, initials, verbatim};
pub use confirm::ConfirmView;
pub use cookies::MACHINE_PREFIX;
pub use download::saved;
pub use error::WebError;
pub use file_form::{FileForm, Filled, Taking, Unwanted};
pub use form::{Button, Form, Json, Once, Path, Query};
pub use gallery::GalleryView;
pub use gate::{Asked, Entered, Gate, Gathered, Written};
pub use href::{href, is_local};
pub use layout::{Brand, CurrentAccount, Flash, Frame, Link, PersonMenu, Side, Tab, View, Width, render};
pub use limits::{Limited, Limits};
pub use module::{FileHolder, Module, TabEntry};
pub use page::Page;
pub use panel::{Panel, PanelAction, PanelEntry, PanelLink, PanelSource, Spot};
pub use personal::{
    Eraser, Erasure, Ground, Hindrance, HindranceSource, Personal, PersonalFile, PersonalFiles, PersonalFilesSource,
    PersonalRow, PersonalRows, PersonalSource, Subject, nothing_of_a_person,
};
pub use places::{Full, Place, PlaceLimits, Places, Room};
pub use problem::Problem;
pub use problem_type::{INVALID, KEY_REUSED, NO_KEY, ProblemType, SHARED_PROBLEMS, idempotency_key};
pub use public_url::{PublicUrl, PublicUrlError};
pub use route::{Gated, Route, delete, get, patch, post, put};
pub use seen::Seen;
pub use server::router;
pub use store::{belongs_to, forget_submissions};
pub use tile::{Tile, TileEntry, TileLine, TileSource};
pub use trouble::TroubleView;
pub use upload::{SentFile, Upload, Uploads};
pub use wrong::{Errors, Wrong};

/// The kit's own steps of the schema.
pub const MIGRATIONS: &[kit_db::Migration] = kit_db::migrations!["0010_submissions", "0020_master_key"];

/// The kit's own texts.
pub const TEXTS: &[(kit_core::Locale, &str)] = &[
    (kit_core::Locale::Fr, include_str!("../locales/fr.ftl")),
    (kit_core::Locale::En, include_str!("../locales/en.ftl")),
];
