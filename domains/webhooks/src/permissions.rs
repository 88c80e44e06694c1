//! Who may see and change registered addresses.

use kit_web::{Demand, StaffPermission, permission};

permission! {
    /// Addresses that hear of events, and what was sent to them: the data of all customers go there.
    pub ManageWebhooks: Demand::Staff(&[StaffPermission::Owner]);
}
