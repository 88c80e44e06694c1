//! The statements of the queue.

use kit_db::{FromRow, sql};

use crate::JobId;

/// A job handed to a runner.
#[derive(FromRow, Debug)]
pub(crate) struct Claimed {
    pub(crate) id: JobId,
    pub(crate) kind: String,
    pub(crate) body: String,
    /// Counting the one that begins.
    pub(crate) tries: i64,
}

sql!(
    ENQUEUE,
    "INSERT INTO jobs (id, kind, body, schedule, enqueued_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (schedule) DO NOTHING"
);
// $1 now, $2 end of the lease, $3 claim, $4 at most. Several PostgreSQL runners claim side by side; SQLite has one writer.
sql!(
    CLAIM,
    sqlite: "UPDATE jobs SET due_at = $2, tries = tries + 1, claim = $3
             WHERE id IN (SELECT id FROM jobs WHERE dead_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $4)
             RETURNING id, kind, body, tries",
    // Materialised, because a plan that ran the inner part again would claim more than asked for.
    postgres: "WITH due AS MATERIALIZED (
                   SELECT id FROM jobs WHERE dead_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $4
                   FOR UPDATE SKIP LOCKED)
               UPDATE jobs SET due_at = $2, tries = tries + 1, claim = $3 FROM due WHERE jobs.id = due.id
               RETURNING jobs.id, kind, body, tries"
);
sql!(DONE, "DELETE FROM jobs WHERE id = $1 AND claim = $2");
sql!(AGAIN, "UPDATE jobs SET due_at = $3, claim = NULL, error = $4 WHERE id = $1 AND claim = $2");
sql!(BURY, "UPDATE jobs SET dead_at = $3, claim = NULL, schedule = NULL, error = $4 WHERE id = $1 AND claim = $2");
sql!(REVIVE, "UPDATE jobs SET dead_at = NULL, due_at = $2, tries = 0 WHERE id = $1 AND dead_at IS NOT NULL");
sql!(
    DEAD,
    "SELECT id, kind, enqueued_at, dead_at, tries, COALESCE(error, '') AS error FROM jobs
     WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id LIMIT 200"
);
sql!(
    LOAD,
    "SELECT (SELECT COUNT(*) FROM jobs WHERE dead_at IS NULL AND due_at <= $1) AS due,
            (SELECT COUNT(*) FROM jobs WHERE dead_at IS NOT NULL) AS dead"
);
sql!(ADD_SCHEDULE, "INSERT INTO schedules (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
sql!(FIRE, "UPDATE schedules SET next_at = $3 WHERE name = $1 AND next_at <= $2");
