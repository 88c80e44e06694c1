//! What the publisher sets about cases: one value, read whole.

use kit_core::AccountId;
use kit_files::FileKind;
use serde::{Deserialize, Serialize};

/// The largest file that a publisher can allow, in megabytes: as much as one message may bring.
pub const LARGEST_FILE: i64 = 500;
/// The most files of a message.
pub const MOST_FILES: usize = 10;
/// How much the files of a person may hold together who asks for himself or herself alone, in megabytes: room to show a paper or a few pictures.
/// Anybody may sign up, as often as he or she has mailboxes.
pub const ALONE_MB: i64 = 20;

/// What the publisher set. A field added later has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The products to choose from; none: customers type what it is about.
    pub products: Vec<String>,
    /// After how many days a solved case is closed by itself.
    pub close_days: i64,
    /// For how many days after its end a case can be opened again by an answer.
    pub reopen_days: i64,
    /// The largest file, in megabytes; zero: none are taken.
    pub file_mb: i64,
    /// How much the files of an account may hold together, in megabytes.
    pub account_mb: i64,
    /// What files may be, by the codes of their kinds.
    pub file_kinds: Vec<String>,
    /// Whether an answer that staff mails goes to the customer; otherwise it is a note.
    pub staff_by_mail: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let file_kinds = FileKind::TAKEN.map(|kind| kind.code().to_owned()).into();
        Settings {
            products: Vec::new(),
            close_days: 7,
            reopen_days: 30,
            file_mb: 25,
            account_mb: 2_000,
            file_kinds,
            staff_by_mail: false,
        }
    }
}

impl Settings {
    /// What files may be.
    pub fn kinds(&self) -> Vec<FileKind> {
        FileKind::TAKEN.into_iter().filter(|kind| self.file_kinds.iter().any(|code| code == kind.code())).collect()
    }

    /// The largest file, in bytes.
    pub fn largest_file(&self) -> u64 {
        u64::try_from(self.file_mb).unwrap_or_default() << 20
    }

    /// How much the files of a customer may hold together, in bytes: those of an account, or of a person who asks alone.
    pub fn room(&self, account: Option<AccountId>) -> i64 {
        let mb = if account.is_some() { self.account_mb } else { self.account_mb.min(ALONE_MB) };
        mb << 20
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_before_get_defaults() {
        let settings: Settings = serde_json::from_str(r#"{"products": ["Trame"]}"#).unwrap();
        assert_eq!((settings.close_days, settings.reopen_days, settings.products.len()), (7, 30, 1));
        assert_eq!((settings.largest_file(), settings.kinds()), (25 << 20, FileKind::TAKEN.to_vec()));
    }

    #[test]
    fn who_asks_alone_has_little_room() {
        let (account, settings) = (Some(AccountId(1)), Settings::default());
        assert_eq!((settings.room(account), settings.room(None)), (2_000 << 20, 20 << 20));
        let small = Settings { account_mb: 1, ..settings };
        assert_eq!((small.room(account), small.room(None)), (1 << 20, 1 << 20));
    }

    #[test]
    fn no_setting_lets_programs_in() {
        let settings =
            Settings { file_kinds: vec!["program".into(), "text".into(), "x".into()], ..Settings::default() };
        assert_eq!(settings.kinds(), [FileKind::Text]);
    }
}
