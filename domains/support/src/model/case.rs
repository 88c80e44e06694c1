//! A case, and who sees it.

use accounts::model::{CompanyId, TeamId};
use jiff::Timestamp;
use kit_core::{AccountId, PersonId, Text};
use kit_db::{FromRow, stored_as_code};
use kit_files::Kept;

use super::{CaseNumber, CaseState, Priority};

/// Who in the account sees a case, beside its requester, its watchers and the admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sight {
    /// Nobody else.
    #[default]
    Own,
    /// A team.
    Team,
    /// Every member.
    Account,
}

impl Sight {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Sight::Own => "own",
            Sight::Team => "team",
            Sight::Account => "account",
        }
    }

    /// The sight with this name.
    pub fn from_code(code: &str) -> Option<Sight> {
        [Sight::Own, Sight::Team, Sight::Account].into_iter().find(|sight| sight.code() == code)
    }
}

stored_as_code!(Sight);

/// The choice of who sees a case, with the team that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sees {
    /// Who.
    pub sight: Sight,
    /// Which team, where it is one.
    pub team: Option<TeamId>,
}

impl Sees {
    /// As a form sends it: `own`, `account`, or the id of a team.
    pub fn read(typed: &str) -> Result<Sees, Text> {
        match typed {
            "own" => Ok(Sees { sight: Sight::Own, team: None }),
            "account" => Ok(Sees { sight: Sight::Account, team: None }),
            team => {
                let team = team.parse().map_err(|_| Text::new("support-choose"))?;
                Ok(Sees { sight: Sight::Team, team: Some(team) })
            }
        }
    }

    /// What a form sends for it.
    pub fn value(self) -> String {
        match self.team {
            Some(team) => team.to_string(),
            None => self.sight.code().to_owned(),
        }
    }
}

/// A support case.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is; none: that of the requester alone.
    pub account: Option<AccountId>,
    /// Which of the account's companies it is about.
    pub company: Option<CompanyId>,
    /// Who asked.
    pub requester: PersonId,
    /// The team that sees it.
    pub team: Option<TeamId>,
    /// Who else sees it.
    pub sight: Sight,
    /// What it is about.
    pub subject: String,
    /// Which product, or nothing.
    pub product: String,
    /// The page that a remark came from, or nothing.
    pub page: String,
    /// How much it presses.
    pub priority: Priority,
    /// Where it stands.
    pub state: CaseState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When somebody last wrote.
    pub updated_at: Timestamp,
    /// Since when an answer is owed.
    pub owed_since: Option<Timestamp>,
    /// Until when: its place among all that is owed. [`UNPROMISED`] where no day can be promised; whoever tells it takes
    /// [`Case::promised`].
    pub(crate) due_at: Option<Timestamp>,
    /// When the publisher first answered.
    pub answered_at: Option<Timestamp>,
    /// When it was solved or closed.
    pub ended_at: Option<Timestamp>,
    /// Who of the staff cares for it.
    pub assignee: Option<PersonId>,
    /// The case that goes on in its place.
    pub merged_into: Option<CaseNumber>,
}

impl Case {
    /// Who sees it.
    pub fn sees(&self) -> Sees {
        Sees { sight: self.sight, team: self.team }
    }

    /// Whether it closes by itself: solved until then, and nothing in it waits for staff.
    pub(crate) fn closes_by_itself(&self, until: Timestamp) -> bool {
        self.state == CaseState::Solved && self.owed_since.is_none() && self.ended_at.is_some_and(|at| at <= until)
    }

    /// Until when an answer is promised.
    pub fn promised(&self) -> Option<Timestamp> {
        promised(self.due_at)
    }

    /// The same, as customers read it: what staff has to look at that no customer sees is promised to nobody.
    pub fn told_due(&self) -> Option<Timestamp> {
        self.promised().filter(|_| self.state.is_owed())
    }

    /// Whether the promised time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }
}

/// Until when what is owed is due that an office which never opens cannot promise: after everything else.
pub(crate) const UNPROMISED: Timestamp = Timestamp::constant(253_370_764_800, 0);

fn promised(due_at: Option<Timestamp>) -> Option<Timestamp> {
    due_at.filter(|due| *due < UNPROMISED)
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CaseRow {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// Who asked.
    pub requester: PersonId,
    /// What it is about.
    pub subject: String,
    /// How much it presses.
    pub priority: Priority,
    /// Where it stands.
    pub state: CaseState,
    /// When somebody last wrote.
    pub updated_at: Timestamp,
    /// Until when an answer is owed, or [`UNPROMISED`]; whoever tells it takes [`CaseRow::promised`].
    pub(crate) due_at: Option<Timestamp>,
    /// Who of the staff cares for it.
    pub assignee: Option<PersonId>,
}

impl CaseRow {
    /// One to be shown where there is no database: an account's case to which an answer is owed by then.
    pub fn sample(number: CaseNumber, account: AccountId, subject: &str, due_at: Timestamp) -> CaseRow {
        CaseRow {
            number,
            account: Some(account),
            requester: PersonId::from_raw(1),
            subject: subject.to_owned(),
            priority: Priority::High,
            state: CaseState::Open,
            updated_at: due_at,
            due_at: Some(due_at),
            assignee: None,
        }
    }

    /// Until when an answer is promised.
    pub fn promised(&self) -> Option<Timestamp> {
        promised(self.due_at)
    }

    /// The same, as customers read it: what staff has to look at that no customer sees is promised to nobody.
    pub fn told_due(&self) -> Option<Timestamp> {
        self.promised().filter(|_| self.state.is_owed())
    }

    /// Whether the promised time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.due_at.is_some_and(|due| due < now)
    }
}

/// A case that has not ended, as the account's home counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct OpenCase {
    /// Its number.
    pub number: CaseNumber,
    /// Where it stands.
    pub state: CaseState,
    /// The team that sees it.
    pub team: Option<TeamId>,
}

/// What a form of a new case sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// The account it is for; none: for the person alone.
    pub account: Option<AccountId>,
    /// Who asks.
    pub requester: PersonId,
    /// Which company; the account's main one where none is named.
    pub company: Option<CompanyId>,
    /// Who sees it.
    pub sees: Sees,
    /// What it is about.
    pub subject: String,
    /// Which product, or nothing.
    pub product: String,
    /// The page that a remark came from, or nothing.
    pub page: String,
    /// How much it presses.
    pub priority: Priority,
    /// The first message.
    pub body: String,
    /// The files that come along.
    pub files: Vec<Kept>,
    /// The form's own token, by which it is known when it comes again.
    pub token: String,
}
