//! The types of people and sign-in, and their rules. No I/O.

mod attempts;
mod browser;
mod code;
mod name;
mod password;
mod person;
mod qr;
mod session;
mod zone;

pub use kit_mail::Email;

pub use attempts::{Attempts, TryAgain};
pub use browser::{Browser, summary};
pub use code::{RecoveryCode, TotpSecret, TypedCode};
pub(crate) use name::words_of;
pub use name::{NameError, NamePart, PersonName, folded_words};
pub use password::{NewPassword, PasswordHash, PasswordRefusal};
pub use person::{FoundPerson, NewPerson, Person, Profile};
pub use qr::QrPicture;
pub use session::{KnownSession, Session, SessionId, SessionPerson, SessionRow};
pub use zone::{ZoneError, ZoneName};
