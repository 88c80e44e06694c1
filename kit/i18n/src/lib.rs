//! Puts what the program says into the words of whoever reads it: texts, numbers, money, dates.
//!
//! Models and services speak in [`kit_core::Text`]. A page, a mail or an export holds a [`Reader`] (a language and a time
//! zone) and hands it to its template as a runtime value, where the [`filters`] find it.
//!
//! ```
//! use std::sync::Arc;
//! use kit_core::{Locale, Text};
//! use kit_i18n::{Reader, Texts};
//!
//! let texts = Texts::load(&[(Locale::Fr, "credits-left = Il reste { $n } crédits")])?;
//! let reader = Reader { texts: Arc::new(texts), locale: Locale::Fr, zone: jiff::tz::TimeZone::UTC };
//! assert_eq!(reader.text(&Text::new("credits-left").with("n", 1200)), "Il reste 1\u{202f}200 crédits");
//! # Ok::<(), kit_i18n::TextsError>(())
//! ```

pub mod filters;
mod formats;
mod money;
mod reader;
mod relative;
pub mod scan;
mod spacing;
mod texts;
mod zones;

pub use reader::{READER, Reader};
pub use spacing::french;
pub use texts::{Texts, TextsError};
pub use zones::{DEFAULT_ZONE, zone_named, zones};
