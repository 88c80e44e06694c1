//! Keys by which programs act for an account.

use jiff::Timestamp;
use kit_core::{AccountId, Id, PersonId, Token, TokenHash};
use kit_db::FromRow;
use kit_web::{Scope, Scopes};

/// Marks ids of API keys.
#[derive(Debug)]
pub enum ApiKeyTag {}

/// The id of an API key.
pub type ApiKeyId = Id<ApiKeyTag>;

/// What every key begins with, so that people and secret scanners recognise one.
pub const PREFIX: &str = "gk_";

/// What an account's admin may let a key do. To name the price oneself is for the publisher's own servers: `guichet key create`.
pub const CUSTOMERS_SCOPES: &[Scope] = &[Scope::CreditsRead, Scope::CreditsUse];

/// How many keys of one account may be in use at a time.
pub const MOST_KEYS: usize = 50;

/// How many characters of the token are kept to be shown; the other 35 (210 bits) are secret.
const SHOWN: usize = 8;

/// A key as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Its account.
    pub account: AccountId,
    /// Its beginning, `gk_` and 8 characters, by which it is recognised in lists and logs.
    pub prefix: String,
    /// What it is for, in the account's words.
    pub name: String,
    /// What it opens.
    pub scopes: Scopes,
    /// The member it stands for.
    pub member: Option<PersonId>,
    /// Who made it; nobody for a command on the server.
    pub created_by: Option<PersonId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it opens nothing.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to about a minute.
    pub last_used_at: Option<Timestamp>,
}

/// The text of a key: shown once.
pub fn reveal(token: &Token) -> String {
    format!("{PREFIX}{}", token.reveal())
}

/// What of a key is kept to be shown.
pub fn prefix(token: &Token) -> String {
    reveal(token).chars().take(PREFIX.len() + SHOWN).collect()
}

/// The hash by which the key with this text is found.
pub fn hash_of(text: &str) -> Option<TokenHash> {
    Some(Token::parse(text.strip_prefix(PREFIX)?)?.hash())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit_core::Random;

    #[test]
    fn a_key_is_found_by_its_text_only() {
        let token = Token::random(&Random::seeded(1));
        let text = reveal(&token);
        assert_eq!(text.len(), 46);
        assert!(text.starts_with(&prefix(&token)));
        assert_eq!(prefix(&token).len(), 11);
        assert_eq!(hash_of(&text), Some(token.hash()));
        assert_eq!(hash_of(&text[3..]), None);
        assert_eq!(hash_of("gk_"), None);
    }
}
