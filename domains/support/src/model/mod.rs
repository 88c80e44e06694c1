//! Cases, levels and answers to begin with: types and rules, without input or output.

mod case;
mod file;
mod level;
mod line;
mod number;
mod settings;
mod state;
mod words;

pub(crate) use case::UNPROMISED;
pub use case::{Case, CaseRow, NewCase, OpenCase, Sees, Sight};
pub use file::{CaseFile, CaseFileId, Message};
pub use level::{Canned, CannedId, Level, LevelId, hours_say, minutes_of};
pub use line::{Line, LineKind, LineSide};
pub use number::CaseNumber;
pub use settings::{ALONE_MB, LARGEST_FILE, MOST_FILES, Settings};
pub use state::{CaseState, Priority};
pub use words::{search_words, words_of};

/// The longest subject and product, in characters.
pub const LONGEST_SUBJECT: usize = 150;
/// The longest name of a product.
pub const LONGEST_PRODUCT: usize = 80;
/// The longest message, in characters.
pub const LONGEST_MESSAGE: usize = 20_000;
