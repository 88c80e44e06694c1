//! What is said on the page of a receipt that was made of a line.

use jiff::Timestamp;
use kit_core::Text;
use kit_db::{DbError, Read};
use kit_web::{Actor, Panel, PanelLink, Tone};
use orders::ReceiptId;

use crate::pages::path;
use crate::service;

/// The line that told of the money; and that it waits, where the receipt is void.
pub(crate) fn of_receipt(
    read: &mut Read<'_>,
    _: &Actor,
    receipt: &str,
    _: Timestamp,
) -> Result<Option<Panel>, DbError> {
    let Ok(receipt) = receipt.parse::<ReceiptId>() else { return Ok(None) };
    let Some(line) = service::line_of_receipt(read, receipt)? else { return Ok(None) };
    let Some(found) = service::line(read, line)? else { return Ok(None) };
    let void = found.is_void.then(|| (Tone::Warning, Text::new("banking-void")));
    let taken_back = (!found.others.is_empty()).then(|| (Tone::Danger, Text::new("banking-why-taken-back")));
    let link =
        PanelLink { href: path(&found.row.line), label: Text::new("banking-panel-see"), icon: "arrows-exchange" };
    Ok(Some(Panel {
        title: Text::new("banking-file"),
        notes: void.into_iter().chain(taken_back).collect(),
        actions: Vec::new(),
        links: vec![link],
    }))
}
