//! What a file is, by its content.

use std::str;

use infer::MatcherType;

use crate::draft::BEGINNING;

/// Groups of files that a publisher takes or does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Pictures.
    Image,
    /// Documents of an office, PDF among them.
    Document,
    /// Plain text: logs, tables, markup.
    Text,
    /// Archives.
    Archive,
    /// Sound and film.
    Media,
    /// What nothing is known of: the files of special applications.
    Other,
    /// Programs and scripts: never taken.
    Program,
}

impl FileKind {
    /// Those that can be taken.
    pub const TAKEN: [FileKind; 6] =
        [FileKind::Image, FileKind::Document, FileKind::Text, FileKind::Archive, FileKind::Media, FileKind::Other];

    /// The name in storage and forms.
    pub const fn code(self) -> &'static str {
        match self {
            FileKind::Image => "image",
            FileKind::Document => "document",
            FileKind::Text => "text",
            FileKind::Archive => "archive",
            FileKind::Media => "media",
            FileKind::Other => "other",
            FileKind::Program => "program",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<FileKind> {
        FileKind::TAKEN.into_iter().chain([FileKind::Program]).find(|kind| kind.code() == code)
    }
}

kit_db::stored_as_code!(FileKind);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sniffed {
    /// Its group.
    pub kind: FileKind,
    /// Its media type, as far as it is known; for people, never for a browser.
    pub media: &'static str,
}

/// Names under which Windows runs a text, or what hides in a container that documents use as well.
const RUN_BY_NAME: [&str; 24] = [
    "bat", "chm", "cmd", "com", "cpl", "exe", "hta", "inf", "jar", "js", "jse", "lnk", "msi", "msp", "pif", "ps1",
    "reg", "scf", "scr", "sh", "url", "vbe", "vbs", "wsf",
];
/// Archives that install something.
const INSTALLED: [&str; 5] = [
    "application/x-google-chrome-extension",
    "application/vnd.debian.binary-package",
    "application/x-rpm",
    "application/x-shockwave-flash",
    "application/vnd.microsoft.portable-executable",
];
/// What is an archive to the machine and a document to people.
const DOCUMENTS: [&str; 5] = [
    "application/pdf",
    "application/rtf",
    "application/postscript",
    "application/x-ole-storage",
    "application/epub+zip",
];

/// What a file is by its beginning, of which some thousand bytes are looked at; its `name` only makes programs of what looks like text.
pub fn sniff(content: &[u8], name: &str) -> Sniffed {
    let beginning = &content[..content.len().min(BEGINNING)];
    let ending = name.trim_end_matches(['.', ' ']).rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_run = ending.is_some_and(|ending| RUN_BY_NAME.contains(&ending.as_str()));
    let found = by_content(beginning);
    if is_run { Sniffed { kind: FileKind::Program, ..found } } else { found }
}

fn by_content(beginning: &[u8]) -> Sniffed {
    let Some(found) = infer::get(beginning) else {
        return match is_text(beginning) {
            true => Sniffed { kind: FileKind::Text, media: "text/plain" },
            false => Sniffed { kind: FileKind::Other, media: "application/octet-stream" },
        };
    };
    let media = found.mime_type();
    let kind = match found.matcher_type() {
        _ if INSTALLED.contains(&media) => FileKind::Program,
        _ if DOCUMENTS.contains(&media) => FileKind::Document,
        _ if media.contains("x509") => FileKind::Other,
        MatcherType::App => FileKind::Program,
        MatcherType::Archive => FileKind::Archive,
        MatcherType::Audio | MatcherType::Video => FileKind::Media,
        MatcherType::Book | MatcherType::Doc => FileKind::Document,
        MatcherType::Image => FileKind::Image,
        MatcherType::Text if media == "text/x-shellscript" => FileKind::Program,
        MatcherType::Text => FileKind::Text,
        MatcherType::Font | MatcherType::Custom => FileKind::Other,
    };
    Sniffed { kind, media }
}

/// Whether these are the first bytes of a text: in UTF-8, or in one of the older one-byte alphabets.
fn is_text(beginning: &[u8]) -> bool {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    if beginning.iter().any(|byte| is_control(*byte)) {
        return false;
    }
    match str::from_utf8(beginning) {
        Ok(_) => true,
        // The last letter may be cut off; a text of an older alphabet is mostly plain letters.
        Err(error) if error.error_len().is_none() => true,
        Err(_) => beginning.iter().filter(|byte| byte.is_ascii()).count() * 10 >= beginning.len() * 7,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(content: &[u8], name: &str) -> FileKind {
        sniff(content, name).kind
    }

    #[test]
    fn content_says_what_a_file_is() {
        for (content, name, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a.txt", FileKind::Image),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "a", FileKind::Image),
            (b"%PDF-1.7\n", "a.png", FileKind::Document),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", FileKind::Document),
            (b"PK\x03\x04\x14\0\0\0", "a.zip", FileKind::Archive),
            (b"\x1f\x8b\x08\0\0\0", "a.gz", FileKind::Archive),
            (b"Bonjour,\r\nvoici l\xc3\xa9 journal", "a.log", FileKind::Text),
            (b"Bonjour,\r\nvoici l\xe9 journal", "a.log", FileKind::Text),
            (b"<!DOCTYPE html><script>", "a.html", FileKind::Text),
            (b"", "empty", FileKind::Text),
            (b"AB\0\x01\x02\x03", "a.plan", FileKind::Other),
            (b"MZ\x90\0\x03\0\0\0", "a.png", FileKind::Program),
            (&[&b"\x7fELF\x02\x01\x01\0"[..], &[0; 60]].concat(), "a.pdf", FileKind::Program),
            (b"#!/bin/sh\nrm", "a.txt", FileKind::Program),
            (b"del *.*", "a.BAT", FileKind::Program),
            (b"del *.*", "a.bat. ", FileKind::Program),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msi", FileKind::Program),
        ] {
            assert_eq!(kind(content, name), expected, "{name} {content:?}");
        }
        assert!(FileKind::TAKEN.into_iter().all(|kind| FileKind::from_code(kind.code()) == Some(kind)));
        assert!(!FileKind::TAKEN.contains(&FileKind::Program));
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(content in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,20}") {
            sniff(&content, &name);
        }
    }
}
