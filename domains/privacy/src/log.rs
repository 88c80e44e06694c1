//! What the log calls that which happens to personal data. Never a name or an address.

use kit_core::Text;

audit::actions! {
    pub(crate) EXPORTED = "privacy.export-asked", Text::new("privacy-did-export");
    pub(crate) DOWNLOADED = "privacy.export-downloaded", Text::new("privacy-did-download");
    pub(crate) ASKED = "privacy.erasure-asked", Text::new("privacy-did-ask");
    pub(crate) CONFIRMED = "privacy.erasure-confirmed", Text::new("privacy-did-confirm");
    pub(crate) WITHDRAWN = "privacy.erasure-withdrawn", Text::new("privacy-did-withdraw");
    pub(crate) LAPSED = "privacy.erasure-lapsed", Text::new("privacy-did-lapse");
    pub(crate) HINDERED = "privacy.erasure-hindered", Text::new("privacy-did-hinder");
    pub(crate) EXTENDED = "privacy.erasure-extended", Text::new("privacy-did-extend");
    pub(crate) REFUSED = "privacy.erasure-refused", Text::new("privacy-did-refuse");
    pub(crate) DONE = "privacy.erasure-done", Text::new("privacy-did-erase");
}

audit::labels! {
    pub(crate) REASON = "privacy.reason", Text::new("privacy-reason");
}
