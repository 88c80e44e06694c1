//! A part of a mail that holds no others: what it is, what it is called, what it says.

use std::borrow::Cow;

use mail_parser::ContentType;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;

use crate::head::Head;

/// Pictures up to this size that the text itself shows are logos, in bytes.
const LARGEST_LOGO: usize = 8 << 10;

/// A part that holds no others.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) head: Head<'a>,
    pub(crate) kind: Option<ContentType<'static>>,
    pub(crate) body: &'a [u8],
    /// Which choice it is one of: parts that say the same in several ways.
    pub(crate) choice: Option<usize>,
    /// Whether it is the first of those beside it.
    pub(crate) is_first: bool,
    /// Whether those beside it belong together, as a text and its pictures do.
    pub(crate) is_related: bool,
    /// Whether it is a mail if it does not say what it is.
    pub(crate) is_digest: bool,
}

impl Part<'_> {
    fn is(&self, main: &str, sub: &str) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.ctype() == main && (sub.is_empty() || kind.subtype() == Some(sub)))
    }

    /// Whether it is a mail that was passed on.
    pub(crate) fn is_mail(&self) -> bool {
        match self.kind {
            None => self.is_digest,
            Some(_) => self.is("message", "rfc822") || self.is("message", "global"),
        }
    }

    pub(crate) fn is_html(&self) -> bool {
        self.is("text", "html")
    }

    /// Whether it is there to be read, and not to be saved.
    pub(crate) fn is_text(&self) -> bool {
        // What was to hold parts, and holds none, is read as it stands there.
        let is_plain = self.is("text", "plain") || self.is("multipart", "") || self.kind.is_none();
        let is_file = self.head.kind("Content-Disposition").is_some_and(|said| said.is_attachment())
            || self.kind.as_ref().is_some_and(|kind| kind.has_attribute("name")) && (!self.is_first || self.is_related);
        (is_plain || self.is_html()) && !self.is_mail() && !is_file
    }

    /// Logos of signatures, and signatures that machines check.
    pub(crate) fn is_ornament(&self) -> bool {
        let is_logo =
            || self.head.raw("Content-ID").is_some() && self.is("image", "") && self.bytes().len() <= LARGEST_LOGO;
        self.is("application", "pgp-signature")
            || self.is("application", "pkcs7-signature")
            || self.is("application", "x-pkcs7-signature")
            || is_logo()
    }

    /// What it is called, if anything.
    pub(crate) fn name(&self) -> Option<String> {
        let said = self.head.kind("Content-Disposition");
        let said = said.as_ref().and_then(|said| said.attribute("filename"));
        said.or_else(|| self.kind.as_ref()?.attribute("name")).map(str::to_owned)
    }

    /// What it is, in the letters that a file's name ends in.
    pub(crate) fn ending(&self) -> &str {
        match self.kind.as_ref().and_then(|kind| kind.subtype()) {
            Some("plain") => "txt",
            Some(sub) if sub.len() <= 5 && sub.bytes().all(|byte| byte.is_ascii_alphanumeric()) => sub,
            _ => "bin",
        }
    }

    /// What it holds, decoded; what says of itself something untrue is taken as it stands there.
    pub(crate) fn bytes(&self) -> Cow<'_, [u8]> {
        let coding = self.head.raw("Content-Transfer-Encoding").unwrap_or_default().to_ascii_lowercase();
        let decoded = match coding.as_str() {
            "base64" => base64_decode(self.body),
            "quoted-printable" => {
                let (end, bytes) = MessageStream::new(self.body).decode_quoted_printable_mime(b"");
                (end != usize::MAX).then(|| bytes.into_owned())
            }
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(self.body), Cow::Owned)
    }

    /// Its text, up to so many bytes, in whatever letters it is written.
    pub(crate) fn text(&self, longest: usize) -> String {
        let bytes = self.bytes();
        let bytes = &bytes[..bytes.len().min(longest)];
        let letters = self.kind.as_ref().and_then(|kind| kind.attribute("charset"));
        match letters.and_then(|letters| charset_decoder(letters.as_bytes())) {
            Some(decode) => decode(bytes),
            None => String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}
