//! A customer of two companies: the second one is invoiced from a day to come.

use accounts::model::CompanyForm;
use accounts::service::{companies, invoiced};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use kit_db::Day;

use super::customers::Fate;
use super::lives::Life;
use super::past::Past;
use super::sales::at;
use crate::failure::{Failure, failed};

/// Which customer.
const CUSTOMER: usize = 3;

/// In how many days the second company is invoiced.
const IN_DAYS: i64 = 12;

/// Its admin adds the second company, and chooses it.
pub(super) async fn play(past: &Past, lives: &[Life]) -> Result<(), Failure> {
    let life = lives.iter().filter(|life| life.customer.fate == Fate::Accepted).nth(CUSTOMER);
    let life = life.ok_or_else(|| Failure::new("the demonstration lacks a customer"))?;
    let (account, admin) = (life.account, life.admin()?);
    let form = CompanyForm {
        company: "Vandermoor Renovatie".to_owned(),
        country: "BE".to_owned(),
        foreign_number: "0999.101.215".to_owned(),
        line1: "Lindelaan 4".to_owned(),
        postal_code: "9000".to_owned(),
        town: "Gent".to_owned(),
        ..CompanyForm::default()
    };
    let details = form.read().map_err(|errors| Failure::new(format!("a second company: {errors:?}")))?;
    let add = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| companies::add(tx, ctx, account, &details);
    let second = at(past, past.days_ago(18), admin.clone(), add).await?;
    let begins = past.present().checked_add(SignedDuration::from_hours(24 * IN_DAYS)).map_err(failed)?;
    let from = Day::at(begins, TimeZone::UTC);
    at(past, past.days_ago(9), admin, move |tx, ctx| invoiced::choose(tx, ctx, account, (second, from))).await
}
