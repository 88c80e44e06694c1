//! Who may do what: the vocabulary of rights, shared by pages, API, jobs and tests.

mod actor;
mod demand;
mod words;

pub use actor::{ActingKey, ActingMachine, ActingPerson, Actor, Attempt, Credential, Denied, Membership, Resolve};
pub use demand::{Anyone, Demand, Myself, Permission};
pub use words::{AccountState, Role, Roles, Scope, Scopes, StaffPermission, StaffPermissions};
