//! What the API answers with.

use accounts::model::Account;
use kit_core::AccountId;
use kit_web::{AccountState, ActingMachine};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::Machine;

/// A machine that is linked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Machine)]
pub(crate) struct MachineView {
    /// Its id.
    #[schema(example = "0c4xq7gk2m9tz")]
    id: String,
    /// What it is called.
    #[schema(example = "Poste 3")]
    name: String,
    /// Its operating system.
    #[schema(example = "Windows 11")]
    system: String,
    /// The publisher's application on it.
    #[schema(example = "Planelle")]
    application: String,
    /// The version of that.
    #[schema(example = "2.4.1")]
    version: String,
    /// When it was linked, in UTC (RFC 3339).
    #[schema(format = DateTime)]
    linked_at: String,
    /// When it was last heard of, to five minutes.
    #[schema(format = DateTime)]
    seen_at: String,
    /// The account that it is linked to.
    account: LinkedAccountView,
}

/// The account of a machine.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LinkedAccount)]
pub(crate) struct LinkedAccountView {
    /// Its number.
    #[schema(example = "C-1042")]
    number: String,
    /// The name of its main company.
    #[schema(example = "Atelier Kerlann")]
    name: String,
    /// Where it stands: `active`, `pending` (the publisher decides), `refused` or `suspended`.
    #[schema(example = "active")]
    state: String,
}

impl MachineView {
    /// A machine that was linked to the account.
    pub(crate) fn of(machine: &Machine, account: &Account) -> MachineView {
        MachineView {
            id: machine.id.to_string(),
            name: machine.name.clone(),
            system: machine.system.clone(),
            application: machine.application.clone(),
            version: machine.version.clone(),
            linked_at: machine.linked_at.to_string(),
            seen_at: machine.seen_at.to_string(),
            account: LinkedAccountView::new(account.id, &account.name, account.state),
        }
    }

    /// The machine that acts.
    pub(crate) fn own(acting: &ActingMachine) -> MachineView {
        MachineView {
            id: acting.id.to_string(),
            name: acting.name.clone(),
            system: acting.system.clone(),
            application: acting.application.clone(),
            version: acting.version.clone(),
            linked_at: acting.linked_at.to_string(),
            seen_at: acting.seen_at.to_string(),
            account: LinkedAccountView::new(acting.account, &acting.account_name, acting.state),
        }
    }
}

impl LinkedAccountView {
    fn new(number: AccountId, name: &str, state: AccountState) -> LinkedAccountView {
        LinkedAccountView { number: number.to_string(), name: name.to_owned(), state: state.code().to_owned() }
    }
}

/// The answer to a machine that was linked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LinkedMachine)]
pub(crate) struct LinkedView {
    /// The machine.
    pub(crate) machine: MachineView,
    /// What it shows from now on as `Authorization: Bearer`; keep it where only the machine reads it. Null when the same request was
    /// answered before and the machine has been heard of since, or a day has passed.
    #[schema(example = "gm_…")]
    pub(crate) token: Option<String>,
}

/// A sign-up that waits for its code.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SignUp)]
pub(crate) struct SignUpView {
    /// By which the code is brought.
    #[schema(example = "0c4xq7gk2m9tz")]
    pub(crate) id: String,
    /// Until when.
    #[schema(format = DateTime)]
    pub(crate) expires_at: String,
}

/// The answer to a machine from which an account was made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CreatedAccount)]
pub(crate) struct CreatedView {
    /// The machine, with its account: `pending` where the publisher decides on each one.
    pub(crate) machine: MachineView,
    /// As in `LinkedMachine`.
    #[schema(example = "gm_…")]
    pub(crate) token: Option<String>,
    /// By which other machines are linked, with the account's number: show it once. Null when the same request was answered before.
    #[schema(example = "K7M2Q-9XW4T")]
    pub(crate) personal_code: Option<String>,
}

/// A machine that can be replaced.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OfferedMachine)]
pub(crate) struct OfferedView {
    /// Its id, for `replaces`.
    #[schema(example = "0c4xq7gk2m9tz")]
    id: String,
    /// What it is called.
    #[schema(example = "Poste 1")]
    name: String,
    /// Its operating system.
    #[schema(example = "Windows 10")]
    system: String,
    /// When it was last heard of.
    #[schema(format = DateTime)]
    seen_at: String,
}

impl OfferedView {
    pub(crate) fn new(machine: &Machine) -> OfferedView {
        OfferedView {
            id: machine.id.to_string(),
            name: machine.name.clone(),
            system: machine.system.clone(),
            seen_at: machine.seen_at.to_string(),
        }
    }
}

/// An error of machines (RFC 9457). Its type is an address in this description.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MachineProblem)]
#[allow(dead_code)] // described here, written by the kit
pub(crate) struct ProblemView {
    /// A stable address for this type of problem.
    #[schema(format = "uri-reference", example = "/api/v1/docs#problem-machine-limit-reached")]
    r#type: String,
    /// What the type is called.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is particular to this case.
    detail: Option<String>,
    /// With `account-not-active` and `account-not-editable`: where the account stands.
    state: Option<String>,
    /// With `machine-limit-reached`: how many machines may be linked.
    places: Option<i64>,
    /// With `machine-limit-reached` and `no-replacement-left`: how many may be replaced this year; null where they are not counted.
    replacements_left: Option<i64>,
    /// With `machine-limit-reached`: the machines that were not seen longest, the longest first.
    machines: Option<Vec<OfferedView>>,
    /// With `no-replacement-left`: when the next year begins.
    renews_at: Option<String>,
    /// With `invalid`: each field that is not accepted.
    errors: Option<Vec<FieldView>>,
}

/// A field that is not accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MachineFieldProblem)]
#[allow(dead_code)] // described here, written by `Errors`
pub(crate) struct FieldView {
    /// The field of the body.
    field: String,
    /// Why, for programs: `missing`, `too-long`, `character`, `email`, `password`, `unknown`; of an account `siren-digit`, `phone-form`,
    /// `company-fixed` (the publisher changes it), `not-yours`, `too-many-mails` and the like.
    code: String,
    /// Why, for people, in English.
    detail: String,
    /// With `too-long`: how long it may be.
    max: Option<i64>,
}
