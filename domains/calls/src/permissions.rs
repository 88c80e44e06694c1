//! What the routes of calls demand.

use kit_web::{Demand, Role, StaffPermission, permission};

permission! {
    /// Names designated callers and takes them out again.
    pub ManageCallers: Demand::Member(&[Role::Admin, Role::ContractManager, Role::SoftwareCoordinator]);
    /// Takes one's own PIN, where one is a designated caller.
    pub TakePin: Demand::Member(Role::ALL);
    /// Asks for a correction of a use of support time, and sees what became of it.
    pub AskCorrection: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Decides what customers say about uses of support time.
    pub DecideCorrections: Demand::Staff(&[StaffPermission::Support, StaffPermission::Billing]);
    /// Answers the phone: finds accounts, checks callers, counts the time.
    pub AnswerPhone: Demand::Staff(&[StaffPermission::Support]);
}
