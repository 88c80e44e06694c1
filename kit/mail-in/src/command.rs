//! What a mail server says, a line at a time (RFC 5321 and 2033).

/// A line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// `LHLO`.
    Hello,
    /// `MAIL FROM`: the sender, empty for none, and how large the mail will be, if that is said.
    From { sender: String, size: Option<u64> },
    /// `RCPT TO`.
    To(String),
    /// `DATA`.
    Data,
    /// `RSET`.
    Reset,
    /// `NOOP`.
    Nothing,
    /// `VRFY`, to which nobody gets an answer.
    Verify,
    /// `QUIT`.
    Quit,
    /// Another protocol's greeting.
    OtherHello,
    /// The line is no command.
    Unknown,
    /// The command is one, and what stands behind it is not.
    Malformed,
    /// Something is asked of the mail that cannot be done.
    Parameter,
}

impl Command {
    /// Understands a line without its end.
    pub(crate) fn parse(line: &[u8]) -> Command {
        let Ok(line) = std::str::from_utf8(line) else { return Command::Unknown };
        let line = line.trim_end();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "LHLO" if !rest.trim().is_empty() => Command::Hello,
            "LHLO" => Command::Malformed,
            "EHLO" | "HELO" => Command::OtherHello,
            "MAIL" => from(rest),
            "RCPT" => match path(rest, "TO:") {
                Some((recipient, parameters)) if !recipient.is_empty() => match parameters.is_empty() {
                    true => Command::To(recipient),
                    false => Command::Parameter,
                },
                _ => Command::Malformed,
            },
            "DATA" if rest.is_empty() => Command::Data,
            "RSET" if rest.is_empty() => Command::Reset,
            "QUIT" if rest.is_empty() => Command::Quit,
            "DATA" | "RSET" | "QUIT" => Command::Malformed,
            "NOOP" => Command::Nothing,
            "VRFY" | "EXPN" => Command::Verify,
            _ => Command::Unknown,
        }
    }
}

fn from(rest: &str) -> Command {
    let Some((sender, parameters)) = path(rest, "FROM:") else { return Command::Malformed };
    let mut size = None;
    for parameter in parameters.split_whitespace() {
        let parameter = parameter.to_ascii_uppercase();
        match parameter.split_once('=') {
            Some(("SIZE", value)) => match value.parse() {
                Ok(value) => size = Some(value),
                Err(_) => return Command::Parameter,
            },
            Some(("BODY", "7BIT" | "8BITMIME")) => {}
            None if parameter == "SMTPUTF8" => {}
            _ => return Command::Parameter,
        }
    }
    Command::From { sender, size }
}

/// An address in angle brackets behind `word`, without a route before it, and what follows.
fn path<'a>(rest: &'a str, word: &str) -> Option<(String, &'a str)> {
    let rest = rest.trim_start();
    let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = rest[head.len()..].trim_start().strip_prefix('<')?;
    let (inside, after) = rest.split_once('>')?;
    // RFC 5321, appendix C: a route is read over.
    let address = if inside.starts_with('@') { inside.split_once(':')?.1 } else { inside };
    let is_plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '<');
    let after_is_apart = after.is_empty() || after.starts_with(' ');
    (is_plain && after_is_apart).then(|| (address.to_owned(), after.trim()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_understood_as_servers_write_them() {
        let from = |sender: &str, size| Command::From { sender: sender.to_owned(), size };
        for (line, command) in [
            ("LHLO mail.example.org", Command::Hello),
            ("lhlo x", Command::Hello),
            ("LHLO", Command::Malformed),
            ("EHLO x", Command::OtherHello),
            ("MAIL FROM:<a@b.fr>", from("a@b.fr", None)),
            ("mail from: <a@b.fr> SIZE=1200 BODY=8BITMIME SMTPUTF8", from("a@b.fr", Some(1200))),
            ("MAIL FROM:<>", from("", None)),
            ("MAIL FROM:<a@b.fr> SIZE=x", Command::Parameter),
            ("MAIL FROM:<a@b.fr> RET=FULL", Command::Parameter),
            ("MAIL FROM:a@b.fr", Command::Malformed),
            ("MAIL FROM:<a@b.fr>x", Command::Malformed),
            ("MAIL TO:<a@b.fr>", Command::Malformed),
            ("RCPT TO:<support+c1.x@b.fr>", Command::To("support+c1.x@b.fr".into())),
            ("RCPT TO:<@relay.fr:a@b.fr>", Command::To("a@b.fr".into())),
            ("RCPT TO:<>", Command::Malformed),
            ("RCPT TO:<a b@c.fr>", Command::Malformed),
            ("RCPT TO:<a@b.fr> NOTIFY=NEVER", Command::Parameter),
            ("DATA", Command::Data),
            ("DATA now", Command::Malformed),
            ("RSET", Command::Reset),
            ("NOOP x", Command::Nothing),
            ("VRFY a", Command::Verify),
            ("QUIT", Command::Quit),
            ("", Command::Unknown),
            ("é", Command::Unknown),
        ] {
            assert_eq!(Command::parse(line.as_bytes()), command, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_too_odd(line in proptest::collection::vec(any::<u8>(), 0..200), verb in "(MAIL FROM:|RCPT TO:|)", rest in ".{0,40}") {
            Command::parse(&line);
            Command::parse(format!("{verb}{rest}").as_bytes());
        }
    }
}
