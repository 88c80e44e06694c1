//! Bank statements: CAMT.053 and CAMT.054 of the versions .02 to .08 (ISO 20022), and CFONB 120 (*relevé de compte*,
//! once AFB120).
//!
//! [`read`] recognises the format and gives the [`Statement`]s of a file, or refuses the whole file and says where and
//! why: half a statement is worse than none. [`Statement::lines`] then gives what a publisher matches one by one with
//! what is owed, each line with an identity that stays the same when the file, or one that overlaps it, is read again.
//!
//! The crate does no input or output, reads no clock and knows nothing of orders or invoices.
//!
//! ```
//! let file = concat!(
//!     "0130004    00823EUR2 00010000001  300426                                                  0000000001000{\n",
//!     "0430004    00823EUR2 0001000000105040526  040526VIR SEPA ACME                    0000000  0000000000018A\n",
//!     "0530004    00823EUR2 0001000000105040526     LCCRF86F2026000123\n",
//!     "0730004    00823EUR2 00010000001  310526                                                  0000000001018A\n",
//! );
//! let statements = bank_statement::read(file.as_bytes())?;
//! let lines = statements[0].lines();
//! assert_eq!(lines[0].amount.to_string(), "1.81 EUR");
//! assert_eq!(lines[0].texts(), ["VIR SEPA ACME", "RF86F2026000123"]);
//!
//! let error = bank_statement::read(&file.as_bytes()[..250]).unwrap_err();
//! assert_eq!(error.to_string(), "line 1, column 1: the statement that begins here has no new balance (07)");
//! # Ok::<(), bank_statement::ReadError>(())
//! ```

mod account;
mod amount;
mod camt;
mod cfonb;
mod error;
mod lines;
mod place;
mod statement;
mod text;

pub use account::BankAccount;
pub use amount::{AmountError, Money};
pub use error::{Problem, ReadError};
pub use lines::Line;
pub use place::Place;
pub use statement::{Balance, BalanceCheck, Direction, Entry, Format, Return, Statement, Status, Transaction};

/// The largest file that is read, in bytes (256 MiB): some ten times the largest that banks are known to send.
pub const MAX_FILE_BYTES: usize = 256 * 1024 * 1024;

/// The most entries, and also the most transactions, that one file may have: what is kept of a file stays within a few
/// hundred MiB.
pub const MAX_LINES: usize = 500_000;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads all statements of a file, of whichever of the known formats it is in.
///
/// CAMT files are in UTF-8 (with or without a byte order mark) or ISO-8859-1; CFONB files in ASCII, UTF-8 or
/// ISO-8859-1, with or without line ends. A file that is not read to its end is refused as a whole.
///
/// # Errors
///
/// [`ReadError`] says what is wrong, and where if it is in one place.
pub fn read(file: &[u8]) -> Result<Vec<Statement>, ReadError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(ReadError::of_file(Problem::FileTooLarge { bytes: file.len() }));
    }
    let content = file.strip_prefix(UTF8_MARK).unwrap_or(file);
    match content {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] => {
            return Err(ReadError::of_file(Problem::Encoding("UTF-16".to_owned())));
        }
        _ => {}
    }
    match content.trim_ascii_start() {
        [] => Err(ReadError::of_file(Problem::Empty)),
        [b'<', ..] => camt::read(content),
        [b'0', b'0'..=b'9', ..] => cfonb::read(content),
        _ => Err(ReadError::of_file(Problem::UnknownFormat)),
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
