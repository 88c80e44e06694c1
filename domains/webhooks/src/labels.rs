//! What the log of the publisher calls what is done here.

use audit::Label;
use kit_core::Text;

use crate::model::endpoint::Disabled;

audit::actions! {
    /// An address hears of events from now on.
    pub REGISTERED = "webhooks.registered", Text::new("webhooks-audit-registered");
    /// Another address, description or choice of kinds.
    pub CHANGED = "webhooks.changed", Text::new("webhooks-audit-changed");
    /// A new secret.
    pub ROTATED = "webhooks.rotated", Text::new("webhooks-audit-rotated");
    /// An address went out of use.
    pub DISABLED = "webhooks.disabled", Text::new("webhooks-audit-disabled");
    /// An address is in use again.
    pub ENABLED = "webhooks.enabled", Text::new("webhooks-audit-enabled");
    /// An address hears of nothing any more.
    pub REMOVED = "webhooks.removed", Text::new("webhooks-audit-removed");
    /// A test was sent.
    pub TESTED = "webhooks.tested", Text::new("webhooks-audit-tested");
    /// A delivery was made again.
    pub REPLAYED = "webhooks.replayed", Text::new("webhooks-audit-replayed");
}

audit::labels! {
    pub(crate) ENDPOINT = "webhooks.endpoint", Text::new("webhooks-endpoint");
    pub(crate) URL = "webhooks.url", Text::new("webhooks-url");
    pub(crate) DESCRIPTION = "webhooks.description", Text::new("webhooks-description");
    pub(crate) KINDS = "webhooks.kinds", Text::new("webhooks-kinds");
    pub(crate) KIND = "webhooks.kind", Text::new("webhooks-kind");
    pub(crate) REASON = "webhooks.reason", Text::new("webhooks-reason");
    pub(crate) BY_STAFF = "webhooks.by_staff", Text::new("webhooks-disabled-staff");
    pub(crate) GONE = "webhooks.gone", Text::new("webhooks-disabled-gone");
    pub(crate) FAILING = "webhooks.failing", Text::new("webhooks-disabled-failing");
}

/// Why an address is out of use, for the log.
pub(crate) fn reason(why: Disabled) -> &'static Label {
    match why {
        Disabled::Staff => &BY_STAFF,
        Disabled::Gone => &GONE,
        Disabled::Failing => &FAILING,
    }
}
