//! Mail to a server.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::{Mail, SendError};

/// How long a server may take to answer the connection.
const CONNECTING: Duration = Duration::from_secs(20);
/// How long the whole exchange may take. A server that is slower may have taken the mail, which then goes out again.
const PATIENCE: Duration = Duration::from_secs(120);

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
        Smtp(Arc::new(Connections { builder: builder.timeout(Some(CONNECTING)), transport: OnceLock::new() }))
    }

    pub(super) async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = mail.message()?;
        let transport = self.0.transport.get_or_init(|| self.0.builder.clone().build());
        match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| outcome(&error)),
            Err(_) => Err(SendError::Later("the mail server did not answer in time".to_owned())),
        }
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
