//! The use cases of support; what other domains may call.

mod agents;
mod answer;
mod by_mail;
mod events;
mod files;
mod levels;
mod life;
mod log;
mod look;
mod open;

pub(crate) use agents::{agent, agents};
pub use answer::{Answer, MOST_MESSAGES_A_DAY, answer, note, reply};
pub use by_mail::{Envelope, Expected, Landed, MailRefusal, MailSide, Mailed, expect, land};
pub(crate) use files::holds;
pub use files::{CheckError, FileViolation, check_files, file, room_of};
pub use levels::{
    LevelRefusal, canned, canned_one, give_level, level, level_of, levels, remove_canned, save_canned, save_level,
    save_settings, settings,
};
pub(crate) use life::leave;
pub use life::{assign, close, close_by_customer, close_solved, merge, set_priority, share, unwatch, watch};
pub use look::{
    Details, LINES_AT_ONCE, Looked, Queue, Viewer, case, case_before, cases, found, found_number, of_account,
    open_cases, open_of_account, queue, seen, teams_to_choose,
};
pub use open::{MOST_A_DAY, ensure_may_open, open, opened_by};

use jiff::{SignedDuration, Timestamp};
use kit_core::Text;
use kit_db::{DbError, Failed, Lock, Read, Tx, refuse};
use thiserror::Error;

use crate::model::{Case, CaseNumber, Priority, UNPROMISED};
use crate::store;

/// What every change of levels, answers and settings is serialised on.
pub const SETTINGS_LOCK: Lock = Lock::Named("support-settings");

/// Why nothing is done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CaseRefusal {
    /// There is no such case, or it is not to be seen by whoever asks.
    #[error("there is no such case")]
    Unknown,
    /// The form has no token.
    #[error("the form has no token")]
    NoToken,
    /// The person opened as many cases in a day as anybody may.
    #[error("too many cases in a day")]
    TooMany,
    /// The person wrote as many messages in a day as anybody may.
    #[error("too many messages in a day")]
    TooManyMessages,
    /// The company is not one of the account's.
    #[error("not a company of the account")]
    Company,
    /// The team is not one that the person may choose.
    #[error("not a team to choose")]
    Team,
    /// It ended too long ago to be opened again.
    #[error("it ended too long ago")]
    TooLate,
    /// It goes on in another case.
    #[error("it goes on in another case")]
    Merged,
    /// It is closed already.
    #[error("it is closed")]
    Closed,
    /// Somebody is not a member of the account.
    #[error("not a member of the account")]
    NotAMember,
    /// Somebody is not of the staff that answers cases.
    #[error("not of the staff")]
    NotStaff,
    /// The files of the account hold as much as the publisher allows.
    #[error("no room for more files")]
    NoRoom,
    /// The other case is the same one, or of another customer, or goes on elsewhere itself.
    #[error("these cases cannot be merged")]
    NotMergeable,
    /// Who was only added to a case does not let others see it.
    #[error("only added to the case")]
    Added,
}

impl From<CaseRefusal> for Text {
    fn from(refusal: CaseRefusal) -> Text {
        match refusal {
            CaseRefusal::Unknown => Text::new("support-refused-unknown"),
            CaseRefusal::NoToken => Text::new("support-refused-no-token"),
            CaseRefusal::TooMany => Text::new("support-refused-too-many").with("most", MOST_A_DAY),
            CaseRefusal::TooManyMessages => {
                Text::new("support-refused-too-many-messages").with("most", MOST_MESSAGES_A_DAY)
            }
            CaseRefusal::Company => Text::new("support-refused-company"),
            CaseRefusal::Team => Text::new("support-refused-team"),
            CaseRefusal::TooLate => Text::new("support-refused-too-late"),
            CaseRefusal::Merged => Text::new("support-refused-merged"),
            CaseRefusal::Closed => Text::new("support-refused-closed"),
            CaseRefusal::NotAMember => Text::new("support-refused-not-a-member"),
            CaseRefusal::NotStaff => Text::new("support-refused-not-staff"),
            CaseRefusal::NoRoom => Text::new("support-refused-no-room"),
            CaseRefusal::Added => Text::new("support-refused-added"),
            CaseRefusal::NotMergeable => Text::new("support-refused-not-mergeable"),
        }
    }
}

/// A case of a use case, held until the transaction ends.
fn hold(tx: &mut Tx<'_>, number: CaseNumber) -> Result<Case, Failed<CaseRefusal>> {
    match store::cases::hold(tx, number)? {
        Some(case) => Ok(case),
        None => refuse(CaseRefusal::Unknown),
    }
}

/// From now on the publisher owes something, where it does not already.
fn owe(read: &mut Read<'_>, case: &mut Case, now: Timestamp) -> Result<(), DbError> {
    if case.owed_since.is_none() {
        case.due_at = Some(due(read, case.account, case.priority, now)?);
        case.owed_since = Some(now);
    }
    Ok(())
}

/// Until when an answer is owed that has been waited for since then: business time by the publisher's calendar. An office that
/// never opens promises nothing.
fn due(
    read: &mut Read<'_>,
    account: Option<kit_core::AccountId>,
    priority: Priority,
    since: Timestamp,
) -> Result<Timestamp, DbError> {
    let time = SignedDuration::from_mins(level_of(read, account)?.minutes(priority));
    let hours = publisher::business_hours(read)?;
    Ok(hours.add(since, time).unwrap_or(UNPROMISED))
}
