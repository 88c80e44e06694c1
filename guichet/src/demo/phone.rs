//! The phone: who may call for a customer, a call with its case, and what the customer says about it.

use calls::{CaseChoice, Work};
use credits::Reference;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, PersonId};
use kit_db::Failed;

use super::customers::Fate;
use super::lives::Life;
use super::past::{Past, as_staff};
use super::publisher::Staff;
use super::sales::at;
use crate::failure::Failure;

/// The customer whose level has room for designated callers.
const CUSTOMER: usize = 1;

/// Who is named, and the number that he or she calls from.
const CALLERS: [(&str, &str); 2] =
    [("bastien@vercoureux.example", "04 72 00 00 21"), ("karim@vercoureux.example", "06 12 00 00 22")];

/// How many hours ago the call was.
const CALL: i64 = 20;

fn hours(past: &Past, ago: i64) -> Timestamp {
    past.present().saturating_sub(SignedDuration::from_hours(ago)).unwrap_or(Timestamp::MIN)
}

/// Plays them, after the cases and the support time that were there before.
pub(super) async fn play(past: &Past, lives: &[Life], staff: Staff) -> Result<(), Failure> {
    let mut accepted = lives.iter().filter(|life| life.customer.fate == Fate::Accepted);
    let life = accepted.nth(CUSTOMER).ok_or_else(|| Failure::new("the demonstration lacks a customer"))?;
    let (account, agent) = (life.account, staff.support);
    let member = |email: &str| -> Result<PersonId, Failure> {
        life.members.get(email).copied().ok_or_else(|| Failure::new(format!("the demonstration lacks {email}")))
    };
    let (admin, caller) = (member(CALLERS[0].0)?, member(CALLERS[1].0)?);
    for (email, phone) in CALLERS {
        let person = member(email)?;
        let phone = phone.parse().map_err(|error| Failure::new(format!("{phone}: {error}")))?;
        at(past, past.days_ago(25), Author::Person(admin), move |tx, ctx| {
            calls::name_caller(tx, ctx, account, person, Some(&phone))
        })
        .await?;
    }
    let pin =
        at(past, past.days_ago(24), Author::Person(caller), move |tx, ctx| calls::take_pin(tx, ctx, account, caller))
            .await?;
    let began = hours(past, CALL);
    at(past, began, as_staff(agent), move |tx, ctx| calls::begin(tx, ctx, agent, account).map(drop)).await?;
    at(past, began + SignedDuration::from_mins(1), as_staff(agent), move |tx, ctx| {
        calls::check_caller(tx, ctx, agent, (account, caller), &pin).map(drop)
    })
    .await?;
    let subject = Reference::parse("Rendu bloqué : pilote graphique").map_err(|_| Failure::new("no subject"))?;
    let operation = at(past, began + SignedDuration::from_mins(23), as_staff(agent), move |tx, ctx| {
        let open = support::of_account(tx, account, kit_core::PageSize::new(1))?.rows;
        let work = Work {
            call: calls::running(tx, agent)?.map(|call| call.id),
            seconds: None,
            subject: subject.clone(),
            case: open.first().map_or(CaseChoice::None, |row| CaseChoice::Known(row.number)),
            caller,
            covered: false,
            approved_by: None,
            token: "demonstration".to_owned(),
        };
        calls::end(tx, ctx, agent, account, &work)?;
        Ok::<_, Failed<calls::CallRefusal>>(
            calls::latest_calls(tx, account, 1)?.first().and_then(|call| call.operation),
        )
    })
    .await?;
    let operation = operation.ok_or_else(|| Failure::new("the call burnt nothing"))?;
    let reason = "Le pilote était fourni par votre mise à jour : l’appel devrait être couvert.";
    at(past, hours(past, CALL - 8), Author::Person(admin), move |tx, ctx| {
        calls::request_correction(tx, ctx, account, operation, admin, reason).map(drop)
    })
    .await
}
