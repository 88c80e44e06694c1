//! A conversation, ready for a page.

use jiff::Timestamp;
use kit_core::{PersonId, Text};
use kit_web::verbatim;
use people::Names;
use serde::Deserialize;

use super::SOMEBODY;
use crate::model::{CaseFile, Line, LineKind, LineSide, Priority};

/// A line of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) tone: &'static str,
    pub(crate) symbol: &'static str,
    pub(crate) who: Text,
    pub(crate) what: Option<Text>,
    pub(crate) at: Timestamp,
    /// Paragraphs, each of lines.
    pub(crate) text: Vec<Vec<String>>,
    /// The files that came along.
    pub(crate) files: Vec<Sent>,
}

/// A file of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) kib: i64,
}

/// From which line on a conversation is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
}

impl Asked {
    /// Only lines before this one; all of them where none is named.
    pub(super) fn before(&self) -> Option<i64> {
        self.before.parse().ok()
    }
}

/// The lines that a page shows, and where the others are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Talk {
    pub(crate) said: Vec<Said>,
    pub(crate) earlier: Option<String>,
    pub(crate) latest: Option<String>,
}

impl Talk {
    /// What stands at `case`: `earlier` is before which line there are more, `before` what was asked for.
    pub(super) fn at(case: &str, said: Vec<Said>, earlier: Option<i64>, before: Option<i64>) -> Talk {
        Talk {
            said,
            earlier: earlier.map(|before| format!("{case}?before={before}")),
            latest: before.map(|_| case.to_owned()),
        }
    }
}

/// Whose eyes see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eyes {
    /// A customer's, who learns the first names of the staff.
    Customer,
    /// The staff's.
    Staff,
}

/// Who wrote in a conversation.
pub(super) fn writers(lines: &[Line]) -> impl Iterator<Item = PersonId> + '_ {
    lines.iter().filter_map(|line| line.person)
}

/// The lines of a conversation with the names of those who wrote them, and the files that came along, each at `case`.
pub(super) fn said(lines: Vec<Line>, files: &[CaseFile], names: &Names, (eyes, case): (Eyes, &str)) -> Vec<Said> {
    let sent = |file: &CaseFile| Sent {
        href: format!("{case}/files/{}", file.id),
        name: file.name.clone(),
        kib: (file.size + 1023) / 1024,
    };
    let with_files = |line: Line| {
        let files = files.iter().filter(|file| file.seq == line.seq).map(sent).collect();
        Said { files, ..one(line, names, eyes) }
    };
    lines.into_iter().map(with_files).collect()
}

fn one(line: Line, names: &Names, eyes: Eyes) -> Said {
    let who = match (line.side, line.person, eyes) {
        (LineSide::System, ..) | (_, None, _) => Text::new("support-by-itself"),
        (LineSide::Staff, Some(person), Eyes::Customer) => {
            Text::new("support-by-staff").with("name", names.first(person, SOMEBODY))
        }
        (_, Some(person), _) => names.full(person, SOMEBODY),
    };
    let told = match line.kind {
        LineKind::Message | LineKind::Note | LineKind::Automatic => None,
        LineKind::Priority => Priority::from_code(&line.body).map(Priority::label),
        LineKind::Assigned if line.body.is_empty() => Some(Text::new("support-nobody")),
        _ => Some(verbatim(line.body.clone())),
    };
    let mailed = line.mailed.as_deref().and_then(|sender| match (line.kind, sender) {
        // Whoever's address it was to answer to did not write it, as far as anybody can tell.
        (LineKind::Note, from) if !from.is_empty() => Some(Text::new("support-line-note-from").with("address", from)),
        (LineKind::Note | LineKind::Automatic, _) => None,
        (_, "") => Some(Text::new("support-line-mailed")),
        (_, from) => Some(Text::new("support-line-mailed-from").with("address", from)),
    });
    let what = mailed.or(line.kind.label()).map(|label| match told {
        Some(told) => label.with("what", told),
        None => label,
    });
    Said {
        tone: line.kind.tone(line.side),
        symbol: line.kind.icon(),
        who,
        what,
        at: line.at,
        files: Vec::new(),
        text: if matches!(line.kind, LineKind::Message | LineKind::Note | LineKind::Automatic) {
            paragraphs(&line.body)
        } else {
            Vec::new()
        },
    }
}

/// A plain text as paragraphs of lines.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match (line.is_empty(), all.last_mut()) {
            (false, Some(last)) => last.push(line.to_owned()),
            _ => all.push(Vec::new()),
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs() {
        let expected = vec![vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]];
        assert_eq!(paragraphs("a\nb\n\n \nc\n"), expected);
        assert!(paragraphs(" \n").is_empty());
    }

    #[test]
    fn customers_learn_first_names_only() {
        let person = Some(PersonId::from_raw(1));
        let line = Line {
            seq: 1,
            at: Timestamp::UNIX_EPOCH,
            side: LineSide::Staff,
            person,
            kind: LineKind::Message,
            body: "x".into(),
            mailed: None,
        };
        let names = Names::default();
        assert_eq!(one(line.clone(), &names, Eyes::Customer).who.key, "support-by-staff");
        assert_eq!(one(line, &names, Eyes::Staff).who.key, "support-somebody");
    }
}
