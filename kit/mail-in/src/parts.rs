//! A mail taken apart: read line by line, once, from its beginning to its end. How deep it goes and of how many parts and fields
//! it is made is chosen by whoever writes it; so all of that is bounded here, and nothing is read that calls itself.

use mail_parser::ContentType;

use crate::head::Head;
use crate::letter::Unreadable;
use crate::part::Part;

/// So many parts may stand in one another.
pub(crate) const DEEPEST: usize = 10;
/// Of so many parts a mail may be made.
pub(crate) const MOST_PARTS: usize = 250;
/// So many fields may stand at all heads together, and in so many bytes.
pub(crate) const MOST_FIELDS: usize = 2_000;
const LONGEST_HEADS: usize = 512 << 10;
/// The longest line between parts (RFC 2046 has 70).
const LONGEST_BOUNDARY: usize = 200;

/// A part whose parts are being read.
#[derive(Debug, Default)]
struct Open {
    boundary: Vec<u8>,
    choice: Option<usize>,
    parts: usize,
    is_related: bool,
    is_digest: bool,
}

/// A line between parts.
#[derive(Debug, Clone, Copy)]
struct Between {
    /// Of which of the open parts it is.
    level: usize,
    /// Whether nothing of that one follows.
    is_last: bool,
}

struct Walk<'a> {
    mail: &'a [u8],
    at: usize,
    open: Vec<Open>,
    parts: Vec<Part<'a>>,
    begun: usize,
    choices: usize,
    fields: usize,
    heads: usize,
    /// How many lines were read.
    #[cfg(test)]
    lines: usize,
}

/// Takes a mail apart, into the parts that hold no others; the first one's head is the mail's own only if it is the only one.
pub(crate) fn take_apart(mail: &[u8]) -> Result<Vec<Part<'_>>, Unreadable> {
    let mut walk = Walk::of(mail);
    while walk.part()? {}
    Ok(walk.parts)
}

/// The head of a mail.
pub(crate) fn head_of(mail: &[u8]) -> Result<Head<'_>, Unreadable> {
    Walk::of(mail).head().map(|(head, _)| head)
}

impl<'a> Walk<'a> {
    fn of(mail: &'a [u8]) -> Walk<'a> {
        Walk {
            mail,
            at: 0,
            open: Vec::new(),
            parts: Vec::new(),
            begun: 0,
            choices: 0,
            fields: 0,
            heads: 0,
            #[cfg(test)]
            lines: 0,
        }
    }

    /// Reads the part that begins here, up to where the next one does; answers whether there is a next one.
    fn part(&mut self) -> Result<bool, Unreadable> {
        self.begun += 1;
        if self.begun > MOST_PARTS {
            return Err(Unreadable::TooManyParts);
        }
        let (head, met) = self.head()?;
        let kind = head.kind("Content-Type");
        if let Some(around) = self.open.last_mut() {
            around.parts += 1;
        }
        let (outer, begin) = (self.open.len(), self.at);
        if met.is_none() {
            self.open_parts_of(kind.as_ref())?;
        }
        let (end, met) = match met {
            Some(met) => (begin, Some(met)),
            None => self.body(),
        };
        // What stands before the first of its parts nobody reads; one in which none is found is a text.
        let has_parts = self.open.len() > outer && met.is_some_and(|met| met.level == outer);
        if !has_parts {
            self.open.truncate(outer);
            self.close(head, kind, &self.mail[begin..end]);
        }
        Ok(self.goes_on(met))
    }

    fn open_parts_of(&mut self, kind: Option<&ContentType<'static>>) -> Result<(), Unreadable> {
        let Some(kind) = kind.filter(|kind| kind.ctype() == "multipart") else { return Ok(()) };
        let boundary = kind.attribute("boundary").unwrap_or_default().trim_end().as_bytes().to_vec();
        if boundary.is_empty() || boundary.len() > LONGEST_BOUNDARY {
            return Ok(());
        }
        if self.open.len() == DEEPEST {
            return Err(Unreadable::TooDeep);
        }
        let mut choice = self.open.last().and_then(|open| open.choice);
        if choice.is_none() && kind.subtype() == Some("alternative") {
            choice = Some(self.choices);
            self.choices += 1;
        }
        let (is_related, is_digest) = (kind.subtype() == Some("related"), kind.subtype() == Some("digest"));
        self.open.push(Open { boundary, choice, parts: 0, is_related, is_digest });
        Ok(())
    }

    fn close(&mut self, head: Head<'a>, kind: Option<ContentType<'static>>, body: &'a [u8]) {
        let alone = Open { parts: 1, ..Open::default() };
        let Open { choice, parts, is_related, is_digest, .. } = *self.open.last().unwrap_or(&alone);
        self.parts.push(Part { head, kind, body, choice, is_first: parts == 1, is_related, is_digest });
    }

    /// Whether a part follows the line that was met; what stands behind the last part of one is read over.
    fn goes_on(&mut self, mut met: Option<Between>) -> bool {
        while let Some(between) = met {
            if !between.is_last {
                self.open.truncate(between.level + 1);
                return true;
            }
            self.open.truncate(between.level);
            met = self.body().1;
        }
        false
    }

    /// Reads a head up to the empty line behind it, or to a line between parts where that is missing.
    fn head(&mut self) -> Result<(Head<'a>, Option<Between>), Unreadable> {
        let mut head = Head::default();
        // Where the name and the value of the last field begin, and where the name ends.
        let mut last: Option<(usize, usize)> = None;
        loop {
            let begin = self.at;
            let line = self.line().unwrap_or_default();
            self.heads += line.len();
            let words = line.trim_ascii_end();
            let between = self.between(line);
            let goes_on = matches!(line.first(), Some(b' ' | b'\t')) && !words.is_empty();
            if goes_on && last.is_some() {
                continue;
            }
            if let Some((name, value)) = last.take() {
                head.add(self.mail[name..value - 1].trim_ascii(), &self.mail[value..begin]);
                self.fields += 1;
            }
            if self.fields > MOST_FIELDS || self.heads > LONGEST_HEADS {
                return Err(Unreadable::TooManyFields);
            }
            if words.is_empty() || between.is_some() {
                return Ok((head, between));
            }
            last = line.iter().position(|byte| *byte == b':').map(|colon| (begin, begin + colon + 1));
        }
    }

    /// Reads on to the next line between parts; answers where the text before it ends.
    fn body(&mut self) -> (usize, Option<Between>) {
        let begin = self.at;
        loop {
            let here = self.at;
            let Some(line) = self.line() else { return (self.at, None) };
            if let Some(between) = self.between(line) {
                // The end of the line before belongs to the line between.
                let text = &self.mail[begin..here];
                let text = text.strip_suffix(b"\n").map_or(text, |text| text.strip_suffix(b"\r").unwrap_or(text));
                return (begin + text.len(), Some(between));
            }
        }
    }

    /// The next line with its end; nothing at the end of the mail.
    fn line(&mut self) -> Option<&'a [u8]> {
        let rest = &self.mail[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        #[cfg(test)]
        {
            self.lines += 1;
        }
        (length > 0).then(|| &rest[..length])
    }

    fn between(&self, line: &[u8]) -> Option<Between> {
        let words = line.strip_prefix(b"--")?.trim_ascii_end();
        let mut open = self.open.iter().enumerate().rev();
        open.find_map(|(level, open)| match words.strip_prefix(open.boundary.as_slice())? {
            b"" => Some(Between { level, is_last: false }),
            b"--" => Some(Between { level, is_last: true }),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(mail: &str) -> Vec<String> {
        let parts = take_apart(mail.as_bytes()).unwrap();
        parts.iter().map(|part| String::from_utf8_lossy(part.body).into_owned()).collect()
    }

    fn several(boundary: &str, parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
        format!(
            "Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\nbefore\r\n{parts}--{boundary}--\r\nbehind\r\n"
        )
    }

    #[test]
    fn parts_are_found_where_lines_part_them() {
        let inner = several("in", &["\r\none", "\r\ntwo\r\n"]);
        assert_eq!(bodies(&several("out", &[&inner, "A: b\r\n\r\nthree"])), ["one", "two\r\n", "three"]);
        assert_eq!(
            bodies(&several("out", &[&inner.replace("--in--", "--never--"), "\r\nthree"])).last().unwrap(),
            "three"
        );
        assert_eq!(
            bodies(&several("b", &["A: no empty line", "\r\nx --b\r\n--bb\r\n --b"])),
            ["", "x --b\r\n--bb\r\n --b"]
        );
        assert_eq!(bodies(&several("b", &["\r\nx"]).replace("\r\n", "\n")), ["x"]);
        assert_eq!(bodies(&several("b", &["\r\nx"]).replace("--b\r", "--b \t\r")), ["x"]);
        assert_eq!(bodies("Content-Type: multipart/mixed; boundary=b\r\n\r\nonly words\r\n"), ["only words\r\n"]);
        assert_eq!(bodies("Content-Type: multipart/mixed\r\n\r\n--\r\nx"), ["--\r\nx"]);
        assert_eq!(bodies("A: b"), [""]);
        assert_eq!(bodies(""), [""]);
    }

    #[test]
    fn fields_go_on_in_the_next_line() {
        let head = head_of(b"A: one\r\n two\r\nno field\r\n nor this\r\nB:three\r\nb : four\r\n\r\nC: five").unwrap();
        assert_eq!(head.raw("a").as_deref(), Some("one\r\n two"));
        assert_eq!(head.all("B").collect::<Vec<_>>(), ["three", "four"]);
        assert_eq!(head.raw("C"), None);
    }

    #[test]
    fn each_line_is_read_once_however_the_parts_stand() {
        // Each says that it holds parts, and none of their lines comes; every line could be one.
        let begun = "--b\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\n".repeat(MOST_PARTS - 1);
        let mail = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{begun}{}", "--neve\r\n".repeat(100_000));
        let mut walk = Walk::of(mail.as_bytes());
        while walk.part().unwrap() {}
        assert_eq!(walk.parts.len(), MOST_PARTS - 1);
        assert!(walk.lines <= mail.lines().count() + 2, "{}", walk.lines);
    }
}
