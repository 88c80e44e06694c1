//! What accounts call their actions and fields in the log.

use audit::{Label, Value, actions, labels};
use kit_core::Text;
use kit_web::{AccountState, Role, Roles, Scope, Scopes};

actions! {
    pub(crate) SIGNED_UP = "accounts.signed-up", Text::new("accounts-did-sign-up");
    pub(crate) OPENED = "accounts.opened", Text::new("accounts-did-open");
    pub(crate) CONFIRMED = "accounts.confirmed", Text::new("accounts-did-confirm");
    pub(crate) ACCEPTED = "accounts.accepted", Text::new("accounts-did-accept");
    pub(crate) REFUSED = "accounts.refused", Text::new("accounts-did-refuse");
    pub(crate) REOPENED = "accounts.reopened", Text::new("accounts-did-reopen");
    pub(crate) SUSPENDED = "accounts.suspended", Text::new("accounts-did-suspend");
    pub(crate) CLOSED = "accounts.closed", Text::new("accounts-did-close");
    pub(crate) RESTORED = "accounts.restored", Text::new("accounts-did-restore");
    pub(crate) REACTIVATED = "accounts.reactivated", Text::new("accounts-did-reactivate");
    pub(crate) INVITED = "accounts.invited", Text::new("accounts-did-invite");
    pub(crate) INVITATION_ASKED = "accounts.invitation-asked", Text::new("accounts-did-ask-invitation");
    pub(crate) INVITATION_ASKED_OF = "accounts.invitation-asked-of", Text::new("accounts-was-asked-invitation");
    pub(crate) RESENT = "accounts.invitation-resent", Text::new("accounts-did-resend");
    pub(crate) WITHDRAWN = "accounts.invitation-withdrawn", Text::new("accounts-did-withdraw");
    pub(crate) EXPIRED = "accounts.invitation-expired", Text::new("accounts-did-expire");
    pub(crate) JOINED = "accounts.joined", Text::new("accounts-did-join");
    pub(crate) ROLES_CHANGED = "accounts.roles-changed", Text::new("accounts-did-change-roles");
    pub(crate) REMOVED = "accounts.removed", Text::new("accounts-did-remove");
    pub(crate) LEFT = "accounts.left", Text::new("accounts-did-leave");
    pub(crate) TEAM_MADE = "accounts.team-made", Text::new("accounts-did-make-team");
    pub(crate) TEAM_CHANGED = "accounts.team-changed", Text::new("accounts-did-change-team");
    pub(crate) TEAM_REMOVED = "accounts.team-removed", Text::new("accounts-did-remove-team");
    pub(crate) COMPANY_ADDED = "accounts.company-added", Text::new("accounts-did-add-company");
    pub(crate) COMPANY_CHANGED = "accounts.company-changed", Text::new("accounts-did-change-company");
    pub(crate) BILLING_CHANGED = "accounts.billing-changed", Text::new("accounts-did-change-billing");
    pub(crate) INVOICED_CHOSEN = "accounts.invoiced-chosen", Text::new("accounts-did-choose-invoiced");
    pub(crate) INVOICED_WITHDRAWN = "accounts.invoiced-withdrawn", Text::new("accounts-did-withdraw-invoiced");
    pub(crate) ADDRESS_ASKED = "accounts.address-asked", Text::new("accounts-did-ask-address");
    pub(crate) ADDRESS_CHANGED = "accounts.address-changed", Text::new("accounts-did-change-address");
    pub(crate) NOTICES_CHOSEN = "accounts.notices-chosen", Text::new("accounts-did-choose-notices");
    pub(crate) TERMS_ACCEPTED = "accounts.terms-accepted", Text::new("accounts-did-accept-terms");
    pub(crate) KEY_CREATED = "accounts.key-created", Text::new("accounts-did-create-key");
    pub(crate) KEY_REVOKED = "accounts.key-revoked", Text::new("accounts-did-revoke-key");
}

labels! {
    pub(crate) STATE = "accounts.field-state", Text::new("accounts-state");
    pub(crate) REASON = "accounts.field-reason", Text::new("accounts-reason");
    pub(crate) EMAIL = "accounts.field-email", Text::new("accounts-email");
    pub(crate) ROLES = "accounts.field-roles", Text::new("accounts-roles");
    pub(crate) COMPANY = "accounts.field-company", Text::new("accounts-company-name");
    pub(crate) SIREN = "accounts.field-siren", Text::new("accounts-siren");
    pub(crate) FOREIGN_NUMBER = "accounts.field-foreign-number", Text::new("accounts-foreign-number");
    pub(crate) VAT_NUMBER = "accounts.field-vat-number", Text::new("accounts-vat-number");
    pub(crate) APE = "accounts.field-ape", Text::new("accounts-ape");
    pub(crate) ADDRESS = "accounts.field-address", Text::new("accounts-address");
    pub(crate) PHONE = "accounts.field-phone", Text::new("accounts-phone");
    pub(crate) CONTACT = "accounts.field-contact", Text::new("accounts-billing-contact");
    pub(crate) REFERENCE = "accounts.field-reference", Text::new("accounts-billing-reference");
    pub(crate) FROM_DAY = "accounts.field-from-day", Text::new("accounts-invoiced-from");
    pub(crate) VERSION = "accounts.field-version", Text::new("accounts-terms-version");
    pub(crate) NOTICES_OFF = "accounts.field-notices-off", Text::new("accounts-notices-off");
    pub(crate) TEAM = "accounts.field-team", Text::new("accounts-team-title");
    pub(crate) TEAM_MEMBERS = "accounts.field-team-members", Text::new("accounts-members-title");
    pub(crate) KEY = "accounts.field-key", Text::new("accounts-key-prefix");
    pub(crate) KEY_NAME = "accounts.field-key-name", Text::new("accounts-key-name");
    pub(crate) SCOPES = "accounts.field-scopes", Text::new("accounts-key-scopes");

    UNCONFIRMED = "accounts.state-unconfirmed", AccountState::Unconfirmed.label();
    PENDING = "accounts.state-pending", AccountState::Pending.label();
    ACTIVE = "accounts.state-active", AccountState::Active.label();
    STATE_REFUSED = "accounts.state-refused", AccountState::Refused.label();
    STATE_SUSPENDED = "accounts.state-suspended", AccountState::Suspended.label();
    STATE_CLOSED = "accounts.state-closed", AccountState::Closed.label();

    ADMIN = "accounts.role-admin", Role::Admin.label();
    CONTRACT_MANAGER = "accounts.role-contract-manager", Role::ContractManager.label();
    SOFTWARE_COORDINATOR = "accounts.role-software-coordinator", Role::SoftwareCoordinator.label();
    USER = "accounts.role-user", Role::User.label();

    CREDITS_READ = "accounts.scope-credits-read", Scope::CreditsRead.label();
    CREDITS_USE = "accounts.scope-credits-use", Scope::CreditsUse.label();
    CREDITS_CHARGE = "accounts.scope-credits-charge", Scope::CreditsCharge.label();
}

/// A state as the log keeps it.
pub(crate) fn state(state: AccountState) -> Value {
    let label: &'static Label = match state {
        AccountState::Unconfirmed => &UNCONFIRMED,
        AccountState::Pending => &PENDING,
        AccountState::Active => &ACTIVE,
        AccountState::Refused => &STATE_REFUSED,
        AccountState::Suspended => &STATE_SUSPENDED,
        AccountState::Closed => &STATE_CLOSED,
    };
    label.into()
}

/// Roles as the log keeps them.
pub(crate) fn roles(roles: Roles) -> Value {
    let label = |role| -> &'static Label {
        match role {
            Role::Admin => &ADMIN,
            Role::ContractManager => &CONTRACT_MANAGER,
            Role::SoftwareCoordinator => &SOFTWARE_COORDINATOR,
            Role::User => &USER,
        }
    };
    roles.iter().map(label).collect()
}

/// Scopes as the log keeps them.
pub(crate) fn scopes(scopes: Scopes) -> Value {
    let label = |scope| -> &'static Label {
        match scope {
            Scope::CreditsRead => &CREDITS_READ,
            Scope::CreditsUse => &CREDITS_USE,
            Scope::CreditsCharge => &CREDITS_CHARGE,
        }
    };
    scopes.iter().map(label).collect()
}
