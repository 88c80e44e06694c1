//! What the routes of personal data demand.

use kit_web::{Demand, Role, StaffPermission, permission};

permission! {
    /// Closes the account.
    pub CloseAccount: Demand::Member(&[Role::Admin]);
    /// Sees who asked to be forgotten, and answers: staff.
    pub AnswerErasureRequests: Demand::Staff(&[StaffPermission::CustomerService]);
    /// Brings a closed account back: staff.
    pub RestoreAccount: Demand::Staff(&[StaffPermission::CustomerService]);
}
