//! What the publisher's staff may see and do. The owner may do everything that is demanded here.

use kit_web::{Demand, StaffPermission, permission};

use StaffPermission::{Billing, Catalogue, CustomerService, Owner, Support};

permission! {
    /// Enters the back office, and sees the prices.
    pub EnterBackOffice: Demand::Staff(&[Support, CustomerService, Billing, Catalogue]);
    /// Sees accounts with their people and operations, sign-ups and the log: whoever helps customers.
    pub ViewAccounts: Demand::Staff(&[Support, CustomerService, Billing]);
    /// Accepts or refuses sign-ups.
    pub DecideSignUps: Demand::Staff(&[CustomerService]);
    /// Suspends and reactivates accounts, revokes their keys.
    pub ManageAccounts: Demand::Staff(&[CustomerService]);
    /// Ends sessions, closes and opens the logins of customers.
    pub ManageLogins: Demand::Staff(&[CustomerService]);
    /// Makes credits: grants, payments received, corrections.
    pub ManageCredits: Demand::Staff(&[Billing]);
    /// Sets what the features cost.
    pub ManageTariff: Demand::Staff(&[Catalogue]);
    /// Says who is of the staff, and with which permissions.
    pub ManageTeam: Demand::Staff(&[Owner]);
    /// Lets the program try again what it gave up.
    pub RetryJobs: Demand::Staff(&[CustomerService, Billing]);
}
