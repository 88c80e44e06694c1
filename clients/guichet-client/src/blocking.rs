//! The same without `async`: each call waits for its answer on the thread that makes it.
//!
//! Not to be used inside an asynchronous runtime: there is [`crate::Client`] for that.

use std::collections::VecDeque;

use tokio::runtime::{Builder, Runtime};

use crate::journal::{Charged, Journal, JournalError, OpenLease};
use crate::{
    Account, Balance, Capture, Captured, Changes, Config, CreatedAccount, Done, Error, Held, Hold, Lease, Leased,
    LinkError, LinkFile, Login, Machine, NewAccount, NewHold, NewLease, NewMachine, NewSignUp, Operation,
    OperationsFilter, Pages, PortalLink, Release, Settled, Settlement, SignUp, Usage, Used,
};

/// Calls the server. See [`crate::Client`]: everything there holds here.
#[derive(Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Runtime,
}

/// Methods that wait for those of the same name.
macro_rules! waits {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty, $error:ty;)*) => {
        impl Client {
            $($(#[$doc])*
            ///
            /// # Errors
            /// Those of the method of this name of [`crate::Client`].
            pub fn $name(&self, $($argument: $kind),*) -> Result<$answer, $error> {
                self.runtime.block_on(self.client.$name($($argument),*))
            })*
        }
    };
}

waits! {
    /// What is there.
    balance() -> Balance, Error;
    /// One operation, by its name: `credit-1042`.
    operation(id: &str) -> Operation, Error;
    /// Uses a feature.
    usage(usage: &Usage) -> Done<Used>, Error;
    /// Sets credits aside.
    hold(hold: &NewHold) -> Done<Held>, Error;
    /// A hold as it stands.
    find_hold(id: &str) -> Hold, Error;
    /// Uses what a hold has set aside.
    capture(capture: &Capture) -> Done<Captured>, Error;
    /// Gives back what a hold has set aside.
    release(release: &Release) -> Done<Held>, Error;
    /// Takes credits along.
    lease(lease: &NewLease) -> Done<Leased>, Error;
    /// A lease as it stands.
    find_lease(id: &str) -> Lease, Error;
    /// Tells what was used of a lease.
    settle_lease(settlement: &Settlement) -> Done<Settled>, Error;
    /// Takes credits along and opens the journal for them.
    lease_into(journal: &mut Journal, wanted: &NewLease) -> OpenLease, JournalError;
    /// Links this machine and keeps its token.
    link(wanted: &NewMachine, file: &LinkFile) -> Done<Machine>, LinkError;
    /// Asks for an account: a code is mailed.
    sign_up(wanted: &NewSignUp) -> SignUp, Error;
    /// Makes the account by the mailed code, and links this machine to it.
    create(wanted: &NewAccount, file: &LinkFile) -> Done<CreatedAccount>, LinkError;
    /// The machine and its account.
    machine(file: &LinkFile) -> Machine, LinkError;
    /// The account that the machine is linked to.
    account(file: &LinkFile) -> Account, LinkError;
    /// Changes the account in the name of an admin of it.
    edit(version: &str, changes: &Changes, login: &Login, file: &LinkFile) -> Account, LinkError;
    /// A link by which a browser is signed in to the portal.
    portal(login: &Login, file: &LinkFile) -> PortalLink, LinkError;
    /// Has a link for a new password mailed to who speaks for the account.
    mail_password_link(file: &LinkFile) -> (), LinkError;
    /// Tells that the machine is alive.
    heartbeat(version: Option<&str>, file: &LinkFile) -> Machine, LinkError;
    /// Unlinks the machine and forgets its token.
    unlink(file: &LinkFile) -> bool, LinkError;
    /// Has a link for a new personal code mailed to an account.
    mail_code_link(account: &str) -> (), Error;
    /// Tells what the journal recorded.
    settle(journal: &mut Journal) -> Option<Settled>, JournalError;
    /// Charges what can no longer be settled.
    charge(journal: &mut Journal) -> Charged, JournalError;
}

impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    /// The machine cannot set TLS up, or has no thread to give.
    pub fn new(config: Config) -> Result<Client, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::System(error.to_string()))?;
        Ok(Client { client: crate::Client::new(config)?, runtime })
    }

    /// The history, newest first, one by one.
    pub fn operations(&self, filter: OperationsFilter) -> Operations<'_> {
        Operations { runtime: &self.runtime, pages: self.client.operations(filter), page: VecDeque::new(), over: false }
    }
}

/// Operations, newest first. After an error there are no more.
#[derive(Debug)]
pub struct Operations<'a> {
    runtime: &'a Runtime,
    pages: Pages,
    page: VecDeque<Operation>,
    over: bool,
}

impl Iterator for Operations<'_> {
    type Item = Result<Operation, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.page.is_empty() && !self.over {
            match self.runtime.block_on(self.pages.next()) {
                Ok(Some(page)) => self.page = page.into(),
                Ok(None) => self.over = true,
                Err(error) => {
                    self.over = true;
                    return Some(Err(error));
                }
            }
        }
        self.page.pop_front().map(Ok)
    }
}
