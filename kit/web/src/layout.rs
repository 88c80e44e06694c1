//! The frame around every page: who is here, where one can go, and how to reach the publisher.

use askama::Template;
use kit_core::{AccountId, Locale, Text};
use kit_i18n::{Reader, filters};

use crate::brand::Accent;
use crate::components::Tone;
use crate::href::href;
use crate::summary;

/// A page's content, put inside the layout by `Page`. Its own template holds nothing of the frame.
pub trait View: Template {
    /// What the page is called: the title of the window and of the tab.
    fn title(&self) -> Text;

    /// How much room the page takes.
    fn width(&self) -> Width {
        Width::Full
    }
}

/// How much room a page takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// One small form in the middle of the screen: sign-in and its like.
    Narrow,
    /// Text to read, a long form.
    Reading,
    /// Lists, figures, everything else.
    #[default]
    Full,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Width::Narrow => "narrow",
            Width::Reading => "reading",
            Width::Full => "full",
        }
    }
}

/// Which side of the program a page is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Nobody need be signed in.
    Public,
    /// A person's own pages.
    Person,
    /// Pages of a customer account.
    Account,
    /// The publisher's back office.
    Staff,
}

impl Side {
    const fn class(self) -> &'static str {
        match self {
            Side::Public => "public",
            Side::Person => "person",
            Side::Account => "account",
            Side::Staff => "staff",
        }
    }
}

/// A link of the publisher's, in the publisher's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// How the publisher appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// The publisher's name.
    pub name: String,
    /// Whether `/brand/logo` has an image.
    pub has_logo: bool,
    /// The one colour, `#rrggbb`; [`Accent`] corrects what cannot be read.
    pub accent: String,
    /// Where customers get help.
    pub support_email: String,
    /// The publisher's own site, or nothing.
    pub site_url: String,
    /// Legal notice, privacy and the like.
    pub footer: Vec<Link>,
}

/// A publisher that has not said anything about itself yet.
impl Default for Brand {
    fn default() -> Brand {
        Brand {
            name: "Guichet".to_owned(),
            has_logo: false,
            accent: Accent::default().to_string(),
            support_email: String::new(),
            site_url: String::new(),
            footer: Vec::new(),
        }
    }
}

impl Brand {
    /// The publisher's initial, in the place of a logo.
    pub fn initial(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
    }

    /// The address of the style sheet with the accent; another colour has another address, so it is kept for ever.
    pub fn stylesheet(&self) -> String {
        Accent::parse(&self.accent).unwrap_or_default().address()
    }
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMenu {
    /// First name and surname.
    pub name: String,
    /// The address that he or she signs in with.
    pub email: String,
}

/// The account that the page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentAccount {
    /// Its number.
    pub id: AccountId,
    /// The company's name.
    pub name: String,
    /// What limits it at present (suspended…), told on each of its pages.
    pub state: Option<Text>,
}

/// A section that the person may go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: Text,
    /// A name in `icons.svg`.
    pub icon: &'static str,
    /// Whether the page is within it.
    pub current: bool,
}

/// What an action has just done, told on the page after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// What happened.
    pub text: Text,
}

impl Flash {
    /// It is done.
    pub fn done(text: Text) -> Flash {
        Flash { tone: Tone::Success, text }
    }

    /// It is not what was hoped for, or there is something to look out for.
    pub fn warning(text: Text) -> Flash {
        Flash { tone: Tone::Warning, text }
    }
}

/// Everything around a page's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Which side of the program the page is on.
    pub side: Side,
    /// How the publisher appears.
    pub brand: Brand,
    /// Who is signed in, if anybody is.
    pub person: Option<PersonMenu>,
    /// The account that the page is about.
    pub account: Option<CurrentAccount>,
    /// All accounts of the person, to switch between them.
    pub accounts: Vec<(AccountId, String)>,
    /// The sections of this side that the person may see.
    pub tabs: Vec<Tab>,
    /// Whether the person may switch to the back office.
    pub staff: bool,
    /// What an action has just done.
    pub flash: Option<Flash>,
    /// The page's path and query, to come back to after a change of language.
    pub path: String,
}

impl Frame {
    /// Where the brand leads: to the start of this side.
    pub fn home(&self) -> String {
        match (self.side, &self.account) {
            (Side::Staff, _) => "/staff".to_owned(),
            (_, Some(account)) => format!("/accounts/{}", account.id),
            _ => "/".to_owned(),
        }
    }

    /// The address that changes the language and comes back here.
    pub fn language_href(&self, locale: &Locale) -> String {
        href(&format!("/language/{locale}"), &[("back", &self.path)])
    }

    /// The address of the form for a remark on this page; none for visitors, and for the publisher's own people at work.
    pub fn remark_href(&self) -> Option<String> {
        let may = self.person.is_some() && !self.is_staff();
        may.then(|| href("/remark", &[("page", &self.path)]))
    }

    /// Whether the whole script for changes in place is of use; the public pages do without.
    pub fn is_enhanced(&self) -> bool {
        self.side != Side::Public
    }

    /// Whether this is the back office.
    pub fn is_staff(&self) -> bool {
        self.side == Side::Staff
    }

    /// Whether there are several accounts to switch between.
    pub fn can_switch(&self) -> bool {
        self.accounts.iter().any(|(id, _)| self.account.as_ref().is_none_or(|account| account.id != *id))
    }

    fn is_current(&self, id: &AccountId) -> bool {
        self.account.as_ref().is_some_and(|account| account.id == *id)
    }
}

/// Room for what most pages hold, in bytes: a string that grows is copied over and over.
const CONTENT: usize = 32 << 10;
/// Room for what stands around it.
const AROUND: usize = 12 << 10;

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    frame: &'a Frame,
    title: &'a Text,
    locale: Locale,
    width: Width,
    content: &'a str,
}

/// The whole page: `view` inside its frame, in the reader's language.
///
/// # Errors
/// Those of the view's own template; the layout has none.
pub fn render<V: View>(frame: &Frame, reader: &Reader, view: &V) -> askama::Result<String> {
    let mut content = String::with_capacity(CONTENT);
    view.render_into_with_values(&mut content, reader)?;
    let content = summary::named(&content, reader).unwrap_or(content);
    let layout = Layout { frame, title: &view.title(), locale: reader.locale, width: view.width(), content: &content };
    let mut page = String::with_capacity(content.len() + AROUND);
    layout.render_into_with_values(&mut page, reader)?;
    Ok(page)
}
