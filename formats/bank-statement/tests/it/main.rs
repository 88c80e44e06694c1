//! Whole files, read as a publisher's would be.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod camt;
mod cfonb;
mod corpora;
mod hostile;
mod identity;
mod samples;
