//! How the publisher's application opens the window: where the server is, what the machine is called, what is known already.

use std::fmt;
use std::path::PathBuf;

use guichet_client::{Config, ConfigError, Field, KeyStoreUse, LinkFile, NewMachine};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Language;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Look {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the application knows of the company that it has open: fills fields that are empty, never others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filling {
    /// The company's name.
    pub company: String,
    /// Surname of who speaks for it.
    pub surname: String,
    /// First name.
    pub first_name: String,
    /// Number and street.
    pub line1: String,
    /// Building, box.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country (ISO 3166-1 alpha-2).
    pub country: String,
    /// Where mail goes.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Code of the main activity.
    pub ape: String,
    /// French companies' number.
    pub siren: String,
    /// The number in another country's register.
    pub foreign_number: String,
    /// VAT number.
    pub vat_number: String,
}

impl Filling {
    /// What is known of a field; nothing where nothing is.
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Company => &self.company,
            Field::Surname => &self.surname,
            Field::FirstName => &self.first_name,
            Field::Line1 => &self.line1,
            Field::Line2 => &self.line2,
            Field::PostalCode => &self.postal_code,
            Field::Town => &self.town,
            Field::Country => &self.country,
            Field::Email => &self.email,
            Field::Phone => &self.phone,
            Field::Ape => &self.ape,
            Field::Siren => &self.siren,
            Field::ForeignNumber => &self.foreign_number,
            Field::VatNumber => &self.vat_number,
        }
    }
}

/// What the application says, as JSON on the standard input or in a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Said {
    url: Option<String>,
    config: Option<PathBuf>,
    machine_file: Option<PathBuf>,
    key_store: Option<KeyStoreUse>,
    application: Option<String>,
    version: Option<String>,
    machine: Option<String>,
    system: Option<String>,
    language: Option<String>,
    look: Look,
    filling: Filling,
}

/// How the window is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the server is.
    pub config: Config,
    /// Where the machine's link is kept.
    pub file: LinkFile,
    /// How the machine describes itself; number and code do not count.
    pub machine: NewMachine,
    /// The language.
    pub language: Language,
    /// Light or dark.
    pub look: Look,
    /// What is known already.
    pub filling: Filling,
}

/// Why the window cannot be set up. The publisher's programmer reads this.
#[derive(Debug)]
pub enum SettingsError {
    /// It is not what the README describes.
    Json(String),
    /// The server.
    Config(ConfigError),
    /// Neither said nor a folder of the user.
    NoMachineFile,
    /// A language that the window does not speak.
    Language(String),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsError::Json(why) => write!(f, "settings: {why}"),
            SettingsError::Config(error) => write!(f, "{error}"),
            SettingsError::NoMachineFile => f.write_str("say where the machine's link is kept: `machine_file`"),
            SettingsError::Language(tag) => write!(f, "the language `{tag}` is neither fr nor en"),
        }
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads what the application says; what is left out the environment says (`GUICHET_URL`, `GUICHET_MACHINE`, `LANG`), or the system.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn read(json: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Settings, SettingsError> {
        let said: Said = if json.trim().is_empty() {
            Said::default()
        } else {
            serde_json::from_str(json).map_err(|error| SettingsError::Json(error.to_string()))?
        };
        let url = said.url.clone();
        let of_server = |name: &str| match (name, &url) {
            ("GUICHET_URL", Some(url)) => Some(url.clone()),
            _ => variable(name),
        };
        let config = Config::find_server(said.config.as_deref(), of_server).map_err(SettingsError::Config)?;
        let file = said.machine_file.map(LinkFile::at).or_else(|| LinkFile::usual(&variable));
        let uses = match said.key_store {
            Some(uses) => uses,
            None => KeyStoreUse::find(&variable).map_err(SettingsError::Config)?,
        };
        let file = file.ok_or(SettingsError::NoMachineFile)?.key_store(uses);
        let language = match said.language {
            Some(tag) => Language::from_tag(&tag).ok_or(SettingsError::Language(tag))?,
            None => {
                let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
                let tag = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
                tag.and_then(|tag| Language::from_tag(&tag)).unwrap_or_default()
            }
        };
        let name = said.machine.or_else(|| host(&variable)).unwrap_or_else(|| "PC".to_owned());
        let mut machine = NewMachine::new("", "", name);
        if let Some(system) = said.system {
            machine = machine.system(system);
        }
        let application = said.application.unwrap_or_else(|| "guichet-window".to_owned());
        let version = said.version.unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned());
        let config = config.application(&format!("{application}/{version}"));
        let machine = machine.application(application, version);
        Ok(Settings { config, file, machine, language, look: said.look, filling: said.filling })
    }
}

/// What the window answers when it is closed: whether the machine is linked, or why that cannot be said.
pub fn last_line(settings: &Result<Settings, String>) -> Value {
    let trouble = |name: &str, why: String| json!({ "error": name, "message": why });
    match settings.as_ref().map(|settings| settings.file.account()) {
        Ok(Ok(account)) => json!({ "linked": account.is_some(), "account": account }),
        Ok(Err(error)) => trouble("file", error.to_string()),
        Err(why) => trouble("settings", why.clone()),
    }
}

/// What the machine is called in the network.
fn host(variable: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = |name| variable(name).filter(|name| !name.trim().is_empty());
    let told = || std::fs::read_to_string("/etc/hostname").ok().map(|name| name.trim().to_owned());
    set("COMPUTERNAME").or_else(|| set("HOSTNAME")).or_else(told).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_says_what_the_environment_does_not() {
        let variable = |name: &str| match name {
            "GUICHET_URL" => Some("https://one.example".to_owned()),
            "GUICHET_MACHINE" => Some("/tmp/machine.json".to_owned()),
            "LANG" => Some("en_GB.UTF-8".to_owned()),
            _ => None,
        };
        let plain = Settings::read("", variable).unwrap();
        assert_eq!((plain.language, plain.look), (Language::English, Look::System));
        assert_eq!(format!("{:?}", plain.config), "Config(https://one.example/)");
        let json = r#"{"url":"https://two.example","language":"fr","look":"dark","application":"Planelle","version":"2.4",
            "machine":"Poste 3","filling":{"company":"Atelier Kerlann","town":"Lyon"}}"#;
        let said = Settings::read(json, variable).unwrap();
        assert_eq!((said.language, said.look), (Language::French, Look::Dark));
        assert_eq!(format!("{:?}", said.config), "Config(https://two.example/)");
        assert_eq!((said.filling.get(Field::Town), said.filling.get(Field::Phone)), ("Lyon", ""));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let nothing = |_: &str| None;
        assert!(matches!(Settings::read("", nothing), Err(SettingsError::Config(ConfigError::NoUrl))));
        assert!(matches!(Settings::read(r#"{"urls":1}"#, nothing), Err(SettingsError::Json(_))));
        let clear = r#"{"url":"http://x.example","machine_file":"/tmp/m"}"#;
        assert!(matches!(Settings::read(clear, nothing), Err(SettingsError::Config(ConfigError::NotEncrypted(_)))));
        let store = r#"{"url":"https://x.example","machine_file":"/tmp/m","key_store":"sometimes"}"#;
        assert!(matches!(Settings::read(store, nothing), Err(SettingsError::Json(_))));
        let of_store = |name: &str| (name == "GUICHET_KEY_STORE").then(|| "nver".to_owned());
        let plain = r#"{"url":"https://x.example","machine_file":"/tmp/m"}"#;
        assert!(matches!(Settings::read(plain, of_store), Err(SettingsError::Config(ConfigError::KeyStore(_)))));
        let tongue = r#"{"url":"https://x.example","machine_file":"/tmp/m","language":"de"}"#;
        assert!(matches!(Settings::read(tongue, nothing), Err(SettingsError::Language(_))));
        assert!(matches!(Settings::read(r#"{"url":"https://x.example"}"#, nothing), Err(SettingsError::NoMachineFile)));
    }

    #[test]
    fn what_cannot_be_read_is_not_told_as_a_machine_without_an_account() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("machine.json");
        let json = json!({ "url": "https://x.example", "machine_file": path });
        let settings = Settings::read(&json.to_string(), |_| None).map_err(|error| error.to_string());
        assert_eq!(last_line(&settings), json!({ "linked": false, "account": null }));
        std::fs::write(&path, "{").unwrap();
        let told = last_line(&settings);
        assert_eq!(told["error"], "file");
        assert!(told.get("linked").is_none() && told["message"].as_str().unwrap().contains("machine.json"), "{told}");
        assert_eq!(last_line(&Err("no url".to_owned()))["error"], "settings");
    }
}
