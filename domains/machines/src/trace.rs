//! What machines call their actions and fields in the log.

use audit::{actions, labels};
use kit_core::Text;

actions! {
    pub(crate) LINKED = "machines.linked", Text::new("machines-did-link");
    pub(crate) UNLINKED = "machines.unlinked", Text::new("machines-did-unlink");
    pub(crate) REPLACED = "machines.replaced", Text::new("machines-did-replace");
    pub(crate) RENAMED = "machines.renamed", Text::new("machines-did-rename");
    pub(crate) CODE_MADE = "machines.code-made", Text::new("machines-did-make-code");
    pub(crate) CODE_MAILED = "machines.code-mailed", Text::new("machines-did-mail-code");
    pub(crate) EDITED = "machines.account-edited", Text::new("machines-did-edit-account");
    pub(crate) PORTAL_OPENED = "machines.portal-opened", Text::new("machines-did-open-portal");
    pub(crate) RULES_SET = "machines.rules-set", Text::new("machines-did-set-rules");
}

labels! {
    pub(crate) NAME = "machines.field-name", Text::new("machines-name");
    pub(crate) SYSTEM = "machines.field-system", Text::new("machines-system");
    pub(crate) APPLICATION = "machines.field-application", Text::new("machines-application");
    pub(crate) IN_PLACE_OF = "machines.field-in-place-of", Text::new("machines-in-place-of");
    pub(crate) ADDRESS = "machines.field-address", Text::new("machines-code-address");
    pub(crate) PLACES = "machines.field-places", Text::new("machines-places");
    pub(crate) REPLACEMENTS = "machines.field-replacements", Text::new("machines-replacements");
}
