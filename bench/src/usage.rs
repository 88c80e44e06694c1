//! What a debit costs: beside plain axum, at half the top throughput, and beside a transaction for each debit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use credits::{Charge, Feature, Idempotency, Quantity, Usage, UseKey, UsedBy};
use kit_core::{AccountId, Credits};
use kit_db::{Failed, Lock};
use kit_web::AccountState;

use crate::load::{self, Figures, Request};
use crate::processor::Workers;
use crate::product::{Installation, Product};
use crate::report::Report;
use crate::{Pair, Ready, Side, TURN, TURNS, accounts, body_size, both, with_floor};

/// How many ask at once.
const CONNECTIONS: usize = 64;
/// What an answer to a debit begins with.
const DONE: &str = "HTTP/1.1 201";

/// Measures the debits of an engine on an installation that serves.
pub async fn measure(
    name: &str,
    ready: &Ready,
    installation: &Installation,
    report: &mut Report,
) -> Result<(), String> {
    let is_sqlite = installation.database.is_none();
    let (many, hot) = if is_sqlite { (11.0, 5.0) } else { (8.0, 6.0) };
    let spread = beside_floor(&ready.product, &ready.keys).await?;
    let what = format!("{name}: POST /usage, {CONNECTIONS} connections, {} accounts", ready.keys.len());
    report.floor_ratio(&what, &spread.floor, &spread.product, many);
    let one = beside_floor(&ready.product, &ready.keys[..1]).await?;
    let what = format!("{name}: POST /usage, {CONNECTIONS} connections, one account");
    report.floor_ratio(&what, &one.floor, &one.product, hot);
    let half = at_half(&ready.product, &ready.keys, spread.product.per_second / 2.0).await?;
    let later = half.product.p99.saturating_sub(half.floor.p99).as_secs_f64() * 1e3;
    report.figure(&format!("{name}: p99 at half that throughput above the floor's, ms"), later, 10.0);
    if !is_sqlite {
        let alone = one_by_one(installation, ready.spender).await?;
        let times = one.product.per_second / alone;
        report.ratio(&format!("{name}: one account, to a transaction for each debit ({alone:.0}/s)"), times, 5.0, true);
    }
    Ok(())
}

/// Processor time of a debit with many operations in its ledger to that with few: the median of turns that they take.
pub async fn sizes(few: &Ready, many: &Ready, database: Option<&str>) -> Result<f64, String> {
    let mut ratios = Vec::with_capacity(TURNS);
    for _ in 0..=TURNS {
        ratios.push(processor_time(many, database).await? / processor_time(few, database).await?);
    }
    // The first turn warms both up.
    ratios.remove(0);
    ratios.sort_unstable_by(f64::total_cmp);
    Ok(ratios[TURNS / 2])
}

/// Microseconds for a debit of the account with the most operations.
async fn processor_time(ready: &Ready, database: Option<&str>) -> Result<f64, String> {
    let workers = Workers::of(&ready.product, database)?;
    let request = debits(&[ready.product.first_key().to_owned()]);
    let before = workers.spent();
    let load = load::run(ready.product.address.clone(), CONNECTIONS, TURN, DONE, request).await?;
    Ok((workers.spent() - before).as_secs_f64() * 1e6 / load.count as f64)
}

async fn beside_floor(product: &Product, keys: &[String]) -> Result<Pair, String> {
    let request = debits(keys);
    let size = body_size(&load::once(&product.address, &request(1000, 0)).await?);
    both(size, axum(), DONE, CONNECTIONS, Side { address: product.address.clone(), request }).await
}

/// Both asked so often, whatever they answer.
async fn at_half(product: &Product, keys: &[String], rate: f64) -> Result<Pair, String> {
    let request = debits(keys);
    let size = body_size(&load::once(&product.address, &request(1001, 0)).await?);
    let paced = async |address: &str, request: Request| -> Result<Figures, String> {
        load::paced(address.to_owned(), CONNECTIONS, rate, 2 * TURN, DONE, request).await
    };
    with_floor(size, async |address| {
        let floor = Side::new(address, axum());
        let mut turns = Vec::with_capacity(TURNS);
        for _ in 0..TURNS {
            let floor = paced(address, floor.request.clone()).await?;
            turns.push(Pair { floor, product: paced(&product.address, request.clone()).await? });
        }
        turns.sort_by_key(|turn| turn.product.p99.saturating_sub(turn.floor.p99));
        Ok(turns.swap_remove(TURNS / 2))
    })
    .await
}

/// What plain axum is asked: as much as the product.
fn axum() -> Vec<u8> {
    b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 38\r\n\r\n{\"feature\":\"plan.render\",\"quantity\":1}".to_vec()
}

/// Debits of the accounts with these keys, in turn. Their own keys begin with the time, as those of the client library do.
fn debits(keys: &[String]) -> Request {
    let (run, keys) = (std::process::id(), keys.to_vec());
    Arc::new(move |connection, number| {
        let body = r#"{"feature":"plan.render","quantity":1}"#;
        let key = &keys[(connection + number) % keys.len()];
        let moment = milliseconds();
        format!(
            "POST /api/v1/usage HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\nidempotency-key: {moment:012x}-{run}-{connection}-{number}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    })
}

/// The time of day, in milliseconds since 1970.
fn milliseconds() -> u128 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |passed| passed.as_millis())
}

/// Debits of one account, each in a transaction of its own, by as many at once and without HTTP: how many a second.
async fn one_by_one(installation: &Installation, account: AccountId) -> Result<f64, String> {
    let (db, ctx) = accounts::open(&installation.folder, &installation.database()?)?;
    let (begun, done) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let until = begun + 4 * TURN;
    let mut tasks = tokio::task::JoinSet::new();
    for connection in 0..CONNECTIONS {
        let (db, ctx, done) = (db.clone(), ctx.clone(), done.clone());
        tasks.spawn(async move {
            while Instant::now() < until {
                let number = done.fetch_add(1, Ordering::Relaxed);
                let usage = one(&format!("{:012x}-alone-{connection}-{number}", milliseconds()))?;
                let ctx = ctx.clone();
                db.write(Lock::None, move |tx| {
                    credits::spend(tx, &ctx, account, AccountState::Active, &usage).map(drop)
                })
                .await
                .map_err(|failed: Failed<credits::UsageRefusal>| format!("{failed:?}"))?;
            }
            Ok::<(), String>(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|error| error.to_string())??;
    }
    Ok(done.load(Ordering::Relaxed) as f64 / begun.elapsed().max(Duration::from_millis(1)).as_secs_f64())
}

fn one(key: &str) -> Result<Usage, String> {
    let key = UseKey::parse(key).map_err(|error| error.to_string())?;
    Ok(Usage {
        feature: Feature::parse("plan.render").map_err(|error| error.to_string())?,
        quantity: Quantity::ONE,
        charge: Charge::Amount(Credits(1)),
        used_by: UsedBy::Nobody,
        reference: None,
        idempotency: Idempotency::new("usage", &key, &[]),
    })
}
