//! What accounts keep about a person, and how they forget.

use audit::Entry;
use kit_core::{AccountId, Context, Text};
use kit_db::{DbError, Failed, Read, Tx};
use kit_mail::Email;
use kit_web::{Erasure, Ground, Hindrance, Personal, PersonalRow, PersonalRows, Role, Subject};
use serde_json::json;

use crate::service::{self, members};
use crate::store::personal::PlaceRow;
use crate::{store, trace};

/// The declarations.
pub(crate) fn kept() -> Vec<Personal> {
    vec![
        Personal {
            name: "accounts.members",
            columns: &["members.person", "accounts.applicant"],
            what: Text::new("accounts-kept-members"),
            why: Text::new("accounts-kept-members-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-members-how-long"),
            rows: places,
            erasure: Erasure::Reduced(leave_all, Text::new("accounts-kept-members-after")),
        },
        Personal {
            name: "accounts.teams",
            columns: &["team_members.person"],
            what: Text::new("accounts-kept-teams"),
            why: Text::new("accounts-kept-teams-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-teams-how-long"),
            rows: teams,
            // Whoever leaves an account leaves its teams.
            erasure: Erasure::Gone(leave_all),
        },
        Personal {
            name: "accounts.terms",
            columns: &["terms_acceptances.person"],
            what: Text::new("accounts-kept-terms"),
            why: Text::new("accounts-kept-terms-why"),
            ground: Ground::Interest,
            how_long: Text::new("accounts-kept-terms-how-long"),
            rows: accepted,
            erasure: Erasure::Kept(Text::new("accounts-kept-terms-after")),
        },
        Personal {
            name: "accounts.keys",
            columns: &["api_keys.member", "api_keys.created_by"],
            what: Text::new("accounts-kept-keys"),
            why: Text::new("accounts-kept-keys-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-keys-how-long"),
            rows: keys,
            erasure: Erasure::Kept(Text::new("accounts-kept-keys-after")),
        },
        Personal {
            name: "accounts.sign-ups",
            columns: &["sign_ups.email", "sign_ups.first_name", "sign_ups.surname", "sign_ups.network"],
            what: Text::new("accounts-kept-sign-ups"),
            why: Text::new("accounts-kept-sign-ups-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-sign-ups-how-long"),
            rows: sign_ups,
            erasure: Erasure::Gone(|tx, _, subject| {
                store::personal::forget_sign_ups(tx, &subject.email, &people::mark(subject.person)?)
            }),
        },
        Personal {
            name: "accounts.invitations",
            columns: &["invitations.email", "invitations.invited_by"],
            what: Text::new("accounts-kept-invitations"),
            why: Text::new("accounts-kept-invitations-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-invitations-how-long"),
            rows: invitations,
            erasure: Erasure::Gone(|tx, _, subject| store::personal::forget_invitations(tx, &subject.email)),
        },
        Personal {
            name: "accounts.addresses",
            columns: &[
                "accounts.administration_email",
                "accounts.mail_domain",
                "billing_details.contact",
                "billing_details.email",
                "administration_changes.email",
                "administration_changes.requested_by",
                "companies.phone",
            ],
            what: Text::new("accounts-kept-addresses"),
            why: Text::new("accounts-kept-addresses-why"),
            ground: Ground::Contract,
            how_long: Text::new("accounts-kept-addresses-how-long"),
            rows: addresses,
            erasure: Erasure::Gone(forget_addresses),
        },
    ]
}

/// The last admin of an open account names another, or closes it.
pub(crate) fn hindrances(read: &mut Read<'_>, subject: &Subject) -> Result<Vec<Hindrance>, DbError> {
    let mut found = Vec::new();
    for place in present(read, subject)? {
        let named = |text: Text| text.with("account", place.account.to_string()).with("name", place.name.as_str());
        let within = |page: &str| format!("/accounts/{}/{page}", place.account);
        if members::is_last_admin(read, place.account, subject.person)? {
            found.push(Hindrance {
                text: named(Text::new("accounts-erase-last-admin")),
                ways: vec![
                    (within("members"), Text::new("accounts-erase-name-another")),
                    (within("close"), Text::new("accounts-close-link")),
                ],
            });
        }
    }
    Ok(found)
}

/// The places that the person has now in accounts that are open.
fn present(read: &mut Read<'_>, subject: &Subject) -> Result<Vec<PlaceRow>, DbError> {
    let places = store::personal::places(read, subject.person)?;
    Ok(places.into_iter().filter(|place| place.removed_at.is_none() && place.state.is_open()).collect())
}

fn places(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::places(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("name", json!(row.name)),
            ("roles", json!(row.roles.codes())),
            ("joined_at", json!(row.joined_at)),
            ("left_at", json!(row.removed_at)),
        ]
    })))
}

fn teams(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let mut rows = Vec::new();
    for account in members::ever_in(read, subject.person)? {
        for id in service::teams::teams_of(read, account, subject.person)? {
            let team = service::teams::team(read, account, id)?.map(|found| found.team.name);
            rows.push(vec![("account", json!(account.to_string())), ("team", json!(team))]);
        }
    }
    Ok(PersonalRows::all(rows))
}

fn accepted(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::accepted(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("version", json!(row.version)),
            ("accepted_at", json!(row.accepted_at)),
        ]
    })))
}

fn keys(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::keys(read, subject.person)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("key", json!(row.prefix)),
            ("name", json!(row.name)),
            ("stands_for_you", json!(row.stands_for_you)),
            ("created_at", json!(row.created_at)),
            ("revoked_at", json!(row.revoked_at)),
        ]
    })))
}

fn sign_ups(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::sign_ups(read, &subject.email)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.map(|account| account.to_string()))),
            ("email", json!(row.email.as_str())),
            ("first_name", json!(row.first_name)),
            ("surname", json!(row.surname)),
            ("sent_at", json!(row.created_at)),
            ("confirmed_at", json!(row.confirmed_at)),
        ]
    })))
}

fn invitations(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::invitations(read, &subject.email)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![
            ("account", json!(row.account.to_string())),
            ("email", json!(row.email.as_str())),
            ("roles", json!(row.roles.codes())),
            ("state", json!(row.state)),
            ("created_at", json!(row.created_at)),
            ("ended_at", json!(row.ended_at)),
        ]
    })))
}

fn addresses(read: &mut Read<'_>, subject: &Subject, _: Option<&str>) -> Result<PersonalRows, DbError> {
    let rows = store::personal::addresses(read, subject.person, &subject.email, &subject.name)?;
    Ok(PersonalRows::all(rows.into_iter().map(|row| {
        vec![("account", json!(row.account.to_string())), ("place", json!(row.place)), ("words", json!(row.words))]
    })))
}

/// Every membership ends. An application that waits is closed with its last admin; an open account has another one, as
/// [`hindrances`] made sure in the same transaction.
fn leave_all(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    for place in store::personal::places(tx, subject.person)? {
        if place.removed_at.is_some() {
            continue;
        }
        match members::depart(tx, ctx, place.account, subject.person) {
            Ok(()) => {}
            Err(Failed::Refused(refusal)) => return Err(DbError::fault(refusal)),
            Err(Failed::Db(error)) => return Err(error),
        }
    }
    Ok(())
}

/// The address and the name go from the details of accounts; mail of an account that is open goes to another admin.
fn forget_addresses(tx: &mut Tx<'_>, ctx: &Context, subject: &Subject) -> Result<(), DbError> {
    for place in store::personal::places(tx, subject.person)? {
        store::personal::forget_in_account(tx, place.account, &subject.email, &subject.name)?;
    }
    let mark = people::mark(subject.person)?;
    for (account, state) in store::personal::administered(tx, &subject.email)? {
        let other = if state.is_open() { other_admin(tx, account, subject)? } else { None };
        let address = other.unwrap_or_else(|| mark.clone());
        store::accounts::set_administration_email(tx, account, &address)?;
        let entry = Entry::new(&trace::ADDRESS_CHANGED).account(account).with(&trace::EMAIL, address.as_str());
        audit::record(tx, ctx, entry)?;
    }
    Ok(())
}

/// The address of an admin who stays.
fn other_admin(read: &mut Read<'_>, account: AccountId, subject: &Subject) -> Result<Option<Email>, DbError> {
    let members = members::members(read, account)?;
    let mut admins = members.iter().filter(|known| known.member.roles.contains(Role::Admin) && !known.disabled);
    Ok(admins.find(|known| known.member.person != subject.person).map(|known| known.email.clone()))
}

/// What one account has about a person, and after which place there it goes on.
pub type WalkedRows = (Vec<PersonalRow>, Option<Vec<i64>>);

/// Reads what later domains keep about a person by account: in each account that he or she is or was in, page by page. `page`
/// is asked with an account and the place that the page before ended at.
///
/// # Errors
/// The database cannot be read.
pub fn walk(
    read: &mut Read<'_>,
    subject: &Subject,
    after: Option<&str>,
    page: fn(&mut Read<'_>, &Subject, AccountId, &[i64]) -> Result<WalkedRows, DbError>,
) -> Result<PersonalRows, DbError> {
    let mut after = after.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
    let first = AccountId(after.next().unwrap_or(i64::MIN));
    let place: Vec<i64> = after.collect();
    let accounts = members::ever_in(read, subject.person)?;
    let mut accounts = accounts.into_iter().filter(|account| *account >= first);
    let Some(account) = accounts.next() else { return Ok(PersonalRows::default()) };
    let place = if account == first { place } else { Vec::new() };
    let (rows, next) = page(read, subject, account, &place)?;
    let next = match next {
        Some(place) => Some([vec![account.0], place].concat()),
        None => accounts.next().map(|account| vec![account.0]),
    };
    let next = next.map(|numbers| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" "));
    Ok(PersonalRows { rows, next })
}
