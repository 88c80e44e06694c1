//! Invitations to an account.

use jiff::Timestamp;
use kit_core::{AccountId, Id, Locale, PersonId};
use kit_db::{FromRow, stored_as_code};
use kit_mail::Email;
use kit_web::Roles;

/// Marks ids of invitations.
#[derive(Debug)]
pub enum InvitationTag {}

/// The id of an invitation, the same however often it is sent.
pub type InvitationId = Id<InvitationTag>;

/// How many people one form may invite.
pub const MOST_AT_ONCE: usize = 50;

/// How many invitations of one account may wait at a time.
pub const MOST_PENDING: i64 = 500;

/// How an invitation ended, or that it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// It waits to be accepted.
    Pending,
    /// The person has joined.
    Accepted,
    /// Somebody of the account took it back.
    Withdrawn,
    /// Its time ran out.
    Expired,
}

impl InvitationState {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            InvitationState::Pending => "pending",
            InvitationState::Accepted => "accepted",
            InvitationState::Withdrawn => "withdrawn",
            InvitationState::Expired => "expired",
        }
    }

    /// Reads the stored word.
    pub fn from_code(code: &str) -> Option<InvitationState> {
        [InvitationState::Pending, InvitationState::Accepted, InvitationState::Withdrawn, InvitationState::Expired]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

stored_as_code!(InvitationState);

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// To which account.
    pub account: AccountId,
    /// To whom: the only address it works for.
    pub email: Email,
    /// What the person will be allowed to do there.
    pub roles: Roles,
    /// The language of its mail.
    pub locale: Locale,
    /// Whether it still waits.
    pub state: InvitationState,
    /// Who invites; nobody for the publisher.
    pub invited_by: Option<PersonId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was sent last.
    pub sent_at: Timestamp,
    /// Until when its link opens.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// Whether it can be accepted at `now`; the job that books expiry may be late.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Pending && now < self.expires_at
    }
}
