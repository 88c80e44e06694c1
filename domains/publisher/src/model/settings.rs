//! All settings in one value, read with every page.

use kit_core::Locale;
use kit_mail::{Email, Look, Sender};
use kit_web::{Accent, Brand, Link};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::web_url::WebUrl;

/// What the publisher set. A field added later has a default, since the settings of the version before lack it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Who the publisher is.
    pub identity: Identity,
    /// How it looks.
    pub look: BrandLook,
    /// How one becomes a customer.
    pub sign_up: SignUp,
    /// From whom mail comes.
    pub mail: MailSender,
    /// When the office is open.
    pub calendar: Calendar,
}

/// Who the publisher is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// The name that customers know.
    pub name: String,
    /// The company's full name, with its legal form.
    pub legal_name: String,
    /// Its postal address, on one line; empty until it is given.
    pub address: String,
    /// The publisher's own site.
    pub site_url: Option<WebUrl>,
    /// Where customers get help.
    pub support_email: Option<Email>,
    /// The same by phone, as it is printed; empty if there is none.
    pub support_phone: String,
    /// The legal notice on the publisher's own site; without it, `/legal` shows the publisher's text.
    pub legal_notice_url: Option<WebUrl>,
    /// The IANA time zone that dates in mails and the first day of new terms are in.
    pub time_zone: String,
}

/// A publisher that has not said anything about itself yet.
impl Default for Identity {
    fn default() -> Identity {
        Identity {
            name: "Guichet".to_owned(),
            legal_name: String::new(),
            address: String::new(),
            site_url: None,
            support_email: None,
            support_phone: String::new(),
            legal_notice_url: None,
            time_zone: "Europe/Paris".to_owned(),
        }
    }
}

/// How the publisher looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandLook {
    /// The one colour, `#rrggbb`, as the publisher chose it.
    pub accent: String,
    /// The logo's hash, as its address has it; none without a logo.
    pub logo: Option<String>,
    /// Links at the foot of every page, in the publisher's words.
    pub footer: Vec<FooterLink>,
}

impl Default for BrandLook {
    fn default() -> BrandLook {
        BrandLook { accent: Accent::default().to_string(), logo: None, footer: Vec::new() }
    }
}

/// A link at the foot of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FooterLink {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: WebUrl,
}

/// How one becomes a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUp {
    /// Whether new companies may sign up by themselves.
    pub open: bool,
    /// Whether an account is in use once its address is confirmed, unless it may be one that is there already; else each one waits
    /// for a decision.
    pub at_once: bool,
}

impl Default for SignUp {
    fn default() -> SignUp {
        SignUp { open: true, at_once: false }
    }
}

/// From whom mail comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSender {
    /// The name shown; empty for the publisher's.
    pub name: String,
    /// The address; none until the publisher sets one.
    pub email: Option<Email>,
    /// Where answers go; none for the support address.
    pub reply_to: Option<Email>,
}

impl Settings {
    /// How the publisher appears on pages.
    pub fn brand(&self) -> Brand {
        let Settings { identity, look, .. } = self;
        Brand {
            name: identity.name.clone(),
            has_logo: look.logo.is_some(),
            accent: look.accent.clone(),
            support_email: identity.support_email.as_ref().map(Email::to_string).unwrap_or_default(),
            site_url: identity.site_url.as_ref().map(WebUrl::to_string).unwrap_or_default(),
            footer: look
                .footer
                .iter()
                .map(|link| Link { label: link.label.clone(), url: link.url.to_string() })
                .collect(),
        }
    }

    /// How the publisher's mails look. `public_url` is the address of this installation.
    pub fn mail_look(&self, public_url: &str) -> Look {
        let Settings { identity, look, .. } = self;
        let accent = Accent::parse(&look.accent).unwrap_or_default();
        let (light, ink) = accent.on_light();
        let mut footer = Vec::new();
        footer.extend((!identity.legal_name.is_empty()).then(|| (identity.legal_name.clone(), None)));
        footer.extend(identity.support_email.iter().map(|email| (email.to_string(), Some(format!("mailto:{email}")))));
        footer.extend((!identity.support_phone.is_empty()).then(|| (identity.support_phone.clone(), None)));
        Look {
            name: identity.name.clone(),
            accent: light,
            accent_ink: ink,
            accent_dark: accent.on_dark(),
            site_url: Some(public_url.to_owned()),
            above: None,
            footer,
        }
    }

    /// From whom mail comes. Until the publisher sets an address, one at the installation's own `host`.
    pub fn sender(&self, host: &str) -> Option<Sender> {
        let MailSender { name, email, reply_to } = &self.mail;
        let fallback =
            || Email::parse(&format!("guichet@{host}")).or_else(|_| Email::parse("guichet@guichet.invalid")).ok();
        Some(Sender {
            name: if name.is_empty() { self.identity.name.clone() } else { name.clone() },
            email: email.clone().or_else(fallback)?,
            reply_to: reply_to.clone().or_else(|| self.identity.support_email.clone()),
        })
    }
}

/// A text in every language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localised {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Localised {
    /// The text in `locale`; in French where there is no other.
    pub fn best(&self, locale: Locale) -> &str {
        match locale {
            Locale::En if !self.en.trim().is_empty() => &self.en,
            _ => &self.fr,
        }
    }

    /// The text in exactly this language, maybe empty.
    pub fn exact(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.fr.trim().is_empty() && self.en.trim().is_empty()
    }

    pub(crate) fn set(&mut self, locale: Locale, text: String) {
        match locale {
            Locale::Fr => self.fr = text,
            Locale::En => self.en = text,
        }
    }
}
