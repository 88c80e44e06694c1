//! What the publisher sets about cases: one value, read whole.

use serde::{Deserialize, Serialize};

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
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { products: Vec::new(), close_days: 7, reopen_days: 30 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_before_get_defaults() {
        let settings: Settings = serde_json::from_str(r#"{"products": ["Trame"]}"#).unwrap();
        assert_eq!((settings.close_days, settings.reopen_days, settings.products.len()), (7, 30, 1));
    }
}
