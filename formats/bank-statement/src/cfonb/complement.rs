//! Complements (record 05): a qualifier of three characters and what it says, up to 70 characters.

use super::record::Record;
use crate::{Entry, text};

/// Adds a complement to the movement it follows. What no field is meant for is kept as a text.
pub(super) fn add(record: &Record<'_>, entry: &mut Entry) {
    let Some(words) = record.words(48, 118) else { return };
    let Some(transaction) = entry.transactions.last_mut() else { return };
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
        // The second half of what the payer wrote, cut after 70 characters: in the middle of a word, if the first is full.
        "LC2" => match transaction.texts.last_mut() {
            Some(first) => {
                if first.chars().count() < 70 || record.field(48, 49) == " " {
                    first.push(' ');
                }
                first.push_str(&words);
            }
            None => transaction.texts.push(words),
        },
        _ => transaction.texts.push(words),
    }
}
