//! The summary of what is wrong with a form names each field as its label does, in the order in which the fields stand.
//!
//! Only the whole page knows both, and the summary stands before the fields: so the links of the macro `error_summary` are
//! put into words once the page is written. A page without a summary is left alone.

use kit_core::Text;
use kit_i18n::Reader;
use memchr::memmem;

/// How the list of the macro `error_summary` opens, and what stands around each of its links.
const LIST: &str = "<ul class=\"wrong\">";
const ITEM: (&str, &str) = ("<li><a href=\"#", "</a></li>");

/// The page with its summaries in words; none when it has none.
pub fn named(page: &str, reader: &Reader) -> Option<String> {
    // Every page is looked through: hence a search that takes many bytes at once.
    let (before, rest) = page.split_at_checked(memmem::find(page.as_bytes(), LIST.as_bytes())?)?;
    let rest = rest.strip_prefix(LIST)?;
    let (items, form) = rest.split_once("</ul>")?;
    let mut links: Vec<Link<'_>> = items.split_inclusive(ITEM.1).filter_map(|item| Link::read(item, form)).collect();
    links.sort_by_key(|link| link.place);
    let links: String = links.iter().map(|link| link.html(reader)).collect();
    let form = named(form, reader).unwrap_or_else(|| form.to_owned());
    Some(format!("{before}{LIST}{links}</ul>{form}"))
}

/// What leads to a field.
struct Link<'a> {
    id: &'a str,
    error: &'a str,
    /// Where the field begins; the end for one that is not there.
    place: usize,
    /// What it is called; nothing where its error says it all.
    label: Option<&'a str>,
}

impl<'a> Link<'a> {
    fn read(item: &'a str, form: &'a str) -> Option<Link<'a>> {
        let (id, error) = item.strip_prefix(ITEM.0)?.strip_suffix(ITEM.1)?.split_once("\">")?;
        let labels = [format!("<label for=\"{id}\">"), format!("<legend id=\"{id}-legend\">")];
        let label = labels.iter().find_map(|opening| form.split_once(opening.as_str()));
        let label = label.and_then(|(_, rest)| rest.split('<').next()).map(str::trim);
        Some(Link { id, error, place: form.find(&format!("id=\"{id}\"")).unwrap_or(form.len()), label })
    }

    fn html(&self, reader: &Reader) -> String {
        let text = match self.label {
            Some(label) => {
                let named = Text::new("web-error-at").with("field", label).with("error", inside(self.error));
                reader.text(&named).into_owned()
            }
            None => self.error.to_owned(),
        };
        format!("{}{}\">{text}{}", ITEM.0, self.id, ITEM.1)
    }
}

/// A sentence as it stands after a colon: without its capital, unless that belongs to an abbreviation.
fn inside(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' || second == '’' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kit_core::Locale;
    use kit_i18n::Texts;

    use super::*;

    fn reader() -> Reader {
        let texts = Texts::load(crate::TEXTS).unwrap();
        Reader { texts: Arc::new(texts), locale: Locale::En, zone: jiff::tz::TimeZone::UTC }
    }

    #[test]
    fn a_summary_names_its_fields_in_the_order_of_the_page() {
        let page = "<p><ul class=\"wrong\"><li><a href=\"#f-b\">Fill this in.</a></li><li><a href=\"#f-a\">SIREN is wrong</a></li>\
            <li><a href=\"#f-c\">Choose one.</a></li></ul><label for=\"f-a\">A <i>x</i></label><input id=\"f-a\">\
            <legend id=\"f-b-legend\">B</legend><input id=\"f-b\"><input id=\"f-c\">";
        let shown = named(page, &reader()).unwrap();
        let list = "<ul class=\"wrong\"><li><a href=\"#f-a\">A: SIREN is wrong</a></li><li><a href=\"#f-b\">B: fill this in.</a></li>\
            <li><a href=\"#f-c\">Choose one.</a></li></ul>";
        assert!(shown.contains(list), "{shown}");
        assert!(shown.starts_with("<p>") && shown.ends_with("<input id=\"f-c\">"));
    }

    #[test]
    fn a_page_without_a_summary_stays() {
        assert_eq!(named("<ul><li>x</li></ul>", &reader()), None);
    }
}
