//! A queue for several threads that gives work to the one that rested last. Its connection's process at the server, and the
//! processor, still know what they need; going round would have each of them forget it in turn (a fifth of what a debit costs).

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::DbError;

/// Where work is left.
pub(super) struct Queue<T>(Arc<Shared<T>>);

/// A thread's place at the queue.
pub(super) struct Seat<T> {
    shared: Arc<Shared<T>>,
    number: usize,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    /// One for each seat.
    bells: Vec<Condvar>,
    most: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    /// The seats whose threads rest, the last to rest last.
    resting: Vec<usize>,
    seated: usize,
    closed: bool,
}

impl<T> Queue<T> {
    /// A queue in which at most `most` wait, and its seats.
    pub(super) fn new(seats: usize, most: usize) -> (Queue<T>, Vec<Seat<T>>) {
        let state =
            State { waiting: VecDeque::new(), resting: Vec::with_capacity(seats), seated: seats, closed: false };
        let bells = (0..seats).map(|_| Condvar::new()).collect();
        let shared = Arc::new(Shared { state: Mutex::new(state), bells, most });
        let seats = (0..seats).map(|number| Seat { shared: shared.clone(), number }).collect();
        (Queue(shared), seats)
    }

    /// Leaves work.
    ///
    /// # Errors
    /// [`DbError::Busy`] when too much waits already; a fault when no thread is left.
    pub(super) fn push(&self, work: T) -> Result<(), DbError> {
        let mut state = self.0.state();
        if state.seated == 0 {
            return Err(DbError::fault("the database threads are gone"));
        }
        if state.waiting.len() >= self.0.most {
            return Err(DbError::Busy);
        }
        state.waiting.push_back(work);
        let woken = state.resting.pop();
        drop(state);
        if let Some(bell) = woken.and_then(|seat| self.0.bells.get(seat)) {
            bell.notify_one();
        }
        Ok(())
    }
}

/// The threads do what is left, and end.
impl<T> Drop for Queue<T> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.bells.iter().for_each(Condvar::notify_one);
    }
}

impl<T> Seat<T> {
    /// The number of the seat.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The next work if some waits.
    pub(super) fn take_now(&self) -> Option<T> {
        self.shared.state().waiting.pop_front()
    }

    /// The next work, once there is some; none when there will be no more.
    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.shared.state();
        loop {
            if let Some(work) = state.waiting.pop_front() {
                return Some(work);
            }
            if state.closed {
                return None;
            }
            let bell = self.shared.bells.get(self.number)?;
            state.resting.push(self.number);
            state = bell.wait(state).unwrap_or_else(PoisonError::into_inner);
            // Whoever wakes without having been called is still among those who rest.
            state.resting.retain(|seat| *seat != self.number);
        }
    }
}

impl<T> Drop for Seat<T> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.seated -= 1;
        // Nobody will do what waits: whoever asked for it hears so.
        let waiting = if state.seated == 0 { std::mem::take(&mut state.waiting) } else { VecDeque::new() };
        drop(state);
        drop(waiting);
    }
}

impl<T> Shared<T> {
    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_waits_is_taken_in_its_order_and_no_more_than_the_most_waits() {
        let (queue, seats) = Queue::new(1, 2);
        queue.push(1).unwrap();
        queue.push(2).unwrap();
        assert!(matches!(queue.push(3), Err(DbError::Busy)));
        assert_eq!((seats[0].take(), seats[0].take_now(), seats[0].take_now()), (Some(1), Some(2), None));
    }

    #[test]
    fn what_is_left_is_done_and_then_the_threads_end() {
        let (queue, seats) = Queue::new(3, 100);
        let (done, told) = channel();
        let threads: Vec<_> = seats
            .into_iter()
            .map(|seat| {
                let done = done.clone();
                thread::spawn(move || std::iter::from_fn(|| seat.take()).for_each(|work| done.send(work).unwrap()))
            })
            .collect();
        (0..100).for_each(|work| queue.push(work).unwrap());
        drop((queue, done));
        let mut all: Vec<i32> = told.iter().collect();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    }

    #[test]
    fn the_thread_that_rested_last_is_called_first() {
        let (queue, seats) = Queue::new(4, 100);
        let (done, told) = channel();
        for seat in seats {
            let done = done.clone();
            thread::spawn(move || {
                while seat.take().is_some() {
                    done.send(seat.number()).unwrap();
                }
            });
        }
        let mut last = None;
        for round in 0..50 {
            // All rest.
            while queue.0.state().resting.len() < 4 {
                thread::sleep(Duration::from_millis(1));
            }
            queue.push(()).unwrap();
            let by = told.recv().unwrap();
            assert_eq!(last.replace(by).unwrap_or(by), by, "round {round}");
        }
    }

    #[test]
    fn work_that_nobody_would_do_is_refused_and_let_go() {
        let (queue, seats) = Queue::new(2, 100);
        let work = Arc::new(());
        queue.push(work.clone()).unwrap();
        drop(seats);
        assert_eq!(Arc::strong_count(&work), 1);
        assert!(matches!(queue.push(work), Err(DbError::Fault(_))));
    }
}
