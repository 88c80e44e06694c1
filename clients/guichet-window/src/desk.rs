//! Where the window's questions go: a thread of its own asks the server, so that the window never waits.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use guichet_client::blocking::Client;
use guichet_client::{Account, Changes, LinkError, Login, NewAccount, NewSignUp};

use crate::Settings;

/// How long an answer is waited for, with all attempts: somebody sits before the window.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the window asks for.
#[derive(Debug)]
pub enum Ask {
    /// The account, if the machine is linked.
    Show,
    /// A code for an address.
    SignUp(NewSignUp),
    /// An account by the mailed code.
    Create {
        /// The sign-up.
        sign_up: String,
        /// The code as it was typed.
        code: Secret,
        /// The password chosen.
        password: Secret,
    },
    /// A link to an account.
    Link {
        /// Its number.
        number: String,
        /// Its personal code.
        code: Secret,
        /// The machine whose place is taken.
        replaces: Option<String>,
    },
    /// A change of the account.
    Edit {
        /// The version that it began with.
        version: String,
        /// What is changed.
        changes: Changes,
        /// Who changes it.
        login: Login,
    },
    /// A link to the portal.
    Portal(Login),
    /// A mailed link for a new personal code.
    MailCode(String),
    /// A mailed link for a new password.
    MailPassword,
    /// The end of the link, here and on the server.
    Unlink,
}

/// What is never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What became of it.
#[derive(Debug)]
pub enum Told {
    /// The machine is not linked.
    NotLinked,
    /// The account as it is.
    Account(Box<Account>),
    /// A code is on its way, for this sign-up.
    SignedUp(String),
    /// The account was made; its personal code, the first time.
    Created(Option<String>),
    /// The machine is linked.
    Linked,
    /// The account was changed.
    Edited(Box<Account>),
    /// The address of the portal: it signs a browser in, once.
    Portal(Secret),
    /// The mail for a new personal code is on its way.
    CodeMailed,
    /// The mail for a new password is on its way.
    PasswordMailed,
    /// The machine is unlinked.
    Unlinked,
    /// It was not done.
    Failed(LinkError),
}

/// The thread that asks. It ends when this is dropped and its last question is answered.
#[derive(Debug)]
pub struct Desk {
    asks: Sender<Ask>,
}

impl Desk {
    /// Opens it; `tell` is called on the thread, for each question once.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn open(settings: Settings, tell: impl Fn(Told) + Send + 'static) -> std::io::Result<Desk> {
        let (asks, asked) = channel();
        thread::Builder::new().name("desk".to_owned()).spawn(move || serve(&settings, &asked, tell))?;
        Ok(Desk { asks })
    }

    /// Asks; the answer is told later.
    pub fn ask(&self, ask: Ask) {
        // The thread ends only when this does.
        let _ = self.asks.send(ask);
    }
}

fn serve(settings: &Settings, asked: &Receiver<Ask>, tell: impl Fn(Told)) {
    let client = Client::new(settings.config.clone().deadline(PATIENCE));
    for ask in asked {
        let told = match &client {
            Ok(client) => answer(client, settings, ask).unwrap_or_else(Told::Failed),
            Err(error) => Told::Failed(LinkError::Call(error.clone())),
        };
        tell(told);
    }
}

fn answer(client: &Client, settings: &Settings, ask: Ask) -> Result<Told, LinkError> {
    let file = &settings.file;
    Ok(match ask {
        Ask::Show => match client.account(file) {
            Ok(account) => Told::Account(Box::new(account)),
            Err(LinkError::NotLinked) => Told::NotLinked,
            Err(error) => return Err(error),
        },
        Ask::SignUp(wanted) => Told::SignedUp(client.sign_up(&wanted)?.id),
        Ask::Create { sign_up, code, password } => {
            forget_what_ended(client, settings)?;
            let wanted = NewAccount::new(sign_up, code.0, password.0, settings.machine.clone());
            Told::Created(client.create(&wanted, file)?.value.personal_code)
        }
        Ask::Link { number, code, replaces } => {
            forget_what_ended(client, settings)?;
            let mut wanted = settings.machine.clone().shows(number, code.0);
            if let Some(replaces) = replaces {
                wanted = wanted.replaces(replaces);
            }
            client.link(&wanted, file)?;
            Told::Linked
        }
        Ask::Edit { version, changes, login } => Told::Edited(Box::new(client.edit(&version, &changes, &login, file)?)),
        Ask::Portal(login) => Told::Portal(Secret(client.portal(&login, file)?.url)),
        Ask::MailCode(number) => {
            client.mail_code_link(&number)?;
            Told::CodeMailed
        }
        Ask::MailPassword => {
            client.mail_password_link(file)?;
            Told::PasswordMailed
        }
        Ask::Unlink => match client.unlink(file) {
            Ok(_) | Err(LinkError::NotLinked) => Told::Unlinked,
            Err(error) => return Err(error),
        },
    })
}

/// A link that was ended elsewhere is in the way of a new one; one that still holds is not touched.
fn forget_what_ended(client: &Client, settings: &Settings) -> Result<(), LinkError> {
    match client.machine(&settings.file) {
        Err(LinkError::Call(guichet_client::Error::Unauthorized)) => client.unlink(&settings.file).map(drop),
        // Forgotten here; in the account it is unlinked by its people.
        Err(LinkError::TokenLost { .. }) => match client.unlink(&settings.file) {
            Ok(_) | Err(LinkError::TokenLost { .. }) => Ok(()),
            Err(error) => Err(error),
        },
        Err(LinkError::NotLinked) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}
