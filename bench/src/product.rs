//! The product under test: the release binary, in a process of its own, on data of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kit_core::AccountId;
use kit_db::DatabaseUrl;
use serde_json::Value;

use crate::{accounts, load, statement};

/// How long making the data may take: it is not what is measured.
const MAKING: Duration = Duration::from_hours(3);

/// A running demonstration with many operations.
pub struct Product {
    process: Child,
    /// Where it listens.
    pub address: String,
    /// What `demo.json` says.
    pub story: Value,
}

/// Where the data of a run is and which engine keeps it.
pub struct Installation {
    /// The folder.
    pub folder: PathBuf,
    /// The PostgreSQL database, if not SQLite.
    pub database: Option<String>,
}

impl Installation {
    /// Makes the data: a demonstration with this many operations, most of them in its first account.
    pub async fn seed(&self, operations: u64) -> Result<(), String> {
        let operations = operations.to_string();
        self.launch(&["--fresh", "--operations", &operations], MAKING).await.map(drop)
    }

    /// Adds the accounts that only spend; answers each with a key.
    pub async fn add_accounts(&self) -> Result<Vec<(AccountId, String)>, String> {
        accounts::add(&self.folder, &self.database()?).await
    }

    /// Gives the account with the most operations enough to spend.
    pub async fn enrich(&self) -> Result<(), String> {
        accounts::enrich(&self.folder, &self.database()?, self.first_account()?).await
    }

    /// The account with the most operations.
    pub fn first_account(&self) -> Result<AccountId, String> {
        let story = self.story()?;
        let account = story["accounts"][0]["account"].as_str().unwrap_or_default();
        account.parse().map_err(|_| format!("{account} is no account"))
    }

    /// Where the data is.
    pub fn database(&self) -> Result<DatabaseUrl, String> {
        match &self.database {
            Some(url) => url.parse().map_err(|error| format!("{url}: {error}")),
            None => Ok(DatabaseUrl::Sqlite(self.folder.join("guichet.db"))),
        }
    }

    fn story(&self) -> Result<Value, String> {
        let story = std::fs::read(self.folder.join("demo.json")).map_err(|error| error.to_string())?;
        serde_json::from_slice(&story).map_err(|error| error.to_string())
    }

    /// Does now what the server's own housekeeping would do in the middle of the measurement.
    pub fn tidy(&self) -> Result<(), String> {
        match &self.database {
            Some(url) => psql(url, "VACUUM (ANALYZE)").and_then(|()| psql(url, "CHECKPOINT")),
            None => Ok(()),
        }
    }

    /// Starts the product on the data; answers it and how long it took until it was ready.
    pub async fn start(&self) -> Result<(Product, Duration), String> {
        self.launch(&[], Duration::from_secs(60)).await
    }

    async fn launch(&self, arguments: &[&str], patience: Duration) -> Result<(Product, Duration), String> {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let address = free.map_err(|error| error.to_string())?.to_string();
        let begun = Instant::now();
        let mut command = self.command();
        command.args(arguments).args(["--bind", &address]).stdout(Stdio::null());
        let process = command.spawn().map_err(|error| error.to_string())?;
        let mut product = Product { process, address, story: Value::Null };
        while !product.is_ready().await {
            if let Ok(Some(status)) = product.process.try_wait() {
                return Err(format!("the product ended with {status}"));
            }
            if begun.elapsed() > patience {
                return Err("the product does not become ready".to_owned());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let took = begun.elapsed();
        product.story = self.story()?;
        Ok((product, took))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.arg("demo").arg("--data").arg(&self.folder).env("GUICHET_LOG", "error");
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }
}

/// The release binary beside this one.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.parent().unwrap_or(Path::new("target/release")).join("guichet")
}

impl Product {
    async fn is_ready(&self) -> bool {
        let answer = load::once(&self.address, &get("/readyz", "")).await;
        answer.is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
    }

    /// Resident memory in KiB.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
    }

    /// Its number among the processes.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// The most memory it had since its peak was forgotten, in MiB.
    pub fn peak(&self) -> f64 {
        statement::peak(&self.process.id().to_string())
    }

    /// Has the system count its peak anew (proc(5), `clear_refs`).
    pub fn forget_peak(&self) -> Result<(), String> {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").map_err(|error| error.to_string())
    }

    /// A key of the account with the most operations.
    pub fn first_key(&self) -> &str {
        self.story["accounts"][0]["api_key"].as_str().unwrap_or_default()
    }

    /// Signs an agent with this permission in; answers the cookie.
    pub async fn sign_in_staff(&self, permission: &str) -> Result<String, String> {
        let has_it = |person: &&Value| {
            person["staff"].as_array().is_some_and(|permissions| permissions.iter().any(|one| one == permission))
        };
        self.sign_in_as(self.people().iter().find(has_it).ok_or("nobody has the permission")?).await
    }

    /// Signs an admin of `account` in; answers the cookie.
    pub async fn sign_in(&self, account: &str) -> Result<String, String> {
        let is_admin = |person: &&Value| {
            person["members"].as_array().is_some_and(|members| {
                members.iter().any(|member| {
                    member["account"] == account
                        && member["roles"].as_array().is_some_and(|roles| roles.iter().any(|role| role == "admin"))
                })
            })
        };
        self.sign_in_as(self.people().iter().find(is_admin).ok_or("the account has no admin")?).await
    }

    fn people(&self) -> &[Value] {
        self.story["people"].as_array().map_or(&[], Vec::as_slice)
    }

    async fn sign_in_as(&self, person: &Value) -> Result<String, String> {
        let page = load::once(&self.address, &get("/sign-in", "")).await?;
        let page = String::from_utf8_lossy(&page);
        let once =
            page.split("name=\"once\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let encoded = |value: &Value| {
            value.as_str().unwrap_or_default().bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()
        };
        let form = format!("email={}&password={}&once={once}", encoded(&person["email"]), encoded(&person["password"]));
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        let answer = load::once(&self.address, request.as_bytes()).await?;
        let answer = String::from_utf8_lossy(&answer);
        let cookie = answer
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let session = cookie
            .map(|(_, value)| value.split(';').next().unwrap_or_default())
            .find(|value| value.starts_with("guichet_session="));
        session.map(str::to_owned).ok_or_else(|| format!("signing in failed: {}", &answer[..answer.len().min(300)]))
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A GET request with more headers, each ending in CRLF.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n").into_bytes()
}

/// Runs a statement on a PostgreSQL database.
pub fn psql(url: &str, statement: &str) -> Result<(), String> {
    let status = Command::new("psql").args([url, "-q", "-c", statement]).stdout(Stdio::null()).status();
    if status.map_err(|error| error.to_string())?.success() { Ok(()) } else { Err(format!("{statement} failed")) }
}
