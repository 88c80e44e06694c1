//! What the double knows, and what happens in it.

mod event;
mod invoice;
mod money;
mod order;
mod payment;
mod refusal;

use std::collections::{BTreeMap, HashMap, VecDeque};

use jiff::Timestamp;
use kit_core::{Clock, Random};
use serde_json::Value;

pub use event::Event;
pub use invoice::Invoice;
pub use money::{decimal, read as read_money};
pub use order::Order;
pub use payment::{Capture, Refund};
pub use refusal::{Refused, document};

use crate::record::Exchange;
use crate::{Fault, Options};

/// What something that the customer or the publisher does comes to.
pub type Outcome = Result<(), Refused>;

/// How a customer pays.
#[derive(Debug, Clone, Copy)]
pub enum Paying {
    /// All that is due, now.
    Full,
    /// Less.
    Part(kit_core::Money),
    /// All that is due, in some days.
    Pending,
}

/// Everything that is there.
#[derive(Debug)]
pub struct World {
    pub clock: Clock,
    pub base: String,
    pub merchant_id: String,
    pub email: String,
    pub tokens: HashMap<String, Timestamp>,
    pub invoices: BTreeMap<String, Invoice>,
    pub orders: BTreeMap<String, Order>,
    pub captures: BTreeMap<String, Capture>,
    pub refunds: BTreeMap<String, Refund>,
    /// Answers by path and request id.
    pub replies: HashMap<(String, String), Value>,
    pub faults: Vec<Fault>,
    pub search_lags: bool,
    pub events: VecDeque<Event>,
    pub exchanges: VecDeque<Exchange>,
    random: Random,
}

/// The letters of PayPal's ids.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

impl World {
    pub fn new(options: &Options) -> World {
        World {
            clock: options.clock.clone(),
            base: options.base.clone(),
            merchant_id: options.merchant_id.clone(),
            email: options.email.clone(),
            tokens: HashMap::new(),
            invoices: BTreeMap::new(),
            orders: BTreeMap::new(),
            captures: BTreeMap::new(),
            refunds: BTreeMap::new(),
            replies: HashMap::new(),
            faults: Vec::new(),
            search_lags: false,
            events: VecDeque::new(),
            exchanges: VecDeque::new(),
            random: options.random.clone(),
        }
    }

    /// `length` letters and digits.
    pub fn letters(&self, length: usize) -> String {
        let letter = || LETTERS[usize::from(self.random.bytes::<1>()[0] % 32)];
        (0..length).map(|_| char::from(letter())).collect()
    }

    /// The present, as PayPal writes it.
    pub fn now(&self) -> String {
        self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
