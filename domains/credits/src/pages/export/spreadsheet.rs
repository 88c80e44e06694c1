//! An export as XLSX: rows go to temporary files as they come, so that memory does not grow with the history.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use axum::body::{Body, Bytes};
use futures_util::stream;
use kit_i18n::Reader;
use kit_web::WebError;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::Rows;
use super::table::{Cell, Table};
use crate::model::{Sight, Unit};

/// A sheet has room for 1,048,576 rows; the rest goes to a next one.
const ROWS: u32 = 1_000_000;
/// How much of the finished file is in memory at a time, in bytes.
const CHUNK: usize = 64 << 10;

/// A spreadsheet that grows.
pub(super) struct Spreadsheet {
    table: Table,
    workbook: Workbook,
    sheet: Option<Worksheet>,
    next_row: u32,
    moment: Format,
}

impl Spreadsheet {
    pub(super) fn new(reader: Reader, sight: Sight, unit: Unit) -> Result<Spreadsheet, WebError> {
        let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let table = Table::new(reader, sight, unit);
        let mut this = Spreadsheet { table, workbook: Workbook::new(), sheet: None, next_row: 0, moment };
        this.begin().map_err(fault)?;
        Ok(this)
    }

    /// Adds a page of rows.
    pub(super) fn add(&mut self, rows: &Rows) -> Result<(), WebError> {
        for operation in &rows.operations {
            if self.next_row > ROWS {
                self.begin().map_err(fault)?;
            }
            let cells = self.table.cells(operation, &rows.names);
            self.write(&cells).map_err(fault)?;
        }
        Ok(())
    }

    /// The whole file, read as it is sent.
    pub(super) async fn finish(mut self) -> Result<Body, WebError> {
        let file = tokio::task::spawn_blocking(move || {
            if let Some(sheet) = self.sheet.take() {
                self.workbook.push_worksheet(sheet);
            }
            let mut file = tempfile::tempfile().map_err(|error| WebError::Fault(error.to_string()))?;
            self.workbook.save_to_writer(&mut file).map_err(fault)?;
            file.seek(SeekFrom::Start(0)).map_err(|error| WebError::Fault(error.to_string()))?;
            Ok::<_, WebError>(file)
        });
        let file = file.await.map_err(|error| WebError::Fault(error.to_string()))??;
        Ok(Body::from_stream(stream::try_unfold(file, chunk)))
    }

    /// Begins a sheet with its headings.
    fn begin(&mut self) -> Result<(), XlsxError> {
        let number = if self.sheet.is_some() { self.workbook.worksheets().len() + 2 } else { 1 };
        if let Some(full) = self.sheet.take() {
            self.workbook.push_worksheet(full);
        }
        let mut sheet = self.workbook.new_worksheet_with_constant_memory()?;
        let title = self.table.reader.text(&self.table.unit.history_title()).into_owned();
        sheet.set_name(if number == 1 { title } else { format!("{title} {number}") })?;
        let bold = Format::new().set_bold();
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(self.table.headings()) {
            sheet.set_column_width(column, 20)?;
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        (self.sheet, self.next_row) = (Some(sheet), 1);
        Ok(())
    }

    fn write(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        for (column, cell) in (0..).zip(cells) {
            match cell {
                // A string stays a string, whatever it begins with.
                Cell::Words(words) => sheet.write_string(self.next_row, column, words)?,
                Cell::Number(number) => sheet.write_number(self.next_row, column, *number as f64)?,
                Cell::At(at) => {
                    let here = self.table.reader.zone.to_datetime(*at);
                    let text = here.strftime("%Y-%m-%dT%H:%M:%S").to_string();
                    let moment = rust_xlsxwriter::ExcelDateTime::parse_from_str(&text)?;
                    sheet.write_datetime_with_format(self.next_row, column, moment, &self.moment)?
                }
                Cell::Empty => continue,
            };
        }
        self.next_row += 1;
        Ok(())
    }
}

async fn chunk(mut file: File) -> Result<Option<(Bytes, File)>, std::io::Error> {
    let read = tokio::task::spawn_blocking(move || {
        let mut chunk = vec![0; CHUNK];
        let length = file.read(&mut chunk)?;
        chunk.truncate(length);
        Ok::<_, std::io::Error>((chunk, file))
    });
    let (chunk, file) = read.await.map_err(std::io::Error::other)??;
    Ok((!chunk.is_empty()).then(|| (Bytes::from(chunk), file)))
}

fn fault(error: XlsxError) -> WebError {
    WebError::Fault(error.to_string())
}
