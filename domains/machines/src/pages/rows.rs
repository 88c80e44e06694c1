//! Machines and their stories in words.

use audit::AuthorKind;
use jiff::Timestamp;
use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::verbatim;
use people::Names;

use crate::model::{Happened, Machine, MachineEvent};
use crate::service::Standing;

/// A machine in a list.
pub(crate) struct Row {
    pub(crate) machine: Machine,
    /// Whether it was not heard of for long.
    pub(crate) is_quiet: bool,
}

impl Row {
    pub(crate) fn of(machine: Machine, now: Timestamp) -> Row {
        Row { is_quiet: machine.is_quiet(now), machine }
    }
}

/// How it was unlinked, in words.
pub(crate) fn ended(machine: &Machine) -> Text {
    machine.ended_how.map_or(Text::new("machines-ended-member"), |how| how.label())
}

/// How many places and replacements there are, in words; nothing where neither is limited.
pub(crate) fn limits(standing: &Standing) -> Vec<Text> {
    let places = standing
        .rules
        .places
        .map(|places| Text::new("machines-on-places").with("n", standing.linked).with("places", places));
    let left = standing.replacements_left.map(|left| Text::new("machines-replacements-left").with("n", left));
    places.into_iter().chain(left).collect()
}

/// A line of a machine's story.
pub(crate) struct StoryLine {
    pub(crate) at: Timestamp,
    pub(crate) what: Text,
    pub(crate) who: Text,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Whether whoever reads is of the publisher: only they read the names of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Customer,
    Staff,
}

/// A machine's story, in words.
///
/// # Errors
/// The database cannot be read.
pub(crate) fn story(
    read: &mut Read<'_>,
    events: Vec<MachineEvent>,
    reading: Reading,
) -> Result<Vec<StoryLine>, DbError> {
    let names = Names::of(read, events.iter().filter_map(|event| event.person))?;
    let line = |event: MachineEvent| StoryLine {
        at: event.at,
        what: event.what.label(),
        who: who(&event, &names, reading),
        before: event.before,
        after: if event.what == Happened::Unlinked { String::new() } else { event.after },
    };
    Ok(events.into_iter().map(line).collect())
}

fn who(event: &MachineEvent, names: &Names, reading: Reading) -> Text {
    match (event.author, names.plain(event.person)) {
        (AuthorKind::Staff, _) if reading == Reading::Customer => Text::new("accounts-by-publisher"),
        (AuthorKind::Machine, _) => Text::new("machines-by-itself"),
        (AuthorKind::System, _) => Text::new("accounts-by-program"),
        (_, Some(name)) => verbatim(name),
        (AuthorKind::Visitor, None) => Text::new("accounts-by-visitor"),
        _ => Text::new("accounts-by-somebody"),
    }
}
