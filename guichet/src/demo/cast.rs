//! Who plays in the demonstration, as told to people on the screen and to programs in `demo.json`.

use kit_core::AccountId;
use kit_web::AccountState;
use serde::{Deserialize, Serialize};

/// Everybody, and every account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cast {
    /// Who can sign in.
    pub people: Vec<DemoPerson>,
    /// The accounts, whatever became of them.
    pub accounts: Vec<DemoAccount>,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPerson {
    /// The login.
    pub email: String,
    /// The password, everybody's.
    pub password: String,
    /// Where he or she is a member.
    pub members: Vec<DemoMember>,
    /// Codes of staff permissions.
    pub staff: Vec<String>,
}

/// What a person is in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoMember {
    /// The account.
    pub account: AccountId,
    /// Codes of roles.
    pub roles: Vec<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    /// Its number.
    pub account: AccountId,
    /// The company's name.
    pub name: String,
    /// The code of its state.
    pub state: String,
    /// A key with all scopes, where the account is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
}

impl DemoAccount {
    fn is(&self, state: AccountState) -> bool {
        self.state == state.code()
    }
}

impl Cast {
    /// The table of sign-ins: who to be, to see what.
    pub(crate) fn table(&self) -> String {
        let mut rows: Vec<[String; 2]> = Vec::new();
        for person in &self.people {
            let place = |part: &DemoMember| {
                let account = self.accounts.iter().find(|account| account.account == part.account);
                let name = account.map_or("", |account| account.name.as_str());
                let state = account
                    .filter(|account| !account.is(AccountState::Active))
                    .map(|account| format!(", {}", account.state));
                format!("{} in {} {name}{}", part.roles.join(" + "), part.account, state.unwrap_or_default())
            };
            let mut places: Vec<String> = person.members.iter().map(place).collect();
            if !person.staff.is_empty() {
                places.push(format!("staff: {}", person.staff.join(", ")));
            }
            rows.push([person.email.clone(), places.join("; ")]);
        }
        let width = rows.iter().map(|[email, _]| email.len()).max().unwrap_or(0);
        let lines: String = rows.iter().map(|[email, places]| format!("  {email:<width$}  {places}\n")).collect();
        let password = self.people.first().map_or("", |person| person.password.as_str());
        format!("Everybody signs in with the password {password}\n\n{lines}")
    }
}
