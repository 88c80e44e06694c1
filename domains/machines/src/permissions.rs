//! Who may do what with machines.

use kit_web::{Demand, Role, StaffPermission, permission};

permission! {
    /// Sees the account's machines, and has a link for a new code mailed to the account.
    pub ViewMachines: Demand::Member(Role::ALL);
    /// Names and unlinks them, and makes personal codes.
    pub ManageMachines: Demand::Member(&[Role::Admin, Role::SoftwareCoordinator]);
    /// A machine about itself.
    pub ActAsMachine: Demand::Machine;
    /// Sees the machines of any account: whoever helps customers.
    pub ViewCustomersMachines:
        Demand::Staff(&[StaffPermission::Support, StaffPermission::CustomerService, StaffPermission::Billing]);
    /// Unlinks them, and gives an account its own limit.
    pub ManageCustomersMachines: Demand::Staff(&[StaffPermission::CustomerService]);
    /// Sets the limit of the installation.
    pub SetMachineRules: Demand::Staff(&[StaffPermission::Owner]);
}
