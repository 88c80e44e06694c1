//! Support time: what two customers bought, and the calls that burnt some of it.

use credits::{Burn, Reference};
use jiff::SignedDuration;

use super::customers::Fate;
use super::lives::Life;
use super::past::{Past, as_staff};
use super::publisher::Staff;
use super::sales::at;
use crate::failure::{Failure, failed};

/// The calls, by how many days ago: which customer, how many seconds, about what, and whether that was covered.
const CALLS: [(i64, usize, i64, &str, bool); 7] = [
    (29, 1, 1_260, "Installer Planelle sur deux postes", false),
    (26, 3, 2_940, "Importer des plans d’un ancien logiciel", false),
    (22, 1, 240, "Mot de passe oublié", false),
    (17, 1, 3_300, "Cotes décalées à l’impression", false),
    (11, 3, 1_080, "Calques absents d’un export", false),
    (6, 1, 900, "Erreur corrigée par la mise à jour", true),
    (2, 1, 1_500, "Modèle de cartouche de l’agence", false),
];

/// Plays them, each on its day, after what was bought.
pub(super) async fn play(past: &Past, lives: &[Life], staff: Staff) -> Result<(), Failure> {
    let lives: Vec<&Life> = lives.iter().filter(|life| life.customer.fate == Fate::Accepted).collect();
    for (days_ago, customer, seconds, subject, covered) in CALLS {
        let life = lives.get(customer).ok_or_else(|| Failure::new("the demonstration lacks a customer"))?;
        let burn = Burn {
            seconds,
            subject: Reference::parse(subject).map_err(failed)?,
            case: None,
            agent: staff.support,
            caller: life.members.values().next().copied(),
            covered,
            approval: credits::Approval::Lacking,
        };
        let (account, moment) = (life.account, past.days_ago(days_ago) + SignedDuration::from_mins(37));
        at(past, moment, as_staff(staff.support), move |tx, ctx| credits::burn(tx, ctx, account, &burn).map(drop))
            .await?;
    }
    Ok(())
}
