//! Statements on both engines: files dropped, lines matched, money recorded, and what others do meanwhile.

mod checking;
mod deciding;
mod files;
mod matching;
mod pages;
mod races;
mod support;
