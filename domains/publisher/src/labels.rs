//! What the log calls what staff does here.

use kit_core::Text;

audit::actions! {
    /// Name, contact, legal notice.
    pub IDENTITY_CHANGED = "publisher.identity_changed", Text::new("publisher-audit-identity-changed");
    /// Colour, logo, links, sender of mail.
    pub BRAND_CHANGED = "publisher.brand_changed", Text::new("publisher-audit-brand-changed");
    /// Open or closed, and the words before the form.
    pub SIGN_UP_CHANGED = "publisher.sign_up_changed", Text::new("publisher-audit-sign-up-changed");
    /// Hours, holidays, closed days.
    pub CALENDAR_CHANGED = "publisher.calendar_changed", Text::new("publisher-audit-calendar-changed");
    /// The text of the page of prices.
    pub PRICES_CHANGED = "publisher.prices_changed", Text::new("publisher-audit-prices-changed");
    /// A version that is not in force yet was written or changed.
    pub TERMS_PREPARED = "publisher.terms_prepared", Text::new("publisher-audit-terms-prepared");
    /// A version that was not in force yet was thrown away.
    pub TERMS_WITHDRAWN = "publisher.terms_withdrawn", Text::new("publisher-audit-terms-withdrawn");
    /// The text of a mail was written anew.
    pub MAIL_CHANGED = "publisher.mail_changed", Text::new("publisher-audit-mail-changed");
    /// The program's own text of a mail is used again.
    pub MAIL_RESET = "publisher.mail_reset", Text::new("publisher-audit-mail-reset");
}

audit::labels! {
    pub(crate) NAME = "publisher.name", Text::new("publisher-name");
    pub(crate) LEGAL_NAME = "publisher.legal_name", Text::new("publisher-legal-name");
    pub(crate) ADDRESS = "publisher.address", Text::new("publisher-address");
    pub(crate) SITE_URL = "publisher.site_url", Text::new("publisher-site-url");
    pub(crate) SUPPORT_EMAIL = "publisher.support_email", Text::new("publisher-support-email");
    pub(crate) SUPPORT_PHONE = "publisher.support_phone", Text::new("publisher-support-phone");
    pub(crate) LEGAL_NOTICE_URL = "publisher.legal_notice_url", Text::new("publisher-legal-notice-url");
    pub(crate) TIME_ZONE = "publisher.time_zone", Text::new("publisher-time-zone");
    pub(crate) ACCENT = "publisher.accent", Text::new("publisher-accent");
    pub(crate) LOGO = "publisher.logo", Text::new("publisher-logo");
    pub(crate) FOOTER = "publisher.footer", Text::new("publisher-footer");
    pub(crate) SENDER_NAME = "publisher.sender_name", Text::new("publisher-sender-name");
    pub(crate) SENDER_EMAIL = "publisher.sender_email", Text::new("publisher-sender-email");
    pub(crate) REPLY_TO = "publisher.reply_to", Text::new("publisher-reply-to");
    pub(crate) HOURS = "publisher.hours", Text::new("publisher-hours");
    pub(crate) HOLIDAYS = "publisher.holidays", Text::new("publisher-holidays");
    pub(crate) METROPOLE = "publisher.holidays_metropole", Text::new("publisher-holidays-metropole");
    pub(crate) ALSACE_MOSELLE = "publisher.holidays_alsace_moselle", Text::new("publisher-holidays-alsace-moselle");
    pub(crate) NO_HOLIDAYS = "publisher.holidays_none", Text::new("publisher-holidays-none");
    pub(crate) CLOSED_DAYS = "publisher.closed_days", Text::new("publisher-closed");
    pub(crate) SIGN_UP = "publisher.sign_up", Text::new("publisher-sign-up");
    pub(crate) OPEN = "publisher.sign_up_open", Text::new("publisher-sign-up-open");
    pub(crate) AT_ONCE = "publisher.sign_up_at_once", Text::new("publisher-sign-up-at-once");
    pub(crate) CLOSED = "publisher.sign_up_closed", Text::new("publisher-sign-up-closed");
    pub(crate) TEXT_FR = "publisher.text_fr", Text::new("publisher-text-fr");
    pub(crate) TEXT_EN = "publisher.text_en", Text::new("publisher-text-en");
    pub(crate) VERSION = "publisher.version", Text::new("publisher-version");
    pub(crate) IN_FORCE_AT = "publisher.in_force_at", Text::new("publisher-in-force-at");
    pub(crate) MAIL = "publisher.mail", Text::new("publisher-mail");
}
