//! Where a page starts, in a form that nobody is tempted to reckon with.

use data_encoding::BASE64URL_NOPAD;
use kit_core::Cursor;

/// The text of a cursor.
pub(crate) fn write(cursor: Cursor) -> String {
    BASE64URL_NOPAD.encode(&cursor.0.to_be_bytes())
}

/// Reads the text of a cursor.
pub(crate) fn read(text: &str) -> Option<Cursor> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    Some(Cursor(i64::from_be_bytes(bytes.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_their_text() {
        assert_eq!(read(&write(Cursor(1042))), Some(Cursor(1042)));
        for bad in ["", "x", "1042", "AAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
