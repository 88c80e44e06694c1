//! The lines of a conversation.

use jiff::Timestamp;
use kit_core::{PersonId, Text};
use kit_db::{FromRow, stored_as_code};

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineSide {
    /// The customer's.
    Customer,
    /// The publisher's.
    Staff,
    /// The program's own.
    System,
}

impl LineSide {
    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            LineSide::Customer => "customer",
            LineSide::Staff => "staff",
            LineSide::System => "system",
        }
    }

    /// The side with this name.
    pub fn from_code(code: &str) -> Option<LineSide> {
        [LineSide::Customer, LineSide::Staff, LineSide::System].into_iter().find(|side| side.code() == code)
    }
}

stored_as_code!(LineSide);

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Somebody wrote to the other side.
    Message,
    /// A note of the staff's for itself.
    Note,
    /// What a machine mailed: out of office, could not be delivered.
    Automatic,
    /// The publisher thinks it is solved.
    Solved,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// Another case goes on in this one; `body` is its number.
    Merged,
    /// It goes on in another case; `body` is its number.
    MergedInto,
    /// Another priority; `body` is its code.
    Priority,
    /// Somebody of the staff took it, or gave it away.
    Assigned,
}

impl LineKind {
    /// Every kind.
    pub const ALL: [LineKind; 10] = [
        LineKind::Message,
        LineKind::Note,
        LineKind::Automatic,
        LineKind::Solved,
        LineKind::Closed,
        LineKind::Reopened,
        LineKind::Merged,
        LineKind::MergedInto,
        LineKind::Priority,
        LineKind::Assigned,
    ];

    /// The name in storage.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Message => "message",
            LineKind::Note => "note",
            LineKind::Automatic => "automatic",
            LineKind::Solved => "solved",
            LineKind::Closed => "closed",
            LineKind::Reopened => "reopened",
            LineKind::Merged => "merged",
            LineKind::MergedInto => "merged_into",
            LineKind::Priority => "priority",
            LineKind::Assigned => "assigned",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<LineKind> {
        LineKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether customers see it: what staff says among itself is nobody else's.
    pub const fn is_public(self) -> bool {
        !matches!(self, LineKind::Note | LineKind::Automatic | LineKind::Assigned)
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            LineKind::Message => "mail",
            LineKind::Note => "lock",
            LineKind::Automatic => "clock",
            LineKind::Solved => "circle-check",
            LineKind::Closed => "x",
            LineKind::Reopened => "refresh",
            LineKind::Merged | LineKind::MergedInto => "arrows-exchange",
            LineKind::Priority => "flag",
            LineKind::Assigned => "user-check",
        }
    }

    /// Its tone.
    pub const fn tone(self, side: LineSide) -> &'static str {
        match (self, side) {
            (LineKind::Message, LineSide::Customer) => "neutral",
            (LineKind::Message, _) => "info",
            (LineKind::Note, _) => "warning",
            (LineKind::Automatic, _) => "neutral",
            (LineKind::Solved, _) => "success",
            _ => "neutral",
        }
    }

    /// What it says beside who and when; none for what speaks for itself.
    pub const fn label(self) -> Option<Text> {
        Some(match self {
            LineKind::Message => return None,
            LineKind::Note => Text::new("support-line-note"),
            LineKind::Automatic => Text::new("support-line-automatic"),
            LineKind::Solved => Text::new("support-line-solved"),
            LineKind::Closed => Text::new("support-line-closed"),
            LineKind::Reopened => Text::new("support-line-reopened"),
            LineKind::Merged => Text::new("support-line-merged"),
            LineKind::MergedInto => Text::new("support-line-merged-into"),
            LineKind::Priority => Text::new("support-line-priority"),
            LineKind::Assigned => Text::new("support-line-assigned"),
        })
    }
}

stored_as_code!(LineKind);

/// A line of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Line {
    /// Its place.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Whose.
    pub side: LineSide,
    /// Who.
    pub person: Option<PersonId>,
    /// What.
    pub kind: LineKind,
    /// The text, as it was typed: plain, with line breaks; or what the kind says.
    pub body: String,
    /// Whether it came by mail: the address that it came from, empty for the person's own.
    pub mailed: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_staff_says_among_itself_is_the_only_thing_hidden() {
        let hidden: Vec<&str> =
            LineKind::ALL.into_iter().filter(|kind| !kind.is_public()).map(LineKind::code).collect();
        assert_eq!(hidden, ["note", "automatic", "assigned"]);
        assert!(LineKind::ALL.into_iter().all(|kind| LineKind::from_code(kind.code()) == Some(kind)));
    }
}
