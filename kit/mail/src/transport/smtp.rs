//! Mail to a server.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::{Mail, SendError};

/// For each step of the exchange with the server.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server, with a few connections kept open.
#[derive(Clone)]
pub struct Smtp(Arc<Connections>);

struct Connections {
    builder: AsyncSmtpTransportBuilder,
    /// Made when the first mail is sent: it needs the runtime, and the configuration is read before that starts.
    transport: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Smtp {
    pub(super) fn new(builder: AsyncSmtpTransportBuilder) -> Smtp {
        Smtp(Arc::new(Connections { builder: builder.timeout(Some(PATIENCE)), transport: OnceLock::new() }))
    }

    pub(super) async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = mail.message()?;
        let transport = self.0.transport.get_or_init(|| self.0.builder.clone().build());
        transport.send(message).await.map(drop).map_err(|error| outcome(&error))
    }
}

impl fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp(…)")
    }
}

/// Only the server's final no to this mail is final. A refused sign-in (RFC 4954, 6) is the publisher's to mend, and the
/// mail can go then.
fn outcome(error: &lettre::transport::smtp::Error) -> SendError {
    let code = error.status().map(u16::from);
    let final_no = error.is_permanent() && !matches!(code, Some(530 | 534 | 535 | 538));
    if final_no { SendError::Refused(error.to_string()) } else { SendError::Later(error.to_string()) }
}
