//! The few words of the double's page, apart from those of the product: it is another service.

use http::HeaderMap;
use kit_core::Money;

use crate::world::decimal;

/// The words in a language.
#[derive(Debug)]
pub struct Texts {
    pub lang: &'static str,
    pub heading: &'static str,
    pub demonstration: &'static str,
    pub what: &'static str,
    pub order: &'static str,
    pub to: &'static str,
    pub state: &'static str,
    pub pay: &'static str,
    pub others: &'static str,
    pub later: &'static str,
    pub part: &'static str,
    pub no: &'static str,
    open: &'static str,
    pending: &'static str,
    partial: &'static str,
    paid: &'static str,
    refunded: &'static str,
    cancelled: &'static str,
    approved: &'static str,
    other: &'static str,
}

static FRENCH: Texts = Texts {
    lang: "fr",
    heading: "Payer",
    demonstration: "Démonstration\u{a0}: cette page remplace celle de PayPal. Aucun argent réel n’est demandé ni versé.",
    what: "Objet",
    order: "Bon de commande",
    to: "Bénéficiaire",
    state: "État",
    pay: "Payer maintenant",
    others: "Essayer un autre cas",
    later: "Payer par un moyen qui prend quelques jours",
    part: "Ne payer que la moitié",
    no: "Annuler et revenir",
    open: "à payer",
    pending: "paiement en cours",
    partial: "payé en partie",
    paid: "payé",
    refunded: "remboursé",
    cancelled: "annulé",
    approved: "accepté",
    other: "pas encore envoyé",
};

static ENGLISH: Texts = Texts {
    lang: "en",
    heading: "Pay",
    demonstration: "Demonstration: this page stands in for PayPal’s. No real money is asked for or moved.",
    what: "For",
    order: "Purchase order",
    to: "Payee",
    state: "State",
    pay: "Pay now",
    others: "Try another case",
    later: "Pay in a way that takes some days",
    part: "Pay only half",
    no: "Cancel and go back",
    open: "to be paid",
    pending: "payment on its way",
    partial: "partly paid",
    paid: "paid",
    refunded: "refunded",
    cancelled: "cancelled",
    approved: "agreed",
    other: "not sent yet",
};

impl Texts {
    /// The language that was asked for; else the browser's, if it is English; else French.
    pub fn of(asked: Option<&str>, headers: &HeaderMap) -> &'static Texts {
        let browser = headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if asked.unwrap_or(browser).to_ascii_lowercase().starts_with("en") { &ENGLISH } else { &FRENCH }
    }

    /// An amount as it is written in this language.
    pub fn amount(&self, money: Money) -> String {
        let decimal = decimal(money);
        let (whole, cents) = decimal.split_once('.').unwrap_or((&decimal, ""));
        let (group, comma) = if self.lang == "fr" { ("\u{202f}", ",") } else { (",", ".") };
        let digits: Vec<&str> = (0..whole.len()).map(|at| &whole[at..=at]).collect();
        let grouped: Vec<String> = digits.rchunks(3).rev().map(|three| three.concat()).collect();
        let cents = if cents.is_empty() { String::new() } else { format!("{comma}{cents}") };
        let (number, symbol) = (format!("{}{cents}", grouped.join(group)), money.currency.symbol());
        if self.lang == "fr" { format!("{number}\u{a0}{symbol}") } else { format!("{symbol}{number}") }
    }

    /// PayPal's status in words.
    pub fn state(&self, status: &str) -> &'static str {
        match status {
            "SENT" => self.open,
            "PAYMENT_PENDING" => self.pending,
            "PARTIALLY_PAID" => self.partial,
            "PAID" => self.paid,
            "REFUNDED" | "PARTIALLY_REFUNDED" => self.refunded,
            "CANCELLED" => self.cancelled,
            "APPROVED" => self.approved,
            _ => self.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_their_readers_do() {
        for (cents, french, english) in [
            (7, "0,07\u{a0}€", "€0.07"),
            (12_000, "120,00\u{a0}€", "€120.00"),
            (123_456_789, "1\u{202f}234\u{202f}567,89\u{a0}€", "€1,234,567.89"),
        ] {
            assert_eq!(FRENCH.amount(Money::euro_cents(cents)), french);
            assert_eq!(ENGLISH.amount(Money::euro_cents(cents)), english);
        }
    }
}
