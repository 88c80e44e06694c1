//! The fields at the head of a mail, and of each of its parts.

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

/// What of a field is understood, in bytes: what is longer names no file and nobody.
const UNDERSTOOD: usize = 4 << 10;

/// A field as it stands there, with the lines that it goes on in.
#[derive(Debug, Clone, Copy)]
struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

/// All fields of a head, in their order.
#[derive(Debug, Default)]
pub(crate) struct Head<'a> {
    fields: Vec<Field<'a>>,
}

impl<'a> Head<'a> {
    pub(crate) fn add(&mut self, name: &'a [u8], value: &'a [u8]) {
        self.fields.push(Field { name, value });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    fn values<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'a [u8]> + 'b {
        let named = self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name.as_bytes()));
        named.map(|field| field.value)
    }

    /// What stands in each field of that name, as it is.
    pub(crate) fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = String> + 'b {
        self.values(name).map(|value| String::from_utf8_lossy(cut(value)).into_owned())
    }

    /// What stands in the first field of that name, as it is.
    pub(crate) fn raw(&self, name: &str) -> Option<String> {
        self.all(name).next()
    }

    /// What the first field of that name says, its encoded words read.
    pub(crate) fn words(&self, name: &str) -> Option<String> {
        self.understood(name, |line| Some(line.parse_unstructured().as_text()?.to_owned()))
    }

    /// The first of the ids in a field.
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.understood(name, |line| match line.parse_id() {
            HeaderValue::Text(id) => Some(id.into_owned()),
            HeaderValue::TextList(ids) => ids.into_iter().next().map(|id| id.into_owned()),
            _ => None,
        })
    }

    /// The first of the addresses in a field.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.understood(name, |line| {
            let value = line.parse_address();
            Some(value.as_address()?.first()?.address()?.to_owned())
        })
    }

    /// A kind with its attributes: `Content-Type`, `Content-Disposition`.
    pub(crate) fn kind(&self, name: &str) -> Option<ContentType<'static>> {
        self.understood(name, |line| match line.parse_content_type().into_owned() {
            HeaderValue::ContentType(kind) => Some(kind),
            _ => None,
        })
    }

    fn understood<T>(&self, name: &str, read: impl Fn(&mut MessageStream<'_>) -> Option<T>) -> Option<T> {
        let mut line = cut(self.values(name).next()?).to_vec();
        line.push(b'\n');
        read(&mut MessageStream::new(&line))
    }
}

fn cut(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    value[..value.len().min(UNDERSTOOD)].trim_ascii_end()
}
