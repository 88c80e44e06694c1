//! What was produced in the year before, and how it was paid for: every operation made by the ledger itself, on its day.

use std::sync::Arc;

use credits::{
    Charge, Correction, Feature, Grant, Idempotency, LotKind, Means, Operation, OperationId, PaymentReference,
    Quantity, Reason, Reference, Usage, UseKey, UsedBy, balance, correct, grant, set_threshold, spend,
};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Author, Context, Credits, PersonId, Random};
use kit_db::{Failed, Lock, Tx};
use kit_web::{AccountState, App};
use orders::{DirectPayment, record_payment};
use tokio::task::JoinSet;

use super::customers::Fate;
use super::lives::{Life, SUSPENDED};
use super::past::{Past, as_staff};
use super::publisher::Staff;
use crate::failure::{Failure, failed};

/// Operations written in one transaction.
const BATCH: usize = 100;
/// Days of the year before.
const DAYS: i64 = 365;
/// One use in so many is put right afterwards.
const CORRECTED: usize = 700;

/// More than any use costs.
const DEAREST: Credits = Credits(10);

/// What is used, out of a hundred uses, and at most how much at a time.
const FEATURES: [(&str, u64, u64); 4] =
    [("plan.render", 55, 1), ("plan.export", 25, 4), ("plan.check", 12, 1), ("drawing.measure", 8, 1)];
const PROJECTS: [&str; 12] = [
    "Halle des Tanneurs",
    "Maison Aubépine",
    "Extension du lycée",
    "Pavillon 14",
    "Gare d’Orval",
    "Hangar Sud",
    "Résidence du Canal",
    "Grange aux Ifs",
    "Crèche des Lilas",
    "Atelier municipal",
    "Passerelle du Moulin",
    "Immeuble Vauclair",
];
const SHEETS: [&str; 8] = ["coupe A", "coupe B", "façade nord", "façade sud", "R+1", "R+2", "combles", "plan masse"];

/// Something that happens to a wallet.
#[derive(Debug, Clone)]
enum Step {
    Use { feature: &'static str, quantity: i64, member: PersonId, reference: String },
    Gift { amount: i64, reason: &'static str, lasts: SignedDuration },
    Watch { threshold: i64 },
    Pack { lasts: SignedDuration },
}

/// What one account's year consists of.
struct Plan {
    account: AccountId,
    key: String,
    billing: PersonId,
    pack: (i64, i64),
    steps: Vec<(Timestamp, Step)>,
}

/// Plays the year of every account that was ever accepted, all at the same time; `operations` is how many uses there are.
pub(super) async fn play(past: &Past, lives: &[Life], staff: Staff, operations: usize) -> Result<(), Failure> {
    let mut accounts = JoinSet::new();
    for life in lives.iter().filter(|life| life.key.is_some()) {
        let plan = Arc::new(plan(past, life, staff, operations * life.customer.share / 1000));
        accounts.spawn(run(past.app(), plan));
    }
    while let Some(ended) = accounts.join_next().await {
        ended.map_err(failed)?.map_err(failed)?;
    }
    Ok(())
}

fn plan(past: &Past, life: &Life, staff: Staff, uses: usize) -> Plan {
    let random = Random::seeded(life.account.0.unsigned_abs());
    let members: Vec<PersonId> = life.members.values().copied().collect();
    let last_day = if life.customer.fate == Fate::Suspended { SUSPENDED } else { 0 };
    let mut steps: Vec<(Timestamp, Step)> = Vec::with_capacity(uses + 8);
    while steps.len() < uses {
        let at = past.days_ago(DAYS) + SignedDuration::from_secs(below(&random, (DAYS - last_day) * 86_400));
        if is_worked(at, &random) && at < past.present() {
            steps.push((at, use_of(&random, &members)));
        }
    }
    for (days_ago, amount, reason) in
        [(DAYS, 150, "Bienvenue chez Cotelier"), (250, 80, "Geste commercial"), (130, 60, "Essai de la version 9")]
    {
        let gift = Step::Gift { amount, reason, lasts: SignedDuration::from_hours(60 * 24) };
        steps.push((past.days_ago(days_ago), gift));
    }
    if last_day == 0 {
        // Told when little is left, and, by those who use less than they are given, that some of it expires.
        steps.push((past.days_ago(20), Step::Watch { threshold: 100 }));
        let lasts = SignedDuration::from_hours(28 * 24);
        steps.push((past.days_ago(21), Step::Gift { amount: 900, reason: "Salon du plan", lasts }));
        let late = past.present() - SignedDuration::from_hours(20);
        let gift =
            Step::Gift { amount: 300, reason: "Merci de votre fidélité", lasts: SignedDuration::from_hours(6 * 24) };
        steps.push((late, gift));
        steps.push((late, Step::Pack { lasts: SignedDuration::from_hours(21 * 24) }));
        // More than a small account can use: what is left expires.
        steps.push((
            past.days_ago(75),
            Step::Gift { amount: 1500, reason: "Mois de découverte", lasts: SignedDuration::from_hours(30 * 24) },
        ));
    }
    steps.sort_by_key(|(at, _)| *at);
    // Credits, and what they cost: the French pay the tax with it.
    let (credits, net) = match life.customer.share {
        330.. => (5_000, 50_000),
        100.. => (1_000, 11_000),
        _ => (500, 6_000),
    };
    let pack = (credits, if life.customer.country == "FR" { net * 120 / 100 } else { net });
    let key = life.key.as_ref().map(|key| key.key.prefix.clone()).unwrap_or_default();
    Plan { account: life.account, key, billing: staff.billing, pack, steps }
}

/// People work on weekdays, few on Saturdays, in the day, and less in August.
fn is_worked(at: Timestamp, random: &Random) -> bool {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    let local = at.to_zoned(zone);
    let is_day = (8..19).contains(&local.hour());
    let percent = match local.weekday() {
        Weekday::Sunday => 1,
        Weekday::Saturday => 8,
        _ if local.month() == 8 => 35,
        _ => 100,
    };
    is_day && random.below(100) < percent
}

fn use_of(random: &Random, members: &[PersonId]) -> Step {
    let mut dice = random.below(100);
    let (mut feature, mut most) = ("plan.render", 1);
    for (name, percent, quantity) in FEATURES {
        (feature, most) = (name, quantity);
        if dice < percent {
            break;
        }
        dice -= percent;
    }
    Step::Use {
        feature,
        quantity: 1 + below(random, most.cast_signed()),
        member: pick(random, members).unwrap_or(PersonId::from_raw(0)),
        reference: format!(
            "{}, {}",
            pick(random, &PROJECTS).unwrap_or_default(),
            pick(random, &SHEETS).unwrap_or_default()
        ),
    }
}

async fn run(app: App, plan: Arc<Plan>) -> Result<(), Failed<String>> {
    let mut from = 0;
    while from < plan.steps.len() {
        let (plan, context) = (plan.clone(), app.context(Author::System("demo")));
        let until = (from + BATCH).min(plan.steps.len());
        app.db
            .write(Lock::None, move |tx| {
                let steps = plan.steps.get(from..until).unwrap_or_default();
                let mut purchased = Credits::ZERO;
                for (number, (at, step)) in (from..).zip(steps) {
                    if number == from {
                        purchased = balance(tx, plan.account, *at)?.purchased;
                    }
                    let ctx = Context { now: *at, ..context.clone() };
                    purchased = plan.take(tx, ctx, number, step, purchased)?;
                }
                Ok::<_, Failed<String>>(())
            })
            .await?;
        from = until;
    }
    Ok(())
}

impl Plan {
    /// Takes a step; answers how much purchased credit there is after it. Before it runs short, some is bought: a refused
    /// use would undo the whole transaction.
    fn take(
        &self,
        tx: &mut Tx<'_>,
        mut ctx: Context,
        number: usize,
        step: &Step,
        purchased: Credits,
    ) -> Result<Credits, Failed<String>> {
        if purchased < DEAREST {
            self.pay(tx, ctx.clone(), number, None)?;
        }
        let operation = match step {
            Step::Gift { amount, reason, lasts } => {
                ctx.author = as_staff(self.billing);
                let reason = Reason::parse(reason).map_err(told)?;
                let gift = Grant { amount: Credits(*amount), reason, expires_at: Some(ctx.now + *lasts) };
                grant(tx, &ctx, self.account, &gift).map_err(refused)?
            }
            Step::Watch { threshold } => {
                set_threshold(tx, &ctx, self.account, Some(Credits(*threshold)))?;
                return Ok(purchased);
            }
            Step::Pack { lasts } => self.pay(tx, ctx, number + self.steps.len(), Some(*lasts))?,
            Step::Use { feature, quantity, member, reference } => {
                let usage = self.usage(number, feature, *quantity, *member, reference)?;
                let key = Author::Key { account: self.account, key: self.key.clone(), member: Some(*member) };
                let by_key = Context { author: key, ..ctx.clone() };
                let used = spend(tx, &by_key, self.account, AccountState::Active, &usage).map_err(refused)?.operation;
                if number % CORRECTED == CORRECTED - 1 { self.put_right(tx, ctx, used)? } else { used }
            }
        };
        Ok(operation.purchased_after)
    }

    fn usage(
        &self,
        number: usize,
        feature: &str,
        quantity: i64,
        member: PersonId,
        reference: &str,
    ) -> Result<Usage, Failed<String>> {
        let key = UseKey::parse(&format!("demo-{number}")).map_err(told)?;
        Ok(Usage {
            feature: Feature::parse(feature).map_err(told)?,
            quantity: Quantity::new(quantity).map_err(told)?,
            charge: Charge::Tariff,
            used_by: UsedBy::Bearer(member, None),
            reference: Some(Reference::parse(reference).map_err(told)?),
            idempotency: Idempotency::new("usage", &key, &[feature.as_bytes(), reference.as_bytes()]),
        })
    }

    fn pay(
        &self,
        tx: &mut Tx<'_>,
        ctx: Context,
        number: usize,
        lasts: Option<SignedDuration>,
    ) -> Result<Operation, Failed<String>> {
        let (credits, cents) = self.pack;
        let means = if number.is_multiple_of(3) { Means::Card } else { Means::Transfer };
        let payment = DirectPayment {
            means,
            reference: PaymentReference::parse(&format!("{}-{number:05}", self.account)).map_err(told)?,
            received_on: ctx.now.to_zoned(TimeZone::UTC).date(),
            cents,
            credits: Credits(credits),
            expires_at: lasts.map(|lasts| ctx.now + lasts),
        };
        let ctx = Context { author: as_staff(self.billing), ..ctx };
        record_payment(tx, &ctx, self.account, &payment).map_err(refused)
    }

    fn put_right(&self, tx: &mut Tx<'_>, ctx: Context, operation: Operation) -> Result<Operation, Failed<String>> {
        if operation.amount == Credits::ZERO {
            return Ok(operation);
        }
        let correction = Correction {
            corrects: OperationId { unit: operation.unit, seq: operation.seq },
            amount: operation.amount.negated().map_err(told)?,
            kind: LotKind::Promotional,
            expires_at: None,
            reason: Reason::parse("Le rendu s’est interrompu : il vous est rendu.").map_err(told)?,
        };
        let ctx = Context { author: as_staff(self.billing), ..ctx };
        correct(tx, &ctx, self.account, &correction).map_err(refused)
    }
}

fn below(random: &Random, bound: i64) -> i64 {
    random.below(bound.unsigned_abs()).cast_signed()
}

fn pick<T: Copy>(random: &Random, things: &[T]) -> Option<T> {
    let number = usize::try_from(random.below(things.len() as u64)).ok()?;
    things.get(number).copied()
}

fn told(error: impl std::fmt::Display) -> Failed<String> {
    Failed::Refused(error.to_string())
}

fn refused(failed: Failed<impl std::fmt::Display>) -> Failed<String> {
    match failed {
        Failed::Refused(reason) => told(reason),
        Failed::Db(error) => Failed::<String>::Db(error),
    }
}
