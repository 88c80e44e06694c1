//! The heads of the chains, to be kept where nobody who has the database has them too: a ledger that was set back as a whole, or
//! taken away, is told from them.

use kit_db::{Db, DbError, Read};

use crate::model::{ChainHead, OperationId};
use crate::store;

/// How many heads are compared in one snapshot.
const CHUNK: usize = 500;

/// The last operation of every wallet that has one.
///
/// # Errors
/// The database cannot be read.
pub async fn heads(db: &Db) -> Result<Vec<ChainHead>, DbError> {
    let (mut heads, mut last) = (Vec::new(), None);
    while let Some(head) = db.read(move |read| store::check::next_head(read, last)).await? {
        last = Some((head.account, head.unit));
        if let Some(seal) = head.chain.try_into().ok().filter(|_| head.seq > 0) {
            let operation = OperationId { unit: head.unit, seq: head.seq };
            heads.push(ChainHead { account: head.account, operation, seal });
        }
    }
    Ok(heads)
}

/// Those of the heads that the ledger no longer has: it was set back, or told anew.
///
/// # Errors
/// The database cannot be read.
pub async fn lost_heads(db: &Db, heads: &[ChainHead]) -> Result<Vec<ChainHead>, DbError> {
    let mut lost = Vec::new();
    for chunk in heads.chunks(CHUNK) {
        let kept = chunk.to_vec();
        let step = move |read: &mut Read<'_>| {
            let mut lost = Vec::new();
            for head in &kept {
                let OperationId { unit, seq } = head.operation;
                let seal = store::operations::seal(read, head.account, unit, seq)?;
                if seal.as_deref() != Some(head.seal.as_slice()) {
                    lost.push(head.clone());
                }
            }
            Ok::<_, DbError>(lost)
        };
        lost.extend(db.read(step).await?);
    }
    Ok(lost)
}
