//! What is sealed, as bytes that mean one thing only.

/// Bytes that no two different things share: numbers have eight, texts their length before them, options a mark. What goes in is
/// told by whoever reads the seal again: the same fields in the same order.
#[derive(Debug, Clone)]
pub struct Canonical(Vec<u8>);

impl Canonical {
    /// Nothing yet but the version of a layout.
    pub fn version(version: u8) -> Canonical {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(version);
        Canonical(bytes)
    }

    /// The bytes.
    pub fn done(self) -> Vec<u8> {
        self.0
    }

    /// A number.
    pub fn number(&mut self, number: i64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    /// Some bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A number, or none.
    pub fn some_number(&mut self, number: Option<i64>) {
        self.0.push(u8::from(number.is_some()));
        number.into_iter().for_each(|number| self.number(number));
    }

    /// Some bytes, or none.
    pub fn some_bytes(&mut self, bytes: Option<&[u8]>) {
        self.0.push(u8::from(bytes.is_some()));
        bytes.into_iter().for_each(|bytes| self.bytes(bytes));
    }

    /// A text, or none.
    pub fn some_text(&mut self, text: Option<&str>) {
        self.some_bytes(text.map(str::as_bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_each_other() {
        let bytes = |fill: fn(&mut Canonical)| {
            let mut bytes = Canonical::version(1);
            fill(&mut bytes);
            bytes.done()
        };
        let all = [
            bytes(|b| [b.text("ab"), b.text("c")].into_iter().collect()),
            bytes(|b| [b.text("a"), b.text("bc")].into_iter().collect()),
            bytes(|b| [b.some_text(None), b.some_text(Some(""))].into_iter().collect()),
            bytes(|b| [b.some_text(Some("")), b.some_text(None)].into_iter().collect()),
            bytes(|b| [b.some_number(None), b.number(0)].into_iter().collect()),
            bytes(|b| [b.some_number(Some(0))].into_iter().collect()),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one), "{place}");
        }
    }
}
