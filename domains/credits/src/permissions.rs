//! Who may do what here.

use kit_web::{Demand, Role, Scope, StaffPermission, permission};

/// Every role: each member sees at least what he or she used.
const EVERYBODY: &[Role] = &[Role::Admin, Role::ContractManager, Role::SoftwareCoordinator, Role::User];

permission! {
    /// Sees what is left, what burns next and what expires when.
    pub ViewBalance: Demand::Member(EVERYBODY);
    /// Sees the history as far as the role goes, and exports it.
    pub ViewHistory: Demand::Member(EVERYBODY);
    /// Sees what became of credits that came in.
    pub ViewLots: Demand::Member(&[Role::Admin, Role::ContractManager, Role::SoftwareCoordinator]);
    /// Takes signed statements of all operations.
    pub ViewStatement: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Sees the tariff and the publisher's price conditions.
    pub ViewPrices: Demand::Member(EVERYBODY);
    /// Sets below what the account is told that little is left: who tops up.
    pub SetThreshold: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Sees the support time of an account.
    pub ViewSupportTime: Demand::Staff(&[StaffPermission::Support, StaffPermission::CustomerService, StaffPermission::Billing]);
    /// Sets how support time is counted.
    pub SetSupportRule: Demand::Staff(&[StaffPermission::Catalogue]);
    /// Reads balance and operations through the API.
    pub ReadCredits: Demand::Key(&[Scope::CreditsRead]);
    /// Uses features through the API, at once or out of holds and leases.
    pub UseCredits: Demand::Key(&[Scope::CreditsUse, Scope::CreditsCharge]);
    /// Sees a hold or a lease by its id: whoever could have made it, or reads the account.
    pub ReadHolds: Demand::Key(&[Scope::CreditsRead, Scope::CreditsUse, Scope::CreditsCharge]);
}
