//! What the audit log calls that which happens to people. Never a name, an address or a secret: the log is for ever.

use kit_core::Text;
use kit_web::StaffPermission;

audit::labels! {
    /// A person came to be.
    pub(crate) CREATED = "people.created", Text::new("people-log-created");
    /// Name, language or time zone changed.
    pub(crate) PROFILE = "people.profile", Text::new("people-log-profile");
    /// A password was chosen or replaced by its owner.
    pub(crate) PASSWORD_CHANGED = "people.password-changed", Text::new("people-log-password-changed");
    /// A password was chosen through a mailed link.
    pub(crate) PASSWORD_RESET = "people.password-reset", Text::new("people-log-password-reset");
    /// The address to sign in with changed.
    pub(crate) EMAIL_CHANGED = "people.email-changed", Text::new("people-log-email-changed");
    /// A second factor was set up.
    pub(crate) SECOND_FACTOR_ON = "people.second-factor-on", Text::new("people-log-second-factor-on");
    /// The second factor was taken away.
    pub(crate) SECOND_FACTOR_OFF = "people.second-factor-off", Text::new("people-log-second-factor-off");
    /// A recovery code was used.
    pub(crate) RECOVERY_CODE_USED = "people.recovery-code-used", Text::new("people-log-recovery-code-used");
    /// New recovery codes were made.
    pub(crate) RECOVERY_CODES_RENEWED = "people.recovery-codes-renewed", Text::new("people-log-recovery-codes-renewed");
    /// All sessions, or all but one, were ended.
    pub(crate) SESSIONS_ENDED = "people.sessions-ended", Text::new("people-log-sessions-ended");
    /// The person was shut out.
    pub(crate) DISABLED = "people.disabled", Text::new("people-log-disabled");
    /// The person was let in again.
    pub(crate) ENABLED = "people.enabled", Text::new("people-log-enabled");
    /// The person was forgotten: name, address and all that names him or her.
    pub(crate) ERASED = "people.erased", Text::new("people-log-erased");
    /// Permissions as staff changed.
    pub(crate) STAFF = "people.staff", Text::new("people-log-staff");
    /// The field: permissions as staff.
    pub(crate) PERMISSIONS = "people.permissions", Text::new("people-log-permissions");
    /// The field: the language.
    pub(crate) LANGUAGE = "people.language", Text::new("people-log-language");
    /// The field: the time zone.
    pub(crate) TIME_ZONE = "people.time-zone", Text::new("people-log-time-zone");

    pub(crate) SUPPORT = "people.staff.support", StaffPermission::Support.label();
    pub(crate) CUSTOMER_SERVICE = "people.staff.customer-service", StaffPermission::CustomerService.label();
    pub(crate) BILLING = "people.staff.billing", StaffPermission::Billing.label();
    pub(crate) CATALOGUE = "people.staff.catalogue", StaffPermission::Catalogue.label();
    pub(crate) OWNER = "people.staff.owner", StaffPermission::Owner.label();
}

/// The value of a staff permission in the log.
pub(crate) fn permission(permission: StaffPermission) -> &'static audit::Label {
    match permission {
        StaffPermission::Support => &SUPPORT,
        StaffPermission::CustomerService => &CUSTOMER_SERVICE,
        StaffPermission::Billing => &BILLING,
        StaffPermission::Catalogue => &CATALOGUE,
        StaffPermission::Owner => &OWNER,
    }
}
