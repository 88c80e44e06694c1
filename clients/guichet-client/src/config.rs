//! Where the server is, and who calls.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::Url;
use serde::Deserialize;

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(10);
/// How long a call may take with all its attempts.
const DEADLINE: Duration = Duration::from_secs(30);

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No address is set.
    #[error("no address is set: GUICHET_URL, or `url` in the file")]
    NoUrl,
    /// No API key is set.
    #[error("no API key is set: GUICHET_KEY, or `key` in the file")]
    NoKey,
    /// The address is none of the web.
    #[error("`{0}` is not the address of a server")]
    Url(String),
    /// The API key would go over the wire in clear.
    #[error("`{0}` is not encrypted: https is needed, but to this machine itself")]
    NotEncrypted(String),
    /// The API key has characters that no key has.
    #[error("the API key is not one of Guichet's: they begin with gk_")]
    Key,
    /// A length of time that is none.
    #[error("`{0}` is no number of seconds from 1 to 3600")]
    Seconds(String),
    /// Neither use nor disuse of the system's key store.
    #[error("`{0}` is neither `auto` nor `never`: GUICHET_KEY_STORE")]
    KeyStore(String),
    /// The file cannot be read or understood.
    #[error("{path}: {why}")]
    File {
        /// Which file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The settings of a client.
#[derive(Clone)]
pub struct Config {
    pub(crate) url: Url,
    /// What is shown as `Authorization: Bearer`; nothing before a machine is linked.
    pub(crate) bearer: Option<String>,
    pub(crate) attempt: Duration,
    pub(crate) deadline: Duration,
    pub(crate) application: String,
}

impl Config {
    /// The server at `url`, called with an API key. `https`, but for a server on this very machine.
    ///
    /// # Errors
    /// The address or the key cannot be.
    pub fn new(url: &str, key: &str) -> Result<Config, ConfigError> {
        let server = Config::server(url)?;
        let well_formed = key.starts_with("gk_") && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !well_formed {
            return Err(ConfigError::Key);
        }
        Ok(Config { bearer: Some(key.to_owned()), ..server })
    }

    /// The server at `url`, for a machine: it shows the token that it gets when it is linked, see
    /// [`LinkFile`](crate::LinkFile). `https`, but for a server on this very machine.
    ///
    /// # Errors
    /// The address cannot be.
    pub fn server(url: &str) -> Result<Config, ConfigError> {
        let address = Url::parse(url).map_err(|_| ConfigError::Url(url.to_owned()))?;
        let of_the_web = matches!(address.scheme(), "http" | "https") && address.host().is_some();
        if !of_the_web || !address.username().is_empty() || address.password().is_some() {
            return Err(ConfigError::Url(url.to_owned()));
        }
        if address.scheme() == "http" && !is_loopback(&address) {
            return Err(ConfigError::NotEncrypted(url.to_owned()));
        }
        Ok(Config { url: address, bearer: None, attempt: ATTEMPT, deadline: DEADLINE, application: String::new() })
    }

    /// As the environment says: `GUICHET_URL` and `GUICHET_KEY`.
    ///
    /// # Errors
    /// Something is missing or wrong.
    pub fn from_env() -> Result<Config, ConfigError> {
        Config::find(None, |name| std::env::var(name).ok())
    }

    /// As a file of the application says: TOML with `url`, `key`, and if wanted `deadline` in seconds.
    ///
    /// # Errors
    /// The file cannot be read, or something is missing or wrong.
    pub fn from_file(path: &Path) -> Result<Config, ConfigError> {
        Config::find(Some(path), |_| None)
    }

    /// As a file and the environment say; the environment wins.
    ///
    /// # Errors
    /// Something is missing or wrong.
    pub fn find(file: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let file = file.map(File::read).transpose()?.unwrap_or_default();
        let url = variable("GUICHET_URL").or(file.url).ok_or(ConfigError::NoUrl)?;
        let key = variable("GUICHET_KEY").or(file.key).ok_or(ConfigError::NoKey)?;
        Config::new(&url, &key)?.within(variable("GUICHET_DEADLINE"), file.deadline)
    }

    /// The server as a file and the environment say, for a machine: no key is asked for.
    ///
    /// # Errors
    /// The address is missing, or something is wrong.
    pub fn find_server(file: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let file = file.map(File::read).transpose()?.unwrap_or_default();
        let url = variable("GUICHET_URL").or(file.url).ok_or(ConfigError::NoUrl)?;
        Config::server(&url)?.within(variable("GUICHET_DEADLINE"), file.deadline)
    }

    /// With the deadline that the environment or the file says.
    fn within(self, variable: Option<String>, file: Option<u64>) -> Result<Config, ConfigError> {
        let typed = |text: String| text.parse().map_err(|_| ConfigError::Seconds(text));
        match variable.map(typed).transpose()?.or(file) {
            None => Ok(self),
            Some(seconds @ 1..=3600) => Ok(self.deadline(Duration::from_secs(seconds))),
            Some(other) => Err(ConfigError::Seconds(other.to_string())),
        }
    }

    /// How long a call may take, with all its attempts; 30 seconds unless said.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Config {
        self.deadline = deadline;
        self
    }

    /// How long one attempt may take; 10 seconds unless said.
    #[must_use]
    pub fn attempt_timeout(mut self, attempt: Duration) -> Config {
        self.attempt = attempt;
        self
    }

    /// What the application is called, for the server's log: `Cotelier/3.1`.
    #[must_use]
    pub fn application(mut self, name: &str) -> Config {
        name.clone_into(&mut self.application);
        self
    }

    /// Whether the server is on this very machine.
    pub(crate) fn is_local(&self) -> bool {
        is_loopback(&self.url)
    }
}

/// Neither API key nor token shows.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Config({})", self.url)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    url: Option<String>,
    key: Option<String>,
    deadline: Option<u64>,
}

impl File {
    fn read(path: &Path) -> Result<File, ConfigError> {
        let wrong = |why: String| ConfigError::File { path: path.display().to_string(), why };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        // The message alone: the parser's own text would show the line, and the key in it.
        toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(file: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("client.toml");
        std::fs::write(&path, file).unwrap();
        Config::find(Some(&path), |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn only_this_machine_is_called_in_clear() {
        for good in ["https://client.example.org", "http://localhost:8080/", "http://127.0.0.9", "http://[::1]:80/x"] {
            assert!(Config::new(good, "gk_a").is_ok(), "{good}");
        }
        for bad in
            ["http://client.example.org", "http://10.0.0.1", "http://localhost.example.org", "http://127.1.example"]
        {
            assert_eq!(Config::new(bad, "gk_a").unwrap_err(), ConfigError::NotEncrypted(bad.to_owned()));
        }
        for bad in ["", "client.example.org", "ftp://client.example.org", "https://a:b@client.example.org"] {
            assert_eq!(Config::new(bad, "gk_a").unwrap_err(), ConfigError::Url(bad.to_owned()), "{bad}");
        }
        for bad in ["", "secret", "gk_a\n", "gk_a b"] {
            assert_eq!(Config::new("https://client.example.org", bad).unwrap_err(), ConfigError::Key, "{bad:?}");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "url = \"https://one.example\"\nkey = \"gk_one\"\ndeadline = 5\n";
        let config = from(file, &[]).unwrap();
        assert_eq!((config.url.as_str(), config.bearer.as_deref()), ("https://one.example/", Some("gk_one")));
        assert_eq!(config.deadline, Duration::from_secs(5));
        let config = from(file, &[("GUICHET_KEY", "gk_two"), ("GUICHET_DEADLINE", "7")]).unwrap();
        assert_eq!((config.bearer.as_deref(), config.deadline), (Some("gk_two"), Duration::from_secs(7)));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_key() {
        assert_eq!(from("", &[]).unwrap_err(), ConfigError::NoUrl);
        assert_eq!(from("url = \"https://one.example\"", &[]).unwrap_err(), ConfigError::NoKey);
        let url = ("GUICHET_URL", "https://one.example");
        let seconds = from("", &[url, ("GUICHET_KEY", "gk_a"), ("GUICHET_DEADLINE", "0")]).unwrap_err();
        assert_eq!(seconds, ConfigError::Seconds("0".to_owned()));
        for broken in ["key = \"gk_secret\nurl", "key = \"gk_secret\"\nkeys = 3"] {
            let error = from(broken, &[]).unwrap_err();
            assert!(matches!(error, ConfigError::File { .. }));
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(!format!("{:?}", Config::new("https://one.example", "gk_secret")).contains("secret"));
    }
}
