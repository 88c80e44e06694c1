//! How an operation's amount is spread over lots.

use std::fmt;
use std::str::FromStr;

use kit_core::Credits;
use kit_db::{Cell, FromValue, Value};

use super::LotKind;

/// What an operation put into a lot, or took from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The lot: the operation that opened it.
    pub lot: i64,
    /// The lot's kind.
    pub kind: LotKind,
    /// Positive for what came in.
    pub amount: Credits,
}

/// The parts of an operation, in the order in which the lots gave or took them: burn order, mostly. Written as `12:g:-3 15:p:-1`: lot, kind, amount.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Split(Vec<Part>);

impl Split {
    pub(super) fn new(parts: Vec<Part>) -> Split {
        Split(parts)
    }

    /// The parts, in their order.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// What is of one kind. Sums of stored parts saturate: a forged one must not bring the check down.
    pub fn of(&self, kind: LotKind) -> Credits {
        let parts = self.0.iter().filter(|part| part.kind == kind);
        Credits(parts.fold(0, |sum, part| sum.saturating_add(part.amount.0)))
    }

    /// All of it.
    pub fn total(&self) -> Credits {
        Credits(self.0.iter().fold(0, |sum, part| sum.saturating_add(part.amount.0)))
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{}:{}:{}", part.lot, part.kind.letter(), part.amount)?;
        }
        Ok(())
    }
}

impl FromStr for Split {
    type Err = String;

    fn from_str(text: &str) -> Result<Split, String> {
        let part = |text: &str| {
            let mut fields = text.split(':');
            let lot = fields.next()?.parse().ok()?;
            let kind = LotKind::from_letter(fields.next()?)?;
            let amount = Credits(fields.next()?.parse().ok()?);
            fields.next().is_none().then_some(Part { lot, kind, amount })
        };
        let parts = text
            .split_ascii_whitespace()
            .map(|text| part(text).ok_or_else(|| format!("`{text}` is no part of a split")));
        parts.collect::<Result<_, _>>().map(Split)
    }
}

impl FromValue for Split {
    fn from_value(cell: Cell<'_>) -> Result<Split, String> {
        match cell {
            Value::Text(text) => text.parse(),
            _ => Err("the split is no text".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_survive_their_text() {
        let part = |lot, kind, amount| Part { lot, kind, amount: Credits(amount) };
        let split = Split(vec![part(12, LotKind::Promotional, -3), part(15, LotKind::Purchased, -1)]);
        assert_eq!(split.to_string(), "12:g:-3 15:p:-1");
        assert_eq!(split.to_string().parse(), Ok(split.clone()));
        assert_eq!((split.of(LotKind::Promotional), split.total()), (Credits(-3), Credits(-4)));
        assert_eq!("".parse(), Ok(Split::default()));
        assert!("12:x:-3".parse::<Split>().is_err());
    }
}
