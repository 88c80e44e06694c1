//! Support on the phone on both engines: who may call, how an account is found, the pages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod callers;
mod calling;
mod corrections;
mod desk;
mod estimating;
mod pages;
mod scene;
