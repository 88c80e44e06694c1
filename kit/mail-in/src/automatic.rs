//! Whether a person wrote a mail, or a machine.

use crate::head::Head;

/// Which machine wrote a mail. None of them is ever answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// A mail server, of a mail that could not be delivered.
    Bounce,
    /// An answering machine: out of office, received with thanks.
    Answer,
    /// A mailing list.
    List,
}

/// Fields that only machines write, whatever stands in them.
const TELLING: [&str; 6] = [
    "X-Auto-Response-Suppress",
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Mail-Autoreply",
    "X-AutoReply-From",
];
/// How out-of-office answers begin whose machines say nothing else. What people answer begins with `Re:`.
const SUBJECTS: [&str; 9] = [
    "automatic reply:",
    "auto:",
    "autoreply:",
    "out of office",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "je suis absent",
    "message d'absence",
];

/// Which machine wrote this, if one did.
pub(crate) fn of(head: &Head<'_>, has_sender: bool) -> Option<Automatic> {
    let field = |wanted: &str| head.raw(wanted).map(|value| value.to_ascii_lowercase());
    let kind = head.kind("Content-Type");
    let is_report = kind.is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("report"));
    let local = head.address("From").unwrap_or_default();
    let local = local.split('@').next().unwrap_or_default().to_ascii_lowercase();
    if !has_sender || is_report || matches!(local.as_str(), "mailer-daemon" | "postmaster") {
        return Some(Automatic::Bounce);
    }
    let list = field("List-Id").is_some();
    let precedence = field("Precedence").unwrap_or_default();
    if list || precedence == "list" {
        return Some(Automatic::List);
    }
    let submitted = field("Auto-Submitted").is_some_and(|value| !(value == "no" || value.starts_with("no;")));
    let is_precedent = matches!(precedence.as_str(), "bulk" | "junk" | "auto_reply" | "auto-reply");
    let subject = head.words("Subject").unwrap_or_default();
    let subject = subject.trim().to_lowercase().replace('’', "'");
    let is_absent = SUBJECTS.iter().any(|words| subject.starts_with(words));
    let is_told = TELLING.iter().any(|name| field(name).is_some());
    (submitted || is_precedent || is_absent || is_told).then_some(Automatic::Answer)
}
