//! The links that accounts mail: `{id}.{token}`, the token derived from purpose, id and address, never stored.

use std::str::FromStr;

use kit_core::{Id, KeyRing, LinkPurpose, Token};
use kit_mail::Email;

use crate::service::sign_up::DeadLink;

/// Confirms a sign-up.
pub(crate) const CONFIRM: LinkPurpose = LinkPurpose("accounts.confirm");
/// The code by which an application signs somebody up.
pub(crate) const CODE: LinkPurpose = LinkPurpose("accounts.sign-up-code");
/// Accepts an invitation.
pub(crate) const INVITATION: LinkPurpose = LinkPurpose("accounts.invitation");
/// Confirms a new administration address.
pub(crate) const ADMINISTRATION: LinkPurpose = LinkPurpose("accounts.administration");

/// What somebody who follows a mailed link shows.
#[derive(Debug, Clone)]
pub struct Followed<T> {
    /// The row that the link names.
    pub id: Id<T>,
    token: Token,
}

impl<T> Followed<T> {
    /// Reads the last part of a link's address.
    pub fn read(text: &str) -> Option<Followed<T>> {
        let (id, token) = text.split_once('.')?;
        Some(Followed { id: id.parse().ok()?, token: Token::parse(token)? })
    }

    /// Whether it is the link that was mailed to `address` for this purpose.
    pub fn opens(&self, keys: &KeyRing, purpose: LinkPurpose, address: &Email) -> bool {
        keys.opens(purpose, self.id.0, address.as_str(), &self.token)
    }
}

impl<T> FromStr for Followed<T> {
    type Err = DeadLink;

    fn from_str(text: &str) -> Result<Followed<T>, DeadLink> {
        Followed::read(text).ok_or(DeadLink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_are_read() {
        let keys = KeyRing::new([7; 32]);
        let address = Email::parse("a@b.fr").unwrap();
        let id = Id::<()>::from_raw(7);
        let text = format!("{id}.{}", keys.link(CONFIRM, 7, "a@b.fr").reveal());
        let followed = Followed::<()>::read(&text).unwrap();
        assert!(followed.opens(&keys, CONFIRM, &address));
        assert!(!followed.opens(&keys, INVITATION, &address));
        assert!(!followed.opens(&keys, CONFIRM, &Email::parse("x@b.fr").unwrap()));
        for text in ["", ".", "x.y", &text[1..], &format!("{text}x"), &text.replace('.', "-")] {
            assert!(Followed::<()>::read(text).is_none(), "{text}");
        }
    }
}
