//! Where transfers go, what is told about them, when orders expire.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kit_core::{Check, FieldErrors, Text};
use kit_i18n::filters;
use kit_web::{Form, Gate, Once, Page, View, WebError, Width};
use sepa_transfer::{Bic, Iban, IbanError};
use serde::Deserialize;

use super::pack::within;
use super::sections::{Section, Sections, saved};
use crate::model::{Bank, Office, Settings, Words, line, optional_line};
use crate::permissions::SetPayment;
use crate::service::{self, SETTINGS_LOCK};

/// The longest name of the holder: what a code for transfers takes.
const LONGEST_HOLDER: usize = 70;
/// The longest text on when to expect the credit.
const LONGEST_TEXT: usize = 300;
/// The longest time to pay, in days.
const LONGEST_TERM: i64 = 365;

/// How the publisher is paid, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TransferForm {
    once: Once,
    holder: String,
    iban: String,
    bic: String,
    expect_fr: String,
    expect_en: String,
    expiry_days: String,
    automatic: String,
    debt_blocks: String,
}

/// What was read: bank, office, days, and whether exact transfers are credited by themselves.
type Read = (Option<Bank>, Office, i64, bool);

impl TransferForm {
    fn of(settings: Settings, once: Once) -> TransferForm {
        let Settings { bank, office, expiry_days, automatic, debt_blocks, .. } = settings;
        let shown = bank.as_ref().map(Bank::iban_grouped).unwrap_or_default();
        let (holder, bic) = bank.map(|bank| (bank.holder, bank.bic)).unwrap_or_default();
        TransferForm {
            once,
            holder,
            iban: shown,
            bic,
            expect_fr: office.expect.fr,
            expect_en: office.expect.en,
            expiry_days: expiry_days.to_string(),
            automatic: if automatic { "yes".to_owned() } else { String::new() },
            debt_blocks: if debt_blocks { "yes".to_owned() } else { String::new() },
        }
    }

    fn read(&self) -> Result<Read, FieldErrors> {
        let mut check = Check::new();
        let has_bank = [&self.holder, &self.iban, &self.bic].iter().any(|typed| !typed.trim().is_empty());
        let holder = if has_bank { line(&self.holder, LONGEST_HOLDER) } else { Ok(String::new()) };
        let holder = check.field("holder", holder);
        let iban = if has_bank { check.field("iban", iban(&self.iban)) } else { Some(String::new()) };
        let bic = check.field("bic", bic(&self.bic));
        let fr = check.field("expect_fr", optional_line(&self.expect_fr, LONGEST_TEXT));
        let en = check.field("expect_en", optional_line(&self.expect_en, LONGEST_TEXT));
        let expiry_days =
            check.field("expiry_days", credits::whole(&self.expiry_days).and_then(|n| within(n, 1, LONGEST_TERM)));
        check.finish(|| {
            let bank = Bank { holder: holder?, iban: iban?, bic: bic? };
            let office = Office { expect: Words { fr: fr?, en: en? } };
            Some((Some(bank).filter(|_| has_bank), office, expiry_days?, self.automatic == "yes"))
        })
    }

    fn has_blocks(&self) -> bool {
        self.debt_blocks == "yes"
    }

    fn is_automatic(&self) -> bool {
        self.automatic == "yes"
    }
}

fn iban(typed: &str) -> Result<String, Text> {
    let read: Result<Iban, IbanError> = typed.parse();
    read.map(|iban| iban.to_string()).map_err(|error| match error {
        IbanError::Format => Text::new("orders-iban-format"),
        IbanError::CheckDigits => Text::new("orders-iban-check-digits"),
        IbanError::Country => Text::new("orders-iban-country"),
    })
}

/// A BIC, which may be left out.
fn bic(typed: &str) -> Result<String, Text> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    typed.parse().map(|bic: Bic| bic.to_string()).map_err(|_| Text::new("orders-bic-format"))
}

/// The form of how the publisher is paid.
#[derive(Template)]
#[template(path = "pages/staff/transfer.html")]
pub(crate) struct TransferView {
    sections: Sections,
    form: TransferForm,
    errors: FieldErrors,
}

impl TransferView {
    fn new(sections: Sections, form: TransferForm, errors: FieldErrors) -> TransferView {
        TransferView { sections, form, errors }
    }
}

impl View for TransferView {
    fn title(&self) -> Text {
        Text::new("orders-section-transfer")
    }

    fn width(&self) -> Width {
        Width::Reading
    }
}

/// `GET /staff/orders/settings/transfer`
pub(crate) async fn show(gate: Gate<SetPayment>) -> Result<Page, WebError> {
    let (actor, settings) = gate.read(|read, _| Ok(service::settings(read)?)).await?;
    let form = TransferForm::of(settings, gate.once());
    Ok(gate.page(&actor, TransferView::new(Sections::of(&actor, Section::Transfer), form, FieldErrors::default())))
}

/// `POST /staff/orders/settings/transfer`
pub(crate) async fn save(gate: Gate<SetPayment>, Form(form): Form<TransferForm>) -> Result<Response, WebError> {
    let (bank, office, expiry_days, automatic) = match form.read() {
        Ok(read) => read,
        Err(errors) => {
            let (actor, ()) = gate.read(|_, _| Ok(())).await?;
            let view = TransferView::new(Sections::of(&actor, Section::Transfer), form, errors);
            return Ok(gate.invalid(&actor, view).into_response());
        }
    };
    let debt_blocks = form.has_blocks();
    let (actor, _) = gate
        .write_sure_once_with(SETTINGS_LOCK, &form.once, move |tx, ctx, _| {
            service::save_payment(tx, ctx, bank.clone(), office.clone(), expiry_days, automatic, debt_blocks)
        })
        .await?;
    Ok(saved(&gate, &actor, Section::Transfer))
}

#[cfg(test)]
impl TransferView {
    pub(in crate::pages) fn sample() -> TransferView {
        let form = TransferForm { holder: "<b>".into(), iban: "FR00".into(), ..TransferForm::default() };
        let errors = form.read().unwrap_err();
        TransferView::new(Sections::sample(), form, errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(form: &TransferForm) -> Vec<&'static str> {
        form.read().unwrap_err().0.iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_is_saved_comes_back() {
        let bank =
            Bank { holder: "Cotelier SAS".into(), iban: "FR7630006000011234567890189".into(), bic: "AGRIFRPP".into() };
        let settings = Settings { bank: Some(bank.clone()), automatic: true, ..Settings::default() };
        let form = TransferForm::of(settings.clone(), Once::default());
        assert_eq!(form.iban, "FR76 3000 6000 0112 3456 7890 189");
        assert_eq!(form.read().unwrap(), (Some(bank), settings.office, 30, true));
        let without = TransferForm { holder: String::new(), iban: String::new(), bic: String::new(), ..form };
        assert_eq!(without.read().unwrap().0, None);
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let right = TransferForm::of(Settings::default(), Once::default());
        assert_eq!(fields(&TransferForm { iban: "FR00".into(), ..right.clone() }), ["holder", "iban"]);
        let hostile = TransferForm {
            holder: "x".repeat(71),
            iban: "FR7730006000011234567890189".into(),
            bic: "x".into(),
            expect_fr: "x".repeat(301),
            expiry_days: "0".into(),
            ..right
        };
        assert_eq!(fields(&hostile), ["holder", "iban", "bic", "expect_fr", "expiry_days"]);
    }
}
