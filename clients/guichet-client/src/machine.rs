//! A machine: linked to an account, and what it asks as itself.

use jiff::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::link_file::{Begun, Link};
use crate::{Client, Done, Error, Key, LinkFile, LinkFileError};

/// A machine that is to be linked.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewMachine {
    pub(crate) account: String,
    pub(crate) personal_code: String,
    #[serde(flatten)]
    pub(crate) about: About,
    #[serde(skip)]
    pub(crate) key: Option<Key>,
}

/// How it describes itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) name: String,
    pub(crate) system: String,
    pub(crate) application: String,
    pub(crate) version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replaces: Option<String>,
}

/// The code does not show.
impl std::fmt::Debug for NewMachine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewMachine({}, {:?})", self.account, self.about)
    }
}

impl NewMachine {
    /// A machine for the account with this number, which shows its personal code as it was typed.
    pub fn new(account: impl Into<String>, personal_code: impl Into<String>, name: impl Into<String>) -> NewMachine {
        let about = About {
            name: name.into(),
            system: std::env::consts::OS.to_owned(),
            application: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            replaces: None,
        };
        NewMachine { account: account.into(), personal_code: personal_code.into(), about, key: None }
    }

    /// The same machine, for the account with this number and the personal code as it was typed.
    #[must_use]
    pub fn shows(mut self, account: impl Into<String>, personal_code: impl Into<String>) -> NewMachine {
        self.account = account.into();
        self.personal_code = personal_code.into();
        self
    }

    /// The operating system, as people call it.
    #[must_use]
    pub fn system(mut self, system: impl Into<String>) -> NewMachine {
        self.about.system = system.into();
        self
    }

    /// The publisher's application and its version.
    #[must_use]
    pub fn application(mut self, application: impl Into<String>, version: impl Into<String>) -> NewMachine {
        self.about.application = application.into();
        self.about.version = version.into();
        self
    }

    /// The machine that is unlinked in the same step: one of [`Problem::machines`](crate::Problem::machines).
    #[must_use]
    pub fn replaces(mut self, machine: impl Into<String>) -> NewMachine {
        self.about.replaces = Some(machine.into());
        self
    }

    /// The key of the link.
    #[must_use]
    pub fn key(mut self, key: Key) -> NewMachine {
        self.key = Some(key);
        self
    }
}

/// Somebody who wants an account, from this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewSignUp {
    email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
}

impl NewSignUp {
    /// Somebody of whom the address is known.
    pub fn new(email: impl Into<String>) -> NewSignUp {
        NewSignUp { email: email.into(), ..NewSignUp::default() }
    }

    /// The language of the mails: `fr` or `en`.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> NewSignUp {
        self.language = Some(language.into());
        self
    }

    /// First name and surname, where the application knows them.
    #[must_use]
    pub fn name(mut self, first: impl Into<String>, surname: impl Into<String>) -> NewSignUp {
        self.first_name = Some(first.into());
        self.surname = Some(surname.into());
        self
    }

    /// The company that the application has open.
    #[must_use]
    pub fn company(mut self, company: impl Into<String>) -> NewSignUp {
        self.company = Some(company.into());
        self
    }
}

/// A sign-up whose code is on its way by mail; to who has a login already the mail says so instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// By which the code is brought.
    pub id: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The mailed code and the password chosen, with the machine that is linked to the new account.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewAccount {
    #[serde(skip)]
    sign_up: String,
    code: String,
    password: String,
    #[serde(flatten)]
    about: About,
}

impl NewAccount {
    /// The code as it was typed, of the sign-up with this id; `machine` describes itself, its account and code do not count.
    pub fn new(
        sign_up: impl Into<String>,
        code: impl Into<String>,
        password: impl Into<String>,
        machine: NewMachine,
    ) -> NewAccount {
        let about = About { replaces: None, ..machine.about };
        NewAccount { sign_up: sign_up.into(), code: code.into(), password: password.into(), about }
    }
}

/// Neither code nor password shows.
impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewAccount({}, {:?})", self.sign_up, self.about)
    }
}

/// An account that was made from this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreatedAccount {
    /// The machine, with the account: its state is `pending` where the publisher decides on each one.
    pub machine: Machine,
    /// The account's personal code, by which other machines are linked: to be shown once. None where it was told before.
    pub personal_code: Option<String>,
}

/// A machine as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its operating system.
    pub system: String,
    /// The publisher's application on it.
    pub application: String,
    /// The version of that.
    pub version: String,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// When it was last heard of, to five minutes.
    pub seen_at: Timestamp,
    /// The account that it is linked to.
    pub account: LinkedAccount,
}

/// The account of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedAccount {
    /// Its number.
    pub number: String,
    /// The name of its main company.
    pub name: String,
    /// `active`, or `suspended`.
    pub state: String,
}

/// A machine that can be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedMachine {
    /// Its id, for [`NewMachine::replaces`].
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its operating system.
    pub system: String,
    /// When it was last heard of.
    pub seen_at: Timestamp,
}

/// The server's answer to a link; the token goes into the key store or the file, and nowhere else.
#[derive(Deserialize)]
struct Told {
    machine: Machine,
    token: Option<String>,
    personal_code: Option<String>,
}

#[derive(Serialize)]
struct Heartbeat<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
}

#[derive(Serialize)]
struct Forgotten<'a> {
    account: &'a str,
}

/// Why a machine is not linked, or cannot ask as itself.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// It is linked already: unlink it first.
    #[error("this machine is linked to {account} already")]
    AlreadyLinked {
        /// The account.
        account: String,
    },
    /// It is not linked.
    #[error("this machine is not linked to an account")]
    NotLinked,
    /// It is linked at another server than the one that is asked: its token goes nowhere else.
    #[error("this machine is linked at {url}")]
    Elsewhere {
        /// That server.
        url: String,
    },
    /// The link was made before and its token was told then, or the key store has lost it: it cannot be told again. Unlink that machine in the
    /// account, forget the link here ([`Client::unlink`]), and link anew.
    #[error(
        "the machine was linked before, and its token is lost: unlink {machine} in the account and here, then link again"
    )]
    TokenLost {
        /// The id of that machine.
        machine: String,
    },
    /// The link's file cannot be read or written, or the key store does not give the token.
    #[error(transparent)]
    File(#[from] LinkFileError),
    /// The server refuses, or was not reached.
    #[error(transparent)]
    Call(#[from] Error),
}

impl Client {
    /// Links this machine, keeps its token by `file`, and tells the server that it arrived. Interrupted at any point, or with an
    /// answer that was lost, it is repeated with the same words and links once.
    ///
    /// # Errors
    /// See [`LinkError`]; at the limit [`Problem::machines`](crate::Problem::machines) says which machines can be replaced.
    pub async fn link(&self, wanted: &NewMachine, file: &LinkFile) -> Result<Done<Machine>, LinkError> {
        let done =
            self.link_by(&["machines"], wanted, (&wanted.account, &wanted.about, wanted.key.as_ref()), file).await?;
        Ok(Done { key: done.key, replayed: done.replayed, value: done.value.machine })
    }

    /// Asks for an account: a code is mailed, to be brought with [`Client::create`] within the hour.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn sign_up(&self, wanted: &NewSignUp) -> Result<SignUp, Error> {
        self.call(Method::POST, self.url(&["sign-ups"])?, Some(json(wanted)?)).await
    }

    /// Makes the account by the mailed code, links this machine to it and keeps its token in `file`. It is repeated as a link is.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub async fn create(&self, wanted: &NewAccount, file: &LinkFile) -> Result<Done<CreatedAccount>, LinkError> {
        let parts = ["sign-ups", wanted.sign_up.as_str(), "confirm"];
        self.link_by(&parts, wanted, (&wanted.sign_up, &wanted.about, None), file).await
    }

    /// Sends what links this machine, under the key of the same words before, and keeps the token.
    async fn link_by(
        &self,
        parts: &[&str],
        body: &impl Serialize,
        (to, about, key): (&str, &About, Option<&Key>),
        file: &LinkFile,
    ) -> Result<Done<CreatedAccount>, LinkError> {
        let state = file.read()?;
        if let Some(kept) = state.linked {
            return Err(LinkError::AlreadyLinked { account: kept.link.account });
        }
        let begun = self.begin(to, about, key, state.begun)?;
        file.begin(&begun)?;
        let Done { value: told, key, replayed } = match self.post::<Told>(parts, body, Some(&begun.key)).await {
            Ok(done) => done,
            Err(error) => {
                // What may have been done is repeated with its key.
                if !error.may_be_done() {
                    file.clear().await?;
                }
                return Err(error.into());
            }
        };
        let Told { machine, token, personal_code } = told;
        let Some(token) = token else {
            file.clear().await?;
            return Err(LinkError::TokenLost { machine: machine.id });
        };
        let (url, account) = (self.server(), machine.account.number.clone());
        file.keep(Link { url, account, machine: machine.id.clone() }, token.clone()).await?;
        // Only from now on the server need not tell the token again. If it is not heard now, it is at the next heartbeat.
        let machine = self.bearing(token).post_beat(None).await.unwrap_or(machine);
        Ok(Done { key, replayed, value: CreatedAccount { machine, personal_code } })
    }

    /// The machine and its account, as the server knows them.
    ///
    /// # Errors
    /// See [`LinkError`]; [`Error::Unauthorized`] where it was unlinked.
    pub async fn machine(&self, file: &LinkFile) -> Result<Machine, LinkError> {
        let client = self.of(file).await?;
        Ok(client.get(client.url(&["machines", "self"])?).await?)
    }

    /// Tells that the machine is alive, and the application's version. At each start and every few hours will do.
    ///
    /// # Errors
    /// As [`Client::machine`].
    pub async fn heartbeat(&self, version: Option<&str>, file: &LinkFile) -> Result<Machine, LinkError> {
        let machine = self.of(file).await?.post_beat(version).await?;
        // It is found where it stands now as well.
        let _ = file.settle().await;
        Ok(machine)
    }

    /// Unlinks the machine and forgets its token; one that was unlinked elsewhere is forgotten as well. Answers whether it was linked.
    ///
    /// # Errors
    /// See [`LinkError`]; after [`LinkError::TokenLost`] the link is forgotten here, and stands in the account until it is unlinked there.
    pub async fn unlink(&self, file: &LinkFile) -> Result<bool, LinkError> {
        let client = match self.of(file).await {
            // Nobody can speak for this machine any more: it is unlinked in the account.
            Err(LinkError::TokenLost { machine }) => {
                file.clear().await?;
                return Err(LinkError::TokenLost { machine });
            }
            found => found?,
        };
        let url = client.url(&["machines", "self"])?;
        let was_linked = match client.call::<()>(Method::DELETE, url, None).await {
            Ok(()) => true,
            Err(Error::Unauthorized) => false,
            Err(error) => return Err(error.into()),
        };
        file.clear().await?;
        Ok(was_linked)
    }

    /// Has a link that makes a new personal code mailed to the account, if there is one with this number.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn mail_code_link(&self, account: &str) -> Result<(), Error> {
        let url = self.url(&["machines", "forgotten-code"])?;
        self.call(Method::POST, url, Some(json(&Forgotten { account })?)).await
    }

    /// The request under its key: that of the same one before, if it was interrupted.
    fn begin(&self, to: &str, about: &About, key: Option<&Key>, before: Option<Begun>) -> Result<Begun, Error> {
        let is_same = |begun: &Begun| begun.url == self.server() && begun.account == to && begun.about == *about;
        let key = match (key, before.filter(is_same)) {
            (Some(key), _) => key.clone(),
            (None, Some(before)) => before.key,
            (None, None) => Key::random()?,
        };
        Ok(Begun { url: self.server(), account: to.to_owned(), about: about.clone(), key })
    }

    async fn post_beat(&self, version: Option<&str>) -> Result<Machine, Error> {
        let url = self.url(&["machines", "self", "heartbeat"])?;
        self.call(Method::POST, url, Some(json(&Heartbeat { version })?)).await
    }

    /// The client as the machine that is linked in `file`. A token goes to the server that gave it only.
    pub(crate) async fn of(&self, file: &LinkFile) -> Result<Client, LinkError> {
        let kept = file.read()?.linked.ok_or(LinkError::NotLinked)?;
        if kept.link.url != self.server() {
            return Err(LinkError::Elsewhere { url: kept.link.url });
        }
        let token = file.token(&kept).await?.ok_or(LinkError::TokenLost { machine: kept.link.machine })?;
        Ok(self.bearing(token))
    }
}

pub(crate) fn json(body: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|error| Error::System(error.to_string()))
}
