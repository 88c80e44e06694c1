//! The processor time that a debit costs: of the product, and of the database server that works for it.

use std::process::Command;
use std::time::Duration;

use crate::product::Product;

/// Clock ticks a second in `/proc` (`USER_HZ`), which Linux fixes for all programs.
const TICKS: u64 = 100;

/// The processes that work for a product.
pub struct Workers {
    product: u32,
    server: Option<u32>,
}

impl Workers {
    /// Those of a product, and of the PostgreSQL server at `database`.
    pub fn of(product: &Product, database: Option<&str>) -> Result<Workers, String> {
        let server = database.map(postmaster).transpose()?;
        Ok(Workers { product: product.process(), server })
    }

    /// The processor time that they have used so far, to ten milliseconds.
    pub fn spent(&self) -> Duration {
        let mut sum = ticks(self.product).map_or(0, |(_, spent)| spent);
        if let Some(server) = self.server {
            let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
            let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
            sum += ids.filter_map(ticks).filter(|(parent, _)| *parent == server).map(|(_, spent)| spent).sum::<u64>();
        }
        Duration::from_millis(sum * 1000 / TICKS)
    }
}

/// The parent of a process and the ticks it has used, in the program and in the kernel for it.
fn ticks(process: u32) -> Option<(u32, u64)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in parentheses, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
    let parent = u32::try_from(number(1)?).ok()?;
    Some((parent, number(11)? + number(12)?))
}

/// The process that all of a server's come from, as the server itself has written it down.
fn postmaster(database: &str) -> Result<u32, String> {
    let asked = Command::new("psql").args([database, "-q", "-t", "-A", "-c", "SHOW data_directory"]).output();
    let folder = String::from_utf8_lossy(&asked.map_err(|error| error.to_string())?.stdout).trim().to_owned();
    let written = std::fs::read_to_string(format!("{folder}/postmaster.pid")).map_err(|error| error.to_string())?;
    let first = written.lines().next().unwrap_or_default();
    first.trim().parse().map_err(|_| format!("{folder} tells no process"))
}
