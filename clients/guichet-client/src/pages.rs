//! The history, a page at a time.

use crate::{Client, Error, Operation, OperationsFilter};

/// Pages of operations, newest first.
#[derive(Debug)]
pub struct Pages {
    client: Client,
    filter: OperationsFilter,
    /// Where the next page starts; none when there is none.
    cursor: Option<Option<String>>,
}

impl Pages {
    pub(crate) fn new(client: Client, filter: OperationsFilter) -> Pages {
        Pages { client, filter, cursor: Some(None) }
    }

    /// The next page; none after the last. A page may be empty and yet have a next one. After an error the same page can be
    /// asked for again.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn next(&mut self) -> Result<Option<Vec<Operation>>, Error> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let page = self.client.page(&self.filter, cursor.as_deref()).await?;
        self.cursor = page.next.map(Some);
        Ok(Some(page.operations))
    }
}
