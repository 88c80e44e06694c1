//! Where a case stands, and how much it presses.

use kit_core::Text;
use kit_db::stored_as_code;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseState {
    /// Nobody has answered yet.
    New,
    /// It is the publisher's turn again.
    Open,
    /// It is the customer's turn.
    Waiting,
    /// The publisher thinks it is done.
    Solved,
    /// It is done.
    Closed,
}

impl CaseState {
    /// Every state, in the order of a case's life.
    pub const ALL: [CaseState; 5] =
        [CaseState::New, CaseState::Open, CaseState::Waiting, CaseState::Solved, CaseState::Closed];

    /// The name in addresses and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            CaseState::New => "new",
            CaseState::Open => "open",
            CaseState::Waiting => "waiting",
            CaseState::Solved => "solved",
            CaseState::Closed => "closed",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<CaseState> {
        CaseState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            CaseState::New => Text::new("support-state-new"),
            CaseState::Open => Text::new("support-state-open"),
            CaseState::Waiting => Text::new("support-state-waiting"),
            CaseState::Solved => Text::new("support-state-solved"),
            CaseState::Closed => Text::new("support-state-closed"),
        }
    }

    /// How it looks: tone and icon.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            CaseState::New => ("info", "inbox"),
            CaseState::Open => ("info", "clock"),
            CaseState::Waiting => ("warning", "hourglass"),
            CaseState::Solved => ("success", "circle-check"),
            CaseState::Closed => ("neutral", "lock"),
        }
    }

    /// Whether the publisher owes an answer.
    pub const fn is_owed(self) -> bool {
        matches!(self, CaseState::New | CaseState::Open)
    }

    /// Whether it is done, or thought to be.
    pub const fn has_ended(self) -> bool {
        matches!(self, CaseState::Solved | CaseState::Closed)
    }

    /// Where it stands once the customer has written: a new one stays new, all others are open (again).
    pub const fn after_customer(self) -> CaseState {
        match self {
            CaseState::New => CaseState::New,
            CaseState::Open | CaseState::Waiting | CaseState::Solved | CaseState::Closed => CaseState::Open,
        }
    }

    /// Where it may stand once the publisher has answered.
    pub const AFTER_STAFF: [CaseState; 3] = [CaseState::Waiting, CaseState::Solved, CaseState::Open];
}

stored_as_code!(CaseState);

/// How much a case presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Priority {
    /// A question that can wait.
    Low,
    /// As most are.
    #[default]
    Normal,
    /// Work is hindered.
    High,
    /// Work stands still.
    Urgent,
}

impl Priority {
    /// Every priority, the least pressing first.
    pub const ALL: [Priority; 4] = [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent];

    /// The name in forms and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }

    /// The priority with this name.
    pub fn from_code(code: &str) -> Option<Priority> {
        Priority::ALL.into_iter().find(|priority| priority.code() == code)
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Priority::Low => Text::new("support-priority-low"),
            Priority::Normal => Text::new("support-priority-normal"),
            Priority::High => Text::new("support-priority-high"),
            Priority::Urgent => Text::new("support-priority-urgent"),
        }
    }
}

stored_as_code!(Priority);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        assert!(CaseState::ALL.into_iter().all(|state| CaseState::from_code(state.code()) == Some(state)));
        assert!(Priority::ALL.into_iter().all(|one| Priority::from_code(one.code()) == Some(one)));
    }

    #[test]
    fn whoever_writes_to_the_publisher_is_owed_an_answer() {
        assert!(CaseState::ALL.into_iter().all(|state| state.after_customer().is_owed()));
        assert_eq!(CaseState::New.after_customer(), CaseState::New);
        assert_eq!(CaseState::Closed.after_customer(), CaseState::Open);
    }
}
