//! What an account can buy, and at which price.

use std::cmp::Reverse;

use accounts::model::Account;
use credits::Unit;
use jiff::Timestamp;
use kit_core::{AccountId, Credits};
use kit_db::{DbError, Read};

use crate::model::{Buyer, ChoiceError, Day, FreeAmount, Pack, Quote, Settings, VatTerms};
use crate::store;

/// What an account can buy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The account.
    pub account: Account,
    /// To whom an order would be made out now.
    pub buyer: Buyer,
    /// The packs on sale, each with what it comes to.
    pub packs: Vec<Offered>,
    /// The free amount, if it is on sale.
    pub free: Option<FreeAmount>,
    /// The VAT of this buyer; none where the publisher has no rule for it, and nothing can be sold.
    pub vat: Option<VatTerms>,
    /// How one pays.
    pub settings: Settings,
}

/// A pack on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The pack.
    pub pack: Pack,
    /// What it comes to for this buyer.
    pub quote: Quote,
}

impl Offer {
    /// Whether something is on sale, and can be paid.
    pub fn is_open(&self) -> bool {
        self.vat.is_some() && self.settings.bank.is_some() && (self.free.is_some() || !self.packs.is_empty())
    }

    /// The cheapest pack that holds at least as many credits as a free amount and costs less; of several, the largest.
    pub fn cheaper_pack(&self, credits: Credits, quote: &Quote) -> Option<&Offered> {
        let is_better = |offered: &&Offered| {
            let is_enough = offered.pack.unit == Unit::Credit && offered.pack.credits >= credits;
            is_enough && offered.quote.totals.gross < quote.totals.gross
        };
        let order = |offered: &&Offered| (offered.quote.totals.gross, Reverse(offered.pack.credits));
        self.packs.iter().filter(is_better).min_by_key(order)
    }
}

/// What an account can buy at `now`; none where there is no such account.
///
/// # Errors
/// The database cannot be read.
pub fn offer(read: &mut Read<'_>, account: AccountId, now: Timestamp) -> Result<Option<Offer>, DbError> {
    let Some((account, buyer, vat)) = buyer(read, account, now)? else { return Ok(None) };
    let settings = store::offer::settings(read)?;
    let mut packs = Vec::new();
    if let Some(vat) = &vat {
        for pack in store::offer::packs(read)?.into_iter().filter(|pack| pack.active) {
            let quote: Result<Quote, ChoiceError> = Quote::of_pack(&pack, buyer.clone(), vat.clone());
            packs.extend(quote.ok().map(|quote| Offered { pack, quote }));
        }
    }
    Ok(Some(Offer { account, buyer, packs, free: Some(settings.free).filter(|free| free.active), vat, settings }))
}

/// An account, to whom its orders are made out, and which VAT it pays at `now`.
pub(super) fn buyer(
    read: &mut Read<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<(Account, Buyer, Option<VatTerms>)>, DbError> {
    let Some(account) = accounts::service::account(read, account)? else { return Ok(None) };
    let billing = accounts::service::billing::billing(read, account.id)?;
    let today = Day::at(now, publisher::time_zone(read)?);
    let company = accounts::service::invoiced::company(read, account.id, today)?;
    let rules = store::offer::vat_rules_of(read, Buyer::zone(&company))?;
    let vat = rules.iter().find(|rule| rule.holds_on(today)).map(|rule| rule.terms());
    let buyer = Buyer::of(&account, &company, &billing);
    Ok(Some((account, buyer, vat)))
}
