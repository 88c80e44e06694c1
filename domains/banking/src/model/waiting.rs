//! What waits for money: the orders that take some, found by number, by amount and by name.

use std::collections::{BTreeSet, HashMap};

use accounts::model::likeness::name_key;
use kit_core::AccountId;
use orders::{OpenOrder, OrderNumber, OrderRow};

use super::Proposal;

/// Of an account's orders, so many are looked at together.
const MOST_TOGETHER: usize = 50;

/// An order that takes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) account: AccountId,
    /// What no line is to pay yet, in cents.
    pub(super) cents: i64,
}

/// What waits for money.
#[derive(Debug, Default)]
pub struct Waiting {
    orders: HashMap<OrderNumber, Due>,
    by_cents: HashMap<i64, BTreeSet<OrderNumber>>,
    of_account: HashMap<AccountId, BTreeSet<OrderNumber>>,
    /// The accounts that buy under a name, by its key.
    by_name: HashMap<String, BTreeSet<AccountId>>,
    /// Orders that lines name and that take no money any more, with their accounts.
    ended: HashMap<OrderNumber, AccountId>,
}

impl Waiting {
    /// One order more.
    pub fn add(&mut self, order: &OpenOrder) {
        let (number, account, cents) = (order.number, order.account, order.due());
        if cents <= 0 || self.orders.insert(number, Due { account, cents }).is_some() {
            return;
        }
        self.by_cents.entry(cents).or_default().insert(number);
        self.of_account.entry(account).or_default().insert(number);
        let key = name_key(&order.buyer.name);
        if !key.is_empty() {
            self.by_name.entry(key).or_default().insert(account);
        }
    }

    /// An order that a line names and that takes no money any more.
    pub fn add_ended(&mut self, order: &OrderRow) {
        if !self.orders.contains_key(&order.number) {
            self.ended.insert(order.number, order.account);
        }
    }

    /// Whether nothing is known of an order yet.
    pub fn is_unknown(&self, number: OrderNumber) -> bool {
        !self.orders.contains_key(&number) && !self.ended.contains_key(&number)
    }

    /// What a sure proposal will pay is not proposed to the next line.
    pub fn claim(&mut self, proposal: &Proposal) {
        for number in proposal.orders() {
            if let Some(due) = self.orders.remove(&number) {
                self.ended.insert(number, due.account);
                forget(&mut self.by_cents, &due.cents, number);
                forget(&mut self.of_account, &due.account, number);
            }
        }
    }

    /// The accounts whose money this would be.
    pub fn accounts_of(&self, proposal: &Proposal) -> BTreeSet<AccountId> {
        let of_order = |number| self.due(number).map(|due| due.account).or_else(|| self.ended.get(&number).copied());
        proposal.orders().filter_map(of_order).chain(proposal.account).collect()
    }

    pub(super) fn due(&self, number: OrderNumber) -> Option<Due> {
        self.orders.get(&number).copied()
    }

    pub(super) fn is_ended(&self, number: OrderNumber) -> bool {
        self.ended.contains_key(&number)
    }

    /// The accounts that buy under this name.
    pub(super) fn called(&self, name: &str) -> Vec<AccountId> {
        self.by_name.get(&name_key(name)).map(|accounts| accounts.iter().copied().collect()).unwrap_or_default()
    }

    /// What an account is to pay, the oldest order first.
    pub(super) fn of(&self, account: AccountId) -> Vec<(OrderNumber, i64)> {
        let numbers = self.of_account.get(&account).into_iter().flatten().take(MOST_TOGETHER);
        numbers.filter_map(|number| Some((*number, self.due(*number)?.cents))).collect()
    }

    /// The order that is the only one of an amount.
    pub(super) fn only_of(&self, cents: i64) -> Option<OrderNumber> {
        let all = self.by_cents.get(&cents)?;
        all.first().filter(|_| all.len() == 1).copied()
    }
}

fn forget<K: std::hash::Hash + Eq>(index: &mut HashMap<K, BTreeSet<OrderNumber>>, key: &K, number: OrderNumber) {
    if let Some(numbers) = index.get_mut(key) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(key);
        }
    }
}
