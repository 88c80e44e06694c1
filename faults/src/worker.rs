//! One client of the product, as a publisher's application or a browser would be: it asks, repeats what was not answered with
//! the key that it sent first, and remembers.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::client::{Answer, Client, Identity};
use crate::journal::{Journal, Said};
use crate::person::{self, Counter};
use crate::step::{Body, Next, Reading, Role, Sender, Step};
use crate::till::Till;

/// So many orders may wait for their payment before more are made: the product cannot mail a request for which a dead
/// program still stands.
const UNPAID: usize = 20;

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It was acknowledged.
    Done(Said),
    /// It was refused: it must have left no trace.
    Refused,
    /// It was answered that nothing was done, by a fault.
    Undone,
    /// Nobody knows.
    Unknown,
}

/// A request that was sent.
pub struct Request {
    /// Its idempotency key, which is its reference too: so doubles can be seen in the history.
    pub key: String,
    /// What it asks for.
    pub step: Step,
    /// What is known of it.
    pub known: Known,
}

/// A client with a key of its own account.
pub struct Worker {
    /// The API key.
    pub api_key: String,
    /// What it does.
    pub role: Role,
    name: String,
    /// The sessions that a buyer needs.
    counter: Option<Counter>,
    /// Where a payer pays.
    till: Option<Till>,
    /// The node that it speaks to first, of several.
    node: usize,
    /// Whether somebody moves the product's clock.
    pub clock_moves: bool,
    journal: Journal,
    /// All that it sent, the oldest first.
    pub requests: Vec<Request>,
    /// Up to here all requests were confirmed since the product was last started.
    confirmed: usize,
    /// How often it was told of a fault, and that nothing was done.
    pub faults: usize,
    /// How often it was told to come back.
    pub waits: usize,
}

/// A worker to be.
pub struct Job {
    /// What it is called: its keys begin with that.
    pub name: String,
    /// The API key that it has.
    pub api_key: String,
    /// What it does.
    pub role: Role,
    /// What a buyer needs.
    pub counter: Option<Counter>,
    /// Where a payer pays.
    pub till: Option<Till>,
    /// The node that it speaks to first, of several.
    pub node: usize,
    /// Whether somebody moves the product's clock.
    pub clock_moves: bool,
}

/// What was told of the outcomes of many requests.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// Acknowledged requests that were asked again and answered the same.
    pub kept: usize,
    /// Requests without an answer that turned out to be done.
    pub found: usize,
    /// Requests without an answer that were done now.
    pub late: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.kept += other.kept;
        self.found += other.found;
        self.late += other.late;
    }
}

/// A connection for each that a worker speaks as.
struct Desk {
    application: Client,
    buyer: Client,
    cashier: Client,
}

impl Desk {
    fn send(&mut self, request: &Request) -> Option<Answer> {
        let (path, body) = (request.step.path(), request.step.body(&request.key));
        let client = match request.step.sender() {
            Sender::Application => &mut self.application,
            Sender::Buyer => &mut self.buyer,
            Sender::Cashier => &mut self.cashier,
        };
        match body {
            Body::Json(body) => client.post(&path, &request.key, &body),
            Body::Form(form) => client.submit(&path, &form),
        }
    }

    /// Whether a page of the account is there.
    fn shows(&mut self, page: &str) -> bool {
        (0..100).any(|_| match self.buyer.get(page) {
            Some(answer) if answer.status != 503 => answer.status == 200,
            _ => {
                sleep(Duration::from_millis(10));
                false
            }
        })
    }

    /// Asks until there is an answer that says something.
    fn insist(&mut self, request: &Request) -> Result<Answer, String> {
        for _ in 0..600 {
            match self.send(request) {
                Some(answer) if answer.status != 503 => return Ok(answer),
                _ => sleep(Duration::from_millis(10)),
            }
        }
        Err(format!("{}: the product does not answer", request.key))
    }
}

impl Worker {
    /// A worker whose journal lies in `folder`.
    ///
    /// # Errors
    /// The journal cannot be begun.
    pub fn new(job: Job, folder: &Path) -> Result<Worker, String> {
        let journal = Journal::begin(&folder.join(format!("{}.journal", job.name)))?;
        let Job { name, api_key, role, counter, till, node, clock_moves } = job;
        let requests = Vec::new();
        Ok(Worker {
            api_key,
            name,
            role,
            counter,
            till,
            node,
            clock_moves,
            journal,
            requests,
            confirmed: 0,
            faults: 0,
            waits: 0,
        })
    }

    /// Works until `stop`; a request that is not answered is repeated, unless it is time to stop.
    ///
    /// # Errors
    /// The product gave an answer that it must not give.
    pub fn work(&mut self, nodes: &[String], stop: &AtomicBool) -> Result<(), String> {
        let mut desk = self.desk(nodes);
        while !stop.load(Ordering::SeqCst) {
            let waits = self.requests.last().is_some_and(|last| last.known == Known::Unknown);
            let asked = if waits { self.ask_last(&mut desk)? } else { self.begin_next(&mut desk)? };
            if !asked {
                sleep(Duration::from_millis(5));
            }
        }
        Ok(())
    }

    /// Asks again for all whose outcome is not known, for what was acknowledged since the last time, and for one in fifty of
    /// what was acknowledged earlier.
    ///
    /// # Errors
    /// Something acknowledged is missing or different, or something was done that was said to be undone.
    pub fn confirm(&mut self, nodes: &[String]) -> Result<Tally, String> {
        let mut desk = self.desk(nodes);
        let mut tally = Tally::default();
        for number in 0..self.requests.len() {
            if number < self.confirmed && number % 50 != self.confirmed % 50 {
                continue;
            }
            tally += self.confirm_one(&mut desk, number)?;
        }
        self.confirmed = self.requests.len();
        Ok(tally)
    }

    /// All that it was ever told, from its journal.
    ///
    /// # Errors
    /// As [`Journal::read`].
    pub fn told(&self) -> Result<HashMap<String, Said>, String> {
        self.journal.read()
    }

    /// Notes a step that is about to be sent; answers its place.
    pub fn prepare(&mut self, step: Step) -> usize {
        let number = self.requests.len();
        self.requests.push(Request { key: format!("{}-{number}", self.name), step, known: Known::Unknown });
        number
    }

    /// Takes an answer to the request at this place; answers whether it says what became of it.
    ///
    /// # Errors
    /// That answer must not be, or the journal cannot be written.
    pub fn take(&mut self, number: usize, answer: &Answer) -> Result<bool, String> {
        let Some(request) = self.requests.get(number) else { return Ok(true) };
        let known = match request.step.read(answer, self.clock_moves) {
            Reading::Done(said) => Known::Done(said),
            Reading::Refused => Known::Refused,
            Reading::Undone => Known::Undone,
            Reading::Later => {
                self.waits += 1;
                return Ok(false);
            }
            Reading::Wrong => return Err(wrong(request, answer)),
        };
        self.faults += usize::from(known == Known::Undone);
        self.settle(number, known)?;
        Ok(true)
    }

    fn desk(&self, nodes: &[String]) -> Desk {
        let client = |identity| Client::new(nodes, identity).beginning_at(self.node);
        let session = |cookie: fn(&Counter) -> &String| {
            self.counter.as_ref().map_or(Identity::Nobody, |counter| Identity::Session(cookie(counter).clone()))
        };
        Desk {
            application: client(Identity::Key(self.api_key.clone())),
            buyer: client(session(|counter| &counter.buyer)),
            cashier: client(session(|counter| &counter.cashier)),
        }
    }

    /// Pays at PayPal what it ordered and can pay; answers how many orders are still unpaid. Nobody else pays there.
    ///
    /// # Errors
    /// As [`Till::pay`].
    pub fn pay(&self) -> Result<usize, String> {
        let Some(till) = &self.till else { return Ok(0) };
        let mut unpaid = 0;
        for order in self.ordered() {
            unpaid += usize::from(!till.pay(order)?);
        }
        Ok(unpaid)
    }

    /// The orders that it paid at PayPal.
    pub fn paid(&self) -> impl Iterator<Item = &str> {
        self.ordered().filter(|order| self.till.as_ref().is_some_and(|till| till.has_paid(order)))
    }

    /// The orders that it made.
    fn ordered(&self) -> impl Iterator<Item = &str> {
        self.requests.iter().filter_map(|request| match (&request.step, &request.known) {
            (Step::Order(..), Known::Done(said)) => Some(said.name.as_str()),
            _ => None,
        })
    }

    /// Decides what comes next; answers false if it has to wait, or the page that it needs is not answered just now.
    fn begin_next(&mut self, desk: &mut Desk) -> Result<bool, String> {
        if self.pay()? >= UNPAID {
            return Ok(false);
        }
        let last = self.requests.last().and_then(|last| match &last.known {
            Known::Done(said) => Some((&last.step, said)),
            _ => None,
        });
        let step = match (self.role.next(self.requests.len(), last), &self.counter) {
            (Next::Step(step), _) => Some(step),
            (Next::Order, Some(counter)) => person::order(&mut desk.buyer, &counter.account),
            (Next::Pay(order), _) => person::payment(&mut desk.cashier, &order),
            (Next::Order, None) => None,
        };
        Ok(step.map(|step| self.prepare(step)).is_some())
    }

    /// Sends the last request; answers whether something is known of it then.
    fn ask_last(&mut self, desk: &mut Desk) -> Result<bool, String> {
        let answer = self.requests.last().and_then(|last| desk.send(last));
        match answer {
            Some(answer) => self.take(self.requests.len() - 1, &answer),
            None => Ok(false),
        }
    }

    fn confirm_one(&mut self, desk: &mut Desk, number: usize) -> Result<Tally, String> {
        let Some(request) = self.requests.get(number) else { return Ok(Tally::default()) };
        let (key, known) = (request.key.clone(), request.known.clone());
        if known == Known::Refused {
            return Ok(Tally::default());
        }
        if let Known::Done(said) = &known
            && let Some(page) = request.step.shown_at(said)
            && !desk.shows(&page)
        {
            return Err(format!("LOST: {key} was acknowledged as {said:?}, and {page} is not there"));
        }
        let answer = desk.insist(request)?;
        let (reading, is_replay) = (request.step.read(&answer, self.clock_moves), request.step.is_replay(&answer));
        match (known, reading) {
            (Known::Done(before), Reading::Done(now)) if before == now && is_replay => {
                Ok(Tally { kept: 1, ..Tally::default() })
            }
            (Known::Done(before), now) => {
                Err(format!("LOST: {key} was acknowledged as {before:?}, and is {now:?} now ({answer:?})"))
            }
            (Known::Undone, Reading::Done(_)) if answer.replayed => {
                Err(format!("{key} was said to be undone, and was done"))
            }
            (_, Reading::Done(now)) => {
                self.settle(number, Known::Done(now))?;
                let found = usize::from(is_replay);
                Ok(Tally { found, late: 1 - found, ..Tally::default() })
            }
            (_, Reading::Refused) => {
                self.settle(number, Known::Refused)?;
                Ok(Tally::default())
            }
            (_, Reading::Undone | Reading::Later | Reading::Wrong) => Err(wrong(request, &answer)),
        }
    }

    fn settle(&mut self, number: usize, known: Known) -> Result<(), String> {
        let Some(request) = self.requests.get_mut(number) else { return Ok(()) };
        if let Known::Done(said) = &known {
            self.journal.note(&request.key, said)?;
        }
        request.known = known;
        Ok(())
    }
}

fn wrong(request: &Request, answer: &Answer) -> String {
    let Request { key, step, .. } = request;
    let (status, said) = (answer.status, answer.text.chars().take(400).collect::<String>());
    format!("{key}: an answer that must not be to {step:?}: {status} {said}")
}
