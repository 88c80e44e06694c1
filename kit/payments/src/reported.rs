//! What a provider says of a payment, in our words.

use kit_core::Money;

use crate::Reference;

/// Where a payment stands, by the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Made, but the payer was not told yet.
    Draft,
    /// The payer can pay.
    Open,
    /// The payer agreed; the money is not taken yet.
    Approved,
    /// The payer paid; the money has not arrived.
    Pending,
    /// A part is paid.
    Partial,
    /// All is paid through the provider.
    Paid,
    /// The payer or his bank contests it; the money is held.
    Disputed,
    /// A part went back.
    PartlyRefunded,
    /// All went back, as we wanted.
    Refunded,
    /// All went back, because the payer or his bank won.
    Reversed,
    /// Nobody can pay it any more.
    Cancelled,
    /// The payment was refused.
    Failed,
    /// A state that we do not know, by the provider's word: it is never taken for a payment.
    Other(String),
}

/// To whom the money goes. The provider tells one or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payee {
    /// The provider's number of the publisher.
    pub merchant_id: Option<String>,
    /// The publisher's address at the provider.
    pub email: Option<String>,
}

/// Money that came in for an invoice or an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// What a refund names.
    pub reference: Reference,
    /// How much it was; what went back later is not taken off.
    pub amount: Money,
}

/// An invoice, order or capture as the provider told it when it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// What was asked about.
    pub reference: Reference,
    /// Where it stands.
    pub state: State,
    /// The number of our order that it carries.
    pub number: Option<String>,
    /// To whom it goes.
    pub payee: Payee,
    /// What is asked for in all.
    pub total: Money,
    /// What came in; what went back is not taken off.
    pub paid: Money,
    /// What is still to be paid; `None` where the provider does not say.
    pub due: Option<Money>,
    /// What went back; `None` where the provider does not say how much.
    pub refunded: Option<Money>,
    /// The payments that came in. An invoice stays paid while its capture is disputed: ask for the captures too.
    pub captures: Vec<Captured>,
    /// Where the payer pays.
    pub page: Option<String>,
}
