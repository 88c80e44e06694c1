//! A file on its way out.

use std::fs::File;
use std::io::{self, Read};

use bytes::Bytes;

use crate::folder::{FileError, blocking};

/// So much is read at once, in bytes.
const AT_ONCE: usize = 128 << 10;

/// A file that is read piece by piece.
#[derive(Debug)]
pub struct Reading {
    file: Option<File>,
    size: u64,
}

impl Reading {
    pub(crate) fn new(file: File) -> io::Result<Reading> {
        let size = file.metadata()?.len();
        Ok(Reading { file: Some(file), size })
    }

    /// How large the file is, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The next piece; none after the last.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn next(&mut self) -> Result<Option<Bytes>, FileError> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let (file, piece) = blocking(move || {
            let mut piece = vec![0; AT_ONCE];
            let read = file.read(&mut piece)?;
            piece.truncate(read);
            Ok((file, piece))
        })
        .await?;
        if piece.is_empty() {
            return Ok(None);
        }
        self.file = Some(file);
        Ok(Some(piece.into()))
    }
}
