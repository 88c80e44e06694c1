//! Keyset paging: a page knows where the next one starts, never how many there are.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::IdError;

/// Where a page starts: just after this key, in the list's order. Opaque to callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub i64);

/// Where a page of a list by time starts, as an address has it: just after the row of this time and this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct After(pub Timestamp, pub i64);

impl After {
    /// Before the earliest.
    pub const FIRST: After = After(Timestamp::MIN, i64::MIN);
    /// After the latest.
    pub const LAST: After = After(Timestamp::MAX, i64::MAX);

    /// Cuts rows asked for with [`PageSize::and_one`] to the page, and says where the next one starts if there is one;
    /// `place` tells a row's time and key.
    pub fn cut<T>(rows: Vec<T>, size: PageSize, place: impl Fn(&T) -> After) -> (Vec<T>, Option<After>) {
        let (rows, more) = size.cut(rows);
        let next = if more { rows.last().map(place) } else { None };
        (rows, next)
    }
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0.as_microsecond(), self.1)
    }
}

impl FromStr for After {
    type Err = IdError;

    fn from_str(text: &str) -> Result<After, IdError> {
        let (at, id) = text.split_once('.').ok_or(IdError)?;
        let at = at.parse().map_err(|_| IdError)?;
        Ok(After(Timestamp::from_microsecond(at).map_err(|_| IdError)?, id.parse().map_err(|_| IdError)?))
    }
}

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

    /// The rows of the page, and whether there are more.
    fn cut<T>(self, mut rows: Vec<T>) -> (Vec<T>, bool) {
        let shown = usize::try_from(self.0).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        (rows, more)
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
    pub fn cut(rows: Vec<T>, size: PageSize, key: impl Fn(&T) -> i64) -> Page<T> {
        let (rows, more) = size.cut(rows);
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

    #[test]
    fn a_page_by_time_goes_on_after_its_last_row() {
        let place = |n: &i64| After(Timestamp::UNIX_EPOCH, *n);
        let (rows, next) = After::cut(vec![9, 8, 7], PageSize::new(2), place);
        assert_eq!((rows, next), (vec![9, 8], Some(After(Timestamp::UNIX_EPOCH, 8))));
        assert_eq!(After::cut(vec![9, 8], PageSize::new(2), place).1, None);
    }

    #[test]
    fn where_a_page_starts_is_read_as_it_was_written() {
        let after = After(Timestamp::from_microsecond(-12).unwrap(), 7);
        assert_eq!(after.to_string().parse(), Ok(after));
        for wrong in ["", ".", "x.y", "1", "99999999999999999999.1", "9223372036854775807.1"] {
            assert!(wrong.parse::<After>().is_err(), "{wrong}");
        }
    }
}
