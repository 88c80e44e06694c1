//! A small tree of elements: one balance, one account, one payment.

use jiff::civil::Date;

use super::date;
use super::xml::{Open, Step, Xml};
use crate::{BankAccount, Direction, Money, Place, Problem, ReadError, text};

/// The most elements that are read of one part, many times what the standard's longest have.
const MAX_ELEMENTS: usize = 10_000;
/// The longest text in bytes; the standard's longest has 500 characters.
const MAX_TEXT: usize = 10_000;

/// An element with what is in it.
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) place: Place,
    currency: Option<Box<str>>,
    text: String,
    children: Vec<Element>,
    /// How many elements `read_child` has read into it, at any depth.
    count: usize,
}

impl Element {
    /// An element that was just entered, still without what is in it.
    pub(super) fn of(open: Open) -> Element {
        let Open { name, place, currency } = open;
        Element { name, place, currency, text: String::new(), children: Vec::new(), count: 0 }
    }

    /// Reads the whole of an element that was just entered.
    pub(super) fn read(xml: &mut Xml<'_>, open: Open) -> Result<Element, ReadError> {
        let part = open.name;
        Self::read_within(xml, open, part, &mut 0)
    }

    fn read_within(xml: &mut Xml<'_>, open: Open, part: &'static str, count: &mut usize) -> Result<Element, ReadError> {
        *count += 1;
        if *count > MAX_ELEMENTS {
            return Err(xml.error(Problem::TooManyElements { part, most: MAX_ELEMENTS }));
        }
        let mut element = Element::of(open);
        loop {
            match xml.next()? {
                Step::Open(open) if open.name.is_empty() => xml.skip()?,
                Step::Open(open) => element.children.push(Self::read_within(xml, open, part, count)?),
                Step::Text(text) => element.add_text(xml, &text)?,
                Step::Close => {
                    // The white space between elements.
                    if element.text.trim_ascii().is_empty() {
                        element.text = String::new();
                    }
                    return Ok(element);
                }
                Step::End => return Err(xml.error(Problem::EndsEarly)),
            }
        }
    }

    fn add_text(&mut self, xml: &mut Xml<'_>, text: &str) -> Result<(), ReadError> {
        if self.text.len() + text.len() > MAX_TEXT {
            return Err(xml.error(Problem::TextTooLong(MAX_TEXT)));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Reads an element that was just entered as one within this one. All that is read so is one part, of which the
    /// elements are counted together.
    pub(super) fn read_child(&mut self, xml: &mut Xml<'_>, open: Open) -> Result<(), ReadError> {
        let child = Self::read_within(xml, open, self.name, &mut self.count)?;
        self.children.push(child);
        Ok(())
    }

    /// All elements of a name directly within this one.
    pub(super) fn all(&self, name: &'static str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element down a path of names.
    pub(super) fn at(&self, path: &[&'static str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.all(name).next())
    }

    /// The element of a name that the standard requires.
    pub(super) fn required(&self, name: &'static str) -> Result<&Element, ReadError> {
        let missing = Problem::Missing { parent: self.name, element: name };
        self.at(&[name]).ok_or_else(|| ReadError::at(self.place, missing))
    }

    /// The text without white space around it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The text as one line, if there is any.
    pub(super) fn words(&self) -> Option<String> {
        text::words(&self.text)
    }

    /// The words down a path of names.
    pub(super) fn words_at(&self, path: &[&'static str]) -> Option<String> {
        self.at(path)?.words()
    }

    /// The reference down a path of names, unless it is a word that stands for none.
    pub(super) fn reference_at(&self, path: &[&'static str]) -> Option<String> {
        text::reference(&self.at(path)?.text)
    }

    /// The amount that the element is.
    pub(super) fn money(&self) -> Result<Money, ReadError> {
        let code = self.currency.as_deref().ok_or_else(|| ReadError::at(self.place, crate::AmountError::NoCurrency))?;
        Money::parse(self.text(), code).map_err(|error| ReadError::at(self.place, error))
    }

    /// The currency code of the amount that the element is.
    pub(super) fn currency_code(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// The direction that the element is.
    pub(super) fn direction(&self) -> Result<Direction, ReadError> {
        match self.text() {
            "CRDT" => Ok(Direction::Credit),
            "DBIT" => Ok(Direction::Debit),
            _ => Err(self.unknown()),
        }
    }

    /// The truth value that the element is.
    pub(super) fn truth(&self) -> Result<bool, ReadError> {
        match self.text() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(self.unknown()),
        }
    }

    /// The day that the element is, as a date or as a time.
    pub(super) fn day(&self) -> Result<Option<Date>, ReadError> {
        let Some(element) = self.at(&["Dt"]).or_else(|| self.at(&["DtTm"])) else { return Ok(None) };
        match date::date(element.text()) {
            Some(day) => Ok(Some(day)),
            None => Err(ReadError::at(element.place, Problem::Date(element.text().to_owned()))),
        }
    }

    /// The account that the element identifies, if it does.
    pub(super) fn account(&self) -> Option<BankAccount> {
        match self.words_at(&["Id", "IBAN"]) {
            Some(iban) => Some(BankAccount::iban(&iban)),
            None => self.words_at(&["Id", "Othr", "Id"]).map(BankAccount::Other),
        }
    }

    /// The text is not of those that the element may have.
    pub(super) fn unknown(&self) -> ReadError {
        ReadError::at(self.place, Problem::Code { element: self.name, value: self.text().to_owned() })
    }
}
