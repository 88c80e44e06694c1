//! The encoding that an XML file declares.

use std::borrow::Cow;

use crate::place::Places;
use crate::{Problem, ReadError, text};

/// The file as text. Without a declaration XML is in UTF-8.
pub(super) fn decode(content: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    match declared(content) {
        Some(encoding) if is(&encoding, &["ISO-8859-1", "ISO8859-1", "LATIN1"]) => {
            Ok(Cow::Owned(text::latin1(content)))
        }
        Some(encoding) if !is(&encoding, &["UTF-8", "UTF8", "US-ASCII", "ASCII"]) => {
            Err(ReadError::of_file(Problem::Encoding(encoding)))
        }
        _ => std::str::from_utf8(content).map(Cow::Borrowed).map_err(|error| not_utf8(content, error.valid_up_to())),
    }
}

fn not_utf8(content: &[u8], offset: usize) -> ReadError {
    let good = content.get(..offset).map(String::from_utf8_lossy).unwrap_or_default();
    ReadError::at(Places::new(&good).at(good.len()), Problem::NotUtf8)
}

fn is(encoding: &str, names: &[&str]) -> bool {
    names.iter().any(|name| encoding.eq_ignore_ascii_case(name))
}

/// What `<?xml version="1.0" encoding="…"?>` says, which is ASCII in all encodings that can be read.
fn declared(content: &[u8]) -> Option<String> {
    let declaration = content.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(200).position(|&byte| byte == b'?')?;
    let declaration = text::latin1(declaration.get(..end)?);
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value.get(1..)?.split_once(quote)?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_encodings_are_followed_or_refused() {
        let text = |file: &[u8]| decode(file).map(Cow::into_owned).map_err(|error| error.problem);
        assert_eq!(text(b"<a>\xC3\xA9</a>"), Ok("<a>é</a>".to_owned()));
        assert_eq!(text(b"<?xml version='1.0'?>\xC3\xA9"), Ok("<?xml version='1.0'?>é".to_owned()));
        let latin = b"<?xml version=\"1.0\" encoding = 'iso-8859-1'?>\xE9";
        assert_eq!(text(latin), Ok("<?xml version=\"1.0\" encoding = 'iso-8859-1'?>é".to_owned()));
        let other = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>";
        assert_eq!(text(other), Err(Problem::Encoding("windows-1252".to_owned())));
        assert_eq!(text(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\xE9"), Err(Problem::NotUtf8));
    }
}
