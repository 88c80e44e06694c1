//! Who the publisher is, how it looks, whether one may sign up.

use std::sync::Arc;

use audit::{Entry, Value};
use french_business::{BusinessHours, Region, WeekHours};
use jiff::tz::TimeZone;
use kit_core::Context;
use kit_db::{DbError, Failed, Read, Tx};
use kit_i18n::zone_named;
use kit_web::Brand;
use sha2::{Digest, Sha256};

use super::with_text;
use crate::labels::{
    ACCENT, ADDRESS, ALSACE_MOSELLE, AT_ONCE, BRAND_CHANGED, CALENDAR_CHANGED, CLOSED, CLOSED_DAYS, FOOTER, HOLIDAYS,
    HOURS, IDENTITY_CHANGED, LEGAL_NAME, LEGAL_NOTICE_URL, LOGO, METROPOLE, NAME, NO_HOLIDAYS, OPEN, REPLY_TO,
    SENDER_EMAIL, SENDER_NAME, SIGN_UP, SIGN_UP_CHANGED, SITE_URL, SUPPORT_EMAIL, SUPPORT_PHONE, TIME_ZONE,
};
use crate::model::calendar::{Calendar, NeverOpen, ensure_opens, shown_closed};
use crate::model::settings::{FooterLink, Identity, Localised, MailSender, Settings, SignUp};
use crate::store;

/// What the publisher set, or the defaults.
///
/// # Errors
/// The database cannot be read.
pub fn settings(read: &mut Read<'_>) -> Result<Settings, DbError> {
    store::settings(read).map(Arc::unwrap_or_clone)
}

/// How the publisher appears on every page.
///
/// # Errors
/// The database cannot be read.
pub fn brand(read: &mut Read<'_>) -> Result<Brand, DbError> {
    Ok(store::settings(read)?.brand())
}

/// Sets who the publisher is. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn save_identity(tx: &mut Tx<'_>, ctx: &Context, identity: Identity) -> Result<(), DbError> {
    let settings = settings(tx)?;
    let (before, after) = (&settings.identity, &identity);
    let entry = Entry::new(&IDENTITY_CHANGED)
        .change(&NAME, said(&before.name), said(&after.name))
        .change(&LEGAL_NAME, said(&before.legal_name), said(&after.legal_name))
        .change(&ADDRESS, said(&before.address), said(&after.address))
        .change(&SITE_URL, shown(&before.site_url), shown(&after.site_url))
        .change(&SUPPORT_EMAIL, shown(&before.support_email), shown(&after.support_email))
        .change(&SUPPORT_PHONE, said(&before.support_phone), said(&after.support_phone))
        .change(&LEGAL_NOTICE_URL, shown(&before.legal_notice_url), shown(&after.legal_notice_url))
        .change(&TIME_ZONE, said(&before.time_zone), said(&after.time_zone));
    save(tx, ctx, entry, &Settings { identity, ..settings.clone() })
}

/// Sets colour, links and the sender of mail. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn save_brand(
    tx: &mut Tx<'_>,
    ctx: &Context,
    accent: String,
    footer: Vec<FooterLink>,
    mail: MailSender,
) -> Result<(), DbError> {
    let mut settings = settings(tx)?;
    let entry = Entry::new(&BRAND_CHANGED)
        .change(&ACCENT, said(&settings.look.accent), said(&accent))
        .change(&FOOTER, links(&settings.look.footer), links(&footer))
        .change(&SENDER_NAME, said(&settings.mail.name), said(&mail.name))
        .change(&SENDER_EMAIL, shown(&settings.mail.email), shown(&mail.email))
        .change(&REPLY_TO, shown(&settings.mail.reply_to), shown(&mail.reply_to));
    settings.look.accent = accent;
    settings.look.footer = footer;
    settings.mail = mail;
    save(tx, ctx, entry, &settings)
}

/// Sets the logo, cleaned by [`clean`](crate::clean_logo), or takes it away. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn save_logo(tx: &mut Tx<'_>, ctx: &Context, png: Option<&[u8]>) -> Result<(), DbError> {
    let mut settings = settings(tx)?;
    let hash = png.map(|png| Sha256::digest(png).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>());
    let entry = Entry::new(&BRAND_CHANGED).change(&LOGO, shown(&settings.look.logo), shown(&hash));
    settings.look.logo = hash;
    store::save_logo(tx, png)?;
    save(tx, ctx, entry, &settings)
}

/// The logo, a PNG.
///
/// # Errors
/// The database cannot be read.
pub fn logo(read: &mut Read<'_>) -> Result<Option<Vec<u8>>, DbError> {
    store::logo(read)
}

/// Sets when the office is open. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// [`NeverOpen`].
pub fn save_calendar(tx: &mut Tx<'_>, ctx: &Context, calendar: Calendar) -> Result<(), Failed<NeverOpen>> {
    ensure_opens(&calendar.week).map_err(Failed::Refused)?;
    let settings = settings(tx)?;
    let hours = |calendar: &Calendar| {
        let days = WeekHours::DAYS.into_iter().filter(|day| !calendar.week.of(*day).is_closed());
        let line = |day: jiff::civil::Weekday| format!("{}: {}", day.to_monday_one_offset(), calendar.week.of(day));
        said(&days.map(line).collect::<Vec<_>>().join("\n"))
    };
    let holidays = |calendar: &Calendar| match calendar.holidays {
        Some(Region::Metropole) => Value::from(&METROPOLE),
        Some(Region::AlsaceMoselle) => Value::from(&ALSACE_MOSELLE),
        None => Value::from(&NO_HOLIDAYS),
    };
    let before = &settings.calendar;
    let entry = Entry::new(&CALENDAR_CHANGED)
        .change(&HOURS, hours(before), hours(&calendar))
        .changed(&HOLIDAYS, holidays(before), holidays(&calendar))
        .change(&CLOSED_DAYS, said(&shown_closed(&before.closed)), said(&shown_closed(&calendar.closed)));
    Ok(save(tx, ctx, entry, &Settings { calendar, ..settings })?)
}

/// The hours in which the publisher's promises run.
///
/// # Errors
/// The database cannot be read.
pub fn business_hours(read: &mut Read<'_>) -> Result<BusinessHours, DbError> {
    let zone = time_zone(read)?;
    Ok(store::settings(read)?.calendar.hours(zone))
}

/// Where the publisher is: the days and years of its papers and promises are meant there.
///
/// # Errors
/// The database cannot be read.
pub fn time_zone(read: &mut Read<'_>) -> Result<TimeZone, DbError> {
    Ok(zone_named(&store::settings(read)?.identity.time_zone))
}

/// Opens or closes the public sign-up and sets the words before its form. Serialise on [`LOCK`](super::LOCK).
///
/// # Errors
/// The database refuses.
pub fn save_sign_up(tx: &mut Tx<'_>, ctx: &Context, sign_up: SignUp, intro: &Localised) -> Result<(), DbError> {
    let settings = settings(tx)?;
    let before = store::text(tx, SIGN_UP_TEXT)?;
    let state = |sign_up: &SignUp| match sign_up {
        SignUp { open: false, .. } => Value::from(&CLOSED),
        SignUp { at_once: true, .. } => Value::from(&AT_ONCE),
        SignUp { .. } => Value::from(&OPEN),
    };
    let entry = Entry::new(&SIGN_UP_CHANGED).changed(&SIGN_UP, state(&settings.sign_up), state(&sign_up));
    let entry = with_text(entry, &before, intro);
    store::save_text(tx, SIGN_UP_TEXT, intro)?;
    save(tx, ctx, entry, &Settings { sign_up, ..settings })
}

/// The words before the form of the public sign-up; Markdown, maybe empty.
///
/// # Errors
/// The database cannot be read.
pub fn sign_up_intro(read: &mut Read<'_>) -> Result<Localised, DbError> {
    store::text(read, SIGN_UP_TEXT)
}

const SIGN_UP_TEXT: &str = "sign_up";

/// Saving a form as it was leaves no line in the log.
fn save(tx: &mut Tx<'_>, ctx: &Context, entry: Entry, settings: &Settings) -> Result<(), DbError> {
    if !entry.has_changes() {
        return Ok(());
    }
    store::save_settings(tx, settings)?;
    audit::record(tx, ctx, entry)
}

fn said(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}

fn shown(value: &Option<impl ToString>) -> Option<Value> {
    value.as_ref().map(|value| Value::from(value.to_string()))
}

fn links(links: &[FooterLink]) -> Option<Value> {
    let lines: Vec<String> = links.iter().map(|link| format!("{}: {}", link.label, link.url)).collect();
    said(&lines.join("\n"))
}
