//! The few words of the double's page, apart from those of the product: it is another service.

use http::HeaderMap;

/// The words in a language.
#[derive(Debug)]
pub struct Texts {
    pub lang: &'static str,
    pub comma: &'static str,
    pub heading: &'static str,
    pub demonstration: &'static str,
    pub what: &'static str,
    pub order: &'static str,
    pub to: &'static str,
    pub amount: &'static str,
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
    comma: ",",
    heading: "Payer",
    demonstration: "Démonstration\u{a0}: cette page remplace celle de PayPal. Aucun argent réel n’est demandé ni versé.",
    what: "Objet",
    order: "Bon de commande",
    to: "Bénéficiaire",
    amount: "Montant",
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
    comma: ".",
    heading: "Pay",
    demonstration: "Demonstration: this page stands in for PayPal’s. No real money is asked for or moved.",
    what: "For",
    order: "Purchase order",
    to: "Payee",
    amount: "Amount",
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
