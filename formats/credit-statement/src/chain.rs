//! The digests by which each line holds on to the one before.

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};

/// What a signature is for: one made for something else never fits.
const DOMAIN: &[u8] = b"guichet credit statement 1\n";

/// The digest of everything so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain([u8; 32]);

impl Chain {
    /// Begins with the heading.
    pub(crate) fn begin(heading: &[u8]) -> Chain {
        Chain(sha256(&[heading]))
    }

    /// Goes on with a line.
    pub(crate) fn follow(&mut self, line: &[u8]) {
        self.0 = sha256(&[&self.0, line]);
    }

    /// As it is told in the file.
    pub(crate) fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// What is signed.
    pub(crate) fn signed(&self, end: &[u8]) -> Vec<u8> {
        [DOMAIN, &self.0, &sha256(&[end])].concat()
    }
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}
