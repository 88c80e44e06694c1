//! The pages of cases, and what those of customers share with those of the staff.

mod case;
mod conversation;
mod files;
pub(crate) mod home;
mod levels;
mod list;
mod new;
mod remark;
pub(crate) mod staff;
#[cfg(test)]
mod views;

use kit_core::{AccountId, Text};
use kit_web::{Actor, Choice, Gate, Permission, Route, WebError, get, post};
use serde::Deserialize;

use self::files::{FILE_FORM, SENDING};
use crate::model::{CaseNumber, CaseState, Priority};
use crate::permissions::{SendRemark, UseSupport};
use crate::service::Viewer;

/// How much a form with a message may send, in bytes: its letters may be nine times as long on the way.
const LONG_FORM: usize = 256 << 10;

/// What somebody is called who is not there.
const SOMEBODY: Text = Text::new("support-somebody");

/// The routes of an account.
pub(crate) fn routes() -> [Route; 11] {
    [
        get("/accounts/{account}/cases", list::show::<UseSupport>),
        get("/accounts/{account}/cases/new", new::show),
        post("/accounts/{account}/cases/new", new::open).taking(FILE_FORM).within(SENDING),
        get("/accounts/{account}/cases/{case}", case::show::<UseSupport>),
        get("/accounts/{account}/cases/{case}/files/{file}", files::download::<UseSupport>),
        post("/accounts/{account}/cases/{case}/reply", case::reply::<UseSupport>).taking(FILE_FORM).within(SENDING),
        post("/accounts/{account}/cases/{case}/close", case::close::<UseSupport>),
        post("/accounts/{account}/cases/{case}/share", case::share),
        post("/accounts/{account}/cases/{case}/watch", case::watch),
        post("/accounts/{account}/cases/{case}/unwatch", case::unwatch),
        get("/accounts/{account}/support", levels::show),
    ]
}

/// The routes of a person: remarks, and the cases of who asks for himself or herself alone.
pub(crate) fn own() -> [Route; 7] {
    [
        get("/remark", remark::show),
        post("/remark", remark::send).taking(LONG_FORM),
        get("/me/cases", list::show::<SendRemark>),
        get("/me/cases/{case}", case::show::<SendRemark>),
        get("/me/cases/{case}/files/{file}", files::download::<SendRemark>),
        post("/me/cases/{case}/reply", case::reply::<SendRemark>).taking(FILE_FORM).within(SENDING),
        post("/me/cases/{case}/close", case::close::<SendRemark>),
    ]
}

/// The case in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CasePath {
    case: String,
}

impl CasePath {
    fn number(&self) -> Result<CaseNumber, WebError> {
        self.case.parse().map_err(|_| WebError::NotFound)
    }
}

/// Where a customer's pages of cases are: an account's, or those of a person alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Desk(Option<AccountId>);

impl Desk {
    fn of<P: Permission>(gate: &Gate<P>) -> Desk {
        Desk(gate.account().ok())
    }

    fn path(self, page: &str) -> String {
        match self.0 {
            Some(account) => format!("/accounts/{account}/{page}"),
            None => format!("/me/{page}"),
        }
    }

    fn case(self, number: CaseNumber) -> String {
        self.path(&format!("cases/{number}"))
    }

    fn viewer(self, actor: &Actor) -> Result<Viewer, WebError> {
        let person = actor.person()?.id;
        Ok(self.0.map_or(Viewer::Person(person), |account| Viewer::Member(account, person)))
    }
}

/// The states to choose from.
fn states() -> Vec<Choice> {
    CaseState::ALL.into_iter().map(|state| Choice::new(state.code(), state.label())).collect()
}

/// The priorities to choose from.
fn priorities() -> Vec<Choice> {
    let hint = |priority: Priority| match priority {
        Priority::Low => Text::new("support-priority-low-hint"),
        Priority::Normal => Text::new("support-priority-normal-hint"),
        Priority::High => Text::new("support-priority-high-hint"),
        Priority::Urgent => Text::new("support-priority-urgent-hint"),
    };
    Priority::ALL.into_iter().map(|one| Choice::new(one.code(), one.label()).hint(hint(one))).collect()
}
