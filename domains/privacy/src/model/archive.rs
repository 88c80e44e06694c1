//! The file of an export: a ZIP with a page to read first, and each kind of data as JSON and as CSV.

use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use kit_core::Locale;
use kit_web::PersonalRow;
use serde_json::Value;
use thiserror::Error;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What a spreadsheet needs to see that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The file cannot be made.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The archive refuses.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] std::io::Error),
    /// A line is no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A line is no CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// A file that is being made. Lines are written as they come, so that only what is packed stays in memory.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    locale: Locale,
    /// How many lines the present list has.
    lines: usize,
}

impl Archive {
    /// An empty file for a reader of this language.
    pub fn new(locale: Locale) -> Archive {
        Archive { zip: ZipWriter::new(Cursor::new(Vec::new())), locale, lines: 0 }
    }

    /// Adds a text.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), ArchiveError> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// Begins a list as JSON; its lines follow.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn begin_json(&mut self, name: &str) -> Result<(), ArchiveError> {
        self.lines = 0;
        self.zip.start_file(format!("json/{name}.json"), SimpleFileOptions::default())?;
        Ok(self.zip.write_all(b"[")?)
    }

    /// Adds lines to a list as JSON.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn add_json(&mut self, rows: &[PersonalRow]) -> Result<(), ArchiveError> {
        for row in rows {
            let comma = if self.lines == 0 { "\n" } else { ",\n" };
            let fields: Vec<String> = row
                .iter()
                .map(|(name, value)| Ok(format!("{}: {value}", serde_json::to_string(name)?)))
                .collect::<Result<_, serde_json::Error>>()?;
            write!(self.zip, "{comma}  {{{}}}", fields.join(", "))?;
            self.lines += 1;
        }
        Ok(())
    }

    /// Ends a list as JSON.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn end_json(&mut self) -> Result<(), ArchiveError> {
        Ok(self.zip.write_all(if self.lines == 0 { b"]\n" } else { b"\n]\n" })?)
    }

    /// Begins a list as CSV; its lines follow.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn begin_csv(&mut self, name: &str) -> Result<(), ArchiveError> {
        self.lines = 0;
        self.zip.start_file(format!("csv/{name}.csv"), SimpleFileOptions::default())?;
        Ok(self.zip.write_all(BYTE_ORDER_MARK.as_bytes())?)
    }

    /// Adds lines to a list as CSV, with a heading before the first: semicolons for readers of French, commas for others, as
    /// their spreadsheets expect.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn add_csv(&mut self, rows: &[PersonalRow]) -> Result<(), ArchiveError> {
        let delimiter = match self.locale {
            Locale::Fr => b';',
            Locale::En => b',',
        };
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter)
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        for row in rows {
            if self.lines == 0 {
                writer.write_record(row.iter().map(|(name, _)| *name))?;
            }
            writer.write_record(row.iter().map(|(_, value)| cell(value)))?;
            self.lines += 1;
        }
        let written = writer.into_inner().map_err(|error| error.into_error())?;
        Ok(self.zip.write_all(&written)?)
    }

    /// The file.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

/// Writes a copy anew, piece by piece, so that files can follow its lists without ever being there as a whole. What is written waits until it
/// is [taken](Copier::take).
pub struct Copier {
    zip: ZipWriter<StreamWriter<Written>>,
    written: Written,
}

impl Copier {
    /// Begins with all that `archive` holds.
    ///
    /// # Errors
    /// It is no archive, or cannot be written.
    pub fn of(archive: Vec<u8>) -> Result<Copier, ArchiveError> {
        let mut archive = ZipArchive::new(Cursor::new(archive))?;
        let written = Written::default();
        let mut zip = ZipWriter::new_stream(written.clone());
        for place in 0..archive.len() {
            let mut entry = archive.by_index(place)?;
            let name = entry.name()?.into_owned();
            zip.start_file(name, SimpleFileOptions::default())?;
            std::io::copy(&mut entry, &mut zip)?;
        }
        Ok(Copier { zip, written })
    }

    /// Begins a file of this size; its bytes follow. It is not packed: most files are already.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin_file(&mut self, name: &str, size: u64) -> Result<(), ArchiveError> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        Ok(self.zip.start_file(format!("files/{name}"), stored.large_file(size >= LARGE))?)
    }

    /// Adds bytes to the file.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        Ok(self.zip.write_all(bytes)?)
    }

    /// Adds a text.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), ArchiveError> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// What was written since this was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        self.written.take()
    }

    /// Ends the copy: its last bytes.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        self.zip.finish()?;
        Ok(self.written.take())
    }
}

/// Bytes that were written and not taken yet.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.bytes())
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// From this size on, in bytes, the archive notes a file's size in more bytes.
const LARGE: u64 = u32::MAX as u64;

/// A value as a spreadsheet shows it; what it would take for a formula begins with an apostrophe.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) if words.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) => {
            format!("'{words}")
        }
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use serde_json::json;

    use super::*;

    fn made(locale: Locale) -> zip::ZipArchive<Cursor<Vec<u8>>> {
        let rows: [PersonalRow; 2] = [
            vec![("name", json!("=1+1 \"x\"")), ("at", json!(null)), ("n", json!(-3))],
            vec![("name", json!("é; b")), ("at", json!("2026-11-22T09:00:00Z")), ("n", json!(4))],
        ];
        let mut archive = Archive::new(locale);
        archive.add_text("LISEZMOI.txt", "Bonjour").unwrap();
        archive.begin_json("a.rows").unwrap();
        rows.chunks(1).for_each(|rows| archive.add_json(rows).unwrap());
        archive.end_json().unwrap();
        archive.begin_csv("a.rows").unwrap();
        rows.chunks(1).for_each(|rows| archive.add_csv(rows).unwrap());
        archive.begin_json("b.none").unwrap();
        archive.end_json().unwrap();
        zip::ZipArchive::new(Cursor::new(archive.finish().unwrap())).unwrap()
    }

    fn text(archive: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_lines_are_json_and_csv() {
        let mut archive = made(Locale::Fr);
        assert_eq!(text(&mut archive, "LISEZMOI.txt"), "Bonjour");
        let read: Value = serde_json::from_str(&text(&mut archive, "json/a.rows.json")).unwrap();
        assert_eq!(
            read,
            json!([{"name": "=1+1 \"x\"", "at": null, "n": -3}, {"name": "é; b", "at": "2026-11-22T09:00:00Z", "n": 4}])
        );
        assert_eq!(text(&mut archive, "json/b.none.json"), "[]\n");
        let csv = text(&mut archive, "csv/a.rows.csv");
        assert_eq!(
            csv,
            "\u{feff}\"name\";\"at\";\"n\"\r\n\"'=1+1 \"\"x\"\"\";\"\";\"-3\"\r\n\"é; b\";\"2026-11-22T09:00:00Z\";\"4\"\r\n"
        );
        assert!(text(&mut made(Locale::En), "csv/a.rows.csv").contains("\"name\",\"at\",\"n\""));
    }
}
