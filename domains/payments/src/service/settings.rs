//! The publisher's account at PayPal: set, looked at, tried.

use kit_core::{Context, KeyRing};
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use kit_payments::Failure;
use kit_payments::paypal::Secret;
use kit_web::App;

use super::client::client;
use super::log;
use crate::model::{Settings, SettingsInvalid};
use crate::store;

/// What every change of these settings is serialised on.
pub const SETTINGS_LOCK: Lock = Lock::Named("payments-settings");

/// What the key of the secret is derived for.
const LABEL: &str = "payments-paypal";

/// Settings to be saved.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSettings {
    /// What is set.
    pub settings: Settings,
    /// The secret; none: the one that is known, if it belongs to the same client id and environment.
    pub secret: Option<String>,
}

impl std::fmt::Debug for NewSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSettings").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What the publisher set; none before that.
///
/// # Errors
/// The database cannot be read.
pub fn settings(read: &mut Read<'_>) -> Result<Option<Settings>, DbError> {
    Ok(store::settings::settings(read)?.map(|(settings, _)| settings))
}

/// Sets the account at PayPal and what it is used for. Call it under [`SETTINGS_LOCK`].
///
/// # Errors
/// [`SettingsInvalid`].
pub fn connect(tx: &mut Tx<'_>, ctx: &Context, new: &NewSettings) -> Result<(), Failed<SettingsInvalid>> {
    let NewSettings { settings, secret } = new;
    let before = store::settings::settings(tx)?;
    let kept = before.as_ref().filter(|(before, _)| before.shares_secret_with(settings));
    let (plain, sealed) = match (secret, kept) {
        (Some(secret), _) => (secret.clone(), seal(ctx, settings, secret)?),
        (None, Some((_, sealed))) => (unsealed(&ctx.keys, settings, sealed)?, sealed.clone()),
        (None, None) => return refuse(SettingsInvalid::Secret),
    };
    settings.paypal(Secret::new(plain)).map_err(Failed::Refused)?;
    store::settings::save(tx, settings, &sealed)?;
    Ok(log::connected(tx, ctx, before.as_ref().map(|(before, _)| before), settings, secret.is_some())?)
}

/// Asks PayPal for a token and nothing else: whether it answers and accepts the client id and the secret. None where nothing is
/// set.
///
/// # Errors
/// The database cannot be read.
pub async fn try_out(app: &App) -> Result<Option<Result<(), Failure>>, DbError> {
    match client(app).await? {
        Some((_, paypal)) => Ok(Some(paypal.try_out().await)),
        None => Ok(None),
    }
}

/// What a secret belongs to: it cannot be used for anything else.
fn bound_to(settings: &Settings) -> String {
    format!("{}:{}", settings.environment.code(), settings.client_id)
}

fn seal(ctx: &Context, settings: &Settings, secret: &str) -> Result<Vec<u8>, DbError> {
    let sealed = ctx.keys.seal(&ctx.random, LABEL, bound_to(settings).as_bytes(), secret.as_bytes());
    sealed.ok_or_else(|| DbError::fault("the secret of PayPal could not be sealed"))
}

/// Opens a secret that was sealed for these settings.
pub(super) fn unsealed(keys: &KeyRing, settings: &Settings, sealed: &[u8]) -> Result<String, DbError> {
    let opened = keys.unseal(LABEL, bound_to(settings).as_bytes(), sealed);
    let secret = opened.and_then(|secret| String::from_utf8(secret).ok());
    secret.ok_or_else(|| DbError::fault("the secret of PayPal cannot be opened"))
}
