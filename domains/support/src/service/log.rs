//! What the audit log is told.

use audit::{Entry, Label};
use kit_core::{Context, PersonId, Text};
use kit_db::{DbError, Tx};

use crate::model::{Case, CaseNumber, Level, Priority, Sees, Sight};

audit::actions! {
    OPENED = "support.opened", Text::new("support-audit-opened");
    ANSWERED = "support.answered", Text::new("support-audit-answered");
    REOPENED = "support.reopened", Text::new("support-audit-reopened");
    CLOSED = "support.closed", Text::new("support-audit-closed");
    SHARED = "support.shared", Text::new("support-audit-shared");
    WATCHED = "support.watched", Text::new("support-audit-watched");
    UNWATCHED = "support.unwatched", Text::new("support-audit-unwatched");
    PRIORITY_SET = "support.priority", Text::new("support-audit-priority");
    MERGED = "support.merged", Text::new("support-audit-merged");
    pub(super) LEVEL_GIVEN = "support.level-given", Text::new("support-audit-level-given");
    LEVEL_SET = "support.level-set", Text::new("support-audit-level-set");
    pub(super) CANNED_SET = "support.canned-set", Text::new("support-audit-canned-set");
    pub(super) SETTINGS_SET = "support.settings-set", Text::new("support-audit-settings-set");
}

audit::labels! {
    CASE = "support.case", Text::new("support-case");
    INTO = "support.into", Text::new("support-audit-into");
    SEES = "support.sees", Text::new("support-sees");
    OWN = "support.sees-own", Text::new("support-sees-own");
    TEAM = "support.sees-team", Text::new("support-sees-a-team");
    ACCOUNT = "support.sees-account", Text::new("support-sees-account");
    PRIORITY = "support.field-priority", Text::new("support-priority");
    LOW = "support.priority-low", Priority::Low.label();
    NORMAL = "support.priority-normal", Priority::Normal.label();
    HIGH = "support.priority-high", Priority::High.label();
    URGENT = "support.priority-urgent", Priority::Urgent.label();
    pub(super) LEVEL = "support.level", Text::new("support-level");
    CALLERS = "support.callers", Text::new("support-callers");
    OTHERS = "support.others", Text::new("support-others");
    YES = "support.yes", Text::new("support-yes");
    NO = "support.no", Text::new("support-no");
    pub(super) CANNED = "support.canned", Text::new("support-canned");
    pub(super) PRODUCTS = "support.products", Text::new("support-products");
    pub(super) CLOSE_DAYS = "support.close-days", Text::new("support-close-days");
    pub(super) FILE_MB = "support.file-mb", Text::new("support-file-mb");
    pub(super) ACCOUNT_MB = "support.account-mb", Text::new("support-account-mb");
    pub(super) FILE_KINDS = "support.file-kinds", Text::new("support-file-kinds");
    pub(super) STAFF_BY_MAIL = "support.staff-by-mail", Text::new("support-staff-by-mail");
    pub(super) REOPEN_DAYS = "support.reopen-days", Text::new("support-reopen-days");
}

fn of(action: &'static Label, case: &Case) -> Entry {
    let entry = Entry::new(action).with(&CASE, case.number.to_string());
    match case.account {
        Some(account) => entry.account(account),
        None => entry,
    }
}

pub(super) fn opened(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&OPENED, case))
}

pub(super) fn answered(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&ANSWERED, case))
}

pub(super) fn reopened(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&REOPENED, case))
}

pub(super) fn closed(tx: &mut Tx<'_>, ctx: &Context, case: &Case) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&CLOSED, case))
}

pub(super) fn watched(tx: &mut Tx<'_>, ctx: &Context, case: &Case, watcher: PersonId) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&WATCHED, case).person(watcher))
}

pub(super) fn unwatched(tx: &mut Tx<'_>, ctx: &Context, case: &Case, watcher: PersonId) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&UNWATCHED, case).person(watcher))
}

pub(super) fn merged(tx: &mut Tx<'_>, ctx: &Context, case: &Case, into: CaseNumber) -> Result<(), DbError> {
    audit::record(tx, ctx, of(&MERGED, case).with(&INTO, into.to_string()))
}

pub(super) fn shared(tx: &mut Tx<'_>, ctx: &Context, case: &Case, before: Sees) -> Result<(), DbError> {
    let label = |sees: Sees| -> &'static Label {
        match sees.sight {
            Sight::Own => &OWN,
            Sight::Team => &TEAM,
            Sight::Account => &ACCOUNT,
        }
    };
    audit::record(tx, ctx, of(&SHARED, case).changed(&SEES, label(before), label(case.sees())))
}

pub(super) fn priority(tx: &mut Tx<'_>, ctx: &Context, case: &Case, before: Priority) -> Result<(), DbError> {
    let label = |priority: Priority| -> &'static Label {
        match priority {
            Priority::Low => &LOW,
            Priority::Normal => &NORMAL,
            Priority::High => &HIGH,
            Priority::Urgent => &URGENT,
        }
    };
    audit::record(tx, ctx, of(&PRIORITY_SET, case).changed(&PRIORITY, label(before), label(case.priority)))
}

pub(super) fn level_set(tx: &mut Tx<'_>, ctx: &Context, before: Option<&Level>, after: &Level) -> Result<(), DbError> {
    let fields =
        [(&LOW, Priority::Low), (&NORMAL, Priority::Normal), (&HIGH, Priority::High), (&URGENT, Priority::Urgent)];
    let name = |level: &Level| audit::Value::from(level.name.as_str());
    let mut entry = Entry::new(&LEVEL_SET).change(&LEVEL, before.map(name), Some(name(after)));
    for (label, one) in fields {
        let told = |level: &Level| audit::Value::from(format!("{} min", level.minutes(one)));
        entry = entry.change(label, before.map(told), Some(told(after)));
    }
    let callers = |level: &Level| audit::Value::from(level.callers);
    entry = entry.change(&CALLERS, before.map(callers), Some(callers(after)));
    let others = |level: &Level| audit::Value::from(if level.others { &YES } else { &NO });
    entry = entry.change(&OTHERS, before.map(others), Some(others(after)));
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}
