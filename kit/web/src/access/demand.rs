//! What a route demands of whoever asks.

use super::{Role, Scope, StaffPermission};

/// What it takes to be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Nothing.
    Public,
    /// A person who is signed in.
    SignedIn,
    /// A member of the account in the URL with one of these roles; the account is open, its terms are accepted.
    Member(&'static [Role]),
    /// A member of the account in the URL, whatever its state: the applicant who waits, the terms to accept.
    Applicant,
    /// A person of the staff with one of these permissions, or the owner; second factor passed.
    Staff(&'static [StaffPermission]),
    /// An API key with one of these scopes, of an open account.
    Key(&'static [Scope]),
    /// A machine that is linked to an account, wherever that stands.
    Machine,
}

/// A right with a name, declared once and demanded by routes. Made by [`permission!`](crate::permission!).
pub trait Permission: Send + Sync + 'static {
    /// The name, as in the authorisation matrix.
    const NAME: &'static str;
    /// What it takes.
    const DEMAND: Demand;
}

/// Declares permissions, a type each.
///
/// ```
/// use kit_web::{Demand, Role};
/// kit_web::permission! {
///     /// Sees what was produced.
///     pub ViewHistory: Demand::Member(&[Role::Admin, Role::User]);
/// }
/// ```
#[macro_export]
macro_rules! permission {
    ($($(#[$doc:meta])* $vis:vis $name:ident: $demand:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            $vis struct $name;

            impl $crate::Permission for $name {
                const NAME: &'static str = stringify!($name);
                const DEMAND: $crate::Demand = $demand;
            }
        )*
    };
}

permission! {
    /// Nothing is asked: sign-in, sign-up, terms.
    pub Anyone: Demand::Public;
    /// One's own profile and the list of one's accounts.
    pub Myself: Demand::SignedIn;
}
