//! The product: the program itself, in a process of its own, on data of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Client;
use crate::failing::Failing;

/// How long a start may take until the product answers that it is ready.
pub const READY: Duration = Duration::from_secs(2);
/// Making the data of a demonstration, which is no start.
const MAKING: Duration = Duration::from_secs(120);

/// Where the data is, on which engine, and with what underneath.
pub struct Installation<'a> {
    /// Its folder.
    pub folder: PathBuf,
    /// The address of its PostgreSQL database; none: SQLite.
    pub database: Option<String>,
    /// What makes its calls fail.
    pub failing: Option<&'a Failing>,
}

/// A running product. Dropped, it is killed.
pub struct Product {
    process: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took until it was ready.
    pub took: Duration,
}

impl Installation<'_> {
    /// Makes the data anew: a small demonstration.
    ///
    /// # Errors
    /// The product does not start.
    pub fn make(&self) -> Result<(), String> {
        self.launch(&["--fresh", "--operations", "500"], MAKING).map(drop)
    }

    /// Starts the product on the data that is there.
    ///
    /// # Errors
    /// It ends, or is not ready within [`READY`].
    pub fn start(&self) -> Result<Product, String> {
        self.launch(&[], READY)
    }

    /// An API key of each account that may spend.
    ///
    /// # Errors
    /// The demonstration did not say.
    pub fn keys(&self) -> Result<Vec<String>, String> {
        let text = std::fs::read(self.folder.join("demo.json")).map_err(|error| error.to_string())?;
        let story: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
        let accounts = story["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
        let active = accounts.iter().filter(|account| account["state"] == "active");
        let keys: Vec<String> = active.filter_map(|account| account["api_key"].as_str().map(str::to_owned)).collect();
        if keys.is_empty() { Err("no account of the demonstration may spend".to_owned()) } else { Ok(keys) }
    }

    /// Runs `guichet check` on the data.
    ///
    /// # Errors
    /// What the check found.
    pub fn check(&self) -> Result<(), String> {
        let database = match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.folder.join("guichet.db").display()),
        };
        let secret = std::fs::read_to_string(self.folder.join("secret.key")).map_err(|error| error.to_string())?;
        let mut check = Command::new(binary());
        check.arg("check").env("GUICHET_DATABASE", database).env("GUICHET_SECRET_KEY", secret.trim());
        check.env("GUICHET_PUBLIC_URL", "http://127.0.0.1").env("GUICHET_MAIL", "folder:outbox");
        let said = check.output().map_err(|error| error.to_string())?;
        if said.status.success() {
            return Ok(());
        }
        let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        Err(format!("guichet check: {out}{err}"))
    }

    fn launch(&self, arguments: &[&str], patience: Duration) -> Result<Product, String> {
        let address = free_address()?;
        let mut command = Command::new(binary());
        command.arg("demo").arg("--data").arg(&self.folder).args(arguments).args(["--bind", &address]);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        if let Some(failing) = self.failing {
            failing.under(&mut command, &self.folder);
        }
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.with_extension("log"));
        let log = log.map_err(|error| error.to_string())?;
        command.env("GUICHET_LOG", "warn").stdout(Stdio::null()).stderr(log);
        let begun = now();
        let process = command.spawn().map_err(|error| format!("{}: {error}", binary().display()))?;
        let mut product = Product { process, address, took: Duration::ZERO };
        while !product.is_ready() {
            if product.has_ended() {
                return Err("the product ended instead of becoming ready".to_owned());
            }
            if begun.elapsed() > patience {
                return Err(format!("the product was not ready within {patience:?}"));
            }
            sleep(Duration::from_millis(2));
        }
        product.took = begun.elapsed();
        Ok(product)
    }
}

impl Product {
    /// Ends it as a power cut would: without a word.
    pub fn kill(mut self) -> Result<(), String> {
        self.process.kill().and_then(|()| self.process.wait()).map(drop).map_err(|error| error.to_string())
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(Some(_)))
    }

    fn is_ready(&self) -> bool {
        Client::new(&self.address, "").get("/readyz").is_some_and(|answer| answer.status == 200)
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program beside this one.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.parent().unwrap_or(Path::new("target/release")).join("guichet")
}

fn free_address() -> Result<String, String> {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    free.map(|address| address.to_string()).map_err(|error| error.to_string())
}

/// The monotonic clock.
#[allow(clippy::disallowed_methods, reason = "how long things take is measured here")]
pub fn now() -> Instant {
    Instant::now()
}
