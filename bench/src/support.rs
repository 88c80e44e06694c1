//! What the publisher's desk and its customers' machines ask all day: the queue of cases, the more there are the longer?, and the sign of life of a
//! machine beside plain axum.

use jiff::{SignedDuration, Timestamp};
use kit_core::AccountId;
use kit_db::{DbError, Failed, FromRow, Lock, Tx, sql};
use machines::service::{LinkRequest, Linking};
use machines::{NewMachine, PersonalCode};

use crate::product::{Installation, get};
use crate::report::Report;
use crate::{FEW, Side, accounts, body_size, both, load, turns};

/// How many open cases the queues have.
const FEW_CASES: i64 = 1_000;
const MANY_CASES: i64 = 100_000;
/// How many cases one transaction writes.
const STEP: i64 = 1_000;
const CONNECTIONS: usize = 16;
const FINE: &str = "HTTP/1.1 200";

sql!(EXAMPLE, "SELECT MIN(number) AS number FROM cases WHERE due_at IS NOT NULL");
sql!(
    ANOTHER,
    "INSERT INTO cases (number, account, company, requester, team, sight, subject, product, page, priority, state, opened_at, updated_at,
                        owed_since, due_at, answered_at, ended_at, assignee, merged_into, once)
     SELECT $2, account, company, requester, team, sight, subject, product, page, priority, state, opened_at, updated_at,
            owed_since, $3, answered_at, ended_at, assignee, merged_into, $4 FROM cases WHERE number = $1"
);

#[derive(FromRow)]
struct Example {
    number: i64,
}

/// Measures an engine: an installation with few cases, another with many.
///
/// # Errors
/// The data cannot be made, or the product does not answer as it should.
pub async fn measure(name: &str, few: &Installation, many: &Installation, report: &mut Report) -> Result<(), String> {
    let mut queues = Vec::new();
    let mut token = String::new();
    for (installation, cases) in [(few, FEW_CASES), (many, MANY_CASES)] {
        println!("\n{name}, {cases} cases: making the data…");
        installation.seed(FEW).await?;
        token = link(installation).await?;
        add_cases(installation, cases).await?;
        installation.tidy()?;
        let (product, _) = installation.start().await?;
        let cookie = product.sign_in_staff("support").await?;
        let request = get("/staff/cases", &format!("cookie: {cookie}\r\n"));
        queues.push((product, request));
    }
    let sides: Vec<Side> =
        queues.iter().map(|(product, request)| Side::new(&product.address, request.clone())).collect();
    let [small, large] = sides.as_slice() else { return Err("two queues are compared".to_owned()) };
    let sizes = turns(small, large, CONNECTIONS, FINE).await?;
    report.ratio(
        &format!("{name}: queue page, {MANY_CASES} open cases to {FEW_CASES} (time)"),
        sizes.ratio(),
        1.3,
        false,
    );
    let (product, _) = queues.last().ok_or("no queue")?;
    let beat = beat(&token);
    let size = body_size(&load::once(&product.address, &beat).await?);
    let pair = both(size, get("/", ""), FINE, CONNECTIONS, Side::new(&product.address, beat)).await?;
    let parts = if few.database.is_none() { 3.0 } else { 7.0 };
    report.floor_ratio(
        &format!("{name}: heartbeat of a machine, {CONNECTIONS} connections"),
        &pair.floor,
        &pair.product,
        parts,
    );
    Ok(())
}

fn beat(token: &str) -> Vec<u8> {
    let body = "{}";
    format!(
        "POST /api/v1/machines/self/heartbeat HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Links a machine to the first account; answers its token.
async fn link(installation: &Installation) -> Result<String, String> {
    let (db, ctx) = accounts::open(&installation.folder, &installation.database()?)?;
    let account = installation.first_account()?;
    let linked = db.write(Lock::Account(account), move |tx| {
        let code = machines::service::make(tx, &ctx, account).map_err(|_| DbError::fault("no code"))?;
        machines::service::link(tx, &ctx, &request(account, code))
    });
    let linked = linked.await.map_err(|failed| match failed {
        Failed::Refused(refusal) => format!("{refusal:?}"),
        Failed::Db(error) => error.to_string(),
    })?;
    match linked {
        Linking::Done(now) => {
            now.token.map(|token| format!("gm_{}", token.reveal())).ok_or_else(|| "no token".to_owned())
        }
        Linking::Refused(refusal) => Err(format!("{refusal:?}")),
    }
}

fn request(account: AccountId, code: PersonalCode) -> LinkRequest {
    let machine = NewMachine {
        name: "Poste mesuré".to_owned(),
        system: "Windows 11".to_owned(),
        application: "Planelle".to_owned(),
        version: "2.4".to_owned(),
    };
    LinkRequest {
        account,
        code: Some(code),
        machine,
        replaces: None,
        key: "bench".to_owned(),
        from: vec![192, 0, 2, 1],
    }
}

/// Adds open cases that are due one minute after the other.
async fn add_cases(installation: &Installation, cases: i64) -> Result<(), String> {
    let (db, ctx) = accounts::open(&installation.folder, &installation.database()?)?;
    for first in (0..cases).step_by(usize::try_from(STEP).unwrap_or(1)) {
        let now = ctx.now;
        let written =
            db.write::<_, DbError, _>(Lock::None, move |tx| some_cases(tx, now, first..(first + STEP).min(cases)));
        written.await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn some_cases(tx: &mut Tx<'_>, now: Timestamp, places: std::ops::Range<i64>) -> Result<(), DbError> {
    let Example { number: example } = tx.one(&EXAMPLE, &[])?;
    for place in places {
        let due = now.saturating_add(SignedDuration::from_mins(place)).map_err(DbError::fault)?;
        // Behind the demonstration's own, in the same year.
        let number = example + 1_000 + place;
        tx.exec(&ANOTHER, &[&example, &number, &due, &number.to_be_bytes().as_slice()])?;
    }
    Ok(())
}
