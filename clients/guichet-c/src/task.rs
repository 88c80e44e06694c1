//! Something that goes on by itself: a thread, and a place for its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// It goes on when this is dropped.
pub(crate) struct Task {
    answer: Arc<Mutex<Option<String>>>,
}

impl Task {
    /// Begins `work` on a thread of its own; none where the system gives none.
    pub(crate) fn begin(work: impl FnOnce() -> serde_json::Value + Send + 'static) -> Option<Task> {
        let answer = Arc::new(Mutex::new(None));
        let place = Arc::clone(&answer);
        let thread = thread::Builder::new().name("guichet".to_owned());
        let begun = thread.spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(work));
            let told = done.unwrap_or_else(|_| crate::command::failed("fault", "the library failed"));
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(told.to_string());
        });
        begun.ok().map(|_| Task { answer })
    }

    /// What came of it, if it is done.
    pub(crate) fn answer(&self) -> Option<String> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer_of(task: &Task) -> String {
        loop {
            if let Some(answer) = task.answer() {
                return answer;
            }
            thread::yield_now();
        }
    }

    #[test]
    fn an_answer_stays_and_a_panic_is_one() {
        let task = Task::begin(|| serde_json::json!({ "ok": 1 })).unwrap();
        assert_eq!((answer_of(&task), answer_of(&task)), (r#"{"ok":1}"#.to_owned(), r#"{"ok":1}"#.to_owned()));
        let failed = Task::begin(|| panic!("on purpose")).unwrap();
        assert!(answer_of(&failed).contains(r#""error":"fault""#));
    }
}
