//! The publisher's account at PayPal.

use kit_db::{DbError, FromRow, Read, Tx, sql};
use kit_payments::Environment;

use crate::model::{DoubleAt, Settings};

sql!(
    SETTINGS,
    "SELECT environment, client_id, secret, merchant_id, email, webhook_id, by_mail, at_once, double_address, double_authority
     FROM paypal_settings WHERE id = 1"
);
sql!(
    SAVE,
    "INSERT INTO paypal_settings (id, environment, client_id, secret, merchant_id, email, webhook_id, by_mail, at_once,
                                  double_address, double_authority)
     VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET environment = excluded.environment, client_id = excluded.client_id,
         secret = excluded.secret, merchant_id = excluded.merchant_id, email = excluded.email,
         webhook_id = excluded.webhook_id, by_mail = excluded.by_mail, at_once = excluded.at_once,
         double_address = excluded.double_address, double_authority = excluded.double_authority"
);

#[derive(FromRow)]
struct SettingsRow {
    environment: String,
    client_id: String,
    secret: Vec<u8>,
    merchant_id: String,
    email: String,
    webhook_id: String,
    by_mail: bool,
    at_once: bool,
    double_address: Option<String>,
    double_authority: Option<String>,
}

/// What the publisher set, with the sealed secret; none before that.
pub(crate) fn settings(read: &mut Read<'_>) -> Result<Option<(Settings, Vec<u8>)>, DbError> {
    let Some(row) = read.opt::<SettingsRow>(&SETTINGS, &[])? else { return Ok(None) };
    let double = row.double_address.zip(row.double_authority);
    let settings = Settings {
        environment: environment(&row.environment)?,
        client_id: row.client_id,
        merchant_id: row.merchant_id,
        email: row.email,
        webhook_id: row.webhook_id,
        by_mail: row.by_mail,
        at_once: row.at_once,
        double: double.map(|(address, authority)| DoubleAt { address, authority }),
    };
    Ok(Some((settings, row.secret)))
}

pub(crate) fn save(tx: &mut Tx<'_>, settings: &Settings, secret: &[u8]) -> Result<(), DbError> {
    let double = settings.double.as_ref();
    tx.exec(
        &SAVE,
        &[
            &settings.environment.code(),
            &settings.client_id,
            &secret,
            &settings.merchant_id,
            &settings.email,
            &settings.webhook_id,
            &settings.by_mail,
            &settings.at_once,
            &double.map(|double| double.address.as_str()),
            &double.map(|double| double.authority.as_str()),
        ],
    )
    .map(drop)
}

/// The environment with this name.
pub(super) fn environment(code: &str) -> Result<Environment, DbError> {
    Environment::from_code(code).ok_or_else(|| DbError::fault(format!("unknown environment: {code}")))
}
