//! What an installation is told before it starts: a file and the environment, checked as a whole before anything is opened.

mod error;
mod raw;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use kit_db::DatabaseUrl;
use kit_files::Files;
use kit_http::Reach;
use kit_mail::{Email, Transport};
use kit_mail_in::Listen;
use kit_web::PublicUrl;
use publisher::ReplyTo;

pub use error::{Origin, SettingsError};
use raw::Raw;

use crate::log::LogFormat;
use crate::secret::{MasterKey, SecretKey};

/// Every setting: its name in the file, and after `GUICHET_` in capitals its name in the environment.
pub const SETTINGS: [(&str, &str); 11] = [
    ("database", "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE"),
    ("public_url", "where customers reach the program, such as https://client.example.org"),
    ("bind", "the address to listen on; 127.0.0.1:8080 if not said"),
    ("mail", "smtp://USER:PASSWORD@HOST:587, smtps://… or folder:PATH"),
    ("mail_in", "where your mail server hands answers over by LMTP: 127.0.0.1:PORT or unix:PATH; nowhere if not said"),
    (
        "mail_in_address",
        "the address of these answers, such as support@client.example.org; each mail adds its own +tag to it",
    ),
    ("secret_key", "64 hexadecimal digits; with SQLite made by itself, in secret.key beside the database"),
    ("files", "the folder of files that customers send; beside an SQLite database if not said, none on PostgreSQL"),
    ("behind_proxy", "true when a reverse proxy of yours stands before the program; false if not said"),
    ("webhooks_allow_local", "true lets webhooks reach this machine by http, for trials; false if not said"),
    ("log", "text or json; text if not said"),
];

/// The settings of an installation, checked.
#[derive(Debug)]
pub struct Settings {
    /// The database.
    pub database: DatabaseUrl,
    /// Under which address customers reach the program.
    pub public_url: PublicUrl,
    /// Where the program listens.
    pub bind: SocketAddr,
    /// The way out for mail.
    pub mail: Transport,
    /// Where mail is handed over, if it comes in here.
    pub mail_in: Option<Listen>,
    /// The address whose tagged forms take answers.
    pub mail_in_address: Option<Email>,
    /// Where the master key comes from.
    pub secret_key: SecretKey,
    /// Where files are kept.
    pub files: Files,
    /// Whether a reverse proxy of ours tells the address of the client.
    pub behind_proxy: bool,
    /// Whether webhooks may reach this machine itself: for trials alone.
    pub webhooks_allow_local: bool,
    /// How the log is written.
    pub log: LogFormat,
}

impl Settings {
    /// Reads `file`, or `guichet.toml` here if there is one, and the variables of the environment, which win.
    ///
    /// # Errors
    /// The first thing that is wrong, with its name and where it stands.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Settings, SettingsError> {
        let mut raw = Raw::read(file)?;
        raw.overlay(environment)?;
        let database: DatabaseUrl = raw.required("database")?;
        let secret_key = match (raw.optional::<MasterKey>("secret_key")?, &database) {
            (Some(key), _) => SecretKey::Given(key),
            (None, DatabaseUrl::Sqlite(path)) => SecretKey::File(beside(path)),
            (None, DatabaseUrl::Postgres(_)) => return Err(raw.missing("secret_key")),
        };
        let files = match (raw.optional::<PathBuf>("files")?, &database) {
            (Some(folder), _) => Files::at(folder),
            (None, DatabaseUrl::Sqlite(path)) => Files::at(path.with_file_name("files")),
            (None, DatabaseUrl::Postgres(_)) => Files::none(),
        };
        let mail_in: Option<Listen> = raw.optional("mail_in")?;
        let mail_in_address: Option<ReplyBase> = raw.optional("mail_in_address")?;
        if mail_in.is_some() && mail_in_address.is_none() {
            return Err(raw.missing("mail_in_address"));
        }
        Ok(Settings {
            mail_in,
            mail_in_address: mail_in_address.map(|ReplyBase(address)| address),
            secret_key,
            files,
            public_url: raw.required("public_url")?,
            bind: raw
                .optional_in_words("bind", "an address and a port are expected, such as 127.0.0.1:8080 or [::]:8080")?
                .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 8080))),
            mail: raw.required("mail")?,
            behind_proxy: raw.optional_in_words("behind_proxy", "true or false is expected")?.unwrap_or(false),
            webhooks_allow_local: raw
                .optional_in_words("webhooks_allow_local", "true or false is expected")?
                .unwrap_or(false),
            log: raw.optional("log")?.unwrap_or_default(),
            database,
        })
    }

    /// How far calls to registered addresses reach.
    pub fn reach(&self) -> Reach {
        if self.webhooks_allow_local { Reach::Loopback } else { Reach::Public }
    }
}

/// An address that leaves room for tags.
struct ReplyBase(Email);

impl FromStr for ReplyBase {
    type Err = String;

    fn from_str(text: &str) -> Result<ReplyBase, String> {
        let email = Email::parse(text).map_err(|error| error.to_string())?;
        let length = email.as_str().split('@').next().unwrap_or_default().len();
        let longest = ReplyTo::LONGEST_BASE;
        if length > longest {
            return Err(format!("before the @ at most {longest} characters leave room for what is added to them"));
        }
        Ok(ReplyBase(email))
    }
}

/// `secret.key` in the folder of the database.
pub(crate) fn beside(database: &Path) -> PathBuf {
    database.with_file_name("secret.key")
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: [(&str, &str); 3] = [
        ("GUICHET_DATABASE", "sqlite:/var/lib/guichet/guichet.db"),
        ("GUICHET_PUBLIC_URL", "https://client.example.org"),
        ("GUICHET_MAIL", "folder:/tmp/outbox"),
    ];

    fn load(file: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet.toml");
        std::fs::write(&path, file).unwrap();
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let said = |error: SettingsError| error.to_string().replace(&path.display().to_string(), "FILE");
        Settings::load(Some(&path), variables.into_iter()).map_err(said)
    }

    #[test]
    fn what_is_not_said_is_sensible() {
        let settings = load("", &COMPLETE).unwrap();
        assert_eq!(settings.bind.to_string(), "127.0.0.1:8080");
        assert!(!settings.behind_proxy);
        assert_eq!(settings.reach(), Reach::Public);
        assert!(
            matches!(settings.secret_key, SecretKey::File(path) if path == Path::new("/var/lib/guichet/secret.key"))
        );
        assert_eq!(settings.files.folder(), Some(Path::new("/var/lib/guichet/files")));
        let server = [
            ("GUICHET_DATABASE", "postgres://u@h/d"),
            ("GUICHET_SECRET_KEY", "0000000000000000000000000000000000000000000000000000000000000001"),
        ];
        let server = load("", &[&COMPLETE[1..], &server].concat()).unwrap();
        assert!(!server.files.are_kept(), "several nodes need one folder, which only their owner knows");
        assert_eq!(load("files = \"/srv/files\"", &COMPLETE).unwrap().files.folder(), Some(Path::new("/srv/files")));
    }

    #[test]
    fn variables_win_over_the_file() {
        let file = "bind = \"127.0.0.1:1\"\nbehind_proxy = true\nlog = \"json\"\n";
        let settings = load(file, &[COMPLETE.as_slice(), &[("GUICHET_BIND", "127.0.0.1:2")]].concat()).unwrap();
        assert_eq!(settings.bind.port(), 2);
        assert!(settings.behind_proxy);
        let trial = [COMPLETE.as_slice(), &[("GUICHET_WEBHOOKS_ALLOW_LOCAL", "true")]].concat();
        assert_eq!(load("", &trial).unwrap().reach(), Reach::Loopback);
        assert_eq!(settings.log, LogFormat::Json);
    }

    #[test]
    fn each_mistake_names_its_setting_and_its_place() {
        let with = |name: &'static str, value: &'static str| [COMPLETE.as_slice(), &[(name, value)]].concat();
        let cases = [
            ("", vec![], "the setting `database` is missing: set it in FILE, or as GUICHET_DATABASE"),
            (
                "bind = \"x\"",
                COMPLETE.to_vec(),
                "the setting `bind` in FILE is wrong: an address and a port are expected",
            ),
            ("", with("GUICHET_BIND", "x"), "the setting `bind` in the variable GUICHET_BIND is wrong: "),
            (
                "",
                with("GUICHET_PUBLIC_URL", "client"),
                "the setting `public_url` in the variable GUICHET_PUBLIC_URL is wrong: ",
            ),
            ("", with("GUICHET_MAIL", "smtp:"), "the setting `mail` in the variable GUICHET_MAIL is wrong: "),
            (
                "",
                with("GUICHET_MAIL_IN", "0.0.0.0:24"),
                "the setting `mail_in` in the variable GUICHET_MAIL_IN is wrong: ",
            ),
            ("", with("GUICHET_MAIL_IN", "127.0.0.1:2424"), "the setting `mail_in_address` is missing: "),
            (
                "",
                with("GUICHET_MAIL_IN_ADDRESS", "assistance-de-la-maison@client.example"),
                "the setting `mail_in_address` in the variable GUICHET_MAIL_IN_ADDRESS is wrong: before the @ at most 18",
            ),
            ("", with("GUICHET_LOG", "xml"), "the setting `log` in the variable GUICHET_LOG is wrong: "),
            (
                "",
                with("GUICHET_SECRET_KEY", "abc"),
                "the setting `secret_key` in the variable GUICHET_SECRET_KEY is wrong: ",
            ),
            (
                "behind_proxy = \"perhaps\"",
                COMPLETE.to_vec(),
                "the setting `behind_proxy` in FILE is wrong: true or false",
            ),
            ("", with("GUICHET_DATABASE", "postgres://u@h/d"), "the setting `secret_key` is missing: "),
            ("databse = \"x\"", COMPLETE.to_vec(), "FILE has a setting that does not exist: `databse`"),
            ("", with("GUICHET_DATABSE", "x"), "the variable GUICHET_DATABSE names a setting that does not exist"),
            ("bind = [1]", COMPLETE.to_vec(), "the setting `bind` in FILE is wrong: "),
            ("bind = ", COMPLETE.to_vec(), "FILE cannot be read: "),
        ];
        for (file, variables, expected) in cases {
            let said = load(file, &variables).map(drop).unwrap_err();
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn a_mistake_in_a_secret_does_not_tell_it() {
        let key = "5ec2e7".repeat(10);
        let said =
            load("", &[COMPLETE.as_slice(), &[("GUICHET_SECRET_KEY", key.as_str())]].concat()).map(drop).unwrap_err();
        assert!(!said.contains("5ec2e7"), "{said}");
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let said =
            Settings::load(Some(Path::new("/nowhere/guichet.toml")), std::iter::empty()).unwrap_err().to_string();
        assert!(said.starts_with("/nowhere/guichet.toml cannot be read: "), "{said}");
    }
}
