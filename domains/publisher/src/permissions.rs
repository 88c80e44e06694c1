//! Who of the staff may set what. The owner may set everything.

use kit_web::{Demand, StaffPermission, permission};

use StaffPermission::{Catalogue, Owner};

permission! {
    /// Identity, brand, sign-up, the calendar, the texts of mails.
    pub SetPublisher: Demand::Staff(&[Owner]);
    /// Terms of use and price conditions.
    pub SetConditions: Demand::Staff(&[Catalogue]);
}
