//! The client of PayPal: one for each account in a process, as it keeps a token and certificates.

use std::sync::{Arc, Mutex, PoisonError};

use kit_core::KeyRing;
use kit_db::{DbError, Read};
use kit_payments::paypal::{PayPal, Secret};
use kit_web::App;

use super::settings::unsealed;
use crate::model::Settings;
use crate::store;

/// How many are kept: the settings of before are in use until what they began has ended.
const KEPT: usize = 8;

/// Clients by what they were made with, the newest last.
static CLIENTS: Mutex<Vec<([u8; 32], Arc<PayPal>)>> = Mutex::new(Vec::new());

/// The client of the publisher's account as it is set now, with the settings; none before there is one.
pub(super) async fn client(app: &App) -> Result<Option<(Settings, Arc<PayPal>)>, DbError> {
    let keys = app.keys.clone();
    let found = app.db.read::<_, DbError, _>(move |read| settings_and_secret(read, &keys)).await?;
    let Some((settings, secret)) = found else { return Ok(None) };
    let paypal = of(app, &settings, &secret)?;
    Ok(Some((settings, paypal)))
}

fn settings_and_secret(read: &mut Read<'_>, keys: &KeyRing) -> Result<Option<(Settings, String)>, DbError> {
    let Some((settings, sealed)) = store::settings::settings(read)? else { return Ok(None) };
    let secret = unsealed(keys, &settings, &sealed)?;
    Ok(Some((settings, secret)))
}

fn of(app: &App, settings: &Settings, secret: &str) -> Result<Arc<PayPal>, DbError> {
    let double = settings.double.as_ref().map(|double| [double.address.as_str(), double.authority.as_str()]);
    let [address, authority] = double.unwrap_or_default();
    let Settings { client_id, merchant_id, email, webhook_id, .. } = settings;
    let parts = [settings.environment.code(), client_id, secret, merchant_id, email, webhook_id, address, authority];
    let made_with = app.keys.mac(&parts.map(str::as_bytes));
    let mut clients = CLIENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = clients.iter().find(|(known, _)| *known == made_with) {
        return Ok(Arc::clone(known));
    }
    let checked = settings.paypal(Secret::new(secret)).map_err(DbError::fault)?;
    let made = Arc::new(PayPal::new(checked, app.clock.clone()).map_err(DbError::fault)?);
    if clients.len() >= KEPT {
        clients.remove(0);
    }
    clients.push((made_with, Arc::clone(&made)));
    Ok(made)
}
