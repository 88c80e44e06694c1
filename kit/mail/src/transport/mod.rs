//! The ways out for mail.

mod config;
mod folder;
mod memory;
mod smtp;

use std::path::PathBuf;

use thiserror::Error;

pub use config::TransportError;
pub use memory::Outbox;

use crate::Mail;

/// Where mail goes. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(smtp::Smtp),
    /// Into a folder, a file per mail.
    Folder(PathBuf),
    /// Nowhere: kept for a test to look at.
    Memory(Outbox),
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// The server could not be reached or asked to come back later, or the disk is full.
    #[error("the mail could not be sent now: {0}")]
    Later(String),
    /// The server will never take this mail: the address does not exist, for one.
    #[error("the mail was refused: {0}")]
    Refused(String),
}

impl Transport {
    /// Sends a mail.
    ///
    /// # Errors
    /// It was not taken over; it may have been all the same when the connection broke at the wrong moment.
    pub async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        match self {
            Transport::Smtp(smtp) => smtp.send(mail).await,
            Transport::Folder(folder) => folder::write(folder, mail).await,
            Transport::Memory(outbox) => {
                outbox.put(mail.clone());
                Ok(())
            }
        }
    }
}
