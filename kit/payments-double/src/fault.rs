//! The troubles that a provider makes.

use std::time::Duration;

use http::Method;

/// A call, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A token for the credentials.
    Token,
    /// Invoicing.
    CreateInvoice,
    /// Invoicing.
    SearchInvoices,
    /// Invoicing.
    GetInvoice,
    /// Invoicing.
    SendInvoice,
    /// Invoicing.
    RemindInvoice,
    /// Invoicing.
    CancelInvoice,
    /// A draft is deleted.
    DeleteInvoice,
    /// Orders.
    CreateOrder,
    /// Orders.
    GetOrder,
    /// Orders.
    CaptureOrder,
    /// Payments.
    GetCapture,
    /// Payments.
    RefundCapture,
    /// Payments.
    GetRefund,
    /// Webhooks: is this delivery yours?
    VerifyWebhook,
    /// The certificate that signs webhooks.
    Certificate,
}

impl Call {
    pub(crate) fn of(method: &Method, path: &str) -> Option<Call> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method.as_str(), parts.as_slice()) {
            ("POST", ["v1", "oauth2", "token"]) => Some(Call::Token),
            ("POST", ["v2", "invoicing", "invoices"]) => Some(Call::CreateInvoice),
            ("POST", ["v2", "invoicing", "search-invoices"]) => Some(Call::SearchInvoices),
            ("GET", ["v2", "invoicing", "invoices", _]) => Some(Call::GetInvoice),
            ("POST", ["v2", "invoicing", "invoices", _, "send"]) => Some(Call::SendInvoice),
            ("POST", ["v2", "invoicing", "invoices", _, "remind"]) => Some(Call::RemindInvoice),
            ("POST", ["v2", "invoicing", "invoices", _, "cancel"]) => Some(Call::CancelInvoice),
            ("DELETE", ["v2", "invoicing", "invoices", _]) => Some(Call::DeleteInvoice),
            ("POST", ["v2", "checkout", "orders"]) => Some(Call::CreateOrder),
            ("GET", ["v2", "checkout", "orders", _]) => Some(Call::GetOrder),
            ("POST", ["v2", "checkout", "orders", _, "capture"]) => Some(Call::CaptureOrder),
            ("GET", ["v2", "payments", "captures", _]) => Some(Call::GetCapture),
            ("POST", ["v2", "payments", "captures", _, "refund"]) => Some(Call::RefundCapture),
            ("GET", ["v2", "payments", "refunds", _]) => Some(Call::GetRefund),
            ("POST", ["v1", "notifications", "verify-webhook-signature"]) => Some(Call::VerifyWebhook),
            ("GET", ["v1", "notifications", "certs", _]) => Some(Call::Certificate),
            _ => None,
        }
    }
}

/// What happens instead of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// This HTTP status, with PayPal's document for it.
    Status(u16),
    /// 429, to be tried again after these seconds.
    TooMany(u64),
    /// The connection is cut.
    Cut,
    /// No answer ever comes.
    Silence,
    /// The answer comes after this time.
    Slow(Duration),
    /// 200, and something that is no answer.
    Nonsense,
    /// 200, and 4 MiB of spaces.
    Huge,
}

/// A trouble to come, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The next call of this kind.
    pub call: Call,
    /// Whether the call is carried out all the same.
    pub acts: bool,
    /// What the caller sees.
    pub then: Then,
}
