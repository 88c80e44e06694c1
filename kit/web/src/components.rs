//! What the components need that a template cannot do: choices, steps, and the geometry of a chart.

use std::fmt;

use kit_core::{Arg, Text};

/// The weight of a message or a state. It is a colour and an icon, and a word always stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to say about it.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// It went well.
    Success,
    /// Something to do, or to look out for.
    Warning,
    /// It failed, or cannot be undone.
    Danger,
}

impl Tone {
    /// The name in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        }
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq<str> for Tone {
    fn eq(&self, name: &str) -> bool {
        self.name() == name
    }
}

/// Something that has a name of its own, the same in every language, where a page takes a text.
pub fn verbatim(text: impl Into<Arg>) -> Text {
    Text::new("web-verbatim").with("text", text)
}

/// One of the values that a select, radio buttons or check boxes offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: Text,
    /// What choosing it means; radio buttons and check boxes show it.
    pub hint: Option<Text>,
}

impl Choice {
    /// The choice of `value`, called `label`.
    pub fn new(value: impl Into<String>, label: Text) -> Choice {
        Choice { value: value.into(), label, hint: None }
    }

    /// The choice of something that has a name of its own, the same in every language: a member, a company.
    pub fn plain(value: impl Into<String>, name: impl Into<String>) -> Choice {
        Choice::new(value, verbatim(name.into()))
    }

    /// The same choice with a sentence on what it means.
    pub fn hint(mut self, hint: Text) -> Choice {
        self.hint = Some(hint);
        self
    }

    /// Whether this is what was chosen.
    pub fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// Whether this is among what was chosen.
    pub fn among(&self, chosen: &[String]) -> bool {
        chosen.contains(&self.value)
    }
}

/// A stage that something goes through, such as an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the stage is called.
    pub label: Text,
    /// What to know about it now.
    pub note: Option<Text>,
    /// Where it stands.
    pub state: StepState,
}

/// Where a [`Step`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Under way.
    Current,
    /// Still ahead.
    ToDo,
    /// It ended here.
    Failed,
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::ToDo => "to-do",
            StepState::Failed => "failed",
        })
    }
}

impl Step {
    fn new(label: Text, state: StepState) -> Step {
        Step { label, note: None, state }
    }

    /// A stage behind us.
    pub fn done(label: Text) -> Step {
        Step::new(label, StepState::Done)
    }

    /// The stage under way.
    pub fn current(label: Text) -> Step {
        Step::new(label, StepState::Current)
    }

    /// A stage still ahead.
    pub fn to_do(label: Text) -> Step {
        Step::new(label, StepState::ToDo)
    }

    /// The stage where it ended.
    pub fn failed(label: Text) -> Step {
        Step::new(label, StepState::Failed)
    }

    /// The same stage with what to know about it.
    pub fn note(mut self, note: Text) -> Step {
        self.note = Some(note);
        self
    }

    /// Whether it is the one under way.
    pub fn is_current(&self) -> bool {
        self.state == StepState::Current
    }

    /// Whether it is behind us.
    pub fn is_done(&self) -> bool {
        self.state == StepState::Done
    }

    /// Whether it ended here.
    pub fn is_failed(&self) -> bool {
        self.state == StepState::Failed
    }
}

/// The initials of a person or a company, at most two: `Camille Roux` → `CR`, `a@b.fr` → `A`.
pub fn initials(name: &str) -> String {
    let mut letters = name.split([' ', '-', '\'']).filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let (first, last) = (letters.next(), letters.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_two_at_most() {
        for (name, expected) in [
            ("Camille Roux", "CR"),
            ("Yann Le Goff", "YG"),
            ("Anne-Lise d'Aubrac", "AA"),
            ("a@b.fr", "A"),
            ("Éloi", "É"),
            (" — ", ""),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_choice_knows_what_was_chosen() {
        let choice = Choice::plain("C-1042", "Boréal");
        assert!(choice.is("C-1042") && !choice.is("C-1"));
        assert!(choice.among(&["C-1".to_owned(), "C-1042".to_owned()]) && !choice.among(&[]));
    }
}
