//! A line of the history, with the names of things and people.

use std::collections::{BTreeMap, BTreeSet};

use accounts::service::members::KnownMember;
use audit::Shown;
use jiff::Timestamp;
use kit_core::{AccountId, Arg, Credits, Locale, PersonId, Text};
use kit_db::{DbError, Read};

use crate::model::{BurnRecord, HistoryLine, Kind, Operation, OperationId, Price, Sight, Unit, WrittenBy};
use crate::service;

impl Kind {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Kind::Grant => Text::new("credits-kind-grant"),
            Kind::Purchase => Text::new("credits-kind-purchase"),
            Kind::Usage => Text::new("credits-kind-usage"),
            Kind::Expiry => Text::new("credits-kind-expiry"),
            Kind::Correction => Text::new("credits-kind-correction"),
            Kind::Reclaim => Text::new("credits-kind-reclaim"),
            Kind::Settlement => Text::new("credits-kind-settlement"),
            Kind::Restitution => Text::new("credits-kind-restitution"),
        }
    }

    /// What it is called as the origin of credits.
    pub fn origin(self, at: Timestamp) -> Text {
        match self {
            Kind::Grant => Text::new("credits-origin-grant").with("date", Arg::Date(at)),
            other => Text::new("credits-origin").with("kind", other.label()).with("date", Arg::Date(at)),
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Kind::Grant => "gift",
            Kind::Purchase => "receipt",
            Kind::Usage => "bolt",
            Kind::Expiry => "hourglass",
            Kind::Correction => "adjustments",
            Kind::Reclaim | Kind::Restitution => "arrows-exchange",
            Kind::Settlement => "circle-check",
        }
    }

    /// Its tone as a badge.
    pub const fn tone(self) -> &'static str {
        match self {
            Kind::Grant | Kind::Purchase | Kind::Restitution => "success",
            Kind::Usage => "neutral",
            Kind::Expiry | Kind::Reclaim => "warning",
            Kind::Correction | Kind::Settlement => "info",
        }
    }
}

impl OperationId {
    /// What people call it: its number in the account's history.
    pub fn label(self) -> Text {
        Text::new("credits-operation-title").with("number", self.seq.to_string())
    }
}

/// Who is meant, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    known: BTreeMap<PersonId, String>,
    others: people::Names,
    /// The first name of who worked, by the number of the operation of support time.
    agents: BTreeMap<i64, String>,
}

impl Names {
    /// The names of these persons; of those among `known` without asking again.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(crate) fn find(
        read: &mut Read<'_>,
        known: &[KnownMember],
        wanted: impl IntoIterator<Item = PersonId>,
    ) -> Result<Names, DbError> {
        let known: BTreeMap<PersonId, String> =
            known.iter().map(|known| (known.member.person, known.name.clone())).collect();
        let others = people::Names::of(read, wanted.into_iter().filter(|person| !known.contains_key(person)))?;
        Ok(Names { known, others, agents: BTreeMap::new() })
    }

    /// With the first names of those who worked, for what is used of support time; operations of credits have none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(crate) fn with_agents<'a>(
        mut self,
        read: &mut Read<'_>,
        account: AccountId,
        lines: impl IntoIterator<Item = &'a HistoryLine>,
    ) -> Result<Names, DbError> {
        let of_time = lines.into_iter().filter(|line| line.unit.is_time() && line.kind == Kind::Usage);
        self.find_agents(read, account, of_time.map(|line| line.seq))?;
        Ok(self)
    }

    /// As [`Names::with_agents`], of whole operations.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(crate) fn with_agents_of<'a>(
        mut self,
        read: &mut Read<'_>,
        account: AccountId,
        operations: impl IntoIterator<Item = &'a Operation>,
    ) -> Result<Names, DbError> {
        let of_time = operations.into_iter().filter(|told| told.unit.is_time() && told.kind == Kind::Usage);
        self.find_agents(read, account, of_time.map(|told| told.seq))?;
        Ok(self)
    }

    fn find_agents(
        &mut self,
        read: &mut Read<'_>,
        account: AccountId,
        places: impl Iterator<Item = i64>,
    ) -> Result<(), DbError> {
        let places: BTreeSet<i64> = places.collect();
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(()) };
        let burns = service::burns(read, account, (*first, *last))?;
        let names = people::Names::of(read, burns.values().map(|burn| burn.agent))?;
        let first_name = |burn: &BurnRecord| names.get(burn.agent).map(|name| name.first.to_string());
        self.agents.extend(burns.iter().filter_map(|(seq, burn)| Some((*seq, first_name(burn)?))));
        Ok(())
    }

    /// Who did what a line tells: of support time who worked, else as [`Names::who`].
    pub(crate) fn by(&self, (unit, seq): (Unit, i64), member: Option<PersonId>, author: &WrittenBy) -> Shown {
        match self.agents.get(&seq).filter(|_| unit.is_time()) {
            Some(agent) => Shown::Plain(agent.clone()),
            None => self.who(member, author),
        }
    }

    /// The member who used it, else who wrote it.
    pub(crate) fn who(&self, member: Option<PersonId>, author: &WrittenBy) -> Shown {
        let named = |person: &PersonId| {
            let name = self.known.get(person).cloned().or_else(|| self.others.plain(*person));
            name.map_or(Shown::Text(Text::new("credits-by-somebody")), Shown::Plain)
        };
        match (member, author) {
            (Some(member), _) => named(&member),
            (None, WrittenBy::Person(person)) => named(person),
            (None, WrittenBy::Staff(_)) => Shown::Text(Text::new("credits-by-publisher")),
            (None, WrittenBy::Key(prefix)) => Shown::Text(Text::new("credits-by-key").with("key", prefix.clone())),
            (None, WrittenBy::System(_)) => Shown::Text(Text::new("credits-by-itself")),
        }
    }
}

/// What features are called, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FeatureNames(BTreeMap<String, String>);

impl FeatureNames {
    /// The names that the tariff gives.
    pub(crate) fn of(prices: &[Price], locale: Locale) -> FeatureNames {
        FeatureNames(prices.iter().map(|price| (price.feature.clone(), price.labels.of(locale).to_owned())).collect())
    }

    /// What a feature is called; its own code when the tariff does not know it.
    pub(crate) fn name(&self, feature: &str) -> String {
        self.0.get(feature).filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| feature.to_owned())
    }
}

/// A line of the history as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is counted.
    pub unit: Unit,
    /// Where it opens.
    pub href: String,
    /// When.
    pub at: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// What was used, in words, or why credits moved.
    pub subject: Option<String>,
    /// What was produced.
    pub reference: Option<String>,
    /// How much of it, where that is more than one.
    pub quantity: Option<i64>,
    /// Who did it.
    pub who: Shown,
    /// What came in or went out.
    pub amount: Credits,
    /// What was left, for those who see every line.
    pub after: Option<Credits>,
}

impl Row {
    pub(crate) fn new(
        account: AccountId,
        sight: Sight,
        line: HistoryLine,
        names: &Names,
        features: &FeatureNames,
    ) -> Row {
        let href = format!("/accounts/{account}/history/{}", line.id());
        let is_time = line.unit.is_time();
        let used = line.feature.as_deref().filter(|_| !is_time).map(|feature| features.name(feature));
        // Of support time the subject stands where the feature does of credits.
        let (subject, reference) = if is_time { (line.reference, None) } else { (used, line.reference) };
        Row {
            unit: line.unit,
            href,
            at: line.at,
            kind: line.kind,
            who: names.by((line.unit, line.seq), line.member, &line.author),
            amount: line.amount,
            after: (sight == Sight::All).then_some(line.total_after),
            quantity: line.quantity.filter(|quantity| *quantity > 1 && !is_time),
            subject: subject.or(line.reason),
            reference,
        }
    }

    /// Whether credits came in.
    pub fn is_in(&self) -> bool {
        self.amount.is_positive()
    }
}

/// The persons that lines name.
pub(crate) fn persons(lines: &[HistoryLine]) -> impl Iterator<Item = PersonId> {
    lines.iter().flat_map(|line| involved(line.member, &line.author))
}

/// The persons that operations name.
pub(crate) fn persons_of<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Vec<PersonId> {
    operations.into_iter().flat_map(|operation| involved(operation.member, &operation.author)).collect()
}

fn involved(member: Option<PersonId>, author: &WrittenBy) -> Option<PersonId> {
    member.or(match author {
        WrittenBy::Person(person) => Some(*person),
        WrittenBy::Staff(_) | WrittenBy::Key(_) | WrittenBy::System(_) => None,
    })
}
