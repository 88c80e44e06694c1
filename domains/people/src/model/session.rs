//! Sessions: how long they last.

use jiff::{SignedDuration, Timestamp};
use kit_core::{Id, Locale, PersonId};
use kit_db::FromRow;
use kit_web::StaffPermissions;

use super::Email;

/// How long sessions last; staff reaches every customer's data, so theirs are short.
struct Limits {
    /// Without a request.
    idle: SignedDuration,
    /// In all.
    absolute: SignedDuration,
}

const CUSTOMER: Limits =
    Limits { idle: SignedDuration::from_hours(30 * 24), absolute: SignedDuration::from_hours(180 * 24) };
const STAFF: Limits = Limits { idle: SignedDuration::from_hours(12), absolute: SignedDuration::from_hours(7 * 24) };

/// A session that has not been ended, and whose person is not shut out; whether it still counts is [`SessionRow::live`].
#[derive(Debug, Clone, FromRow)]
pub struct SessionRow {
    pub(crate) session: i64,
    pub(crate) person: PersonId,
    pub(crate) email: Email,
    pub(crate) first_name: String,
    pub(crate) surname: String,
    pub(crate) locale: Locale,
    pub(crate) time_zone: String,
    pub(crate) staff: StaffPermissions,
    pub(crate) second_factor: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) last_seen_at: Timestamp,
}

/// Who is signed in, with what a page needs of him or her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPerson {
    /// Who.
    pub id: PersonId,
    /// The session.
    pub session: i64,
    /// First name and surname.
    pub name: String,
    /// The login.
    pub email: String,
    /// The language of pages and mails.
    pub locale: Locale,
    /// The IANA time zone.
    pub time_zone: String,
    /// Permissions as the publisher's staff; empty for customers.
    pub staff: StaffPermissions,
    /// Whether this session passed a second factor.
    pub second_factor: bool,
}

impl SessionPerson {
    /// No session lasts longer.
    pub(crate) const LONGEST: SignedDuration = CUSTOMER.absolute;

    /// How long a session lasts without a request.
    pub(crate) fn idle_limit(staff: StaffPermissions) -> SignedDuration {
        limits(staff).idle
    }
}

fn limits(staff: StaffPermissions) -> Limits {
    if staff.is_empty() { CUSTOMER } else { STAFF }
}

impl SessionRow {
    /// Who is signed in, unless the session is over by age or by idleness.
    pub fn live(self, now: Timestamp) -> Option<SessionPerson> {
        let limits = limits(self.staff);
        let over = now.duration_since(self.last_seen_at) >= limits.idle
            || now.duration_since(self.created_at) >= limits.absolute;
        (!over).then(|| SessionPerson {
            id: self.person,
            session: self.session,
            name: format!("{} {}", self.first_name, self.surname),
            email: self.email.to_string(),
            locale: self.locale,
            time_zone: self.time_zone,
            staff: self.staff,
            second_factor: self.second_factor,
        })
    }
}

/// A session in the person's list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KnownSession {
    /// The session.
    pub id: SessionId,
    /// `Firefox, Windows`; empty when the browser did not say.
    pub device: String,
    /// The network address at sign-in.
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
}

/// Marks ids of sessions.
#[derive(Debug)]
pub enum Session {}

/// The id of a session: what its person ends it by. Not the secret that opens it.
pub type SessionId = Id<Session>;

#[cfg(test)]
mod tests {
    use super::*;
    use kit_web::StaffPermission;

    fn live_after(staff: StaffPermissions, unseen: SignedDuration, age: SignedDuration) -> bool {
        let now = Timestamp::from_second(1_793_610_000).unwrap();
        let row = SessionRow {
            session: 1,
            person: PersonId::from_raw(1),
            email: Email::parse("a@b.fr").unwrap(),
            first_name: "A".into(),
            surname: "B".into(),
            locale: Locale::Fr,
            time_zone: "Europe/Paris".into(),
            staff,
            second_factor: false,
            created_at: now - age,
            last_seen_at: now - unseen,
        };
        row.live(now).is_some()
    }

    #[test]
    fn sessions_end_by_idleness_and_by_age() {
        let (hour, second) = (SignedDuration::from_hours(1), SignedDuration::from_secs(1));
        let customer = StaffPermissions::NONE;
        assert!(live_after(customer, hour * (30 * 24) - second, hour * (31 * 24)));
        assert!(!live_after(customer, hour * (30 * 24), hour * (31 * 24)));
        assert!(!live_after(customer, second, hour * (180 * 24)));
        let staff = StaffPermissions::of(&[StaffPermission::Support]);
        assert!(live_after(staff, hour * 12 - second, hour * 24));
        assert!(!live_after(staff, hour * 12, hour * 24));
        assert!(!live_after(staff, second, hour * (7 * 24)));
    }
}
