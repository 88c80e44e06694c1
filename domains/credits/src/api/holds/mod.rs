//! Holds: credits set aside for a feature, then captured or released.

pub(super) mod capture;
pub(super) mod create;
pub(super) mod release;
pub(super) mod show;
