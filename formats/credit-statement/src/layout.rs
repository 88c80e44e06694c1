//! The bytes between the values. They are not under a digest: they are fixed, and anything else is refused.

/// Before the value of `statement`.
pub(crate) const OPENING: &[u8] = b"{\"statement\":";
/// After it, to the end of the line.
pub(crate) const OPERATIONS: &[u8] = b",\"operations\":[";
/// Between two operations, before the line feed.
pub(crate) const COMMA: &[u8] = b",";
/// Before the value of `end`.
pub(crate) const END: &[u8] = b"],\"end\":";
/// Before the value of `signature`.
pub(crate) const SIGNATURE: &[u8] = b"\"signature\":";
/// After it, to the end of the line and of the file.
pub(crate) const CLOSING: &[u8] = b"}";
/// At the end of each line.
pub(crate) const LINE_FEED: u8 = b'\n';
/// How many bytes a line has at most, its line feed counted.
pub(crate) const LONGEST_LINE: usize = 1024 * 1024;
/// The only algorithm of version 1 (RFC 8032).
pub(crate) const ALGORITHM: &str = "Ed25519";
