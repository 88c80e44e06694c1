//! An account and where it stands.

use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Locale, PersonId};
use kit_db::FromRow;
use kit_mail::Email;
use kit_web::AccountState;

use super::CompanyId;

/// How long a mailed link of this domain opens: invitations, sign-ups, changes of the administration address.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long an application that nobody confirmed is kept, with what its author typed.
pub const UNCONFIRMED_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many mails one address is sent for sign-ups within 24 hours by whoever fills in the form in one network.
pub const SIGN_UPS_A_DAY: i64 = 3;

/// How many from all networks together: whoever uses up those of one does not keep the owner of the address out.
pub const SIGN_UPS_A_DAY_FROM_ALL: i64 = 10;

/// Of how many sets of numbers an applicant is told whether a company that has them is a customer already: of those of the sign-up, and of corrections.
pub const NUMBERS_TOLD: i64 = 3;

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Account {
    /// Its number, printed everywhere.
    pub id: AccountId,
    /// The name of its main company.
    pub name: String,
    /// Where it stands.
    pub state: AccountState,
    /// Its main company.
    pub company: CompanyId,
    /// Who signed it up; nobody before the address is confirmed.
    pub applicant: Option<PersonId>,
    /// Where mail about the account as such goes, payment requests first of all; confirmed.
    pub administration_email: Email,
    /// The language of that mail.
    pub locale: Locale,
    /// When the sign-up form was sent.
    pub created_at: Timestamp,
    /// Since when it has been waiting for a decision, or when it began to.
    pub applied_at: Option<Timestamp>,
    /// When the publisher decided last.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused or suspended.
    pub reason: Option<String>,
}

/// Whether an account in `state` is an application that its admins correct: it waits for the decision, or was refused.
pub const fn is_application(state: AccountState) -> bool {
    matches!(state, AccountState::Pending | AccountState::Refused)
}

/// What the publisher can decide about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It becomes a customer.
    Accept,
    /// It does not, for a reason.
    Refuse,
    /// A refusal is taken back: it waits again.
    Reopen,
    /// It may read and export, no longer spend, for a reason.
    Suspend,
    /// A suspension is taken back.
    Reactivate,
}

impl Decision {
    /// Where an account in `state` stands after it; none if it cannot be taken there.
    pub const fn next(self, state: AccountState) -> Option<AccountState> {
        match (self, state) {
            (Decision::Accept, AccountState::Pending) | (Decision::Reactivate, AccountState::Suspended) => {
                Some(AccountState::Active)
            }
            (Decision::Refuse, AccountState::Pending) => Some(AccountState::Refused),
            (Decision::Reopen, AccountState::Refused) => Some(AccountState::Pending),
            (Decision::Suspend, AccountState::Active) => Some(AccountState::Suspended),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decision_has_one_place_in_the_life_of_an_account() {
        let all = [Decision::Accept, Decision::Refuse, Decision::Reopen, Decision::Suspend, Decision::Reactivate];
        for decision in all {
            let from: Vec<_> = AccountState::ALL.iter().filter(|state| decision.next(**state).is_some()).collect();
            assert_eq!(from.len(), 1, "{decision:?}");
        }
        assert_eq!(
            Decision::Accept.next(AccountState::Unconfirmed),
            None,
            "an address nobody confirmed is never accepted"
        );
    }
}
