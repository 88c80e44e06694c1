//! The content of a mail on the line: where it ends, and the dots that are not its own (RFC 5321, 4.5.2).

/// Where in a line the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Dot,
    DotCr,
    Middle,
    Cr,
}

/// The content of a mail as it comes. What is longer than it may be is read to its end and thrown away.
#[derive(Debug)]
pub(crate) struct Content {
    at: At,
    longest: usize,
    bytes: Vec<u8>,
    is_too_long: bool,
}

impl Content {
    pub(crate) fn new(longest: usize) -> Content {
        Content { at: At::Start, longest, bytes: Vec::new(), is_too_long: false }
    }

    /// Takes the next bytes; answers how many of them belong to the mail, if they hold its end.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Option<usize> {
        for (place, byte) in bytes.iter().enumerate() {
            if self.step(*byte) {
                return Some(place + 1);
            }
        }
        None
    }

    /// The content; none when it was too long.
    pub(crate) fn finish(self) -> Option<Vec<u8>> {
        (!self.is_too_long).then_some(self.bytes)
    }

    fn step(&mut self, byte: u8) -> bool {
        match (self.at, byte) {
            (At::Start, b'.') => self.at = At::Dot,
            (At::Dot, b'\r') => self.at = At::DotCr,
            (At::DotCr, b'\n') => return true,
            // The dot was a line's first and is not part of it; what follows is.
            (At::DotCr, _) => {
                self.put(b'\r');
                self.at = At::Cr;
                return self.step(byte);
            }
            (At::Cr, b'\n') => {
                self.put(byte);
                self.at = At::Start;
            }
            (_, b'\r') => {
                self.put(byte);
                self.at = At::Cr;
            }
            _ => {
                self.put(byte);
                self.at = At::Middle;
            }
        }
        false
    }

    fn put(&mut self, byte: u8) {
        if self.bytes.len() == self.longest {
            self.is_too_long = true;
            self.bytes = Vec::new();
            self.longest = 0;
        }
        if !self.is_too_long {
            self.bytes.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken(sent: &[u8]) -> Option<(Vec<u8>, usize)> {
        let mut content = Content::new(1000);
        let end = content.take(sent)?;
        Some((content.finish().unwrap(), end))
    }

    /// What a client makes of a mail, by the letter of RFC 5321.
    fn stuffed(mail: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut is_start = true;
        for (place, byte) in mail.iter().enumerate() {
            if is_start && *byte == b'.' {
                out.push(b'.');
            }
            out.push(*byte);
            is_start = *byte == b'\n' && place > 0 && mail[place - 1] == b'\r';
        }
        out.extend_from_slice(b"\r\n.\r\n");
        out
    }

    #[test]
    fn only_the_one_end_is_the_end() {
        assert_eq!(taken(b"a\r\n.\r\nQUIT"), Some((b"a\r\n".to_vec(), 6)));
        assert_eq!(taken(b".\r\n"), Some((Vec::new(), 3)));
        for smuggled in [&b"a\n.\nb"[..], b"a\n.\r\n", b"a\r\n.\nb", b"a\r.\r\n", b"a\r\n.\rb\r\n", b"a\r\n..\r\n"] {
            assert_eq!(taken(smuggled), None, "{smuggled:?}");
        }
        assert_eq!(taken(b"\r\n..a\r\n.b\r\n.\r\n").unwrap().0, b"\r\n.a\r\nb\r\n");
        assert_eq!(taken(b".\rx\r\n.\r\n").unwrap().0, b"\rx\r\n");
    }

    #[test]
    fn what_is_too_long_is_read_over() {
        let mut content = Content::new(10);
        assert_eq!(content.take(&[b'a'; 50]), None);
        assert_eq!(content.take(b"\r\n.\r\nNOOP"), Some(5));
        assert_eq!(content.finish(), None);
        let mut content = Content::new(12);
        assert_eq!(content.take(b"aaaaaaaaaa\r\n.\r\n"), Some(15));
        assert_eq!(content.finish().map(|bytes| bytes.len()), Some(12), "exactly as long as it may be");
    }

    proptest! {
        #[test]
        fn a_mail_arrives_as_it_was(mail in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..200), at in 0usize..400) {
            let sent = stuffed(&mail);
            let mut content = Content::new(1000);
            let at = at.min(sent.len());
            let (first, second) = sent.split_at(at);
            let end = match content.take(first) {
                Some(end) => end,
                None => at + content.take(second).expect("it ends"),
            };
            // A mail that itself ends in CR LF is followed by an end of its own line.
            prop_assert_eq!(end, sent.len());
            let arrived = content.finish().unwrap();
            prop_assert_eq!(&arrived[..mail.len()], &mail[..]);
        }
    }
}
