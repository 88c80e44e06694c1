//! The XML of a message as a stream of the elements that matter, with the bounds that a hostile file meets.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::place::Places;
use crate::{Place, Problem, ReadError};

/// Deeper than any message: the deepest element of version .08 is the 14th.
const MAX_DEPTH: usize = 64;

/// The elements that are read, sorted. All others are skipped with what is in them, as the standard grows.
#[rustfmt::skip]
const NAMES: [&str; 59] = [
    "Acct", "AcctSvcrRef", "AddtlInf", "AddtlNtryInf", "AddtlRmtInf", "AddtlTxInf", "Agt", "Amt", "AmtDtls", "Bal",
    "BkToCstmrDbtCdtNtfctn", "BkToCstmrStmt", "BookgDt", "Ccy", "Cd", "CdOrPrtry", "CdtDbtInd", "CdtrRefInf",
    "CntrValAmt", "CreDtTm", "Dbtr", "DbtrAcct", "Dt", "DtTm", "EndToEndId", "FinInstnId", "GrpHdr", "IBAN", "Id",
    "InstdAmt", "LastPgInd", "MsgPgntn", "Nb", "Nm", "Ntfctn", "NtfctnPgntn", "Ntry", "NtryDtls", "Othr", "PgNb",
    "Prtry", "Pty", "Ref", "Refs", "RfrdDocInf", "RltdPties", "RmtInf", "Rsn", "RtrInf", "RvslInd", "Stmt",
    "StmtPgntn", "Strd", "Sts", "Tp", "TxAmt", "TxDtls", "Ustrd", "ValDt",
];

/// An element that was just entered.
pub(super) struct Open {
    /// Its name, empty if it is none of those that are read.
    pub(super) name: &'static str,
    pub(super) place: Place,
    /// Of amounts: their currency.
    pub(super) currency: Option<Box<str>>,
}

/// What comes next.
pub(super) enum Step<'a> {
    Open(Open),
    Text(Cow<'a, str>),
    Close,
    End,
}

/// The root element and the namespace it is in.
pub(super) struct Root {
    pub(super) name: String,
    pub(super) namespace: String,
}

/// A message that is being read.
pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    places: Places<'a>,
    /// Where the current event begins.
    offset: usize,
    /// That of the message; elements of others are not read.
    namespace: Option<String>,
    depth: usize,
    is_over: bool,
}

impl<'a> Xml<'a> {
    /// Begins to read, up to the root element.
    pub(super) fn open(text: &'a str) -> Result<(Xml<'a>, Root), ReadError> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let places = Places::new(text);
        let mut xml = Xml { reader, places, offset: 0, namespace: None, depth: 0, is_over: false };
        loop {
            xml.offset = position(xml.reader.buffer_position());
            match xml.reader.read_resolved_event() {
                Ok((ResolveResult::Bound(Namespace(namespace)), Event::Start(start))) => {
                    let root = Root { name: start.local_name().as_ref().to_owned(), namespace: namespace.to_owned() };
                    xml.namespace = Some(root.namespace.clone());
                    xml.depth = 1;
                    return Ok((xml, root));
                }
                Ok((_, Event::Start(start))) => {
                    let root = Root { name: start.local_name().as_ref().to_owned(), namespace: String::new() };
                    xml.depth = 1;
                    return Ok((xml, root));
                }
                Ok((_, event)) => {
                    xml.step(event, false)?;
                    if xml.is_over {
                        return Err(xml.error(Problem::EndsEarly));
                    }
                }
                Err(error) => return Err(xml.malformed(&error)),
            }
        }
    }

    /// The next thing that matters.
    pub(super) fn next(&mut self) -> Result<Step<'a>, ReadError> {
        loop {
            self.offset = position(self.reader.buffer_position());
            let (is_ours, event) = match self.reader.read_resolved_event() {
                Ok((ResolveResult::Bound(Namespace(found)), event)) => {
                    (self.namespace.as_deref() == Some(found), event)
                }
                Ok((_, event)) => (false, event),
                Err(error) => return Err(self.malformed(&error)),
            };
            if let Some(step) = self.step(event, is_ours)? {
                return Ok(step);
            }
        }
    }

    /// The next element within the current one, or none when that closes.
    pub(super) fn child(&mut self) -> Result<Option<Open>, ReadError> {
        loop {
            match self.next()? {
                Step::Open(open) => return Ok(Some(open)),
                Step::Text(_) => {}
                Step::Close => return Ok(None),
                Step::End => return Err(self.error(Problem::EndsEarly)),
            }
        }
    }

    /// Reads to the end of the file, where nothing may come any more.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        while !self.is_over {
            self.next()?;
        }
        Ok(())
    }

    /// Leaves the element that was just entered, with all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let around = self.depth - 1;
        while self.depth > around {
            if let Step::End = self.next()? {
                return Err(self.error(Problem::EndsEarly));
            }
        }
        Ok(())
    }

    /// An error where the current event begins.
    pub(super) fn error(&mut self, problem: Problem) -> ReadError {
        ReadError::at(self.places.at(self.offset), problem)
    }

    fn malformed(&mut self, error: &quick_xml::Error) -> ReadError {
        let offset = position(self.reader.error_position());
        ReadError::at(self.places.at(offset), Problem::Xml(error.to_string()))
    }

    fn step(&mut self, event: Event<'a>, is_ours: bool) -> Result<Option<Step<'a>>, ReadError> {
        match event {
            Event::Start(start) | Event::Empty(start) => self.enter(&start, is_ours).map(|open| Some(Step::Open(open))),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Some(Step::Close))
            }
            Event::Text(text) => self.text(text.into_inner()),
            Event::CData(text) => self.text(text.into_inner()),
            Event::GeneralRef(entity) => self.entity(&entity).map(|text| Some(Step::Text(text))),
            Event::DocType(_) => Err(self.error(Problem::Doctype)),
            Event::Eof if self.depth > 0 => Err(self.error(Problem::EndsEarly)),
            Event::Eof => {
                self.is_over = true;
                Ok(Some(Step::End))
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => Ok(None),
        }
    }

    fn enter(&mut self, start: &BytesStart<'_>, is_ours: bool) -> Result<Open, ReadError> {
        if self.depth == 0 {
            return Err(self.error(Problem::Xml("a second root element".to_owned())));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(Problem::TooDeep(MAX_DEPTH)));
        }
        let found = start.local_name();
        let known = NAMES.binary_search(&found.as_ref()).ok().filter(|_| is_ours);
        let name = known.and_then(|index| NAMES.get(index)).copied().unwrap_or_default();
        let currency = if name == "Amt" { self.currency(start)? } else { None };
        Ok(Open { name, place: self.places.at(self.offset), currency })
    }

    fn currency(&mut self, start: &BytesStart<'_>) -> Result<Option<Box<str>>, ReadError> {
        for attribute in start.attributes() {
            match attribute {
                Ok(attribute) if attribute.key.as_ref() == "Ccy" => return Ok(Some(attribute.value.as_ref().into())),
                Ok(_) => {}
                Err(error) => return Err(self.error(Problem::Xml(error.to_string()))),
            }
        }
        Ok(None)
    }

    fn text(&mut self, text: Cow<'a, str>) -> Result<Option<Step<'a>>, ReadError> {
        if self.depth == 0 {
            return if text.trim().is_empty() {
                Ok(None)
            } else {
                Err(self.error(Problem::Xml("text outside of the root element".to_owned())))
            };
        }
        match text.chars().find(|c| is_forbidden(*c)) {
            Some(found) => Err(self.error(Problem::Character(found))),
            None => Ok(Some(Step::Text(text))),
        }
    }

    /// A character reference or one of the five entities that XML has by itself. No other can exist without a DTD.
    fn entity(&mut self, entity: &BytesRef<'_>) -> Result<Cow<'a, str>, ReadError> {
        let name: &str = entity;
        match entity.resolve_char_ref() {
            Ok(Some(found)) if is_forbidden(found) => Err(self.error(Problem::Character(found))),
            Ok(Some(found)) => Ok(Cow::Owned(found.to_string())),
            Ok(None) => match resolve_predefined_entity(name) {
                Some(text) => Ok(Cow::Borrowed(text)),
                None => Err(self.error(Problem::Entity(name.to_owned()))),
            },
            Err(_) => Err(self.error(Problem::Entity(name.to_owned()))),
        }
    }
}

/// Characters outside of `Char` in XML 1.0.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Offsets fit, for the file is in memory.
fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
