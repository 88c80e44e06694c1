//! What is sealed, as bytes that mean one thing only.

/// Bytes that no two different things share: numbers have eight, texts their length before them, options a mark.
pub(super) struct Canonical(Vec<u8>);

impl Canonical {
    /// Nothing yet but the version of a layout.
    pub(super) fn version(version: u8) -> Canonical {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(version);
        Canonical(bytes)
    }

    /// The bytes.
    pub(super) fn done(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn some_number(&mut self, number: Option<i64>) {
        self.0.push(u8::from(number.is_some()));
        number.into_iter().for_each(|number| self.number(number));
    }

    pub(super) fn some_bytes(&mut self, bytes: Option<&[u8]>) {
        self.0.push(u8::from(bytes.is_some()));
        bytes.into_iter().for_each(|bytes| self.bytes(bytes));
    }

    pub(super) fn some_text(&mut self, text: Option<&str>) {
        self.some_bytes(text.map(str::as_bytes));
    }
}
