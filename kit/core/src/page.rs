//! Keyset paging: a page knows where the next one starts, never how many there are.

use serde::{Deserialize, Serialize};

/// Where a page starts: just after this key, in the list's order. Opaque to callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub i64);

/// How many rows a page holds: 1 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(i64);

impl PageSize {
    /// A size brought into 1 to 200.
    pub fn new(rows: i64) -> PageSize {
        PageSize(rows.clamp(1, 200))
    }

    /// How many rows to ask for: one more than shown, to know whether there is a next page.
    pub fn and_one(self) -> i64 {
        self.0 + 1
    }
}

impl Default for PageSize {
    fn default() -> PageSize {
        PageSize(40)
    }
}

/// Some rows of a list, and where the next page starts if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// Where the next page starts; none on the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts rows asked for with [`PageSize::and_one`] to the page; `key` tells a row's place in the order.
    pub fn cut(mut rows: Vec<T>, size: PageSize, key: impl Fn(&T) -> i64) -> Page<T> {
        let shown = usize::try_from(size.0).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = if more { rows.last().map(|row| Cursor(key(row))) } else { None };
        Page { rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_whether_there_is_more() {
        let page = Page::cut(vec![9, 8, 7], PageSize::new(2), |n| *n);
        assert_eq!(page, Page { rows: vec![9, 8], next: Some(Cursor(8)) });
        let last = Page::cut(vec![9, 8], PageSize::new(2), |n| *n);
        assert_eq!(last.next, None);
        assert_eq!(PageSize::new(0).and_one(), 2);
        assert_eq!(PageSize::new(100_000).and_one(), 201);
    }
}
