//! What a client asks for, step by step, and how it reads what it is told.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::journal::Said;

/// The feature that everything here is used for, so that it stands out in a history.
pub const FEATURE: &str = "fault";
/// Credits of a top-up.
pub const TOP_UP: i64 = 100;
/// Credits that a hold or a lease sets aside.
const ASIDE: i64 = 2;
/// How long holds last at most, in seconds: none comes to its end by itself, unless the clock is moved.
const DAY: i64 = 86_400;

/// One request that changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Credits are used.
    Use(i64),
    /// Credits are set aside.
    Hold(i64),
    /// As many of those of a hold are used.
    Capture(String, i64),
    /// Those of a hold come back.
    Release(String),
    /// A machine takes credits along.
    Lease,
    /// It tells of two uses, the first of which cost so much and the second nothing.
    Settle(String, i64),
    /// A form that orders credits: for which account, with the token of the form, the mark of what it showed, and the open order of the same that
    /// it asked about, if any.
    Order(String, [String; 3]),
    /// A form that records the money of an order: its number, and the token, day and amount that the form showed.
    Pay(String, [String; 3]),
}

/// Who sends a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// An application, with its key.
    Application,
    /// Who buys for the account.
    Buyer,
    /// Who keeps the publisher's books.
    Cashier,
}

/// What a step is sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// For the API; null: none.
    Json(Value),
    /// As a browser sends it.
    Form(String),
}

/// What an answer says of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// It was done.
    Done(Said),
    /// It was refused for want of credits, because its hold is over, or because somebody has just ordered the same and it is asked whether another
    /// one is wanted.
    Refused,
    /// Nothing was done, by a fault.
    Undone,
    /// It shall be asked again.
    Later,
    /// That answer must not be.
    Wrong,
}

impl Step {
    /// Who sends it.
    pub fn sender(&self) -> Sender {
        match self {
            Step::Order(..) => Sender::Buyer,
            Step::Pay(..) => Sender::Cashier,
            _ => Sender::Application,
        }
    }

    /// Where to.
    pub fn path(&self) -> String {
        match self {
            Step::Use(_) => "/api/v1/usage".to_owned(),
            Step::Hold(_) => "/api/v1/holds".to_owned(),
            Step::Capture(hold, _) => format!("/api/v1/holds/{hold}/capture"),
            Step::Release(hold) => format!("/api/v1/holds/{hold}/release"),
            Step::Lease => "/api/v1/leases".to_owned(),
            Step::Settle(lease, _) => format!("/api/v1/leases/{lease}/settle"),
            Step::Order(account, _) => format!("/accounts/{account}/orders"),
            Step::Pay(..) => "/staff/receipts/new".to_owned(),
        }
    }

    /// With what. The key is the reference of what is made, so that doubles can be seen.
    pub fn body(&self, key: &str) -> Body {
        Body::Json(match self {
            Step::Use(amount) => json!({ "feature": FEATURE, "amount": amount, "reference": key }),
            Step::Hold(amount) => json!({ "feature": FEATURE, "amount": amount, "expires_in": DAY, "reference": key }),
            Step::Capture(_, amount) => json!({ "amount": amount, "reference": key }),
            Step::Release(_) => Value::Null,
            Step::Lease => json!({ "amount": ASIDE, "expires_in": 7 * DAY, "machine": key }),
            Step::Settle(_, amount) => {
                let one = |reference: &String, amount: i64| {
                    json!({ "key": reference, "feature": FEATURE, "amount": amount, "reference": reference,
                            "at": "2026-11-21T10:00:00Z" })
                };
                let amounts = [*amount, 0].into_iter();
                let uses: Vec<_> = self.references(key).iter().zip(amounts).map(|(key, cost)| one(key, cost)).collect();
                json!({ "uses": uses })
            }
            Step::Order(_, [once, seen, again]) => {
                return Body::Form(format!("once={once}&seen={seen}&again={again}&choice=free&credits={TOP_UP}"));
            }
            Step::Pay(order, [once, day, amount]) => {
                let receipt = format!("means=transfer&reference={key}&received_on={day}&amount={amount}");
                return Body::Form(format!("once={once}&{receipt}&orders={order}"));
            }
        })
    }

    /// The references of the uses that it writes.
    pub fn references(&self, key: &str) -> Vec<String> {
        match self {
            Step::Use(_) | Step::Capture(..) => vec![key.to_owned()],
            Step::Settle(..) => vec![format!("{key}.1"), format!("{key}.2")],
            Step::Hold(_) | Step::Release(_) | Step::Lease | Step::Order(..) | Step::Pay(..) => Vec::new(),
        }
    }

    /// Reads an answer. Where `clock_moves`, a hold may have come to its end by itself.
    pub fn read(&self, answer: &Answer, clock_moves: bool) -> Reading {
        match (answer.status, self.said(answer)) {
            (_, Some(said)) => Reading::Done(said),
            (402, None) if matches!(self, Step::Use(_) | Step::Hold(_) | Step::Lease) => Reading::Refused,
            (422, None) if matches!(self, Step::Order(..)) && answer.text.contains("name=\"again\"") => {
                Reading::Refused
            }
            (409, None) if clock_moves && answer.body["state"] == "expired" => Reading::Refused,
            (500, None) => Reading::Undone,
            (503, None) if answer.says_when => Reading::Later,
            _ => Reading::Wrong,
        }
    }

    /// Whether an answer says that it was done before. The form of an order does not tell.
    pub fn is_replay(&self, answer: &Answer) -> bool {
        match self.sender() {
            Sender::Application => answer.replayed,
            Sender::Buyer => true,
            Sender::Cashier => answer.location.as_deref() == Some("/staff/receipts"),
        }
    }

    /// The page that shows what was made, where the form itself would make it again without a word.
    pub fn shown_at(&self, said: &Said) -> Option<String> {
        matches!(self, Step::Order(..)).then(|| format!("{}/{}", self.path(), said.name))
    }

    fn said(&self, answer: &Answer) -> Option<Said> {
        let body = &answer.body;
        let word = |value: &Value| value.as_str().map(str::to_owned);
        let (status, name, amount) = match self {
            Step::Use(_) | Step::Capture(..) => {
                (201, word(&body["operation"]["id"])?, body["operation"]["amount"].as_i64()?)
            }
            Step::Hold(_) => (201, word(&body["hold"]["id"])?, body["hold"]["amount"].as_i64()?),
            Step::Release(_) => (200, word(&body["hold"]["id"])?, 0),
            Step::Lease => (201, word(&body["lease"]["id"])?, body["lease"]["amount"].as_i64()?),
            Step::Settle(..) => {
                let operations = body["operations"].as_array()?;
                let names: Option<Vec<String>> = operations.iter().map(|operation| word(&operation["id"])).collect();
                (201, names?.join("+"), operations.iter().filter_map(|operation| operation["amount"].as_i64()).sum())
            }
            Step::Order(account, _) => {
                let page = answer.location.as_deref()?;
                (303, page.strip_prefix(&format!("/accounts/{account}/orders/"))?.to_owned(), TOP_UP)
            }
            // The form sent again leads to all receipts.
            Step::Pay(order, _) => {
                answer.location.as_deref().filter(|page| page.starts_with("/staff/receipts"))?;
                (303, order.clone(), TOP_UP)
            }
        };
        (answer.status == status).then_some(Said { name, amount })
    }
}

/// What a client does again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It uses credits.
    Spender,
    /// It holds credits, then captures or releases them.
    Holder,
    /// It leases credits and settles.
    Lessee,
    /// It orders credits by the pages of the account, and records the money by those of the staff.
    Buyer,
    /// It orders the same way, and pays at PayPal.
    Payer,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This.
    Step(Step),
    /// An order, for which a page has to be read first.
    Order,
    /// The money of this order, the same.
    Pay(String),
}

impl Role {
    /// What comes after `last`, which was done and answered as told, as the request with this `number`.
    pub fn next(self, number: usize, last: Option<(&Step, &Said)>) -> Next {
        // One in eight costs: the history counts free uses too, and the credits of a demonstration have an end.
        let cost = i64::from((number / 2).is_multiple_of(8));
        Next::Step(match (self, last) {
            // Some stay open: an account may have 200.
            (Role::Holder, Some((Step::Hold(_), _))) if number % 997 == 1 => Step::Hold(ASIDE),
            (Role::Holder, Some((Step::Hold(_), said))) if number % 3 == 1 => Step::Release(said.name.clone()),
            (Role::Holder, Some((Step::Hold(_), said))) => Step::Capture(said.name.clone(), cost),
            (Role::Lessee, Some((Step::Lease, said))) => Step::Settle(said.name.clone(), cost),
            (Role::Buyer, Some((Step::Order(..), said))) => return Next::Pay(said.name.clone()),
            (Role::Spender, _) => Step::Use(cost),
            (Role::Holder, _) => Step::Hold(ASIDE),
            (Role::Lessee, _) => Step::Lease,
            (Role::Buyer | Role::Payer, _) => return Next::Order,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::whole;

    fn answer(head: &str, body: &str) -> Answer {
        let length = body.len();
        whole(format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}").as_bytes()).unwrap()
    }

    fn said(name: &str, amount: i64) -> Said {
        Said { name: name.to_owned(), amount }
    }

    #[test]
    fn what_was_done_is_read_from_the_answer_of_each_step() {
        let hold = || "h1".to_owned();
        let form = || String::new();
        let cases = [
            (Step::Use(1), "201 Created", r#"{"operation":{"id":"credit-7","amount":-1}}"#, said("credit-7", -1)),
            (Step::Hold(2), "201 Created", r#"{"hold":{"id":"h1","amount":2}}"#, said("h1", 2)),
            (
                Step::Capture(hold(), 0),
                "201 Created",
                r#"{"operation":{"id":"credit-8","amount":0}}"#,
                said("credit-8", 0),
            ),
            (Step::Release(hold()), "200 OK", r#"{"hold":{"id":"h1","amount":2}}"#, said("h1", 0)),
            (Step::Lease, "201 Created", r#"{"lease":{"id":"l1","amount":2}}"#, said("l1", 2)),
            (
                Step::Settle("l1".to_owned(), 1),
                "201 Created",
                r#"{"operations":[{"id":"credit-9","amount":-1},{"id":"credit-10","amount":0}]}"#,
                said("credit-9+credit-10", -1),
            ),
            (
                Step::Order("C-1".to_owned(), [form(), form(), form()]),
                "303 See Other\r\nlocation: /accounts/C-1/orders/BC-2026-000001",
                "",
                said("BC-2026-000001", 100),
            ),
            (
                Step::Pay("BC-2026-000001".to_owned(), [form(), form(), form()]),
                "303 See Other\r\nlocation: /staff/receipts/12",
                "",
                said("BC-2026-000001", 100),
            ),
        ];
        for (step, head, body, expected) in cases {
            assert_eq!(step.read(&answer(head, body), false), Reading::Done(expected), "{step:?}");
            assert_eq!(step.read(&answer("404 Not Found", body), false), Reading::Wrong, "{step:?}");
            assert_eq!(step.read(&answer("500 Internal Server Error", ""), false), Reading::Undone);
            assert_eq!(step.read(&answer("503 Service Unavailable\r\nretry-after: 1", ""), false), Reading::Later);
            assert_eq!(step.read(&answer("503 Service Unavailable", ""), false), Reading::Wrong, "without a moment");
        }
    }

    #[test]
    fn a_hold_is_over_only_where_the_clock_moves() {
        let over = answer("409 Conflict", r#"{"state":"expired"}"#);
        let captured = answer("409 Conflict", r#"{"state":"captured"}"#);
        let step = Step::Release("h1".to_owned());
        assert_eq!(step.read(&over, true), Reading::Refused);
        assert_eq!(step.read(&over, false), Reading::Wrong);
        assert_eq!(step.read(&captured, true), Reading::Wrong);
        assert_eq!(step.read(&answer("402 Payment Required", ""), false), Reading::Wrong, "what is held can be had");
    }

    #[test]
    fn what_is_set_aside_comes_to_an_end() {
        let held = said("h1", 2);
        let mut ends = [0; 3];
        for number in 0..2000 {
            match Role::Holder.next(number, Some((&Step::Hold(2), &held))) {
                Next::Step(Step::Capture(..)) => ends[0] += 1,
                Next::Step(Step::Release(_)) => ends[1] += 1,
                _ => ends[2] += 1,
            }
        }
        assert!(ends[0] > ends[1] && ends[1] > ends[2] && ends[2] == 3, "{ends:?}");
        let next = Role::Lessee.next(5, Some((&Step::Lease, &held)));
        assert_eq!(next, Next::Step(Step::Settle("h1".to_owned(), 0)));
        let ordered = said("BC-2026-000001", 100);
        let order = Step::Order("C-1".to_owned(), Default::default());
        assert_eq!(Role::Buyer.next(1, Some((&order, &ordered))), Next::Pay("BC-2026-000001".to_owned()));
    }
}
