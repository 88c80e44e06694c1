//! Where in a file something stands, for the people who look it up there.

use std::fmt;

/// A place in a file. Both numbers count from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The line, ended by a line feed.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl Place {
    const START: Place = Place { line: 1, column: 1 };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Turns offsets into places. Each step counts from the last one, so that asking for every entry of a large file, even
/// of one long line, reads the file once.
pub(crate) struct Places<'a> {
    text: &'a [u8],
    offset: usize,
    place: Place,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Places { text: text.as_bytes(), offset: 0, place: Place::START }
    }

    /// The place of a byte offset; past the end, that of the end.
    pub(crate) fn at(&mut self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        if offset < self.offset {
            (self.offset, self.place) = (0, Place::START);
        }
        for byte in self.text.get(self.offset..offset).unwrap_or_default() {
            match byte {
                b'\n' => self.place = Place { line: self.place.line.saturating_add(1), column: 1 },
                // Later bytes of a character in UTF-8.
                0x80..=0xBF => {}
                _ => self.place.column = self.place.column.saturating_add(1),
            }
        }
        self.offset = offset;
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_are_counted_from_one() {
        let mut places = Places::new("é<a>\nb");
        assert_eq!(places.at(0), Place { line: 1, column: 1 });
        assert_eq!(places.at(2), Place { line: 1, column: 2 });
        assert_eq!(places.at(6), Place { line: 2, column: 1 });
        assert_eq!(places.at(999), Place { line: 2, column: 2 });
        assert_eq!(places.at(2), Place { line: 1, column: 2 });
    }
}
