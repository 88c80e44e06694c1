//! CAMT.053 and CAMT.054, versions .02 to .08 (ISO 20022).
//!
//! The versions differ by what they add and by a few wrappings; what is read here has kept its names. The file is read as
//! a stream: of the payments only what is kept, and one small tree at a time, is in memory.

mod date;
mod element;
mod encoding;
mod entry;
mod statement;
mod xml;

use element::Element;
use statement::Count;
use xml::{Root, Xml};

use crate::{Format, Problem, ReadError, Statement};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.";

/// Reads a message.
pub(crate) fn read(content: &[u8]) -> Result<Vec<Statement>, ReadError> {
    let text = encoding::decode(content)?;
    let (mut xml, root) = Xml::open(&text)?;
    let Some((format, names)) = recognise(&root) else {
        let Root { name, namespace } = root;
        return Err(xml.error(Problem::Document { root: name, namespace }));
    };
    let mut statements = Vec::new();
    let mut count = Count::default();
    let mut is_page = false;
    let mut has_message = false;
    while let Some(open) = xml.child()? {
        if open.name != names.message {
            xml.skip()?;
            continue;
        }
        has_message = true;
        let place = open.place;
        while let Some(open) = xml.child()? {
            match open.name {
                "GrpHdr" => is_page = statement::is_one_page_of_several(&Element::read(&mut xml, open)?, "MsgPgntn")?,
                name if name == names.statement => {
                    statements.push(statement::read(&mut xml, open, format, is_page, &mut count)?);
                }
                _ => xml.skip()?,
            }
        }
        if statements.is_empty() {
            let missing = Problem::Missing { parent: names.message, element: names.statement };
            return Err(ReadError::at(place, missing));
        }
    }
    if !has_message {
        return Err(xml.error(Problem::Missing { parent: "Document", element: names.message }));
    }
    xml.end()?;
    Ok(statements)
}

struct Names {
    message: &'static str,
    statement: &'static str,
}

fn recognise(root: &Root) -> Option<(Format, Names)> {
    let (message, version) = root.namespace.strip_prefix(NAMESPACE)?.split_once(".001.")?;
    let version = match version.as_bytes() {
        [b'0', digit @ b'2'..=b'8'] if root.name == "Document" => digit - b'0',
        _ => return None,
    };
    match message {
        "053" => Some((Format::Camt053 { version }, Names { message: "BkToCstmrStmt", statement: "Stmt" })),
        "054" => Some((Format::Camt054 { version }, Names { message: "BkToCstmrDbtCdtNtfctn", statement: "Ntfctn" })),
        _ => None,
    }
}
