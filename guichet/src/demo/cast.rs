//! Who plays in the demonstration, as told to people on the screen and to programs in `demo.json`.

use kit_core::AccountId;
use kit_web::AccountState;
use serde::{Deserialize, Serialize};

/// Everybody, and every account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cast {
    pub(crate) people: Vec<DemoPerson>,
    pub(crate) accounts: Vec<DemoAccount>,
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DemoPerson {
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) members: Vec<DemoMember>,
    /// Codes of staff permissions.
    pub(crate) staff: Vec<String>,
}

/// What a person is in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DemoMember {
    pub(crate) account: AccountId,
    /// Codes of roles.
    pub(crate) roles: Vec<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DemoAccount {
    pub(crate) account: AccountId,
    pub(crate) name: String,
    /// The code of its state.
    pub(crate) state: String,
    /// A key with all scopes, where the account is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) api_key: Option<String>,
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
        rows.iter().map(|[email, places]| format!("  {email:<width$}  {places}\n")).collect()
    }
}
