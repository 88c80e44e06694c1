//! Views as their readers see them.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kit_core::Locale;
use kit_i18n::{Reader, Texts};
use kit_web::View;

/// The icons that a page can show.
const ICONS: &str = include_str!("../../web/assets/icons.svg");

/// A reader of each language, to whom views are shown with a sample of what they hold.
pub struct Readers(Vec<Reader>);

impl Readers {
    /// Readers who know the kit's texts and those of `domains`.
    pub fn of(domains: &[&[(Locale, &'static str)]]) -> Readers {
        let sources = [kit_web::TEXTS, kit_mail::TEXTS, &domains.concat()].concat();
        let texts = Arc::new(Texts::load(&sources).expect("texts"));
        Readers(
            Locale::ALL
                .iter()
                .map(|locale| Reader { texts: texts.clone(), locale: *locale, zone: TimeZone::UTC })
                .collect(),
        )
    }

    /// Renders `view` for each reader. No text and no icon may be missing, nothing may need what the content security policy
    /// refuses, and what somebody typed must come out as text: samples have `<b>` in it.
    pub fn see<V: View>(&self, view: &V) {
        for reader in &self.0 {
            let html = view.render_with_values(reader).expect("a page");
            let title = reader.text(&view.title());
            for words in [html.as_str(), &title] {
                assert_eq!(missing_text(words), None, "a text is missing in {words}");
            }
            assert!(!html.contains("style=") && !html.contains("onclick"), "the policy allows neither in {html}");
            assert!(!html.contains("<b>"), "what was typed is not text in {html}");
            for icon in html.split("icons.").skip(1).filter_map(|part| part.split_once('#')?.1.split('"').next()) {
                assert!(ICONS.contains(&format!("id=\"{icon}\"")), "there is no icon {icon}");
            }
        }
    }
}

/// The first key in brackets: so comes out what has no text.
fn missing_text(words: &str) -> Option<&str> {
    let is_key =
        |key: &&str| key.contains('-') && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    words.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|(key, _)| key).find(is_key)
}

#[cfg(test)]
mod tests {
    use super::missing_text;

    #[test]
    fn a_key_in_brackets_is_a_text_that_is_missing() {
        assert_eq!(missing_text("<p>[people-email]</p>"), Some("people-email"));
        assert_eq!(missing_text("[lien](https://…) [plan] [Hors-d’œuvre] [a"), None);
    }
}
