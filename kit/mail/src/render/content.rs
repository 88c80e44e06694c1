//! What a mail says: the little of Markdown that every mail program can show.

use pulldown_cmark::{Event, Parser, Tag, TagEnd, TextMergeStream};

use super::Values;
use crate::TemplateError;

/// A part of a mail, from top to bottom.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Span>),
    Heading(Vec<Span>),
    Quote(Vec<Span>),
    /// A line of a list, with its number if it has one.
    Item(Option<u64>, Vec<Span>),
    /// A paragraph that is only a link.
    Button(String, String),
    Rule,
}

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) link: Option<String>,
}

/// Reads Markdown and puts the values in. What mail cannot show becomes plain words: HTML, images, tables.
pub(super) fn read(markdown: &str, values: &Values<'_>) -> Result<Vec<Block>, TemplateError> {
    let mut reader = Reader {
        values,
        blocks: Vec::new(),
        spans: Vec::new(),
        style: Span::default(),
        kind: Kind::Paragraph,
        lists: Vec::new(),
    };
    for event in TextMergeStream::new(Parser::new(markdown)) {
        reader.event(event)?;
    }
    reader.close();
    Ok(reader.blocks)
}

#[derive(Clone, Copy)]
enum Kind {
    Paragraph,
    Heading,
    Quote,
}

struct Reader<'a> {
    values: &'a Values<'a>,
    blocks: Vec<Block>,
    /// Of the block being read.
    spans: Vec<Span>,
    style: Span,
    kind: Kind,
    /// The lists that are open, each with its next number.
    lists: Vec<Option<u64>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) -> Result<(), TemplateError> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let text = self.values.put_into(&text)?;
                self.spans.push(Span { text, ..self.style.clone() });
            }
            Event::SoftBreak => self.spans.push(Span { text: " ".to_owned(), ..self.style.clone() }),
            Event::HardBreak => self.spans.push(Span { text: "\n".to_owned(), ..self.style.clone() }),
            Event::Rule => {
                self.close();
                self.blocks.push(Block::Rule);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), TemplateError> {
        match tag {
            Tag::Heading { .. } => self.open(Kind::Heading),
            Tag::BlockQuote(_) => self.open(Kind::Quote),
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Strong => self.style.strong = true,
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Link { dest_url, .. } => self.style.link = safe(self.values.put_into(&dest_url)?),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close(),
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) => self.open(Kind::Paragraph),
            TagEnd::Item => {
                self.close();
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                }
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Link => self.style.link = None,
            _ => {}
        }
    }

    fn open(&mut self, kind: Kind) {
        self.close();
        self.kind = kind;
    }

    /// Ends the block being read.
    fn close(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return;
        }
        self.blocks.push(match (self.kind, self.lists.last()) {
            (Kind::Heading, _) => Block::Heading(spans),
            (Kind::Quote, _) => Block::Quote(spans),
            (Kind::Paragraph, Some(number)) => Block::Item(*number, spans),
            (Kind::Paragraph, None) => paragraph(spans),
        });
    }
}

fn paragraph(spans: Vec<Span>) -> Block {
    let link = spans.first().and_then(|first| first.link.clone());
    match link {
        Some(link) if spans.iter().all(|span| span.link.as_ref() == Some(&link)) => {
            Block::Button(spans.into_iter().map(|span| span.text).collect(), link)
        }
        _ => Block::Paragraph(spans),
    }
}

/// The address of a link, if it leads to a page or opens a message; anything else stays words.
fn safe(address: String) -> Option<String> {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control());
    (plain && (starts("https://") || starts("http://") || starts("mailto:"))).then_some(address)
}
