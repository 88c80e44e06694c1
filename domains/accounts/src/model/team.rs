//! Teams: members of an account who work together.

use jiff::Timestamp;
use kit_core::{AccountId, Id, PersonId};
use kit_db::FromRow;

/// Marks ids of teams.
#[derive(Debug)]
pub enum TeamTag {}

/// The id of a team.
pub type TeamId = Id<TeamTag>;

/// How many teams an account can have.
pub const MOST_TEAMS: usize = 100;

/// The longest name of a team, in characters.
pub const LONGEST_TEAM_NAME: usize = 60;

/// A team as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Team {
    /// Which one.
    pub id: TeamId,
    /// Whose it is.
    pub account: AccountId,
    /// What it is called.
    pub name: String,
    /// Since when there is one.
    pub created_at: Timestamp,
}

/// A team and who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTeam {
    /// The team.
    pub team: Team,
    /// Its members, in no order.
    pub members: Vec<PersonId>,
}

/// A name as it is compared: two that differ in letters' case only are one.
pub fn name_key(name: &str) -> String {
    name.to_lowercase()
}
