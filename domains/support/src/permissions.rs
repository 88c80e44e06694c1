//! What the routes of support demand.

use kit_web::{Demand, Role, StaffPermission, permission};

use StaffPermission::{CustomerService, Owner, Support};

permission! {
    /// Asks for support, and sees the cases that are to be seen.
    pub UseSupport: Demand::Member(Role::ALL);
    /// Sends a remark, and sees what became of one's own.
    pub SendRemark: Demand::SignedIn;
    /// Sees all cases, answers, assigns, merges, keeps answers to begin with.
    pub AnswerCases: Demand::Staff(&[Support]);
    /// Gives accounts their level.
    pub GiveLevel: Demand::Staff(&[Support, CustomerService]);
    /// Says what is promised, and what can be asked about.
    pub SetSupport: Demand::Staff(&[Owner]);
}
