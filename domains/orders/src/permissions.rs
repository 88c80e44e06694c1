//! What the routes of orders demand.

use kit_web::{Demand, Role, StaffPermission, permission};

use StaffPermission::{Billing, Catalogue, CustomerService, Support};

permission! {
    /// Orders, sees the account's orders and advance, cancels what is unpaid.
    pub BuyCredits: Demand::Member(&[Role::Admin, Role::ContractManager]);
    /// Sees the orders of all accounts, and the money that came.
    pub ViewOrders: Demand::Staff(&[Support, CustomerService, Billing]);
    /// Records and allocates money, cancels orders.
    pub ManageMoney: Demand::Staff(&[Billing]);
    /// Says what is on sale, and which VAT buyers pay.
    pub SetOffer: Demand::Staff(&[Catalogue]);
    /// Says how the publisher is paid.
    pub SetPayment: Demand::Staff(&[Billing]);
    /// Sees what is on sale and how the publisher is paid.
    pub ViewOffer: Demand::Staff(&[Catalogue, Billing]);
}
