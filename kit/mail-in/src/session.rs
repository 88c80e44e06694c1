//! What has been said in a connection, and what comes next (RFC 2033).

use crate::command::Command;

/// The most recipients of a mail.
const MOST_RECIPIENTS: usize = 20;

/// Who sends, and to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// Empty for none: what must not be answered.
    pub(crate) sender: String,
    pub(crate) recipients: Vec<String>,
}

/// What a line leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// An answer, and no more.
    Say(String),
    /// An answer to something wrong: of these only so many are borne.
    Complain(&'static str),
    /// Somebody has to be asked whether the recipient is known.
    Ask(String),
    /// The content follows.
    Receive(Envelope),
    /// The end.
    End,
}

/// A connection's state.
#[derive(Debug, Default)]
pub(crate) struct Session {
    is_greeted: bool,
    envelope: Option<Envelope>,
}

impl Session {
    /// What a line leads to.
    pub(crate) fn hear(&mut self, command: Command, host: &str, longest: usize) -> Step {
        match command {
            Command::Hello => {
                (self.is_greeted, self.envelope) = (true, None);
                Step::Say(format!(
                    "250-{host}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {longest}"
                ))
            }
            Command::OtherHello => Step::Complain("500 5.5.1 LMTP is spoken here: say LHLO"),
            Command::Nothing => Step::Say("250 2.0.0 OK".to_owned()),
            Command::Verify => Step::Say("252 2.5.2 Try it".to_owned()),
            Command::Quit => Step::End,
            Command::Reset => {
                self.envelope = None;
                Step::Say("250 2.0.0 Forgotten".to_owned())
            }
            Command::Unknown => Step::Complain("500 5.5.2 This is not understood"),
            Command::Malformed => Step::Complain("501 5.5.4 What stands behind the command is not understood"),
            Command::Parameter => Step::Complain("555 5.5.4 This cannot be done for a mail"),
            Command::From { .. } | Command::To(_) | Command::Data if !self.is_greeted => {
                Step::Complain("503 5.5.1 Say LHLO first")
            }
            Command::From { sender, size } => self.begin(sender, size, longest),
            Command::To(recipient) => self.address(recipient),
            Command::Data => self.receive(),
        }
    }

    fn begin(&mut self, sender: String, size: Option<u64>, longest: usize) -> Step {
        if self.envelope.is_some() {
            return Step::Complain("503 5.5.1 A mail was begun already");
        }
        if size.is_some_and(|size| size > longest as u64) {
            return Step::Say(too_long(longest));
        }
        self.envelope = Some(Envelope { sender, recipients: Vec::new() });
        Step::Say("250 2.1.0 OK".to_owned())
    }

    fn address(&mut self, recipient: String) -> Step {
        match &self.envelope {
            None => Step::Complain("503 5.5.1 Say MAIL first"),
            Some(envelope) if envelope.recipients.len() >= MOST_RECIPIENTS => {
                Step::Say("452 4.5.3 Too many recipients: send the mail again to the others".to_owned())
            }
            Some(_) => Step::Ask(recipient),
        }
    }

    /// A recipient is known.
    pub(crate) fn add(&mut self, recipient: String) {
        if let Some(envelope) = &mut self.envelope {
            envelope.recipients.push(recipient);
        }
    }

    fn receive(&mut self) -> Step {
        match self.envelope.take() {
            Some(envelope) if !envelope.recipients.is_empty() => Step::Receive(envelope),
            kept => {
                self.envelope = kept;
                Step::Complain("503 5.5.1 No recipient is known")
            }
        }
    }
}

/// What is said of a mail that is too long.
pub(crate) fn too_long(longest: usize) -> String {
    format!("552 5.3.4 A mail may have {} MB at most: send less, or send it in the customer account", longest >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(session: &mut Session, line: &str) -> String {
        match session.hear(Command::parse(line.as_bytes()), "here", 1 << 20) {
            Step::Say(said) => said.lines().last().unwrap_or_default().chars().take(3).collect(),
            Step::Complain(said) => said.chars().take(3).collect(),
            Step::Ask(recipient) => {
                session.add(recipient);
                "asked".to_owned()
            }
            Step::Receive(envelope) => format!("{}>{}", envelope.sender, envelope.recipients.join(",")),
            Step::End => "end".to_owned(),
        }
    }

    #[test]
    fn things_are_said_in_their_order() {
        let mut session = Session::default();
        for (line, answer) in [
            ("NOOP", "250"),
            ("MAIL FROM:<a@b.fr>", "503"),
            ("EHLO x", "500"),
            ("LHLO x", "250"),
            ("RCPT TO:<c@d.fr>", "503"),
            ("DATA", "503"),
            ("MAIL FROM:<a@b.fr> SIZE=2000000", "552"),
            ("MAIL FROM:<a@b.fr>", "250"),
            ("MAIL FROM:<a@b.fr>", "503"),
            ("DATA", "503"),
            ("RCPT TO:<c@d.fr>", "asked"),
            ("RCPT TO:<e@d.fr>", "asked"),
            ("DATA", "a@b.fr>c@d.fr,e@d.fr"),
            ("DATA", "503"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<c@d.fr>", "asked"),
            ("RSET", "250"),
            ("DATA", "503"),
            ("QUIT", "end"),
        ] {
            assert_eq!(hear(&mut session, line), answer, "{line}");
        }
    }

    #[test]
    fn there_are_only_so_many_recipients() {
        let mut session = Session::default();
        hear(&mut session, "LHLO x");
        hear(&mut session, "MAIL FROM:<>");
        for _ in 0..MOST_RECIPIENTS {
            assert_eq!(hear(&mut session, "RCPT TO:<c@d.fr>"), "asked");
        }
        assert_eq!(hear(&mut session, "RCPT TO:<c@d.fr>"), "452");
    }
}
