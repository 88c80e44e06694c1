//! What is kept of a mail's text, and by what a mail is known again.

use kit_mail_in::Letter;
use publisher::ReplyTo;
use sha2::{Digest, Sha256};

use crate::model::LONGEST_MESSAGE;

/// What is kept of the text; nothing where there is neither text nor file.
pub(super) fn body(letter: &Letter, kept: &[String], left_out: Vec<String>) -> Option<String> {
    let mut body: String = letter.answer.chars().take(LONGEST_MESSAGE - 2_000).collect();
    if body.len() < letter.answer.len() {
        body.push('…');
    }
    if body.is_empty() && letter.automatic.is_some() {
        body = letter.subject.clone();
    }
    if body.is_empty() && !kept.is_empty() {
        body = format!("[{}]", kept.join("] ["));
    }
    if !left_out.is_empty() {
        let left_out: String = left_out.join("\n").chars().take(1_500).collect();
        body = format!("{body}\n\n{left_out}");
    }
    let body = body.trim();
    // A machine may say nothing at all; a person who does has to hear of it.
    match (body.is_empty(), letter.automatic.is_some()) {
        (true, true) => Some("–".to_owned()),
        (true, false) => None,
        (false, _) => Some(body.to_owned()),
    }
}

/// By which a mail is known again, for whom it came to. One without an id is known by what it says.
pub(super) fn digest(letter: &Letter, to: ReplyTo) -> [u8; 32] {
    let mut hash = Sha256::new();
    match &letter.id {
        Some(id) => hash.update(format!("id {id}")),
        None => {
            hash.update(format!("text {:?} {} {}", letter.from, letter.subject, letter.answer));
            letter.files.iter().for_each(|file| hash.update(&file.bytes));
        }
    }
    hash.update(format!("{} {} {}", to.side, to.row, to.person));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(answer: &str) -> Letter {
        let id = Some("a@b.fr".to_owned());
        Letter {
            id,
            from: None,
            subject: "Absent".into(),
            answer: answer.into(),
            automatic: None,
            loops: Vec::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn nothing_is_nothing_unless_a_machine_says_it() {
        assert_eq!(body(&letter(""), &[], Vec::new()), None);
        let machine = Letter { automatic: Some(kit_mail_in::Automatic::Answer), ..letter("") };
        assert_eq!(body(&machine, &[], Vec::new()).as_deref(), Some("Absent"));
        let left_out = body(&letter("x"), &[], vec!["y".repeat(3_000)]).unwrap();
        assert!(left_out.starts_with("x\n\ny") && left_out.chars().count() < 2_000);
        let long = body(&letter(&"é".repeat(LONGEST_MESSAGE)), &[], vec!["y".repeat(3_000)]).unwrap();
        assert!(long.chars().count() <= LONGEST_MESSAGE);
    }

    #[test]
    fn the_line_above_which_answers_are_written_is_found_again_in_every_language() {
        let mut said: Vec<&str> = Vec::new();
        for (locale, texts) in publisher::TEXTS {
            let line = texts.lines().find_map(|line| line.strip_prefix("publisher-reply-above = "));
            let line = line.unwrap_or_else(|| panic!("{locale:?} does not say above what to write"));
            let mark = kit_mail_in::MARKS.iter().find(|mark| line.contains(**mark));
            said.push(mark.unwrap_or_else(|| panic!("nothing is cut at {line:?}")));
        }
        said.sort_unstable();
        let mut marks = kit_mail_in::MARKS;
        marks.sort_unstable();
        assert_eq!(said, marks, "and nothing else is");
    }

    #[test]
    fn a_mail_is_known_again_for_one_person_in_one_case() {
        let to = ReplyTo { side: 'c', row: 1, person: kit_core::PersonId::from_raw(1) };
        let once = digest(&letter("x"), to);
        assert_eq!(digest(&letter("y"), to), once, "its id says which it is");
        assert_ne!(digest(&letter("x"), ReplyTo { row: 2, ..to }), once);
        assert_ne!(digest(&letter("x"), ReplyTo { side: 's', ..to }), once);
        let without = |answer| digest(&Letter { id: None, ..letter(answer) }, to);
        assert_ne!(without("x"), without("y"));
    }
}
