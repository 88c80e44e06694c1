//! One operation, its lots and its origin.

use askama::Template;
use audit::Shown;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit_core::{AccountId, Text};
use kit_i18n::filters;
use kit_web::{Gate, Page, Panel, Path, View, WebError};
use serde::Deserialize;

use super::row::{FeatureNames, Names, persons_of};
use super::sight;
use crate::model::{BurnRecord, Means, Operation, OperationId, Sight, Unit, WrittenBy};
use crate::permissions::ViewHistory;
use crate::service::{self, OperationDetails, PartDetails};

/// One operation.
#[derive(Template)]
#[template(path = "pages/operation.html")]
pub struct OperationView {
    /// Whose.
    pub account: AccountId,
    /// The operation with its lots.
    pub details: OperationDetails,
    /// What was used, in words.
    pub feature: Option<String>,
    /// Who used or wrote it.
    pub who: Shown,
    /// Whether balance and money are shown.
    pub shows_balance: bool,
    /// What is kept of the work, of support time.
    pub burn: Option<BurnRecord>,
    /// What the key that wrote it is called in the account.
    pub key: Option<String>,
    /// What later domains have to say about it.
    pub panels: Vec<Panel>,
}

impl View for OperationView {
    fn title(&self) -> Text {
        self.details.operation.id().label()
    }
}

impl OperationView {
    /// Where another page of the account is.
    fn to(&self, page: &str) -> String {
        format!("/accounts/{}/{page}", self.account)
    }

    /// The day on which the payment came, as a moment: noon, which is the same day from one end of Europe to the other.
    fn received_at(&self) -> Timestamp {
        let noon = self
            .details
            .payment
            .as_ref()
            .and_then(|payment| payment.received_on.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok());
        noon.map_or(self.details.operation.at, |noon| noon.timestamp())
    }

    /// The public part of the key that wrote it.
    fn prefix(&self) -> Option<&str> {
        match &self.details.operation.author {
            WrittenBy::Key(prefix) => Some(prefix),
            _ => None,
        }
    }

    /// What is counted.
    fn unit(&self) -> Unit {
        self.details.operation.unit
    }

    /// What the reference is called.
    fn reference_label(&self) -> &'static str {
        if self.unit().is_time() { "credits-time-subject" } else { "credits-column-reference" }
    }

    /// The history that it is of.
    fn history(&self) -> String {
        self.unit().page(self.account, "history")
    }

    /// Whether it brought credits in, of which one can ask what became.
    fn opens_lot(&self) -> bool {
        let Operation { seq, split, .. } = &self.details.operation;
        split.of_lot(*seq).is_positive()
    }

    /// How long the work really took, by whole minutes upwards.
    fn real(&self, burn: &BurnRecord) -> i64 {
        burn.seconds.saturating_add(59) / 60
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.details.operation
    }

    /// Where a lot came from, in words.
    fn origin(&self, part: &PartDetails) -> Text {
        part.origin.kind.origin(part.origin.at)
    }

    /// Where another operation of the account opens.
    fn href(&self, id: impl std::fmt::Display) -> String {
        format!("/accounts/{}/history/{id}", self.account)
    }
}

impl Means {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Means::Transfer => Text::new("credits-means-transfer"),
            Means::Card => Text::new("credits-means-card"),
            Means::Paypal => Text::new("credits-means-paypal"),
            Means::Cheque => Text::new("credits-means-cheque"),
        }
    }
}

/// The parts of the address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OperationPath {
    operation: String,
}

impl OperationPath {
    /// The operation that the address names.
    pub(super) fn id(&self) -> Result<OperationId, WebError> {
        self.operation.parse().map_err(|_| WebError::NotFound)
    }
}

/// One operation.
pub(crate) async fn show(gate: Gate<ViewHistory>, Path(path): Path<OperationPath>) -> Result<Page, WebError> {
    let (account, now, id, app) = (gate.account()?, gate.now(), path.id()?, gate.app().clone());
    let (actor, view) = gate
        .read(move |read, actor| {
            let sight = sight(actor)?;
            let details = service::operation(read, account, sight, id)?.ok_or(WebError::NotFound)?;
            let operation = &details.operation;
            let names = Names::find(read, &[], persons_of([operation]))?.with_agents_of(read, account, [operation])?;
            let burn = if operation.unit.is_time() {
                service::burns(read, account, (id.seq, id.seq))?.remove(&id.seq)
            } else {
                None
            };
            let key = match &operation.author {
                WrittenBy::Key(prefix) => accounts::service::keys::named(read, account, prefix)?,
                _ => None,
            };
            let features = FeatureNames::of(&service::tariff(read, now)?, actor.person()?.locale);
            Ok(OperationView {
                account,
                feature: operation
                    .feature
                    .as_deref()
                    .filter(|_| !operation.unit.is_time())
                    .map(|feature| features.name(feature)),
                who: names.by((operation.unit, operation.seq), operation.member, &operation.author),
                burn,
                shows_balance: sight == Sight::All,
                panels: app.panels(read, actor, crate::OPERATION_PAGE, &format!("{account} {id}"), now)?,
                key,
                details,
            })
        })
        .await?;
    Ok(gate.page(&actor, view))
}
