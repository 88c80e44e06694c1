//! The lines of a statement: what is matched one by one with what is owed.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::{BankAccount, Direction, Entry, Money, Statement, Transaction};

/// An entry, or one payment of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The entry it is, or is a part of.
    pub entry: &'a Entry,
    /// The payments it stands for: the one of a batch that was split, else all that the entry has, if any.
    pub transactions: &'a [Transaction],
    /// Never negative, in the entry's currency.
    pub amount: Money,
    /// What happens to the account.
    pub direction: Direction,
    /// The same each time the line is read, from whichever file of the account, and of no other line: see the README for
    /// what can and cannot be told apart. ASCII, at most 80 characters.
    pub identity: String,
}

impl Line<'_> {
    /// The payers' references.
    pub fn end_to_end_ids(&self) -> Vec<&str> {
        self.transactions.iter().filter_map(|transaction| transaction.end_to_end_id.as_deref()).collect()
    }

    /// The structured references.
    pub fn references(&self) -> Vec<&str> {
        self.transactions.iter().flat_map(|transaction| &transaction.references).map(String::as_str).collect()
    }

    /// All free texts: the bank's label of the entry, then what payers wrote.
    pub fn texts(&self) -> Vec<&str> {
        let written = self.transactions.iter().flat_map(|transaction| &transaction.texts);
        self.entry.label.iter().chain(written).map(String::as_str).collect()
    }

    /// The payer's name, unless there are several payers.
    pub fn payer_name(&self) -> Option<&str> {
        self.only(|transaction| transaction.payer_name.as_deref())
    }

    /// The payer's account, unless there are several payers.
    pub fn payer_account(&self) -> Option<&BankAccount> {
        self.only(|transaction| transaction.payer_account.as_ref())
    }

    /// Whether it takes an earlier movement back: a reversal, or a payment that came back.
    pub fn takes_back(&self) -> bool {
        self.entry.reversal || self.transactions.iter().any(|transaction| transaction.returned.is_some())
    }

    /// What all transactions agree on.
    fn only<'s, T: PartialEq>(&'s self, part: impl Fn(&'s Transaction) -> Option<T>) -> Option<T> {
        let mut found = self.transactions.iter().map(part);
        let first = found.next()??;
        found.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }
}

impl Statement {
    /// What is matched one by one: a batch whose payments are all told, and add up to the entry, payment by payment;
    /// everything else entry by entry. In the file's order, entries of every status among them.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let account = self.account.key();
        let mut seen = HashMap::new();
        let mut lines = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            match split(entry) {
                Some(parts) => {
                    for (index, (transaction, amount)) in parts.into_iter().enumerate() {
                        let transactions = std::slice::from_ref(transaction);
                        let mut line = Line::of(entry, transactions, amount, transaction.direction);
                        line.identify(&account, Some(index), &mut seen);
                        lines.push(line);
                    }
                }
                None => {
                    let mut line = Line::of(entry, &entry.transactions, entry.amount, entry.direction);
                    line.identify(&account, None, &mut seen);
                    lines.push(line);
                }
            }
        }
        lines
    }
}

/// The payments of a batch with their amounts, if they come to the entry's amount.
fn split(entry: &Entry) -> Option<Vec<(&Transaction, Money)>> {
    if entry.transactions.len() < 2 {
        return None;
    }
    let in_currency = |transaction: &Transaction| transaction.amount.filter(|it| it.currency == entry.amount.currency);
    let parts: Vec<_> = entry.transactions.iter().map(|it| Some((it, in_currency(it)?))).collect::<Option<_>>()?;
    let sum: i128 = parts.iter().map(|(it, amount)| i128::from(it.direction.signed(amount.minor))).sum();
    (sum == i128::from(entry.direction.signed(entry.amount.minor))).then_some(parts)
}

impl<'a> Line<'a> {
    fn of(entry: &'a Entry, transactions: &'a [Transaction], amount: Money, direction: Direction) -> Line<'a> {
        Line { entry, transactions, amount, direction, identity: String::new() }
    }

    /// Names the line by the bank's references, else by all that it says; and by how many like it came before.
    ///
    /// Date, amount and direction are part of the name in both cases: banks are known to give one reference to a payment
    /// and its reversal, or to every payment of a standing order, and a payment taken for another one would be lost.
    fn identify(&mut self, account: &str, index_in_batch: Option<usize>, seen: &mut HashMap<[u8; 32], u32>) {
        let entry = self.entry;
        let mut name = Name(Sha256::new());
        name.field(account);
        name.field(&entry.booked_on.or(entry.valued_on).map(|date| date.to_string()).unwrap_or_default());
        name.field(&self.amount.to_string());
        name.field(if self.direction == Direction::Credit { "+" } else { "-" });
        name.field(if entry.reversal { "reversal" } else { "" });
        let own = match self.transactions {
            [only] => only.bank_reference.as_deref(),
            _ => None,
        };
        match (entry.bank_reference.as_deref(), own, index_in_batch) {
            (Some(of_entry), Some(own), Some(_)) => name.fields("payment", [of_entry, own]),
            (Some(of_entry), None, Some(index)) => name.fields("place", [of_entry, index.to_string().as_str()]),
            (Some(of_entry), _, None) => name.fields("entry", [of_entry]),
            (None, Some(own), _) => name.fields("payment", [own]),
            (None, None, _) => {
                name.fields("references", self.end_to_end_ids().into_iter().chain(self.references()));
                name.fields("texts", self.texts());
                let payers = self.transactions.iter().filter_map(|it| it.payer_name.as_deref());
                name.fields("payers", payers);
                let accounts: Vec<String> =
                    self.transactions.iter().filter_map(|it| Some(it.payer_account.as_ref()?.key())).collect();
                name.fields("accounts", accounts.iter().map(String::as_str));
            }
        }
        let name: [u8; 32] = name.0.finalize().into();
        let occurrence = seen.entry(name).and_modify(|count| *count += 1).or_insert(1);
        self.identity = format!("{}-{occurrence}", HEXLOWER.encode(&name));
    }
}

/// A digest of fields, each with its length before it, so that no two lists of fields are the same bytes.
struct Name(Sha256);

impl Name {
    fn field(&mut self, text: &str) {
        self.0.update(text.len().to_be_bytes());
        self.0.update(text.as_bytes());
    }

    fn fields<'t>(&mut self, kind: &str, texts: impl IntoIterator<Item = &'t str>) {
        self.field(kind);
        let mut count: u64 = 0;
        for text in texts {
            self.field(text);
            count += 1;
        }
        self.0.update(count.to_be_bytes());
    }
}
