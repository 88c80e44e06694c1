//! Complements (record 05): a qualifier of three characters and what it says, in 70 characters.

use super::record::Record;
use crate::{Entry, text};

/// What the complement before this one was, as far as it matters to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Previous {
    /// Nothing that goes on in the next.
    #[default]
    Other,
    /// The first half of what the payer wrote; full, so that a word may be cut by its end.
    FullText,
    /// The first half of what the payer wrote, ended by spaces.
    Text,
}

/// Adds a complement to the movement it follows. What no field is meant for is kept as a text.
pub(super) fn add(record: &Record<'_>, entry: &mut Entry, previous: Previous) -> Previous {
    let Some(words) = record.words(48, 118) else { return Previous::Other };
    let Some(transaction) = entry.transactions.last_mut() else { return Previous::Other };
    match record.field(45, 48) {
        "LIB" => match &mut entry.label {
            Some(label) => {
                label.push(' ');
                label.push_str(&words);
            }
            None => entry.label = Some(words),
        },
        "NPY" if transaction.payer_name.is_none() => transaction.payer_name = Some(words),
        "RCN" => {
            if transaction.end_to_end_id.is_none() {
                transaction.end_to_end_id = text::reference(record.field(48, 83));
            }
            transaction.texts.extend(record.words(83, 118));
        }
        "LCS" => transaction.references.extend(text::reference(record.field(48, 83))),
        "LCC" => {
            transaction.texts.push(words);
            let is_full = record.words(117, 118).is_some();
            return if is_full { Previous::FullText } else { Previous::Text };
        }
        "LC2" if previous != Previous::Other => {
            if let Some(first) = transaction.texts.last_mut() {
                if previous == Previous::Text || record.words(48, 49).is_none() {
                    first.push(' ');
                }
                first.push_str(&words);
            }
        }
        _ => transaction.texts.push(words),
    }
    Previous::Other
}
