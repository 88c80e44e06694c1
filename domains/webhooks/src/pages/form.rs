//! What staff types of an address.

use kit_core::{Check, FieldErrors, Text};
use kit_http::{Reach, UrlRefusal, typed_url};
use kit_web::{Choice, Once, verbatim};
use serde::Deserialize;

use crate::event::{TEST, known_kinds};
use crate::model::endpoint::{Endpoint, EndpointForm, Kinds};

/// The longest description, in characters.
const LONGEST: usize = 120;
/// The choice of all kinds.
const ALL: &str = "*";

/// An address as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AddressForm {
    pub(super) once: Once,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) kinds: Vec<String>,
}

impl AddressForm {
    /// The form of an address that is there.
    pub(super) fn of(endpoint: &Endpoint, once: Once) -> AddressForm {
        let kinds = endpoint.kinds.codes().map(str::to_owned).collect();
        AddressForm { once, url: endpoint.url.clone(), description: endpoint.description.clone(), kinds }
    }

    pub(super) fn read(&self, reach: Reach) -> Result<EndpointForm, FieldErrors> {
        let mut check = Check::new();
        let url = check.field("url", typed_url(&self.url, reach).map(String::from).map_err(url_text));
        let description = check.field("description", line(&self.description));
        let is_chosen = |code: &str| self.kinds.iter().any(|chosen| chosen == code);
        let kinds = if is_chosen(ALL) {
            Kinds::all()
        } else {
            Kinds::of(offered().map(|kind| kind.code).filter(|code| is_chosen(code)))
        };
        if kinds.codes().next().is_none() {
            check.fail("kinds", Text::new("webhooks-kinds-missing"));
        }
        check.finish(|| Some(EndpointForm { url: url?, description: description?, kinds }))
    }
}

/// What an address can want: the test goes to whoever staff chooses.
fn offered() -> impl Iterator<Item = &'static crate::event::EventKind> {
    known_kinds().into_iter().filter(|kind| **kind != TEST)
}

/// The choices of kinds, all of them first.
pub(super) fn choices() -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("webhooks-kinds-all")).hint(Text::new("webhooks-kinds-all-hint"));
    let one =
        |kind: &'static crate::event::EventKind| Choice::new(kind.code, kind.label.clone()).hint(verbatim(kind.code));
    std::iter::once(all).chain(offered().map(one)).collect()
}

fn line(typed: &str) -> Result<String, Text> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST { Err(Text::new("webhooks-description-long")) } else { Ok(line) }
}

fn url_text(refusal: UrlRefusal) -> Text {
    match refusal {
        UrlRefusal::Malformed => Text::new("webhooks-url-malformed"),
        UrlRefusal::NotHttps => Text::new("webhooks-url-not-https"),
        UrlRefusal::Password => Text::new("webhooks-url-password"),
        UrlRefusal::Port(port) => Text::new("webhooks-url-port").with("port", port.to_string()),
        UrlRefusal::Inside => Text::new("webhooks-url-inside"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(url: &str, kinds: &[&str]) -> AddressForm {
        let kinds = kinds.iter().map(|code| (*code).to_owned()).collect();
        AddressForm { url: url.into(), description: "  les  factures ".into(), kinds, ..AddressForm::default() }
    }

    #[test]
    fn an_address_is_read_as_it_will_be_called() {
        let read = form(" https://OUTILS.example ", &["*", "nothing"]).read(Reach::Public).unwrap();
        assert_eq!((read.url.as_str(), read.description.as_str()), ("https://outils.example/", "les factures"));
        assert_eq!(read.kinds, Kinds::all());
    }

    #[test]
    fn everything_wrong_is_told_at_its_field() {
        let fields = |form: &AddressForm| {
            form.read(Reach::Public).unwrap_err().0.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&form("http://outils.example", &[])), ["url", "kinds"]);
        assert_eq!(fields(&form("https://10.0.0.1", &["nothing", "webhook.test"])), ["url", "kinds"]);
        let long = AddressForm { description: "x".repeat(121), ..form("https://outils.example", &["*"]) };
        assert_eq!(fields(&long), ["description"]);
    }
}
