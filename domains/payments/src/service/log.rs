//! What the audit log is told.

use audit::{Entry, Value};
use kit_core::Context;
use kit_db::{DbError, Tx};
use kit_payments::Environment;

use crate::model::{Capture, CaptureState, Decision, Payment, Refund, Settings};

audit::actions! {
    /// The account at PayPal was set.
    CONNECTED = "payments.connected", kit_core::Text::new("payments-audit-connected");
    /// Staff decided what becomes of a part that came.
    DECIDED = "payments.decided", kit_core::Text::new("payments-audit-decided");
    /// Money is given back through PayPal.
    GIVEN_BACK = "payments.given_back", kit_core::Text::new("payments-audit-given-back");
    /// Money that came in by PayPal stands otherwise.
    MOVED = "payments.moved", kit_core::Text::new("payments-audit-moved");
}

audit::labels! {
    ENVIRONMENT = "payments.environment", kit_core::Text::new("payments-environment");
    SANDBOX = "payments.sandbox", kit_core::Text::new("payments-environment-sandbox");
    LIVE = "payments.live", kit_core::Text::new("payments-environment-live");
    CLIENT_ID = "payments.client_id", kit_core::Text::new("payments-client-id");
    SECRET = "payments.secret", kit_core::Text::new("payments-secret");
    NEW = "payments.new", kit_core::Text::new("payments-audit-new");
    MERCHANT_ID = "payments.merchant_id", kit_core::Text::new("payments-merchant-id");
    EMAIL = "payments.email", kit_core::Text::new("payments-email");
    WEBHOOK_ID = "payments.webhook_id", kit_core::Text::new("payments-webhook-id");
    BY_MAIL = "payments.by_mail", kit_core::Text::new("payments-by-mail");
    AT_ONCE = "payments.at_once", kit_core::Text::new("payments-at-once");
    YES = "payments.yes", kit_core::Text::new("payments-yes");
    NO = "payments.no", kit_core::Text::new("payments-no");
    ORDER = "payments.order", kit_core::Text::new("payments-order");
    AMOUNT = "payments.amount", kit_core::Text::new("payments-amount");
    NOTE = "payments.note", kit_core::Text::new("payments-refund-reason");
    TRANSACTION = "payments.transaction", kit_core::Text::new("payments-transaction");
    STATE = "payments.state", kit_core::Text::new("payments-state");
    HELD = "payments.held", kit_core::Text::new("payments-capture-held");
    DISPUTED = "payments.disputed", kit_core::Text::new("payments-capture-disputed");
    PARTLY_REFUNDED = "payments.partly_refunded", kit_core::Text::new("payments-capture-partly-refunded");
    REFUNDED = "payments.refunded", kit_core::Text::new("payments-capture-refunded");
    REVERSED = "payments.reversed", kit_core::Text::new("payments-capture-reversed");
    DECISION = "payments.decision", kit_core::Text::new("payments-part-decision");
    RETURNED = "payments.returned", kit_core::Text::new("payments-part-returned");
    RECORDED = "payments.recorded", kit_core::Text::new("payments-part-recorded");
    UNCLEAR = "payments.unclear", kit_core::Text::new("payments-capture-unclear");
}

/// What the log tells of a field.
type Pick = fn(&Settings) -> Option<Value>;

/// Saving the settings as they were leaves no line.
pub(super) fn connected(
    tx: &mut Tx<'_>,
    ctx: &Context,
    before: Option<&Settings>,
    after: &Settings,
    has_new_secret: bool,
) -> Result<(), DbError> {
    let old = |pick: Pick| before.and_then(pick);
    let fields: [(_, Pick); 7] = [
        (&ENVIRONMENT, |settings| Some(Value::from(environment(settings.environment)))),
        (&CLIENT_ID, |settings| said(&settings.client_id)),
        (&MERCHANT_ID, |settings| said(&settings.merchant_id)),
        (&EMAIL, |settings| said(&settings.email)),
        (&WEBHOOK_ID, |settings| said(&settings.webhook_id)),
        (&BY_MAIL, |settings| Some(yes(settings.by_mail))),
        (&AT_ONCE, |settings| Some(yes(settings.at_once))),
    ];
    let entry = fields
        .into_iter()
        .fold(Entry::new(&CONNECTED), |entry, (label, pick)| entry.change(label, old(pick), pick(after)));
    let entry = if has_new_secret { entry.with(&SECRET, Value::from(&NEW)) } else { entry };
    if entry.has_changes() { audit::record(tx, ctx, entry) } else { Ok(()) }
}

/// Staff has money given back.
pub(super) fn given_back(tx: &mut Tx<'_>, ctx: &Context, payment: &Payment, refund: &Refund) -> Result<(), DbError> {
    let entry = Entry::new(&GIVEN_BACK)
        .account(payment.account)
        .with(&ORDER, payment.order.to_string())
        .with(&AMOUNT, refund.money())
        .with(&NOTE, refund.note.as_str());
    audit::record(tx, ctx, entry)
}

/// Staff decided about a part that PayPal has.
pub(super) fn decided(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    decision: Decision,
    note: &str,
) -> Result<(), DbError> {
    let label = match decision {
        Decision::Returned => &RETURNED,
        Decision::Recorded => &RECORDED,
    };
    let mut entry = Entry::new(&DECIDED).account(payment.account).with(&ORDER, payment.order.to_string());
    if let Some(part) = payment.part_money() {
        entry = entry.with(&AMOUNT, part);
    }
    audit::record(tx, ctx, entry.with(&DECISION, Value::from(label)).with(&NOTE, note))
}

/// Money that came in stands otherwise at PayPal than it did.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    ctx: &Context,
    payment: &Payment,
    capture: &Capture,
    after: CaptureState,
) -> Result<(), DbError> {
    let entry = Entry::new(&MOVED)
        .account(payment.account)
        .with(&ORDER, payment.order.to_string())
        .with(&TRANSACTION, capture.reference.id())
        .changed(&STATE, Value::from(state(capture.state)), Value::from(state(after)));
    audit::record(tx, ctx, entry)
}

const fn environment(environment: Environment) -> &'static audit::Label {
    match environment {
        Environment::Sandbox => &SANDBOX,
        Environment::Live => &LIVE,
    }
}

const fn state(state: CaptureState) -> &'static audit::Label {
    match state {
        CaptureState::Held => &HELD,
        CaptureState::Disputed => &DISPUTED,
        CaptureState::PartlyRefunded => &PARTLY_REFUNDED,
        CaptureState::Refunded => &REFUNDED,
        CaptureState::Reversed => &REVERSED,
        CaptureState::Unclear => &UNCLEAR,
    }
}

fn said(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::from(text))
}

fn yes(is_so: bool) -> Value {
    Value::from(if is_so { &YES } else { &NO })
}
