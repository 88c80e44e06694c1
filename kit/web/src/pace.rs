//! How slowly a form may come: whoever brings too little in half a minute of waiting is not waited for any longer.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use crate::error::WebError;

/// How much has to come, in bytes…
const AT_LEAST: usize = 64 << 10;
/// …in so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of a form came since it began to be waited for.
#[derive(Debug)]
pub(crate) struct Pace {
    patience: Duration,
    ends: Option<Pin<Box<Sleep>>>,
    came: usize,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace::of(PATIENCE)
    }
}

impl Pace {
    pub(crate) fn of(patience: Duration) -> Pace {
        Pace { patience, ends: None, came: 0 }
    }

    /// Waits for what comes next. Who sends it is not blamed for the time that passed while nobody waited.
    ///
    /// # Errors
    /// [`WebError::TooSlow`].
    pub(crate) async fn wait<R>(&mut self, next: impl Future<Output = R>) -> Result<R, WebError> {
        if self.ends.as_ref().is_some_and(|ends| ends.is_elapsed()) {
            *self = Pace::of(self.patience);
        }
        let ends = self.ends.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        tokio::select! {
            biased;
            () = ends.as_mut() => Err(WebError::TooSlow),
            next = next => Ok(next),
        }
    }

    /// So much has come.
    pub(crate) fn came(&mut self, bytes: usize) {
        self.came += bytes;
        if self.came >= AT_LEAST {
            *self = Pace::of(self.patience);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn only_what_comes_buys_time() {
        let mut pace = Pace::of(Duration::from_secs(1));
        let a_while = Duration::from_millis(600);
        pace.wait(sleep(a_while)).await.unwrap();
        pace.came(AT_LEAST - 1);
        pace.came(1);
        pace.wait(sleep(a_while)).await.unwrap();
        sleep(a_while).await;
        pace.wait(ready(())).await.expect("what is done meanwhile is not waiting");
        pace.wait(sleep(a_while)).await.unwrap();
        pace.came(AT_LEAST - 1);
        assert!(matches!(pace.wait(sleep(a_while)).await, Err(WebError::TooSlow)));
        assert!(matches!(Pace::of(Duration::from_millis(1)).wait(pending::<()>()).await, Err(WebError::TooSlow)));
    }
}
