//! What an order says, ready for a page: lines, totals, buyer, and how to pay by transfer.

use accounts::model::country_names;
use credits::Unit;
use kit_core::{Arg, Credits, Locale, Money, Text};
use kit_web::verbatim;
use people::QrPicture;
use publisher::Calendar;

use crate::model::{Bonus, Buyer, Line, LineKind, Lines, Order, Quote, Settings, Totals, VatTerms, shown_percent};

/// Lines and totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(super) rows: Vec<PaperRow>,
    /// What the lines count.
    pub(super) unit: Unit,
    pub(super) bonus: Option<Text>,
    /// For how long it can be used.
    pub(super) lasts: Option<Text>,
    pub(super) tax_included: bool,
    pub(super) net: Money,
    pub(super) vat: Money,
    pub(super) gross: Money,
    pub(super) rate: String,
    pub(super) ground: String,
    pub(super) buyer: BuyerLines,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PaperRow {
    pub(super) what: Text,
    pub(super) credits: Credits,
    pub(super) price: Money,
}

/// To whom it is made out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BuyerLines {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
    /// SIREN, or the number in another register, and the VAT number, each with its name.
    pub(super) numbers: Vec<Text>,
    pub(super) reference: String,
}

impl BuyerLines {
    fn of(buyer: &Buyer, locale: Locale) -> BuyerLines {
        let country = country_names(locale).iter().find(|(code, _)| *code == buyer.country);
        let mut lines = buyer.address();
        lines.extend(country.map(|(_, name)| (*name).to_owned()));
        BuyerLines { name: buyer.name.clone(), lines, numbers: numbers(buyer), reference: buyer.reference.clone() }
    }
}

/// The numbers of a buyer, each with its name.
fn numbers(buyer: &Buyer) -> Vec<Text> {
    let in_register = |text: Text| text.with("number", buyer.number.as_str());
    let digits = buyer.number.chars().filter(char::is_ascii_digit).count();
    let is_siren = digits == 9 && buyer.number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    let number = match buyer.number.as_str() {
        "" => None,
        _ if is_siren && is_french(buyer) => Some(in_register(Text::new("orders-siren"))),
        _ => Some(in_register(Text::new("orders-register-number"))),
    };
    let vat = (!buyer.vat_number.is_empty())
        .then(|| Text::new("orders-vat-number").with("number", buyer.vat_number.as_str()));
    number.into_iter().chain(vat).collect()
}

/// Whether the buyer's company is French: its bills may go to an address elsewhere.
fn is_french(buyer: &Buyer) -> bool {
    buyer.country == "FR" || buyer.vat_number.starts_with("FR")
}

impl Paper {
    /// What a choice comes to.
    pub(super) fn of_quote(quote: &Quote, locale: Locale) -> Paper {
        let frozen = &quote.frozen;
        let (lines, vat, bonus) = (&frozen.lines, &frozen.vat, frozen.bonus);
        Paper::new(lines, vat, bonus, frozen.tax_included, quote.totals, &frozen.buyer, locale)
    }

    /// What an order says.
    pub(super) fn of_order(order: &Order, locale: Locale) -> Paper {
        let totals = Totals { net: order.net, vat: order.vat, gross: order.gross, credits: order.credits };
        let Order { lines, vat_terms, buyer, tax_included, .. } = order;
        Paper::new(lines, vat_terms, order.bonus(), *tax_included, totals, buyer, locale)
    }

    fn new(
        lines: &Lines,
        vat: &VatTerms,
        bonus: Option<Bonus>,
        tax_included: bool,
        totals: Totals,
        buyer: &Buyer,
        locale: Locale,
    ) -> Paper {
        let row = |line: &Line| PaperRow { what: what(line, locale), credits: line.credits, price: line.price() };
        Paper {
            rows: lines.0.iter().map(row).collect(),
            unit: lines.unit(),
            bonus: bonus.map(|bonus| says(lines.unit(), bonus)),
            lasts: lines.months().map(|months| Text::new("orders-time-lasts").with("months", months)),
            tax_included,
            net: Money::euro_cents(totals.net),
            vat: Money::euro_cents(totals.vat),
            gross: Money::euro_cents(totals.gross),
            rate: shown_percent(vat.rate, locale),
            ground: vat.ground.of(locale).to_owned(),
            buyer: BuyerLines::of(buyer, locale),
        }
    }
}

fn what(line: &Line, locale: Locale) -> Text {
    match line.kind {
        LineKind::Pack | LineKind::Time => verbatim(line.name.of(locale)),
        LineKind::Free => Text::new("orders-line-free"),
        LineKind::Direct => Text::new("orders-line-direct"),
    }
}

/// What comes with it.
pub(super) fn says(unit: Unit, bonus: Bonus) -> Text {
    match unit {
        Unit::Credit => Text::new("orders-bonus-says").with("credits", bonus.credits).with("days", bonus.days),
        Unit::SupportMinutes => {
            Text::new("orders-bonus-time-says").with("time", Arg::Minutes(bonus.credits.0)).with("days", bonus.days)
        }
    }
}

/// How to pay by transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(super) holder: String,
    pub(super) iban: String,
    pub(super) bic: String,
    pub(super) reference: String,
    pub(super) amount: Money,
    pub(super) code: Option<QrPicture>,
    pub(super) hours: Option<Text>,
    pub(super) expect: String,
}

impl Transfer {
    /// How to pay what is due of an order; none where nothing is, or the publisher has no bank account.
    pub(super) fn of(order: &Order, settings: &Settings, calendar: &Calendar, locale: Locale) -> Option<Transfer> {
        let bank = settings.bank.as_ref().filter(|_| order.due() > 0)?;
        Some(Transfer {
            holder: bank.holder.clone(),
            iban: bank.iban_grouped(),
            bic: bank.bic.clone(),
            reference: order.number.reference()?.grouped(),
            amount: order.due_money(),
            code: order.transfer_code(bank),
            hours: calendar.says().map(|hours| Text::new("orders-office-hours").with("hours", hours)),
            expect: settings.office.expect.of(locale).to_owned(),
        })
    }
}
