//! The last operation of a wallet as it is kept elsewhere: what comes later only adds to it.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use kit_core::{AccountId, IdError};

use super::OperationId;

/// The last operation of a wallet, written `C-1001 credit-1042 5e5e…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// Whose wallet.
    pub account: AccountId,
    /// Its last operation.
    pub operation: OperationId,
    /// The seal of that.
    pub seal: [u8; 32],
}

impl fmt::Display for ChainHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.account, self.operation, HEXLOWER.encode_display(&self.seal))
    }
}

impl FromStr for ChainHead {
    type Err = IdError;

    fn from_str(text: &str) -> Result<ChainHead, IdError> {
        let mut words = text.split(' ');
        let (account, operation, seal) = (words.next(), words.next(), words.next());
        let (Some(account), Some(operation), Some(seal), None) = (account, operation, seal, words.next()) else {
            return Err(IdError);
        };
        let seal = HEXLOWER.decode(seal.as_bytes()).map_err(|_| IdError)?;
        let seal = seal.try_into().map_err(|_| IdError)?;
        Ok(ChainHead { account: account.parse()?, operation: operation.parse()?, seal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_survive_their_text() {
        let head = ChainHead { account: AccountId(1001), operation: OperationId::credit(1042), seal: [0x5e; 32] };
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        for bad in
            ["", "C-1001 credit-7", "C-1001 credit-7 5e", "C-1001 7 5e", &format!("{head} "), &format!("x {head}")]
        {
            assert_eq!(bad.parse::<ChainHead>(), Err(IdError), "{bad}");
        }
    }
}
