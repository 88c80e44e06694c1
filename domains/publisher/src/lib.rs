//! What the publisher sets: identity and brand, sign-up, terms of use, prices, the texts of mails; and the one way to send
//! mail for all domains. See the README for the rules.

mod labels;
mod markdown;
mod model;
mod service;
mod store;

pub mod mails;

use kit_core::Locale;
use kit_db::Migration;
use kit_web::Module;

pub use labels::{
    BRAND_CHANGED, IDENTITY_CHANGED, MAIL_CHANGED, MAIL_RESET, PRICES_CHANGED, SIGN_UP_CHANGED, TERMS_PREPARED,
    TERMS_WITHDRAWN,
};
pub use markdown::{SafeHtml, to_html};
pub use model::png::{LogoRefusal, clean as clean_logo};
pub use model::settings::{BrandLook, FooterLink, Identity, Localised, MailSender, Settings, SignUp};
pub use model::terms::{Terms, TermsRefusal, TermsVersion};
pub use model::web_url::{WebUrl, WebUrlError};
pub use service::settings::{logo, save_brand, save_identity, save_logo, save_sign_up, settings, sign_up_intro};
pub use service::texts::{PublisherPage, save_text, text};
pub use service::{LOCK, mail_texts, terms};

/// The tables of the settings.
pub const MIGRATIONS: &[Migration] = kit_db::migrations!["0200_publisher"];

/// The words of the settings' pages.
pub const TEXTS: &[(Locale, &str)] =
    &[(Locale::Fr, include_str!("../locales/fr.ftl")), (Locale::En, include_str!("../locales/en.ftl"))];

/// The domain as the program sees it.
pub fn module() -> Module {
    Module::new("publisher").migrations(MIGRATIONS).texts(TEXTS).jobs(|jobs| jobs.on(mails::deliver))
}
