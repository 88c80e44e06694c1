//! What the routes of accounts demand.

use kit_web::{Demand, Role, StaffPermission, permission};

const MANAGERS: &[Role] = &[Role::Admin, Role::ContractManager, Role::SoftwareCoordinator];

permission! {
    /// The account's home.
    pub ViewAccount: Demand::Member(Role::ALL);
    /// Where an application stands, whatever it is.
    pub ViewStatus: Demand::Applicant;
    /// Corrects an application.
    pub CorrectApplication: Demand::Applicant;
    /// Reads and accepts the terms of use.
    pub AcceptTerms: Demand::Applicant;
    /// Leaves the account.
    pub LeaveAccount: Demand::Member(Role::ALL);
    /// Sees who is in the account and who is invited.
    pub ViewMembers: Demand::Member(MANAGERS);
    /// Invites, changes roles, removes; within what the own roles allow.
    pub ManageMembers: Demand::Member(MANAGERS);
    /// Makes teams and says who is in them.
    pub ManageTeams: Demand::Member(&[Role::Admin]);
    /// Sees the legal details of the companies.
    pub ViewCompany: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Changes the legal details that are the account's to change.
    pub ManageCompany: Demand::Member(&[Role::Admin]);
    /// Billing details.
    pub ManageBilling: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Which notices the account gets: those who order and pay, as the notices are about that.
    pub ManageNotices: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// API keys.
    pub ManageKeys: Demand::Member(&[Role::Admin]);
    /// The administration address.
    pub ManageSettings: Demand::Member(&[Role::Admin]);
    /// Corrects what the account may not change by itself: staff.
    pub CorrectCompany: Demand::Staff(&[StaffPermission::CustomerService]);
    /// Chooses which company of an account is invoiced: staff.
    pub ChooseInvoiced: Demand::Staff(&[StaffPermission::CustomerService, StaffPermission::Billing]);
    /// The account's log.
    pub ViewLog: Demand::Member(&[Role::Admin]);
}
