//! What the window shows and what a press of a button does, without a display and without a connection.

use std::collections::BTreeMap;

use guichet_client::{Cause, Error, KeyStoreError, LinkError, LinkFileError, NewSignUp, OfferedMachine, Problem};

use crate::account::{AccountForm, Confirm, Purpose};
use crate::desk::{Ask, Secret, Told};
use crate::words::{Language, find, say};
use crate::{Filling, Settings};

/// The page that is shown.
#[derive(Debug)]
pub enum Screen {
    /// It is not known yet whether the machine is linked.
    Loading,
    /// The account cannot be shown now; the notice says why.
    Trouble,
    /// The machine is not linked: create, or register.
    Choose,
    /// An account is asked for.
    SignUp(SignUpForm),
    /// The mailed code is awaited.
    Code(CodeForm),
    /// The account was made: its personal code, shown once.
    Made(String),
    /// The machine is to be linked.
    Link(LinkForm),
    /// The account.
    Account(Box<AccountForm>),
}

/// An account is asked for.
#[derive(Debug, Clone, Default)]
pub struct SignUpForm {
    /// The address.
    pub email: String,
}

/// The mailed code is awaited.
#[derive(Debug, Clone, Default)]
pub struct CodeForm {
    /// The sign-up.
    pub sign_up: String,
    /// Where the mail went.
    pub email: String,
    /// The code as it is typed.
    pub code: Secret,
    /// The password chosen.
    pub password: Secret,
}

/// The machine is to be linked.
#[derive(Debug, Clone, Default)]
pub struct LinkForm {
    /// The account's number.
    pub number: String,
    /// Its personal code.
    pub code: Secret,
    /// What to do where every place is taken.
    pub offer: Option<Offer>,
}

/// Machines that can be replaced.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Those that were not seen longest.
    pub machines: Vec<OfferedMachine>,
    /// Whether one may be replaced this year.
    pub may_replace: bool,
}

/// What is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well, or is good to know.
    Good,
    /// Something is to be done.
    Bad,
}

/// What is said above the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// What is said.
    pub text: String,
}

/// The window.
#[derive(Debug)]
pub struct Window {
    /// Its language.
    pub language: Language,
    /// The page.
    pub screen: Screen,
    /// Set while an answer is awaited.
    pub busy: Option<Busy>,
    /// What is said above the page.
    pub notice: Option<Notice>,
    /// What is wrong with fields, by their names in the API.
    pub errors: BTreeMap<String, &'static str>,
    /// Somebody is asked for the password.
    pub confirm: Option<Confirm>,
    /// Asked whether the machine is to be unlinked.
    pub asks_unlink: bool,
    /// Asked whether to close with changes that are not saved.
    pub asks_close: bool,
    /// The portal's address, to be opened in a browser now.
    pub open: Option<Secret>,
    /// The portal's address where no browser opened.
    pub copy: Option<Secret>,
    filling: Filling,
    login: String,
    /// The account that is asked for now is to be put under what was typed.
    takes_over: bool,
}

impl Window {
    /// A window that has asked nothing yet: begin with [`Ask::Show`].
    pub fn new(settings: &Settings) -> Window {
        Window {
            language: settings.language,
            screen: Screen::Loading,
            busy: Some(Busy),
            notice: None,
            errors: BTreeMap::new(),
            confirm: None,
            asks_unlink: false,
            asks_close: false,
            open: None,
            copy: None,
            filling: settings.filling.clone(),
            login: String::new(),
            takes_over: false,
        }
    }

    /// The text with this key.
    pub fn say(&self, key: &str) -> &'static str {
        say(self.language, key)
    }

    /// Whether the window may close now; otherwise it asks.
    pub fn may_close(&mut self) -> bool {
        let unsaved = matches!(&self.screen, Screen::Account(form) if form.is_changed());
        self.asks_close = unsaved;
        !unsaved
    }

    /// Asks anew for the account.
    pub fn reload(&mut self) -> Option<Ask> {
        self.screen = Screen::Loading;
        self.ask(Ask::Show)
    }

    /// Goes to the page of creating an account.
    pub fn to_sign_up(&mut self) {
        let email = self.filling.email.clone();
        self.go(Screen::SignUp(SignUpForm { email }));
    }

    /// Goes to the page of registering an existing account.
    pub fn to_link(&mut self) {
        self.go(Screen::Link(LinkForm::default()));
    }

    /// Goes one step back.
    pub fn back(&mut self) {
        let to = match &mut self.screen {
            Screen::Code(form) => Screen::SignUp(SignUpForm { email: std::mem::take(&mut form.email) }),
            Screen::Link(form) if form.offer.is_some() => {
                form.offer = None;
                return;
            }
            _ => Screen::Choose,
        };
        self.go(to);
    }

    /// What the button of the page says, and whether it may be pressed; none where the page has none.
    pub fn forward_verb(&self) -> Option<(&'static str, bool)> {
        let (key, may) = match &self.screen {
            Screen::Loading | Screen::Choose | Screen::Link(LinkForm { offer: Some(_), .. }) => return None,
            Screen::Trouble => ("retry", true),
            Screen::SignUp(_) | Screen::Made(_) => ("next", true),
            Screen::Code(_) => ("create", true),
            Screen::Link(_) => ("link", true),
            Screen::Account(form) => ("save", form.is_changed()),
        };
        Some((self.say(key), may && self.busy.is_none()))
    }

    /// Whether the page has one before it.
    pub fn may_go_back(&self) -> bool {
        matches!(self.screen, Screen::SignUp(_) | Screen::Code(_) | Screen::Link(_))
    }

    /// Whether something is asked in front of the page, which takes no keys then.
    pub fn is_asking(&self) -> bool {
        self.confirm.is_some() || self.asks_close || self.asks_unlink
    }

    /// Nobody gives the password: the question goes, with what was said in it, unless its answer is awaited.
    pub fn leave_question(&mut self) {
        if self.busy.is_none() {
            self.confirm = None;
            self.errors.clear();
            self.notice = None;
        }
    }

    /// The button of the page: next, create, register, save.
    pub fn forward(&mut self) -> Option<Ask> {
        if self.busy.is_some() {
            return None;
        }
        match &self.screen {
            Screen::Trouble => self.reload(),
            Screen::SignUp(form) => {
                let email = form.email.trim().to_owned();
                self.sign_up(&email)
            }
            Screen::Code(form) => {
                let empty = [("code", form.code.0.trim().is_empty()), ("password", form.password.0.is_empty())];
                let ask = Ask::Create {
                    sign_up: form.sign_up.clone(),
                    code: form.code.clone(),
                    password: form.password.clone(),
                };
                self.unless_missing(&empty, ask)
            }
            Screen::Made(_) => self.reload(),
            // Every place is taken: which one is given up is chosen from the list.
            Screen::Link(LinkForm { offer: Some(_), .. }) => None,
            Screen::Link(form) => {
                let empty =
                    [("account", form.number.trim().is_empty()), ("personal_code", form.code.0.trim().is_empty())];
                let ask = Ask::Link { number: form.number.trim().to_owned(), code: form.code.clone(), replaces: None };
                self.unless_missing(&empty, ask)
            }
            Screen::Account(form) if form.is_changed() => {
                self.errors.clear();
                self.notice = None;
                self.confirm = Some(Confirm::new(Purpose::Edit, &self.login));
                None
            }
            Screen::Loading | Screen::Choose | Screen::Account(_) => None,
        }
    }

    /// Has the code sent again.
    pub fn code_again(&mut self) -> Option<Ask> {
        let Screen::Code(form) = &self.screen else { return None };
        let email = form.email.clone();
        self.sign_up(&email)
    }

    /// Takes the place of another machine.
    pub fn replace(&mut self, machine: &str) -> Option<Ask> {
        let Screen::Link(form) = &self.screen else { return None };
        let (number, code) = (form.number.trim().to_owned(), form.code.clone());
        self.ask(Ask::Link { number, code, replaces: Some(machine.to_owned()) })
    }

    /// Has a link for a new personal code mailed, to the account of the page.
    pub fn mail_code(&mut self) -> Option<Ask> {
        let number = match &self.screen {
            Screen::Link(form) => form.number.trim().to_owned(),
            Screen::Account(form) => form.account.number.clone(),
            _ => return None,
        };
        let empty = [("account", number.is_empty())];
        self.unless_missing(&empty, Ask::MailCode(number))
    }

    /// Has a link for a new password mailed.
    pub fn mail_password(&mut self) -> Option<Ask> {
        self.ask(Ask::MailPassword)
    }

    /// Asks for the password, to open the portal.
    pub fn to_portal(&mut self) {
        self.errors.clear();
        self.notice = None;
        self.copy = None;
        self.confirm = Some(Confirm::new(Purpose::Portal, &self.login));
    }

    /// The password was given.
    pub fn confirmed(&mut self) -> Option<Ask> {
        let confirm = self.confirm.as_ref().filter(|confirm| confirm.is_complete() && self.busy.is_none())?;
        let (purpose, login) = (confirm.purpose, confirm.login());
        self.login = confirm.login.trim().to_owned();
        match (purpose, &self.screen) {
            (Purpose::Portal, _) => self.ask(Ask::Portal(login)),
            (Purpose::Edit, Screen::Account(form)) => {
                let ask = Ask::Edit { version: form.account.version.clone(), changes: form.changes(), login };
                self.ask(ask)
            }
            (Purpose::Edit, _) => None,
        }
    }

    /// The machine is to be unlinked, for certain.
    pub fn unlink(&mut self) -> Option<Ask> {
        self.asks_unlink = false;
        self.ask(Ask::Unlink)
    }

    /// No browser opened.
    pub fn not_opened(&mut self, address: Secret) {
        self.say_bad("portal-not-opened");
        self.copy = Some(address);
    }

    /// Takes an answer in; what is to be asked next, if anything is.
    pub fn told(&mut self, told: Told) -> Option<Ask> {
        self.busy = None;
        // Of the next answer only.
        let takes_over = std::mem::take(&mut self.takes_over);
        match told {
            Told::NotLinked => self.go(Screen::Choose),
            // Where somebody else was faster, what was typed stays.
            Told::Account(account) => {
                if let (Screen::Account(form), true) = (&mut self.screen, takes_over) {
                    form.take_over(*account);
                    return None;
                }
                let form = AccountForm::new(*account, &self.filling);
                if form.was_filled {
                    self.say_good("filled");
                }
                self.screen = Screen::Account(Box::new(form));
            }
            Told::SignedUp(sign_up) => {
                let again = matches!(self.screen, Screen::Code(_));
                let email = match &self.screen {
                    Screen::SignUp(form) => form.email.trim().to_owned(),
                    Screen::Code(form) => form.email.clone(),
                    _ => String::new(),
                };
                self.screen = Screen::Code(CodeForm { sign_up, email, ..CodeForm::default() });
                if again {
                    self.say_good("code-sent-again");
                }
            }
            Told::Created(Some(code)) => {
                if let Screen::Code(form) = &self.screen {
                    self.login.clone_from(&form.email);
                }
                self.screen = Screen::Made(code);
            }
            Told::Created(None) | Told::Linked => return self.reload(),
            Told::Edited(account) => {
                self.confirm = None;
                let before = match &self.screen {
                    Screen::Account(form) => form.account.email_awaited.clone(),
                    _ => None,
                };
                let new_email = account.email_awaited.is_some() && account.email_awaited != before;
                self.say_good(if new_email { "saved-email" } else { "saved" });
                self.screen = Screen::Account(Box::new(AccountForm::new(*account, &Filling::default())));
            }
            Told::Portal(address) => {
                self.confirm = None;
                self.say_good("portal-opened");
                self.open = Some(address);
            }
            Told::CodeMailed => {
                let is_linked = matches!(self.screen, Screen::Account(_));
                self.say_good(if is_linked { "code-mailed" } else { "forgotten-code-sent" });
            }
            Told::PasswordMailed => self.say_good("password-mailed"),
            Told::Unlinked => {
                self.go(Screen::Choose);
                self.say_good("unlinked");
            }
            Told::Failed(error) => return self.failed(error),
        }
        None
    }

    fn sign_up(&mut self, email: &str) -> Option<Ask> {
        let filling = &self.filling;
        let mut wanted = NewSignUp::new(email).language(self.language.tag());
        if !filling.first_name.is_empty() && !filling.surname.is_empty() {
            wanted = wanted.name(filling.first_name.as_str(), filling.surname.as_str());
        }
        if !filling.company.is_empty() {
            wanted = wanted.company(filling.company.as_str());
        }
        self.unless_missing(&[("email", email.is_empty())], Ask::SignUp(wanted))
    }

    fn unless_missing(&mut self, empty: &[(&str, bool)], ask: Ask) -> Option<Ask> {
        let missing = empty.iter().filter(|(_, empty)| *empty);
        let text = self.say("field-missing");
        let errors: BTreeMap<String, &'static str> = missing.map(|(name, _)| ((*name).to_owned(), text)).collect();
        if errors.is_empty() {
            return self.ask(ask);
        }
        self.errors = errors;
        self.notice = None;
        None
    }

    fn ask(&mut self, ask: Ask) -> Option<Ask> {
        if self.busy.is_some() {
            return None;
        }
        self.busy = Some(Busy);
        self.notice = None;
        self.errors.clear();
        Some(ask)
    }

    fn go(&mut self, screen: Screen) {
        self.screen = screen;
        self.notice = None;
        self.errors.clear();
        self.confirm = None;
    }

    fn say_good(&mut self, key: &str) {
        self.notice = Some(Notice { tone: Tone::Good, text: self.say(key).to_owned() });
    }

    fn say_bad(&mut self, key: &str) {
        self.notice = Some(Notice { tone: Tone::Bad, text: self.say(key).to_owned() });
    }

    fn say_bad_with(&mut self, key: &str, why: &str) {
        self.notice = Some(Notice { tone: Tone::Bad, text: format!("{} {why}", self.say(key)) });
    }

    fn failed(&mut self, error: LinkError) -> Option<Ask> {
        if matches!(self.screen, Screen::Loading) {
            self.screen = Screen::Trouble;
        }
        match error {
            LinkError::NotLinked | LinkError::Call(Error::Unauthorized) => {
                self.go(Screen::Choose);
                self.say_bad("ended");
            }
            LinkError::AlreadyLinked { .. } => return self.reload(),
            LinkError::Elsewhere { url } => self.say_bad_with("elsewhere", &url),
            LinkError::TokenLost { .. } => {
                // It can be registered anew; a form that was filled in to do so stays.
                if !matches!(self.screen, Screen::Link(_) | Screen::Code(_)) {
                    self.go(Screen::Choose);
                }
                self.say_bad("token-lost");
            }
            LinkError::File(LinkFileError::KeyStore(KeyStoreError::Silent)) => self.say_bad("key-store-silent"),
            LinkError::File(LinkFileError::KeyStore(why)) => self.say_bad_with("key-store", &why.to_string()),
            LinkError::File(why) => self.say_bad_with("file", &why.to_string()),
            LinkError::Call(error) => return self.call_failed(error),
        }
        None
    }

    fn call_failed(&mut self, error: Error) -> Option<Ask> {
        match error {
            Error::Busy { .. } => self.say_bad("busy"),
            Error::Unknown { .. } => self.say_bad("unknown"),
            Error::Unreachable { why } if is_about_trust(&why) => self.say_bad("clock"),
            Error::Unreachable { .. } => self.say_bad("offline"),
            Error::System(why) => self.say_bad_with("machine-failed", &why),
            Error::Refused(problem) | Error::Forbidden(problem) => return self.refused(&problem),
            Error::Answer { .. }
            | Error::NotFound
            | Error::Unauthorized
            | Error::KeyReused
            | Error::Short { .. }
            | Error::Ended { .. } => self.say_bad("strange"),
        }
        None
    }

    fn refused(&mut self, problem: &Problem) -> Option<Ask> {
        match problem.kind() {
            "" => self.say_bad("strange"),
            "invalid" => self.note_fields(problem),
            "code-required" => {
                if let Some(confirm) = &mut self.confirm {
                    confirm.asks_code = true;
                }
            }
            "wrong-password" => self.note("password", "wrong-password"),
            "wrong-second-factor" => {
                if let Some(confirm) = &mut self.confirm {
                    confirm.code = Secret::default();
                }
                self.note("second_factor", "wrong-second-factor");
            }
            "wrong-code" => self.note("personal_code", "wrong-code"),
            "wrong-mailed-code" => self.note("code", "wrong-mailed-code"),
            "account-changed" => {
                self.confirm = None;
                self.takes_over = true;
                let ask = self.ask(Ask::Show);
                self.say_bad("changed-meanwhile");
                return ask;
            }
            "machine-limit-reached" | "no-replacement-left" => {
                if let Screen::Link(form) = &mut self.screen {
                    let may_replace = problem.kind() != "no-replacement-left" && problem.replacements_left != Some(0);
                    form.offer = Some(Offer { machines: problem.machines.clone(), may_replace });
                }
            }
            kind => match find(self.language, kind) {
                Some(text) => self.notice = Some(Notice { tone: Tone::Bad, text: text.to_owned() }),
                None => self.say_bad_with("refused", &problem.title),
            },
        }
        None
    }

    fn note(&mut self, field: &str, key: &str) {
        let text = self.say(key);
        self.errors.insert(field.to_owned(), text);
    }

    fn note_fields(&mut self, problem: &Problem) {
        for error in &problem.errors {
            let text = find(self.language, &format!("field-{}", error.code));
            self.errors.insert(error.field.clone(), text.unwrap_or_else(|| self.say("field-unknown")));
        }
        // What is wrong with the account is shown at its fields, behind the question for the password.
        let of_confirm = ["login", "password", "code"];
        if !problem.errors.iter().all(|error| of_confirm.contains(&error.field.as_str())) {
            self.confirm = None;
            self.say_bad("check-fields");
        }
    }
}

/// Whether what happened to a connection is about certificates: they are refused where the clock is wrong, or somebody sits between.
fn is_about_trust(why: &Cause) -> bool {
    match why {
        Cause::Connection(text) => {
            let text = text.to_lowercase();
            ["certificate", "notvalidyet", "expired", "unknownissuer"].iter().any(|sign| text.contains(sign))
        }
        Cause::Then(first, _) => is_about_trust(first),
        Cause::NoAnswer { .. } | Cause::TooLong | Cause::Server(_) => false,
    }
}
