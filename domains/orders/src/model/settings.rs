//! How the publisher sells and is paid: one value, read whole.

use sepa_transfer::{Bic, Iban};
use serde::{Deserialize, Serialize};

use super::{FreeAmount, Words};

/// What the publisher set. A field added later has a default, since the settings of the version before lack it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Where transfers go; none until staff says so.
    pub bank: Option<Bank>,
    /// What is told about them.
    pub office: Office,
    /// After how many days an order that nobody paid expires.
    pub expiry_days: i64,
    /// Whether a transfer with the exact reference and amount is credited without anybody's confirmation.
    pub automatic: bool,
    /// Whether an account in debt can use nothing until it has settled.
    pub debt_blocks: bool,
    /// The free amount.
    pub free: FreeAmount,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            bank: None,
            office: Office::default(),
            expiry_days: 30,
            automatic: false,
            debt_blocks: false,
            free: FreeAmount::default(),
        }
    }
}

stored_as_json!(Settings);

/// A bank account of the publisher's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// The exact name of the holder, which banks compare with what the payer types.
    pub holder: String,
    /// The IBAN without blanks: it was checked on the way in.
    pub iban: String,
    /// The BIC, or nothing.
    pub bic: String,
}

impl Bank {
    /// The number, as the value that it is.
    pub fn iban(&self) -> Option<Iban> {
        self.iban.parse().ok()
    }

    /// The number in groups of four.
    pub fn iban_grouped(&self) -> String {
        self.iban().map_or_else(|| self.iban.clone(), |iban| iban.grouped())
    }

    /// The code of the bank, as the value that it is.
    pub fn bic(&self) -> Option<Bic> {
        self.bic.parse().ok()
    }
}

/// What is told about transfers beside the hours of the publisher's calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Office {
    /// When a customer can expect the credit, in the publisher's words.
    pub expect: Words,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_before_get_defaults() {
        let settings: Settings =
            serde_json::from_str(r#"{"automatic": true, "office": {"opens": "08:30:00"}}"#).unwrap();
        assert!(settings.automatic && settings.bank.is_none());
        assert_eq!((settings.expiry_days, &settings.office), (30, &Office::default()));
        let again: Settings = serde_json::from_str(&serde_json::to_string(&settings).unwrap()).unwrap();
        assert_eq!(again, settings);
    }
}
