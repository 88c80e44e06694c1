//! Mail handed over on real sockets, by words of our own and by a mail program that many use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod letters;
mod line;
mod sockets;
