//! A statement of the bank as large as banks send them: read and matched against as many open orders, in a process of its own, so
//! that its memory is its own.
#![allow(clippy::print_stdout)]
#![allow(clippy::disallowed_methods, reason = "durations are what is measured here")]

use std::fmt::{Debug, Display};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use accounts::service::search::{Among, search};
use banking::{ReadFile, own_account, waiting};
use guichet::SecretKey;
use jiff::civil::Date;
use kit_core::{AccountId, Author, Clock, Context, Credits, Random};
use kit_db::{DatabaseUrl, Db, DbError, Failed, Lock, Tx};
use kit_web::AccountState;
use orders::{Choice, Form, OpenOrder, OrderNumber};

use crate::report::Report;

/// How many orders are open, and how many payments the file tells. Beside them it tells what the bank took back: one in fifty.
const MANY: usize = 100_000;
/// Orders that are made in one transaction.
const AT_ONCE: usize = 100;
/// The bounds.
const SECONDS: f64 = 5.0;
const MEBIBYTES: f64 = 256.0;

/// Makes the orders and the file beside them, and has them matched by a process of its own.
///
/// # Errors
/// The data cannot be made, or the process fails.
pub async fn measure(folder: &Path, database: &DatabaseUrl, report: &mut Report) -> Result<(), String> {
    println!("\na statement of {MANY} payments: making {MANY} open orders…");
    let db = Db::open(database).map_err(said)?;
    make_orders(folder, &db).await?;
    let file = folder.join("statement.xml");
    let size = write_file(&db, &file).await?;
    drop(db);
    println!("  the file has {} MiB", size >> 20);
    let own = std::env::current_exe().map_err(said)?;
    let told = Command::new(own).args(["match", &database_name(database)?]).arg(&file).output().map_err(said)?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let figure = |name: &str| -> Result<f64, String> {
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.trim().parse().ok()).ok_or_else(|| format!("no figure {name}in {told:?}"))
    };
    let (read, load, matched) = (figure("read ")?, figure("load ")?, figure("match ")?);
    println!("  read in {read:.2} s, orders in {load:.2} s, matched in {matched:.2} s; sure: {}", figure("sure ")?);
    report.figure("a CAMT file of 100,000 entries against 100,000 orders, s", read + load + matched, SECONDS);
    report.figure("the same, at most resident, MiB", figure("peak ")?, MEBIBYTES);
    Ok(())
}

/// What the process of its own does: `match DATABASE FILE`.
///
/// # Errors
/// The database or the file cannot be read.
pub async fn match_file(database: &str, file: &str) -> Result<(), String> {
    let db = Db::open(&DatabaseUrl::Sqlite(database.into())).map_err(said)?;
    let begun = Instant::now();
    let bytes = std::fs::read(file).map_err(said)?;
    let ReadFile { lines, .. } = banking::read(bytes, Date::constant(2026, 11, 2)).map_err(said)?;
    let read = begun.elapsed();
    let begun = Instant::now();
    let own = db.read::<_, DbError, _>(own_account).await.map_err(said)?;
    let mut orders = waiting(&db).await.map_err(said)?;
    let load = begun.elapsed();
    let begun = Instant::now();
    let mut sure = 0;
    for line in &lines {
        let proposal = orders.propose(line.movement(own.as_ref() == Some(&line.account)));
        if proposal.is_sure() {
            orders.claim(&proposal);
            sure += 1;
        }
    }
    let matched = begun.elapsed();
    let seconds = |time: Duration| time.as_secs_f64();
    println!(
        "read {}\nload {}\nmatch {}\nsure {sure}\npeak {}",
        seconds(read),
        seconds(load),
        seconds(matched),
        peak()
    );
    Ok(())
}

/// The most that this process ever had resident, in MiB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok());
    kib.unwrap_or(f64::INFINITY) / 1024.0
}

/// Orders of free amounts by all accounts in turn, as their forms make them.
async fn make_orders(folder: &Path, db: &Db) -> Result<(), String> {
    let random = Random::from_system().map_err(said)?;
    let ring = SecretKey::File(folder.join("secret.key")).obtain(&random).map_err(said)?;
    let ctx = Context { now: Clock::system().now(), author: Author::System("bench"), random, keys: ring.into() };
    let among = Among { state: Some(AccountState::Active), limit: 200 };
    let found = db.read::<_, DbError, _>(move |read| search(read, "", among)).await.map_err(said)?;
    let accounts: Vec<AccountId> = found.into_iter().map(|account| account.id).collect();
    let known = open_orders(db).await?.len();
    for from in (known..MANY).step_by(AT_ONCE) {
        let (ctx, accounts) = (ctx.clone(), accounts.clone());
        let body = move |tx: &mut Tx<'_>| {
            (from..(from + AT_ONCE).min(MANY)).try_for_each(|n| order(tx, &ctx, accounts[n % accounts.len()], n))
        };
        db.write(Lock::None, body).await.map_err(|failed: Failed<String>| format!("{failed:?}"))?;
    }
    Ok(())
}

fn order(tx: &mut Tx<'_>, ctx: &Context, account: AccountId, n: usize) -> Result<(), Failed<String>> {
    let refused = |why: &dyn Debug| Failed::Refused(format!("{why:?}"));
    // Amounts as different as those of packs and free amounts are: a hundred of them.
    let hundreds = i64::try_from(n % 100).unwrap_or(0) + 1;
    let choice = Choice::Free(Credits(100 * hundreds));
    let quote = orders::quote(tx, account, choice, ctx.now).map_err(|why| refused(&why))?;
    let form = Form { choice, token: format!("bench-{n}"), seen: quote.mark() };
    orders::place(tx, ctx, account, &form).map(drop).map_err(|why| refused(&why))
}

async fn open_orders(db: &Db) -> Result<Vec<OpenOrder>, String> {
    let mut all = Vec::new();
    for state in orders::open_states() {
        let mut after: Option<OrderNumber> = None;
        loop {
            let page =
                db.read::<_, DbError, _>(move |read| orders::open(read, state, after, 2_000)).await.map_err(said)?;
            let Some(last) = page.last() else { break };
            after = Some(last.number);
            all.extend(page);
        }
    }
    Ok(all)
}

/// A CAMT.053 in which each order is paid: a third by its creditor reference, a third by its number in the text, a third by name alone.
/// One payment of fifty is taken back by an entry of its own, so that the file has more entries than there are orders.
async fn write_file(db: &Db, path: &Path) -> Result<u64, String> {
    let bank = db.read::<_, DbError, _>(orders::settings).await.map_err(said)?.bank.ok_or("no bank account is set")?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(said)?);
    writeln!(
        file,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>\
         <GrpHdr><MsgId>BENCH</MsgId></GrpHdr><Stmt><Id>BENCH</Id><Acct><Id><IBAN>{}</IBAN></Id><Ccy>EUR</Ccy></Acct>",
        bank.iban
    )
    .map_err(said)?;
    for (n, order) in open_orders(db).await?.iter().enumerate().take(MANY) {
        file.write_all(entry(order, n, CAME).as_bytes()).map_err(said)?;
        if n % 50 == 49 {
            file.write_all(entry(order, n, WENT).as_bytes()).map_err(said)?;
        }
    }
    file.write_all(b"</Stmt></BkToCstmrStmt></Document>\n").map_err(said)?;
    file.into_inner().map_err(said)?.metadata().map(|file| file.len()).map_err(said)
}

/// Money that came in, and money that the bank took back.
const CAME: &str = "<CdtDbtInd>CRDT</CdtDbtInd>";
const WENT: &str = "<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>";

/// The n-th entry, which pays an order or undoes that.
fn entry(order: &OpenOrder, n: usize, direction: &str) -> String {
    let reference = order.number.reference().map(|reference| reference.to_string()).unwrap_or_default();
    let told = match n % 3 {
        0 => format!(
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{reference}</Ref></CdtrRefInf></Strd>"
        ),
        1 => format!("<Ustrd>Reglement commande {} merci</Ustrd>", order.number),
        _ => "<Ustrd>Votre facture du mois</Ustrd>".to_owned(),
    };
    let amount = format!("{}.{:02}", order.due() / 100, order.due() % 100);
    let payer = order.buyer.name.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt>{direction}<Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>\
         <ValDt><Dt>2026-11-02</Dt></ValDt><AcctSvcrRef>2026110200{n:09}</AcctSvcrRef>\
         <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>\
         <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>\
         <RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr><DbtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></DbtrAcct></RltdPties>\
         <RmtInf>{told}</RmtInf></TxDtls></NtryDtls><AddtlNtryInf>VIR SEPA RECU</AddtlNtryInf></Ntry>\n"
    )
}

fn database_name(database: &DatabaseUrl) -> Result<String, String> {
    match database {
        DatabaseUrl::Sqlite(path) => Ok(path.display().to_string()),
        DatabaseUrl::Postgres(_) => Err("the statement is matched on SQLite".to_owned()),
    }
}

fn said(error: impl Display) -> String {
    error.to_string()
}
