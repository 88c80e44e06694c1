//! What the publisher has not set yet, though its customers will look for it.

use jiff::Timestamp;
use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Actor, Permission};
use publisher::{PublisherPage, SetConditions, SetPublisher};

use crate::permissions::ManageTariff;

/// Something to set, and where.
#[derive(Debug)]
pub struct Unset {
    pub(crate) label: Text,
    pub(crate) href: &'static str,
}

/// What is unset of that which this colleague may set.
///
/// # Errors
/// The database cannot be read.
pub(crate) fn unset(read: &mut Read<'_>, actor: &Actor, now: Timestamp) -> Result<Vec<Unset>, DbError> {
    let mut unset = Vec::new();
    let mut note = |is_set: bool, label, href| {
        if !is_set {
            unset.push(Unset { label, href });
        }
    };
    if actor.meets(SetPublisher::DEMAND) {
        let named = !publisher::settings(read)?.identity.legal_name.is_empty();
        note(named, Text::new("backoffice-set-up-identity"), "/staff/settings/identity");
    }
    if actor.meets(SetConditions::DEMAND) {
        let agreed = publisher::terms::in_force(read, now)?.is_some();
        note(agreed, Text::new("backoffice-set-up-terms"), "/staff/settings/terms");
    }
    if actor.meets(ManageTariff::DEMAND) {
        let priced = !credits::tariff(read, now)?.is_empty();
        note(priced, Text::new("backoffice-set-up-tariff"), "/staff/tariff");
    }
    if actor.meets(SetConditions::DEMAND) {
        let explained = !publisher::text(read, PublisherPage::Prices)?.is_empty();
        note(explained, Text::new("backoffice-set-up-prices"), "/staff/settings/prices");
    }
    Ok(unset)
}
