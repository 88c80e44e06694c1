//! Files that come with a message.

use kit_core::{Id, PersonId};
use kit_db::FromRow;
use kit_files::{FileKey, FileKind, Kept};

use super::CaseNumber;

/// Marks ids of files.
#[derive(Debug)]
pub enum AnyFile {}

/// The id of a file, as addresses have it.
pub type CaseFileId = Id<AnyFile>;

/// A file of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CaseFile {
    /// Its id.
    pub id: CaseFileId,
    /// The case.
    pub number: CaseNumber,
    /// The line that it came with.
    pub seq: i64,
    /// Where it is.
    pub file: FileKey,
    /// What its sender calls it.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How large it is, in bytes.
    pub size: i64,
    /// Who sent it.
    pub person: Option<PersonId>,
}

/// What somebody writes, with the files that come along; they are in their places already.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The text.
    pub body: &'a str,
    /// The files.
    pub files: &'a [Kept],
}

impl<'a> From<&'a str> for Message<'a> {
    fn from(body: &'a str) -> Message<'a> {
        Message { body, files: &[] }
    }
}
