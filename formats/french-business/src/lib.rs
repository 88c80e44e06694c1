//! Identifiers and calendars of French companies.
//!
//! Each identifier is a type that exists only in its correct, canonical form: it is parsed from what people type
//! (spaces, dots, dashes and lower case are tolerated), shown canonically by `Display`, written for human eyes by
//! `grouped()`, and carried by serde as its canonical string. What is wrong with a refused text is told by an error
//! type per identifier, so that a form can say it in the reader's language.
//!
//! The crate does no input or output and reads no clock: dates are given by the caller.
//!
//! ```
//! use french_business::{BusinessCalendar, Region, Siren, VatNumber, Week};
//! use jiff::civil::date;
//!
//! let siren: Siren = "732 829 320".parse()?;
//! assert_eq!(VatNumber::of_siren(&siren).grouped(), "FR 44 732 829 320");
//!
//! // Friday 30 April 2027 plus one business day: 1 May is a Saturday, so Monday.
//! let calendar = BusinessCalendar::new(Region::Metropole, Week::MondayToFriday);
//! assert_eq!(calendar.add_business_days(date(2027, 4, 30), 1)?, date(2027, 5, 3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ape;
mod business_hours;
mod calendar;
mod country;
mod foreign_number;
mod holidays;
mod hours;
mod lists;
mod luhn;
mod phone;
mod postal_code;
mod siren;
mod siret;
mod text;
mod vat;

pub use ape::{ApeCode, ApeError, Nomenclature};
pub use business_hours::{BusinessHours, BusinessTimeError};
pub use calendar::{BusinessCalendar, CalendarError, Week};
pub use country::{Country, CountryError};
pub use foreign_number::{ForeignNumber, ForeignNumberError};
pub use holidays::{Holiday, HolidayKind, Region, easter_sunday, holidays};
pub use hours::{DayHours, HoursError, OpenSpan, WeekHours};
pub use lists::{CountryNames, activities, activity};
pub use phone::{Phone, PhoneError};
pub use postal_code::{PostalCode, PostalCodeError};
pub use siren::{Siren, SirenError};
pub use siret::{Siret, SiretError};
pub use vat::{VatError, VatNumber};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
