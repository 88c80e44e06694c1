//! One operation with its lots, its origin and what put it right.

use askama::Template;
use credits::{Hold, Operation, OperationDetails, OperationId, PartDetails, Payment, Sight, WrittenBy};
use jiff::Timestamp;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Path, Permission, View, WebError};
use people::Names;

use super::account::{heading, path};
use super::operations::operations_path;
use crate::forms;
use crate::names::{Features, UNKNOWN, author};
use crate::permissions::{ManageCredits, ViewAccounts};

/// Where an operation is.
pub(super) fn operation_path(account: AccountId, operation: OperationId) -> String {
    format!("{}/{operation}", operations_path(account))
}

/// The operation that an address names.
pub(super) fn named(id: &str) -> Result<OperationId, WebError> {
    id.parse().map_err(|_| WebError::NotFound)
}

/// One operation.
#[derive(Template)]
#[template(path = "pages/operation.html")]
pub struct OperationView {
    account: AccountId,
    name: String,
    operation: Operation,
    /// What was used, by its name.
    feature: Option<String>,
    member: Option<Text>,
    author: Text,
    parts: Vec<PartDetails>,
    payment: Option<(Payment, Timestamp)>,
    corrections: Vec<Operation>,
    hold: Option<Hold>,
    /// What the key that wrote it is called in the account.
    key: Option<String>,
    may_correct: bool,
}

impl OperationView {
    fn history_path(&self) -> String {
        operations_path(self.account)
    }

    fn operation_path(&self, operation: &OperationId) -> String {
        operation_path(self.account, *operation)
    }

    fn correction_path(&self) -> String {
        format!("{}/correct", self.operation_path(&self.operation.id()))
    }

    fn lot_path(&self) -> String {
        format!("{}/lot", self.operation_path(&self.operation.id()))
    }

    /// Whether it brought credits in, of which one can ask what became.
    fn opens_lot(&self) -> bool {
        self.operation.split.of_lot(self.operation.seq).is_positive()
    }

    fn account_path(&self) -> String {
        path(self.account)
    }
}

impl View for OperationView {
    fn title(&self) -> Text {
        Text::new("backoffice-operation-title").with("operation", self.operation.id().to_string())
    }
}

/// `GET /staff/accounts/{id}/operations/{operation}`
pub async fn show(gate: Gate<ViewAccounts>, Path((account, id)): Path<(AccountId, String)>) -> Result<Page, WebError> {
    let id = named(&id)?;
    let now = gate.now();
    let (actor, view) = gate
        .read(move |read, actor| {
            let name = heading(read, account)?;
            let found = credits::operation(read, account, Sight::All, id)?.ok_or(WebError::NotFound)?;
            let OperationDetails { operation, parts, payment, corrections, hold } = found;
            let names = Names::of(read, [operation.member, operation.author.person()].into_iter().flatten())?;
            let zone = actor.zone();
            let key = match &operation.author {
                WrittenBy::Key(prefix) => accounts::service::keys::named(read, account, prefix)?,
                _ => None,
            };
            let features = Features::of(read, now, actor.locale())?;
            Ok(OperationView {
                account,
                name,
                feature: operation.feature.as_deref().map(|feature| features.name(feature)),
                member: operation.member.map(|member| names.full(member, UNKNOWN)),
                author: author(&names, &operation.author),
                parts,
                payment: payment.map(|payment| {
                    let received_at = forms::start(payment.received_on, &zone);
                    (payment, received_at)
                }),
                corrections,
                hold,
                key,
                may_correct: actor.meets(ManageCredits::DEMAND),
                operation,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}

#[cfg(test)]
impl OperationView {
    pub(crate) fn sample() -> OperationView {
        let operation = crate::samples::operation();
        OperationView {
            account: AccountId(1042),
            name: "Atelier Boréal".into(),
            feature: Some("Rendu <b>".into()),
            member: Some(kit_web::verbatim("Camille Roux")),
            author: Text::new("backoffice-by-key").with("key", "gk_3fJ2aaaa"),
            parts: crate::samples::parts(),
            payment: Some((crate::samples::payment(), crate::samples::now())),
            corrections: vec![operation.clone()],
            hold: Some(crate::samples::hold()),
            key: Some("Rendus <b>".into()),
            may_correct: true,
            operation,
        }
    }
}
