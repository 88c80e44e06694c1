//! The time zone in which a person reads times.

use std::fmt;

use jiff::tz::TimeZone;
use kit_core::Text;
use kit_db::{Cell, FromValue, ToValue, Value};
use thiserror::Error;

/// The IANA name of a time zone that this machine knows: `Europe/Paris`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName(String);

/// There is no such time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("there is no such time zone")]
pub struct ZoneError;

impl From<ZoneError> for Text {
    fn from(_: ZoneError) -> Text {
        Text::new("people-zone-unknown")
    }
}

impl ZoneName {
    /// Reads an IANA name.
    ///
    /// # Errors
    /// The machine's database of time zones does not have it.
    pub fn parse(typed: &str) -> Result<ZoneName, ZoneError> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
        if typed.is_empty() || typed.len() > 64 || !typed.chars().all(is_name) {
            return Err(ZoneError);
        }
        let zone = TimeZone::get(typed).map_err(|_| ZoneError)?;
        Ok(ZoneName(zone.iana_name().unwrap_or(typed).to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names to choose from, with `current` among them.
    pub fn offered(current: &str) -> Vec<&str> {
        kit_i18n::zones(current)
    }
}

impl Default for ZoneName {
    /// The publisher's: Europe/Paris.
    fn default() -> ZoneName {
        ZoneName("Europe/Paris".to_owned())
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToValue for ZoneName {
    fn value(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

impl FromValue for ZoneName {
    fn from_value(cell: Cell<'_>) -> Result<ZoneName, String> {
        String::from_value(cell).map(ZoneName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_on_offer_exists() {
        for name in ZoneName::offered("") {
            assert!(ZoneName::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_no_zone_is_refused() {
        for bad in ["", "Mars/Base", "../etc/passwd", "Europe/Paris\0", "local"] {
            assert_eq!(ZoneName::parse(bad), Err(ZoneError), "{bad:?}");
        }
    }
}
