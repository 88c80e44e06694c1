//! The number of an order, and the creditor reference made of it.

use sepa_transfer::RfReference;

kit_db::year_number! {
    /// An order's number, `BC-2026-000123`: a year and a place in it, from 1, without gaps. The later order has the larger number.
    OrderNumber, "BC"
}

impl OrderNumber {
    /// What the payer writes on the transfer (ISO 11649).
    pub fn reference(self) -> Option<RfReference> {
        RfReference::of(&format!("BC{}{:06}", self.year(), self.place())).ok()
    }

    /// The number that a creditor reference was made of.
    pub fn of_reference(reference: &RfReference) -> Option<OrderNumber> {
        reference.reference().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_leads_back() {
        let number = OrderNumber::new(2026, 123).unwrap();
        let reference = number.reference().unwrap();
        assert_eq!(reference.reference(), "BC2026000123");
        assert_eq!(OrderNumber::of_reference(&reference), Some(number));
        assert_eq!(OrderNumber::of_reference(&"RF18539007547034".parse().unwrap()), None);
    }
}
