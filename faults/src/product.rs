//! The product: the program itself, in a process of its own, on data of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::{Client, Identity};
use crate::failing::Failing;
use crate::till::Till;

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
    /// Where customers pay by PayPal.
    pub till: Option<Till>,
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

    /// Starts a node among others on the data that is there: `guichet serve`, at this address.
    ///
    /// # Errors
    /// As [`Installation::start`].
    pub fn serve(&self, address: &str) -> Result<Product, String> {
        let mut command = self.command("serve")?;
        command.env("GUICHET_BIND", address);
        self.begin(command, address, READY)
    }

    /// What the demonstration tells of itself.
    ///
    /// # Errors
    /// It did not.
    pub fn story(&self) -> Result<Value, String> {
        let text = std::fs::read(self.folder.join("demo.json")).map_err(|error| error.to_string())?;
        serde_json::from_slice(&text).map_err(|error| error.to_string())
    }

    /// The number of each account that may spend, and an API key of it.
    ///
    /// # Errors
    /// The demonstration did not say.
    pub fn accounts(&self) -> Result<Vec<(String, String)>, String> {
        let story = self.story()?;
        let accounts = story["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
        let active = accounts.iter().filter(|account| account["state"] == "active");
        let word = |value: &Value| value.as_str().map(str::to_owned);
        let keys: Vec<_> =
            active.filter_map(|account| Some((word(&account["account"])?, word(&account["api_key"])?))).collect();
        if keys.is_empty() { Err("no account of the demonstration may spend".to_owned()) } else { Ok(keys) }
    }

    /// Runs `guichet check` on the data.
    ///
    /// # Errors
    /// What the check found.
    pub fn check(&self) -> Result<(), String> {
        let mut check = self.command("check")?;
        let said = check.output().map_err(|error| error.to_string())?;
        if said.status.success() {
            return Ok(());
        }
        let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        Err(format!("guichet check: {out}{err}"))
    }

    /// A command of the program, told in its environment what this installation is.
    fn command(&self, name: &str) -> Result<Command, String> {
        let database = match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", self.folder.join("guichet.db").display()),
        };
        let secret = std::fs::read_to_string(self.folder.join("secret.key")).map_err(|error| error.to_string())?;
        let mut command = Command::new(binary());
        command.arg(name).env("GUICHET_DATABASE", database).env("GUICHET_SECRET_KEY", secret.trim());
        command.env("GUICHET_FILES", self.folder.join("files"));
        command.env("GUICHET_PUBLIC_URL", "http://127.0.0.1").env("GUICHET_WEBHOOKS_ALLOW_LOCAL", "true");
        command.env("GUICHET_MAIL", format!("folder:{}", self.folder.join("outbox").display()));
        Ok(command)
    }

    fn launch(&self, arguments: &[&str], patience: Duration) -> Result<Product, String> {
        let address = free_address()?;
        let mut command = Command::new(binary());
        command.arg("demo").arg("--data").arg(&self.folder).args(arguments).args(["--bind", &address]);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        if let Some(till) = &self.till {
            command.arg("--paypal").arg(till.file());
        }
        self.begin(command, &address, patience)
    }

    fn begin(&self, mut command: Command, address: &str, patience: Duration) -> Result<Product, String> {
        if let Some(failing) = self.failing {
            failing.under(&mut command, &self.folder);
        }
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.with_extension("log"));
        command.stdout(Stdio::null()).stderr(log.map_err(|error| error.to_string())?);
        let begun = now();
        let process = command.spawn().map_err(|error| format!("{}: {error}", binary().display()))?;
        let mut product = Product { process, address: address.to_owned(), took: Duration::ZERO };
        loop {
            let is_ready = product.is_ready();
            product.took = begun.elapsed();
            // Also if it is ready by now: late is late.
            if product.took > patience {
                return Err(format!("the product was not ready within {patience:?}"));
            }
            if is_ready {
                if let Some(till) = &self.till {
                    till.tell(address);
                }
                return Ok(product);
            }
            if product.has_ended() {
                return Err("the product ended instead of becoming ready".to_owned());
            }
            sleep(Duration::from_millis(2));
        }
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

    /// Its address, for a client that could speak to several.
    pub fn nodes(&self) -> Vec<String> {
        vec![self.address.clone()]
    }

    /// What it keeps in memory, in KiB, as the system says.
    ///
    /// # Errors
    /// It has ended.
    pub fn resident(&self) -> Result<u64, String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.map_err(|error| error.to_string())?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.ok_or_else(|| "the system does not say how much memory the product keeps".to_owned())
    }

    fn is_ready(&self) -> bool {
        let answer = Client::new(&self.nodes(), Identity::Nobody).get("/readyz");
        answer.is_some_and(|answer| answer.status == 200)
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

/// An address on loopback that nobody has just now.
///
/// # Errors
/// There is none.
pub fn free_address() -> Result<String, String> {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    free.map(|address| address.to_string()).map_err(|error| error.to_string())
}

/// So many addresses on loopback that stay the same over a restart: below the ports that the system gives to connections.
///
/// # Errors
/// There are not as many.
pub fn lasting_addresses(count: usize) -> Result<Vec<String>, String> {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap_or(0);
    let free =
        (first..32_000).map(|port| format!("127.0.0.1:{port}")).filter(|address| TcpListener::bind(address).is_ok());
    let addresses: Vec<String> = free.take(count).collect();
    if addresses.len() == count { Ok(addresses) } else { Err("there are too few free ports".to_owned()) }
}

/// The monotonic clock.
#[allow(clippy::disallowed_methods, reason = "how long things take is measured here")]
pub fn now() -> Instant {
    Instant::now()
}
