//! Answers, for people.

use super::words::Language;
use crate::journal::{OpenLease, Spent};
use crate::{Balance, Hold, Operation};

impl Language {
    pub(super) fn balance(self, balance: &Balance) -> String {
        let (available, held) = (self.credits(balance.available), self.number(balance.held));
        let (purchased, promotional) = (self.number(balance.purchased), self.number(balance.promotional));
        let line = self.say(
            format!("{available} available ({purchased} purchased, {promotional} promotional, {held} held)"),
            &format!(
                "{available} disponibles ({purchased} achetés, {promotional} promotionnels, dont {held} réservés)"
            ),
        );
        match balance.debt.filter(|debt| *debt > 0).map(|debt| self.number(debt)) {
            Some(debt) => self.say(format!("{line}; {debt} owed"), &format!("{line} ; dette : {debt}")),
            None => line,
        }
    }

    /// What was written, and what is left.
    pub(super) fn used(self, operation: &Operation, balance: &Balance, replayed: bool) -> String {
        let left = self.credits(balance.available);
        let before = if replayed { self.say(" (done before)", " (déjà fait)") } else { String::new() };
        let line = self.operation(operation);
        self.say(format!("{line}{before}; {left} left"), &format!("{line}{before} ; il reste {left}"))
    }

    /// One line of the history.
    pub(super) fn operation(self, operation: &Operation) -> String {
        let amount = if operation.amount > 0 {
            format!("+{}", self.number(operation.amount))
        } else {
            self.number(operation.amount)
        };
        let words = [
            Some(operation.id.as_str()),
            Some(self.kind(&operation.kind)),
            operation.feature.as_deref(),
            operation.reference.as_deref(),
        ];
        let words: Vec<&str> = words.into_iter().flatten().collect();
        format!("{}  {amount:>8}  {}", self.moment(operation.at), words.join("  "))
    }

    /// What a kind of operation is called; one that is not known yet, as the server calls it.
    fn kind(self, kind: &str) -> &str {
        match (self, kind) {
            (Language::French, "usage") => "utilisation",
            (Language::French, "grant") => "crédit offert",
            (Language::French, "purchase") => "achat",
            (Language::French, "expiry") => "expiration",
            (Language::French, "reclaim") => "reprise",
            (Language::French, "settlement") => "dette réglée",
            (Language::French, "restitution") => "restitution",
            (Language::English, "reclaim") => "taken back",
            (Language::English, "settlement") => "debt settled",
            (Language::English, "restitution") => "given again",
            _ => kind,
        }
    }

    pub(super) fn hold(self, hold: &Hold) -> String {
        let (id, feature, amount) = (&hold.id, &hold.feature, self.credits(hold.amount));
        let until = self.moment(hold.expires_at);
        match hold.state.as_str() {
            "open" => self.say(
                format!("{id}: {amount} held for {feature} until {until}"),
                &format!("{id} : {amount} réservés pour {feature} jusqu’au {until}"),
            ),
            state => self.say(
                format!("{id}: {amount} for {feature}, {state}"),
                &format!("{id} : {amount} pour {feature}, {}", french_state(state)),
            ),
        }
    }

    pub(super) fn lease(self, lease: &OpenLease) -> String {
        let (id, amount, left) = (&lease.id, self.credits(lease.amount), self.number(lease.left()));
        let until = self.moment(lease.until);
        self.say(
            format!("{id}: {amount} leased until {until}, {left} left"),
            &format!("{id} : {amount} emportés jusqu’au {until}, il en reste {left}"),
        )
    }

    pub(super) fn spent(self, spent: &Spent, left: i64) -> String {
        let (key, feature, cost, left) = (&spent.key, &spent.feature, self.credits(spent.cost), self.number(left));
        self.say(
            format!("{feature}: {cost} spent ({key}), {left} left"),
            &format!("{feature} : {cost} dépensés ({key}), il en reste {left}"),
        )
    }
}

fn french_state(state: &str) -> &str {
    match state {
        "captured" => "utilisés",
        "released" => "rendus",
        "expired" => "revenus à l’échéance",
        state => state,
    }
}
