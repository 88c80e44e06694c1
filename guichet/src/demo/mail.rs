//! Reads back the mails that the outbox folder holds: only those that this program wrote, so only what it writes.

use std::fs;
use std::io;
use std::path::Path;

use data_encoding::BASE64;
use jiff::Timestamp;

/// A mail of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutboxMail {
    /// Its file, without the ending.
    pub(crate) name: String,
    /// When it was sent.
    pub(crate) at: Timestamp,
    /// To whom.
    pub(crate) to: String,
    /// Its subject.
    pub(crate) subject: String,
    /// Its text.
    pub(crate) text: String,
    /// The same in HTML.
    pub(crate) html: String,
}

/// Words of a text, or an address in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) words: &'a str,
    pub(crate) is_link: bool,
}

/// The newest mails to addresses that contain `to`, newest first, at most `limit`.
pub(crate) fn newest(folder: &Path, to: &str, limit: usize) -> io::Result<Vec<OutboxMail>> {
    let mut names = Vec::new();
    match fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let name = entry?.file_name().to_string_lossy().into_owned();
                names.extend(name.strip_suffix(".eml").map(str::to_owned));
            }
        }
        // Nothing was sent yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    let mails = names.iter().filter_map(|name| read(folder, name)).filter(|mail| mail.to.contains(to));
    Ok(mails.take(limit).collect())
}

/// The mail in the file `name`, if there is one of that name.
pub(crate) fn read(folder: &Path, name: &str) -> Option<OutboxMail> {
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let message = if is_name { fs::read_to_string(folder.join(format!("{name}.eml"))).ok()? } else { return None };
    let at = Timestamp::from_microsecond(name.split('-').next()?.parse().ok()?).ok()?;
    let (head, body) = message.split_once("\r\n\r\n")?;
    let head = head.replace("\r\n ", " ");
    let boundary = format!("--{}", head.split_once("boundary=\"")?.1.split('"').next()?);
    let mut parts = body.split(&boundary).skip(1).filter_map(|part| part.split_once("\r\n\r\n"));
    let mut content = || parts.next().map(|(_, content)| quoted_printable(content));
    Some(OutboxMail {
        name: name.to_owned(),
        at,
        to: header(&head, "To")?.trim_matches(['<', '>']).to_owned(),
        subject: header(&head, "Subject")?,
        text: content()?,
        html: content()?,
    })
}

impl OutboxMail {
    /// The text by paragraphs, with its links.
    pub(crate) fn paragraphs(&self) -> Vec<Vec<Piece<'_>>> {
        let paragraphs = self.text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        paragraphs.map(pieces).collect()
    }
}

fn pieces(paragraph: &str) -> Vec<Piece<'_>> {
    let is_link = |words: &str| words.starts_with("http://") || words.starts_with("https://");
    let words = paragraph.split_inclusive(char::is_whitespace);
    words
        .map(|words| Piece { words: if is_link(words) { words.trim_end() } else { words }, is_link: is_link(words) })
        .collect()
}

/// A header in words (RFC 2047): our own mails encode in base 64 only.
fn header(head: &str, name: &str) -> Option<String> {
    let line = head.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))?;
    let mut words = String::new();
    let mut last_was_encoded = false;
    for word in line.split(' ') {
        let encoded = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        let decoded = encoded.and_then(|word| BASE64.decode(word.as_bytes()).ok());
        // Space between two encoded words is not part of the text (RFC 2047, 6.2).
        if !(words.is_empty() || last_was_encoded && decoded.is_some()) {
            words.push(' ');
        }
        last_was_encoded = decoded.is_some();
        match decoded {
            Some(bytes) => words.push_str(&String::from_utf8_lossy(&bytes)),
            None => words.push_str(word),
        }
    }
    Some(words)
}

/// Quoted-printable (RFC 2045, 6.7).
fn quoted_printable(content: &str) -> String {
    let joined = content.replace("=\r\n", "").replace("\r\n", "\n");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let coded = digits.filter(|_| *first == b'=').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use kit_core::Locale;
    use kit_mail::{Email, Mail, MailId, Rendered, Sender, Transport};

    use super::*;

    #[tokio::test]
    async fn what_was_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let long = "Votre mot de passe a été changé : si ce n’était pas vous, écrivez à l’assistance sans attendre.";
        let mail = |micros: i64, to: &str| Mail {
            id: MailId::from_raw(micros),
            at: Timestamp::from_microsecond(micros).unwrap(),
            from: Sender {
                name: "Cotelier — démo".into(),
                email: Email::parse("bonjour@cotelier.example").unwrap(),
                reply_to: None,
            },
            to: Email::parse(to).unwrap(),
            content: Rendered {
                locale: Locale::Fr,
                subject: long.into(),
                text: format!("Bonjour,\n\n{long}\n\nhttp://127.0.0.1:8080/reset/abc=\n\nÀ bientôt"),
                html: format!("<p title=\"1=1\">{long}</p>"),
            },
            thread: None,
            choices: None,
        };
        let transport = Transport::Folder(folder.path().to_owned());
        transport.send(&mail(1_793_610_000_000_000, "ann@atelier.example")).await.unwrap();
        transport.send(&mail(1_793_610_000_000_001, "bob@atelier.example")).await.unwrap();
        let found = newest(folder.path(), "", 10).unwrap();
        assert_eq!(
            found.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
            ["bob@atelier.example", "ann@atelier.example"]
        );
        assert_eq!(found[0].subject, long);
        assert_eq!(found[0].html, format!("<p title=\"1=1\">{long}</p>"));
        let paragraphs = found[0].paragraphs();
        assert_eq!(paragraphs[2], [Piece { words: "http://127.0.0.1:8080/reset/abc=", is_link: true }]);
        assert_eq!(newest(folder.path(), "ann@", 10).unwrap().len(), 1);
        assert_eq!(read(folder.path(), &found[1].name).as_ref(), Some(&found[1]));
        assert_eq!(read(folder.path(), "../secret"), None);
    }

    #[test]
    fn an_outbox_that_is_not_there_is_empty() {
        assert_eq!(newest(Path::new("/nowhere"), "", 10).unwrap(), []);
    }
}
