//! The columns of an export, and their CSV.

use audit::Shown;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use jiff::Timestamp;
use kit_core::{Locale, Text};
use kit_i18n::Reader;
use kit_web::WebError;

use super::Rows;
use crate::model::{Operation, Sight, Unit};
use crate::pages::row::Names;

/// What a spreadsheet needs to see that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A value of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Words, maybe a stranger's.
    Words(String),
    /// A whole number.
    Number(i64),
    /// A moment.
    At(Timestamp),
    /// Nothing.
    Empty,
}

/// Who reads the export, and how much.
pub(super) struct Table {
    pub(super) reader: Reader,
    sight: Sight,
    pub(super) unit: Unit,
}

impl Table {
    pub(super) fn new(reader: Reader, sight: Sight, unit: Unit) -> Table {
        Table { reader, sight, unit }
    }

    /// What the columns are called.
    pub(super) fn headings(&self) -> Vec<String> {
        let mut headings = vec![
            Text::new("credits-column-id"),
            Text::new("credits-column-date"),
            Text::new("credits-column-kind"),
            Text::new("credits-column-feature"),
            Text::new("credits-column-quantity"),
            Text::new("credits-column-reference"),
            Text::new("credits-column-who"),
            Text::new("credits-column-reason"),
            match self.unit {
                Unit::Credit => Text::new("credits-column-amount"),
                Unit::SupportMinutes => Text::new("credits-time-minutes"),
            },
            Text::new("credits-column-promotional"),
            Text::new("credits-column-purchased"),
        ];
        if self.sight == Sight::All {
            headings.push(Text::new("credits-owed"));
            headings.push(Text::new("credits-column-after"));
        }
        headings.iter().map(|heading| self.reader.text(heading).into_owned()).collect()
    }

    /// The values of an operation, in the order of the headings.
    pub(super) fn cells(&self, operation: &Operation, names: &Names) -> Vec<Cell> {
        let words = |text: &Option<String>| text.clone().map_or(Cell::Empty, Cell::Words);
        let said = |text: &Text| Cell::Words(self.reader.text(text).into_owned());
        let mut cells = vec![
            Cell::Words(operation.id().to_string()),
            Cell::At(operation.at),
            said(&operation.kind.label()),
            words(&operation.feature),
            operation.quantity.map_or(Cell::Empty, Cell::Number),
            words(&operation.reference),
            match names.by((operation.unit, operation.seq), operation.member, &operation.author) {
                Shown::Plain(name) => Cell::Words(name),
                Shown::Text(text) => said(&text),
            },
            words(&operation.reason),
            Cell::Number(operation.amount.0),
            Cell::Number(operation.promotional.0),
            Cell::Number(operation.purchased.0),
        ];
        if self.sight == Sight::All {
            cells.push(Cell::Number(operation.owed.0));
            cells.push(Cell::Number(operation.after().total().0));
        }
        cells
    }

    /// The beginning of a CSV file.
    pub(super) fn heading(&self) -> Result<Vec<u8>, WebError> {
        Ok([BYTE_ORDER_MARK, &self.records([self.headings()])?].concat())
    }

    /// Lines of a CSV file.
    pub(super) fn lines(&self, rows: &Rows) -> Result<Vec<u8>, WebError> {
        let written =
            |operation| self.cells(operation, &rows.names).into_iter().map(|cell| self.written(cell)).collect();
        self.records(rows.operations.iter().map(written))
    }

    fn written(&self, cell: Cell) -> String {
        match cell {
            Cell::Words(words) => harmless(words),
            Cell::Number(number) => number.to_string(),
            Cell::At(at) => self.reader.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Cell::Empty => String::new(),
        }
    }

    fn records(&self, records: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, WebError> {
        let delimiter = match self.reader.locale {
            Locale::Fr => b';',
            Locale::En => b',',
        };
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter)
            // A program that takes another separator still finds whole cells.
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        for record in records {
            writer.write_record(&record).map_err(|error| WebError::Fault(error.to_string()))?;
        }
        writer.into_inner().map_err(|error| WebError::Fault(error.to_string()))
    }
}

/// What a spreadsheet would take for a formula begins with an apostrophe, and is shown as it was typed.
fn harmless(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) {
        format!("'{words}")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_formula() {
        for typed in ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"] {
            assert_eq!(harmless(typed.to_owned()), format!("'{typed}"));
        }
        assert_eq!(harmless("Étage 2 = bureau".to_owned()), "Étage 2 = bureau");
    }
}
