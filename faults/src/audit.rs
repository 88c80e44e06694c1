//! The last look: the whole history, every hold and every purchase, held against what the workers were told.

use std::collections::{HashMap, HashSet};
use std::thread::scope;

use serde_json::Value;

use crate::client::{Client, Identity};
use crate::product::Product;
use crate::step::{FEATURE, Step, TOP_UP};
use crate::worker::{Known, Worker};

/// The credits of each purchase, by the order that it names.
pub type Purchases = HashMap<String, Vec<i64>>;

/// Reads the history of each account: each acknowledged use is there once, as it was told, and nothing else of ours is.
///
/// # Errors
/// What is missing, doubled or too much.
pub fn history(workers: &[Worker], product: &Product) -> Result<(), String> {
    let mut by_key: HashMap<&str, HashMap<String, (String, i64)>> = HashMap::new();
    for worker in workers {
        if !by_key.contains_key(worker.api_key.as_str()) {
            by_key.insert(&worker.api_key, uses(&product.nodes(), &worker.api_key)?);
        }
    }
    for worker in workers {
        let Some(made) = by_key.get_mut(worker.api_key.as_str()) else { continue };
        let told = worker.told()?;
        for request in &worker.requests {
            let references = request.step.references(&request.key);
            let there: Vec<_> = references.iter().filter_map(|reference| made.remove(reference)).collect();
            let is_right = match (&request.known, told.get(&request.key)) {
                (Known::Done(known), Some(said)) if known == said && there.len() == references.len() => {
                    let names: Vec<&str> = there.iter().map(|(operation, _)| operation.as_str()).collect();
                    let amount: i64 = there.iter().map(|(_, amount)| amount).sum();
                    references.is_empty() || (names.join("+"), amount) == (said.name.clone(), said.amount)
                }
                (Known::Refused | Known::Undone, None) => there.is_empty(),
                _ => false,
            };
            if !is_right {
                let (key, known, told) = (&request.key, &request.known, told.get(&request.key));
                return Err(format!("{key}: known as {known:?}, told {told:?}, in the history {there:?}"));
            }
        }
    }
    match by_key.values().flat_map(HashMap::keys).next() {
        Some(stray) => Err(format!("{stray} is in the history, and nobody was told so")),
        None => Ok(()),
    }
}

/// Looks at each hold and lease: it ended as somebody was told, or is open, and what is open is what the wallet holds.
///
/// # Errors
/// One that ended otherwise, or not.
pub fn holds(workers: &[Worker], product: &Product) -> Result<(), String> {
    let open = scope(|scope| {
        let all: Vec<_> = workers.iter().map(|worker| (worker, scope.spawn(|| open(worker, product)))).collect();
        let mut sums: HashMap<&str, i64> = HashMap::new();
        for (worker, one) in all {
            *sums.entry(&worker.api_key).or_default() += one.join().map_err(|_| "a reader panicked".to_owned())??;
        }
        Ok::<_, String>(sums)
    })?;
    for (key, sum) in open {
        let balance = read(&mut client(product, key), "/api/v1/balance")?;
        let held = balance["held"].as_i64().unwrap_or(-1);
        if held != sum {
            return Err(format!("{held} credits are held, and {sum} are in open holds and leases"));
        }
    }
    Ok(())
}

/// What is open of a worker's holds and leases, in credits, after each was found as it must be.
fn open(worker: &Worker, product: &Product) -> Result<i64, String> {
    let done = || {
        worker.requests.iter().filter_map(|request| match &request.known {
            Known::Done(said) => Some((&request.step, said)),
            _ => None,
        })
    };
    let ends: HashMap<&str, &str> = done()
        .filter_map(|(step, _)| match step {
            Step::Capture(hold, _) => Some((hold.as_str(), "captured")),
            Step::Release(hold) => Some((hold.as_str(), "released")),
            Step::Settle(lease, _) => Some((lease.as_str(), "settled")),
            _ => None,
        })
        .collect();
    let (mut reader, mut sum) = (client(product, &worker.api_key), 0);
    for (step, said) in done().filter(|(step, _)| matches!(step, Step::Hold(_) | Step::Lease)) {
        let hold = read(&mut reader, &format!("{}/{}", step.path(), said.name))?;
        let state = hold["state"].as_str().unwrap_or_default();
        match ends.get(said.name.as_str()) {
            Some(end) if state == *end => {}
            None if state == "open" => sum += said.amount,
            None if state == "expired" && worker.clock_moves => {}
            end => return Err(format!("{} is {state}, and was told to be {}", said.name, end.unwrap_or(&"open"))),
        }
    }
    Ok(sum)
}

/// Looks at the purchases of each account: each order whose money was recorded, or paid at PayPal, made its credits once, and no other
/// order did.
/// Answers how many requests were acknowledged in all.
///
/// # Errors
/// What is missing, doubled or too much.
pub fn bought(workers: &[Worker], product: &Product, before: &Purchases) -> Result<usize, String> {
    let keys: HashSet<&str> = workers.iter().map(|worker| worker.api_key.as_str()).collect();
    let mut made = purchases(&product.nodes(), keys.into_iter())?;
    made.retain(|order, _| !before.contains_key(order));
    let mut count = 0;
    for request in workers.iter().flat_map(|worker| &worker.requests) {
        let Known::Done(said) = &request.known else { continue };
        count += 1;
        if let Step::Pay(order, _) = &request.step {
            made_once(&mut made, order, said.amount)?;
        }
    }
    for order in workers.iter().flat_map(Worker::paid) {
        made_once(&mut made, order, TOP_UP)?;
    }
    match made.keys().next() {
        Some(stray) => Err(format!("{stray} made credits, and nobody was told that its money came")),
        None => Ok(count),
    }
}

/// Takes the purchase of a paid order out of those that were made.
fn made_once(made: &mut Purchases, order: &str, amount: i64) -> Result<(), String> {
    match made.remove(order).as_deref() {
        Some([credits]) if *credits == amount => Ok(()),
        other => Err(format!("the money of {order} came, and its purchases are {other:?}")),
    }
}

/// One of the orders paid at PayPal that made no credits yet.
///
/// # Errors
/// The history is not answered.
pub fn uncredited(workers: &[Worker], product: &Product) -> Result<Option<String>, String> {
    let payers = || workers.iter().filter(|worker| worker.paid().next().is_some());
    let made = purchases(&product.nodes(), payers().map(|worker| worker.api_key.as_str()))?;
    Ok(payers().flat_map(Worker::paid).find(|order| !made.contains_key(*order)).map(str::to_owned))
}

/// The purchases of the accounts of these keys.
///
/// # Errors
/// The history is not answered.
pub fn purchases<'a>(nodes: &[String], keys: impl Iterator<Item = &'a str>) -> Result<Purchases, String> {
    let mut purchases = Purchases::new();
    for key in keys {
        let mut client = Client::new(nodes, Identity::Key(key.to_owned()));
        pages(&mut client, "purchase", |operation| {
            let order = operation["payment"].as_str().unwrap_or_default().to_owned();
            purchases.entry(order).or_default().push(operation["amount"].as_i64().unwrap_or_default());
            Ok(())
        })?;
    }
    Ok(purchases)
}

/// The uses that were made here in an account, by their reference: the operation and its amount.
///
/// # Errors
/// The history is not answered, or has one twice.
pub fn uses(nodes: &[String], api_key: &str) -> Result<HashMap<String, (String, i64)>, String> {
    let mut made: HashMap<String, (String, i64)> = HashMap::new();
    let mut client = Client::new(nodes, Identity::Key(api_key.to_owned()));
    pages(&mut client, "usage", |operation| {
        let Some(reference) = operation["reference"].as_str().filter(|_| operation["feature"] == FEATURE) else {
            return Ok(());
        };
        let id = operation["id"].as_str().unwrap_or_default().to_owned();
        let amount = operation["amount"].as_i64().unwrap_or_default();
        match made.insert(reference.to_owned(), (id.clone(), amount)) {
            Some((before, _)) => Err(format!("DOUBLED: {reference} is {before} and {id}")),
            None => Ok(()),
        }
    })?;
    Ok(made)
}

/// Goes through the history of an account, page by page.
fn pages(client: &mut Client, kind: &str, mut each: impl FnMut(&Value) -> Result<(), String>) -> Result<(), String> {
    let mut cursor = String::new();
    loop {
        let page = read(client, &format!("/api/v1/operations?limit=200&kind={kind}{cursor}"))?;
        page["operations"].as_array().map(Vec::as_slice).unwrap_or_default().iter().try_for_each(&mut each)?;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(()),
        }
    }
}

fn client(product: &Product, api_key: &str) -> Client {
    Client::new(&product.nodes(), Identity::Key(api_key.to_owned()))
}

fn read(client: &mut Client, path: &str) -> Result<Value, String> {
    let answer = client.get(path).filter(|answer| answer.status == 200);
    answer.map(|answer| answer.body).ok_or_else(|| format!("{path} is not answered"))
}
