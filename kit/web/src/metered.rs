//! A body that is read only as fast as something comes of it. Whoever takes the parts of a form apart gathers in memory what belongs
//! to no part yet: what stands before the first one, and the head of each. So only so much is handed on before a part moves on.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use axum::body::{Body, Bytes};
use futures_util::stream::{Stream, poll_fn};
use thiserror::Error;

/// How much is handed on at a time, in bytes.
const PIECE: usize = 16 << 10;
/// What a piece counts at the least: for each, all that is gathered is searched anew.
const SHORTEST: usize = 512;
/// How much may be handed on of which nothing has come, in bytes.
const MOST: usize = 64 << 10;

/// How much of a body was handed on since something came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter(Arc<AtomicUsize>);

#[derive(Debug, Error)]
#[error("the head of a part is too long")]
struct TooLong;

impl Meter {
    /// Something came of it.
    pub(crate) fn moves_on(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Whether the body was broken off.
    pub(crate) fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MOST
    }

    fn passes(&self, piece: usize) -> bool {
        let bytes = piece.max(SHORTEST);
        self.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= MOST
    }

    /// The body, in pieces.
    pub(crate) fn of(&self, body: Body) -> Body {
        let (meter, mut stream) = (self.clone(), body.into_data_stream());
        let (mut rest, mut is_resting) = (Bytes::new(), false);
        Body::from_stream(poll_fn(move |context| {
            // Whoever reads would take all that is there before looking at any of it.
            if std::mem::take(&mut is_resting) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if rest.is_empty() {
                match Pin::new(&mut stream).poll_next(context) {
                    Poll::Ready(Some(Ok(bytes))) => rest = bytes,
                    other => return other,
                }
            }
            let piece = rest.split_to(rest.len().min(PIECE));
            is_resting = true;
            Poll::Ready(Some(if meter.passes(piece.len()) { Ok(piece) } else { Err(axum::Error::new(TooLong)) }))
        }))
    }
}
