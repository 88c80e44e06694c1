//! All workers together.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

use crate::audit;
use crate::client::Answer;
use crate::person::{self, Counter, Person};
use crate::product::{Installation, Product};
use crate::receiver::Receiver;
use crate::step::{Role, Step};
use crate::worker::{Job, Known, Tally, Worker};

/// What each of the workers does.
const ROLES: [Role; 16] = {
    use Role::{Buyer, Holder, Lessee, Payer, Spender};
    [
        Spender, Holder, Lessee, Payer, Holder, Spender, Buyer, Spender, Lessee, Spender, Holder, Payer, Spender,
        Buyer, Lessee, Holder,
    ]
};

/// How often it is looked whether what was paid at PayPal made its credits, and the pause before each look.
const LOOKS: usize = 120;
const PAUSE: Duration = Duration::from_millis(500);

/// What a crew does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// All of it: uses, holds, leases, top-ups, and webhooks about these.
    Everything,
    /// What programs ask for, without people: uses, holds, leases.
    Programs,
    /// The same while somebody moves the clock.
    ProgramsUnderAnyClock,
}

/// The workers of a scenario.
pub struct Crew {
    workers: Vec<Worker>,
    /// What the account of each had bought before.
    before: audit::Purchases,
    /// Who hears of orders, where somebody orders.
    receiver: Option<Receiver>,
}

impl Crew {
    /// Workers for the accounts of `installation`, and a receiver of webhooks if they buy; journals lie in `folder`.
    ///
    /// # Errors
    /// There is no account that may spend, nobody can sign in, or there is no room for the journals.
    pub fn hire(installation: &Installation<'_>, folder: &Path, load: Load) -> Result<Crew, String> {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        let (accounts, story) = (installation.accounts()?, installation.story()?);
        let product = installation.start()?;
        let (mut receiver, mut cashier) = (None, String::new());
        if load == Load::Everything {
            let owner = somebody(Person::of_staff(&story, "owner"))?.sign_in(&product.nodes())?;
            let listening = Receiver::listen(folder)?;
            person::register(&product.nodes(), &owner, &listening.url())?;
            receiver = Some(listening);
            cashier = somebody(Person::of_staff(&story, "billing"))?.sign_in_for_good(&product.nodes())?;
        }
        let mut workers = Vec::new();
        for (number, (role, (account, key))) in ROLES.iter().zip(accounts.iter().cycle()).enumerate() {
            let (counter, role) = match (role, load) {
                (Role::Buyer | Role::Payer, Load::Everything) => {
                    let buyer = somebody(Person::buying_for(&story, account))?.sign_in(&product.nodes())?;
                    (Some(Counter { account: account.clone(), buyer, cashier: cashier.clone() }), *role)
                }
                (Role::Buyer | Role::Payer, _) => (None, Role::Spender),
                (other, _) => (None, *other),
            };
            let job = Job {
                name: format!("w{number}"),
                api_key: key.clone(),
                role,
                counter,
                till: installation.till.clone().filter(|_| role == Role::Payer),
                node: number,
                clock_moves: load == Load::ProgramsUnderAnyClock,
            };
            workers.push(Worker::new(job, folder)?);
        }
        let keys = accounts.iter().map(|(_, key)| key.as_str());
        let before = audit::purchases(&product.nodes(), keys)?;
        product.kill()?;
        Ok(Crew { workers, before, receiver })
    }

    /// Has all of them work while `meanwhile` runs, on these nodes.
    ///
    /// # Errors
    /// An answer that must not be, or what `meanwhile` says.
    pub fn work_while<T>(
        &mut self,
        nodes: &[String],
        meanwhile: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, String> {
        let stop = AtomicBool::new(false);
        scope(|scope| {
            let working: Vec<_> = self
                .workers
                .iter_mut()
                .map(|worker| {
                    let stop = &stop;
                    scope.spawn(move || worker.work(nodes, stop))
                })
                .collect();
            let outcome = meanwhile();
            stop.store(true, Ordering::SeqCst);
            for worker in working {
                worker.join().map_err(|_| "a worker panicked".to_owned())??;
            }
            outcome
        })
    }

    /// Has all of them work for some time.
    ///
    /// # Errors
    /// An answer that must not be.
    pub fn work_for(&mut self, nodes: &[String], milliseconds: u64) -> Result<(), String> {
        self.work_while(nodes, || {
            sleep(Duration::from_millis(milliseconds));
            Ok(())
        })
    }

    /// Asks again, in parallel, as [`Worker::confirm`].
    ///
    /// # Errors
    /// Something is lost or doubled.
    pub fn confirm(&mut self, nodes: &[String]) -> Result<Tally, String> {
        let mut tally = Tally::default();
        for one in self.confirm_each(nodes) {
            tally += one?;
        }
        Ok(tally)
    }

    /// The same, with what each of them finds.
    pub fn confirm_each(&mut self, nodes: &[String]) -> Vec<Result<Tally, String>> {
        scope(|scope| {
            let all: Vec<_> =
                self.workers.iter_mut().map(|worker| scope.spawn(move || worker.confirm(nodes))).collect();
            let panicked = |_| Err("a worker panicked".to_owned());
            all.into_iter().map(|one| one.join().unwrap_or_else(panicked)).collect()
        })
    }

    /// What each of them does, and how many of its requests were acknowledged.
    pub fn acknowledged(&self) -> Vec<(Role, usize)> {
        let count =
            |worker: &Worker| worker.requests.iter().filter(|request| matches!(request.known, Known::Done(_))).count();
        self.workers.iter().map(|worker| (worker.role, count(worker))).collect()
    }

    /// Notes a step that somebody sends for the worker with this number, counted round; answers its place.
    pub fn prepare(&mut self, number: usize, step: Step) -> (usize, usize) {
        let worker = number % self.workers.len().max(1);
        (worker, self.workers.get_mut(worker).map_or(0, |own| own.prepare(step)))
    }

    /// The key of the request at a place, the API key of its worker, and what it asks for.
    pub fn at(&self, (worker, request): (usize, usize)) -> Option<(&str, &str, &Step)> {
        let worker = self.workers.get(worker)?;
        worker.requests.get(request).map(|request| (request.key.as_str(), worker.api_key.as_str(), &request.step))
    }

    /// Takes the answer to the request at a place, as [`Worker::take`].
    ///
    /// # Errors
    /// As there.
    pub fn take(&mut self, (worker, request): (usize, usize), answer: &Answer) -> Result<bool, String> {
        self.workers.get_mut(worker).map_or(Ok(true), |own| own.take(request, answer))
    }

    /// How many requests were sent in all.
    pub fn sent(&self) -> usize {
        self.workers.iter().map(|worker| worker.requests.len()).sum()
    }

    /// How often one of them was told of a fault.
    pub fn faults(&self) -> usize {
        self.workers.iter().map(|worker| worker.faults).sum()
    }

    /// How often one of them was told to come back.
    pub fn waits(&self) -> usize {
        self.workers.iter().map(|worker| worker.waits).sum()
    }

    /// Whether somebody buys, so that webhooks are to come.
    pub fn buys(&self) -> bool {
        self.receiver.is_some()
    }

    /// What was acknowledged of each kind, and how many webhooks were heard, in words.
    pub fn kinds(&self) -> String {
        let mut counts = [0; 4];
        let requests = self.workers.iter().flat_map(|worker| &worker.requests);
        for request in requests.filter(|request| matches!(request.known, Known::Done(_))) {
            let [uses, holds, leases, top_ups] = &mut counts;
            *match request.step {
                Step::Use(_) => uses,
                Step::Hold(_) | Step::Capture(..) | Step::Release(_) => holds,
                Step::Lease | Step::Settle(..) => leases,
                Step::Order(..) | Step::Pay(..) => top_ups,
            } += 1;
        }
        let [uses, holds, leases, top_ups] = counts;
        let paid = self.workers.iter().flat_map(Worker::paid).count();
        let heard = self.receiver.as_ref().map_or(0, Receiver::count);
        format!(
            "{uses} uses, {holds} of holds, {leases} of leases, {top_ups} of top-ups; {paid} paid at PayPal; {heard} webhooks"
        )
    }

    /// Waits until whatever was ordered to be paid at PayPal is paid there and made its credits; does `meanwhile` each time that it looks
    /// again.
    ///
    /// # Errors
    /// What was never asked for, or paid and made no credits.
    pub fn is_credited(
        &self,
        product: &Product,
        mut meanwhile: impl FnMut() -> Result<(), String>,
    ) -> Result<(), String> {
        for _ in 0..LOOKS {
            if self.awaited(product)?.is_none() {
                return Ok(());
            }
            meanwhile()?;
            sleep(PAUSE);
        }
        self.awaited(product)?.map_or(Ok(()), Err)
    }

    /// Has payers pay what they can; answers what is still to come of it.
    fn awaited(&self, product: &Product) -> Result<Option<String>, String> {
        let unpaid: usize = self.workers.iter().map(Worker::pay).sum::<Result<usize, String>>()?;
        let uncredited = audit::uncredited(&self.workers, product)?;
        let uncredited = uncredited.map(|order| format!("LOST: {order} was paid at PayPal, and made no credits"));
        Ok(uncredited.or_else(|| (unpaid > 0).then(|| format!("LOST: PayPal was never asked for {unpaid} orders"))))
    }

    /// Holds the whole history, the holds and the purchases against the journals; answers how many requests were acknowledged.
    ///
    /// # Errors
    /// What is missing, doubled or too much.
    pub fn audit(&self, product: &Product) -> Result<usize, String> {
        audit::history(&self.workers, product)?;
        audit::holds(&self.workers, product)?;
        audit::bought(&self.workers, product, &self.before)
    }

    /// Looks whether the receiver has heard of nothing that was not done; all outcomes must be known.
    ///
    /// # Errors
    /// What it heard of that never happened, or as two events.
    pub fn hears_nothing_false(&self) -> Result<(), String> {
        self.receiver.as_ref().map_or(Ok(()), |receiver| receiver.hears_nothing_false(&self.workers))
    }

    /// Waits until the receiver has heard all that it must, and of nothing else, as [`Receiver::hears_all`].
    ///
    /// # Errors
    /// What it never heard, or heard twice as two events.
    pub fn hears_all(&self, meanwhile: impl FnMut() -> Result<(), String>) -> Result<(), String> {
        match &self.receiver {
            Some(receiver) => receiver.hears_all(&self.workers, meanwhile),
            None => Ok(()),
        }
    }
}

fn somebody(found: Option<Person>) -> Result<Person, String> {
    found.ok_or_else(|| "the demonstration has nobody for this".to_owned())
}
