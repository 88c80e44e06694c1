//! A line as lists and its own page show it.

use kit_core::{AccountId, Text};
use orders::{OrderNumber, OrderRow, ReceiptId};

use super::HOME;
use crate::model::{BankLine, LineId, LineKind, LineState, Reason};
use crate::service::LineRow;

/// What is shown of a line's texts in a list, in characters.
const SHOWN: usize = 140;

/// A sign: its tone, its icon, its word.
pub(super) type Sign = (&'static str, &'static str, Text);

/// A line, ready for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown(pub(super) LineRow);

impl Shown {
    pub(super) fn line(&self) -> &BankLine {
        &self.0.line
    }

    pub(super) fn href(&self) -> String {
        path(self.line())
    }

    /// What the box of the line sends; none where nothing can be confirmed.
    pub(super) fn tick(&self) -> Option<String> {
        let line = self.line();
        let proposal = line.proposal.as_ref().filter(|proposal| proposal.is_something())?;
        let is_money = line.state == LineState::Open && line.kind != LineKind::TakenBack;
        is_money.then(|| format!("{}.{}", line.id, proposal.mark()))
    }

    pub(super) fn is_ticked(&self) -> bool {
        self.0.is_ticked()
    }

    pub(super) fn orders(&self) -> &[OrderRow] {
        &self.0.orders
    }

    /// What other open lines that are proposed for its orders say, each with its page.
    pub(super) fn rivals(&self) -> Vec<(String, Text)> {
        let rival = |(number, line): &(OrderNumber, LineId)| {
            (format!("{HOME}/lines/{line}"), Text::new("banking-rival").with("number", number.to_string()))
        };
        self.0.rivals.iter().map(rival).collect()
    }

    /// Whose advance is proposed.
    pub(super) fn account(&self) -> Option<AccountId> {
        self.line().proposal.as_ref()?.account
    }

    /// The receipt that its money seems to be already.
    pub(super) fn perhaps_recorded(&self) -> Option<ReceiptId> {
        self.line().proposal.as_ref().filter(|_| self.line().state == LineState::Open)?.perhaps_recorded()
    }

    pub(super) fn reasons(&self) -> Vec<Text> {
        let reasons = self.line().proposal.iter().flat_map(|proposal| &proposal.reasons);
        let mut texts: Vec<Text> = reasons.map(|reason: &Reason| reason.label()).collect();
        let is_unknown = self.line().proposal.as_ref().is_some_and(|proposal| !proposal.is_something());
        if is_unknown && texts.is_empty() && self.line().kind == LineKind::Credit {
            texts.push(Text::new("banking-why-nothing"));
        }
        if !self.0.is_current && self.line().state == LineState::Open {
            texts.push(Text::new("banking-why-no-longer"));
        }
        texts
    }

    /// Of 100, where something is proposed.
    pub(super) fn score(&self) -> Option<i64> {
        let proposal = self.line().proposal.as_ref().filter(|proposal| proposal.is_something())?;
        (self.line().state == LineState::Open).then_some(proposal.score)
    }

    /// Where it stands: decided, or how sure what is proposed is.
    pub(super) fn sign(&self) -> Sign {
        let line = self.line();
        match (line.state, line.kind) {
            (LineState::Open, LineKind::TakenBack) => ("danger", "alert-triangle", Text::new("banking-taken-back")),
            (LineState::Open, LineKind::Returned) => ("warning", "alert-triangle", Text::new("banking-returned")),
            (LineState::Open, LineKind::Credit) => self.sureness(),
            (state, _) => (state.tone(), state.icon(), state.label()),
        }
    }

    fn sureness(&self) -> Sign {
        let is_something = self.line().proposal.as_ref().map(|proposal| proposal.is_something());
        match is_something {
            Some(true) if self.is_ticked() => ("success", "circle-check", Text::new("banking-sure")),
            Some(true) => ("info", "circle-dashed", Text::new("banking-likely")),
            Some(false) => ("warning", "help", Text::new("banking-unknown")),
            None => ("neutral", "hourglass", Text::new("banking-not-looked-at")),
        }
    }

    pub(super) fn words(&self) -> String {
        let words = self.line().told.shown();
        match words.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None => words,
        }
    }
}

/// The page of a line.
pub(crate) fn path(line: &BankLine) -> String {
    format!("{HOME}/lines/{}", line.id)
}

/// The page of an order.
pub(super) fn order_path(number: &OrderNumber) -> String {
    format!("/staff/orders/{number}")
}
