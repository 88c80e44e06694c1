//! The measurements: both engines as they run in production.

use xtask::command::{Failure, cargo, run};
use xtask::postgres::{Cluster, Settings};

/// Names the PostgreSQL that the measurements use.
const BENCH_POSTGRES: &str = "GUICHET_BENCH_POSTGRES";

/// Builds the product, starts a durable PostgreSQL on disk and runs the measurements with `arguments`.
///
/// # Errors
/// PostgreSQL cannot be started, the build fails, or a measurement does.
pub fn measure(arguments: &[&str]) -> Result<(), Failure> {
    run(cargo().args(["build", "--release", "--package", "guichet"]))?;
    let cluster = Cluster::start(Settings::Durable)?;
    let bench = ["run", "--release", "--package", "bench", "--"];
    run(cargo().args(bench).args(arguments).env(BENCH_POSTGRES, cluster.socket_url()))
}
