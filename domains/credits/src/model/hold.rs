//! A hold: credits set aside for something that is about to be used, or for a machine that takes them along.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kit_core::{AccountId, Credits, Id, PersonId};
use kit_db::{Cell, FromRow, FromValue, Value, stored_as_code};

use super::{Balance, Digest, Price, PriceState, RequestKey, Split, Unit, WrittenBy};

/// The id of a hold or a lease.
pub type HoldId = Id<Hold>;

/// What credits are set aside for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HoldKind {
    /// One feature.
    Hold,
    /// A machine that uses features without a connection and tells of it later.
    Lease,
}

impl HoldKind {
    const ALL: [HoldKind; 2] = [HoldKind::Hold, HoldKind::Lease];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            HoldKind::Hold => "hold",
            HoldKind::Lease => "lease",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<HoldKind> {
        HoldKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

stored_as_code!(HoldKind);

/// Where a hold stands. It leaves `open` once, and never comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HoldState {
    /// The credits are set aside.
    Open,
    /// They were used, or as many of them as were needed.
    Captured,
    /// They came back unused.
    Released,
    /// They came back because the time was over.
    Expired,
}

impl HoldState {
    const ALL: [HoldState; 4] = [HoldState::Open, HoldState::Captured, HoldState::Released, HoldState::Expired];

    /// The name in the API and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            HoldState::Open => "open",
            HoldState::Captured => "captured",
            HoldState::Released => "released",
            HoldState::Expired => "expired",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<HoldState> {
        HoldState::ALL.into_iter().find(|state| state.code() == code)
    }
}

stored_as_code!(HoldState);

/// What features cost while a lease lasts, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrozenPrices(pub BTreeMap<String, Credits>);

impl FrozenPrices {
    /// The prices in force at `now`.
    pub fn of(prices: &[Price], now: Timestamp) -> FrozenPrices {
        let in_force = prices.iter().filter(|price| price.state(now) == PriceState::InForce);
        FrozenPrices(in_force.map(|price| (price.feature.clone(), price.price)).collect())
    }

    /// As JSON, by feature.
    pub(crate) fn stored(&self) -> String {
        serde_json::json!(self.0).to_string()
    }
}

impl FromValue for FrozenPrices {
    fn from_value(cell: Cell<'_>) -> Result<FrozenPrices, String> {
        match cell {
            Value::Text(text) => serde_json::from_str(text).map(FrozenPrices).map_err(|error| error.to_string()),
            _ => Err("the frozen prices are no text".to_owned()),
        }
    }
}

/// Credits set aside. What was made never changes; the end is written once.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Whose wallet.
    pub account: AccountId,
    /// Which wallet.
    pub unit: Unit,
    /// What for.
    pub kind: HoldKind,
    /// How much; zero for a free feature.
    pub amount: Credits,
    /// Of which lots, in the order in which they are used.
    pub parts: Split,
    /// What is to be used; none for a lease.
    pub feature: Option<String>,
    /// How much of it at most.
    pub quantity: Option<i64>,
    /// What one costs, frozen; none when the publisher's own server named the amount.
    pub unit_price: Option<Credits>,
    /// What features cost while the lease lasts.
    pub prices: Option<FrozenPrices>,
    /// What is to be produced, in the words of the application.
    pub reference: Option<String>,
    /// The machine that it is for, in the words of the application.
    pub machine: Option<String>,
    /// Who uses it.
    pub member: Option<PersonId>,
    /// Who made it.
    pub author: WrittenBy,
    /// When.
    pub made_at: Timestamp,
    /// From this moment on it has ended.
    pub ends_at: Timestamp,
    /// The first operation whose balance counts it as held.
    pub first_seq: i64,
    /// What was there once it was made.
    pub made_balance: Balance,
    /// The idempotency key that made it.
    pub idempotency: RequestKey,
    /// Digest of the body that came with it.
    pub fingerprint: Digest,
    /// Seal over all of the above.
    pub made_seal: [u8; 32],
    /// Where it stands; one whose time is over may still be called open here, see [`Hold::state_at`].
    pub state: HoldState,
    /// How much was used.
    pub captured: Credits,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The first operation after `first_seq` whose balance no longer counts it.
    pub until_seq: Option<i64>,
    /// What was there afterwards, as it was answered; none when the time was over.
    pub ended_balance: Option<Balance>,
    /// The idempotency key that ended it.
    pub end_idempotency: Option<RequestKey>,
    /// Digest of the body that came with it.
    pub end_fingerprint: Option<Digest>,
    /// Seal over the end.
    pub end_seal: Option<[u8; 32]>,
}

impl Hold {
    /// Where it stands at `now`, whether or not its end is written yet.
    pub fn state_at(&self, now: Timestamp) -> HoldState {
        match self.state {
            HoldState::Open if self.ends_at <= now => HoldState::Expired,
            state => state,
        }
    }

    /// When it ended, as of `now`.
    pub fn ended_by(&self, now: Timestamp) -> Option<Timestamp> {
        self.ended_at.or_else(|| (self.ends_at <= now).then_some(self.ends_at))
    }
}

/// The end of a hold, to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldEnd {
    /// Which one.
    pub id: HoldId,
    /// How.
    pub state: HoldState,
    /// When.
    pub ended_at: Timestamp,
    /// The first operation whose balance no longer counts it.
    pub until_seq: i64,
    /// How much was used.
    pub captured: Credits,
    /// What is there afterwards, if it is answered.
    pub balance: Option<Balance>,
    /// The request that ended it: key and body.
    pub request: Option<(RequestKey, Digest)>,
}
