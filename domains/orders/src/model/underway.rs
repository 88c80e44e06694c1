//! Money for an order that somebody else has already, and that is not recorded.

use kit_core::Text;
use kit_db::stored_as_code;

/// Why an order is not to be paid another way now: a provider has money for it, which it has not given, or which is not all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Underway {
    /// A payment takes days: it is there, and its money is not.
    Pending,
    /// A part came that nobody asked for, and staff decides what becomes of it.
    Part,
}

impl Underway {
    const ALL: [Underway; 2] = [Underway::Pending, Underway::Part];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Underway::Pending => "pending",
            Underway::Part => "part",
        }
    }

    /// The reason with this name.
    pub fn from_code(code: &str) -> Option<Underway> {
        Underway::ALL.into_iter().find(|underway| underway.code() == code)
    }

    /// What its customer reads before the other ways to pay.
    pub const fn says(self) -> Text {
        match self {
            Underway::Pending => Text::new("orders-underway-pending"),
            Underway::Part => Text::new("orders-underway-part"),
        }
    }
}

stored_as_code!(Underway);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        for underway in Underway::ALL {
            assert_eq!(Underway::from_code(underway.code()), Some(underway));
        }
        assert_eq!(Underway::from_code("all"), None);
    }
}
