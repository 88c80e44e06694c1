//! The invented publisher: Cotelier, who makes Planelle, an add-on that draws and measures plans.

use std::collections::BTreeMap;
use std::convert::Infallible;

use credits::{Feature, Labels, NewPrice, Overrun, Rounding, SupportRule, Unit};
use jiff::Timestamp;
use kit_core::{Author, Credits, Locale, PersonId};
use kit_db::Failed;
use kit_mail::Email;
use kit_web::{StaffPermission, StaffPermissions};
use orders::{Bank, FreeAmount, Office, Pack, PackId, PackRefusal, Words};
use people::{NamePart, NewPerson, PasswordHash, PersonName, ZoneName};
use publisher::{FooterLink, Identity, Localised, MailSender, PublisherPage, SignUp, WebUrl};

use super::customers::AGENTS;
use super::past::{Past, as_staff};
use crate::failure::{Failure, failed};

/// The publisher's people, by what they may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Staff {
    pub(super) owner: PersonId,
    pub(super) support: PersonId,
    pub(super) customer_service: PersonId,
    pub(super) billing: PersonId,
    pub(super) catalogue: PersonId,
}

/// Packs of support time: id, names, minutes, price before tax in cents, months.
const TIME_PACKS: [(i64, &str, &str, i64, i64, i64); 2] = [
    (4, "Assistance, 10 heures", "Support, 10 hours", 600, 60_000, 12),
    (5, "Assistance, 2 heures", "Support, 2 hours", 120, 14_000, 6),
];
/// A price of the tariff: what, how much, from how many days ago.
const PRICES: [(&str, i64, i64, &str, &str); 6] = [
    ("plan.render", 2, 390, "Rendu d’un plan", "Rendering of a plan"),
    ("plan.export", 1, 390, "Export d’un plan", "Export of a plan"),
    ("drawing.measure", 5, 390, "Métré d’un dessin", "Measuring of a drawing"),
    ("plan.check", 0, 390, "Contrôle de cohérence", "Consistency check"),
    ("plan.render", 3, 120, "Rendu d’un plan", "Rendering of a plan"),
    ("plan.export", 2, -30, "Export d’un plan", "Export of a plan"),
];

/// The packs: name, credits, cents before tax, promotional credits.
const PACKS: [(i64, &str, &str, i64, i64, i64); 3] = [
    (1, "Lot découverte", "Starter pack", 500, 6_000, 0),
    (2, "Lot atelier", "Workshop pack", 1_000, 11_000, 50),
    (3, "Lot agence", "Agency pack", 5_000, 50_000, 400),
];
/// A number that is well formed, of a bank that there is not.
const IBAN: &str = "FR7699999000010001234567809";

const TERMS_FR: &str = "## Objet\n\nCes conditions règlent l’usage de l’espace client de Cotelier et des crédits du module \
    Planelle.\n\n## Crédits\n\nUn crédit est consommé à chaque usage payant d’une fonctionnalité, au tarif en vigueur. \
    Les crédits offerts sont utilisés avant les crédits achetés.\n\n## Données\n\nNous ne gardons que ce qu’il faut \
    pour tenir le compte et établir les factures.\n";
const TERMS_EN: &str = "## Subject\n\nThese terms govern the use of Cotelier’s customer account and of the credits of the \
    add-on Planelle.\n\n## Credits\n\nCredits are used up with each paid use of a feature, at the tariff in force. Promotional \
    credits are used before purchased ones.\n\n## Data\n\nWe keep only what it takes to run the account and to invoice.\n";
const PRICES_FR: &str = "Les crédits s’achètent par lots, sans abonnement. Ils servent à toutes les personnes du compte.\n\n\
    | Lot | Prix hors taxes |\n|---|---|\n| 500 crédits | 60 € |\n| 1 000 crédits | 110 € |\n| 5 000 crédits | 500 € |\n\n\
    Un lot plus grand ? Dites-nous ce qu’il vous faut.\n";
const PRICES_EN: &str = "Credits are sold in packs, without a subscription. They serve everybody in the account.\n\n\
    | Pack | Price before tax |\n|---|---|\n| 500 credits | €60 |\n| 1,000 credits | €110 |\n| 5,000 credits | €500 |\n\n\
    A larger pack? Tell us what you need.\n";
const LEGAL_FR: &str = "## Éditeur\n\nCotelier SAS, au capital de 40 000 €, 6 rue de l’Équerre, 69001 Lyon. Téléphone : 04 72 00 00 06. \
    E-mail : [bonjour@cotelier.example](mailto:bonjour@cotelier.example).\n\nDirectrice de la publication : la présidente \
    de Cotelier.\n\n## Hébergement\n\nCotelier héberge ce service sur ses propres serveurs, à la même adresse.\n\n\
    *Cotelier est une entreprise inventée pour cette démonstration.*\n";
const LEGAL_EN: &str = "## Publisher\n\nCotelier SAS, share capital €40,000, 6 rue de l’Équerre, 69001 Lyon, France. \
    Telephone: +33 4 72 00 00 06. E-mail: [bonjour@cotelier.example](mailto:bonjour@cotelier.example).\n\nPublication \
    director: the president of Cotelier.\n\n## Hosting\n\nCotelier hosts this service on its own servers, at the same \
    address.\n\n*Cotelier is a company invented for this demonstration.*\n";
const INTRO_FR: &str = "Ouvrez le compte de votre entreprise : une personne le demande, puis invite ses collègues.";
const INTRO_EN: &str = "Open your company’s account: one person asks for it, then invites colleagues.";

/// Sets the publisher up, at the moment that has been reached.
pub(super) async fn set_up(past: &Past, password: &PasswordHash) -> Result<Staff, Failure> {
    let staff = staff(past, password).await?;
    identity(past, staff.owner).await?;
    texts(past, staff).await?;
    sales(past, staff).await?;
    for (feature, price, days_ago, fr, en) in PRICES {
        let new = NewPrice {
            feature: Feature::parse(feature).map_err(failed)?,
            price: Credits(price),
            labels: Labels(BTreeMap::from([(Locale::Fr, fr.to_owned()), (Locale::En, en.to_owned())])),
            valid_from: past.days_ago(days_ago),
            valid_until: None,
        };
        past.act(as_staff(staff.catalogue), move |tx, ctx| credits::set_price(tx, ctx, &new).map(drop)).await?;
    }
    Ok(staff)
}

async fn staff(past: &Past, password: &PasswordHash) -> Result<Staff, Failure> {
    let mut ids = BTreeMap::new();
    for agent in &AGENTS {
        let new = NewPerson {
            email: Email::parse(agent.email).map_err(failed)?,
            name: name(agent.first, agent.surname)?,
            locale: Locale::Fr,
            time_zone: ZoneName::default(),
            password: Some(password.clone()),
            confirmed: true,
        };
        let permissions = StaffPermissions::of(&[agent.permission]);
        let made = move |tx: &mut kit_db::Tx<'_>, ctx: &kit_core::Context| {
            people::service::create_staff(tx, ctx, &new, permissions)
        };
        ids.insert(agent.permission, past.act(Author::System("demo"), made).await?);
    }
    let find =
        |permission| ids.get(&permission).copied().ok_or_else(|| Failure::new("the demonstration lacks an agent"));
    Ok(Staff {
        owner: find(StaffPermission::Owner)?,
        support: find(StaffPermission::Support)?,
        customer_service: find(StaffPermission::CustomerService)?,
        billing: find(StaffPermission::Billing)?,
        catalogue: find(StaffPermission::Catalogue)?,
    })
}

async fn identity(past: &Past, owner: PersonId) -> Result<(), Failure> {
    let site = WebUrl::parse("https://cotelier.example").map_err(failed)?;
    let help = Email::parse("bonjour@cotelier.example").map_err(failed)?;
    let identity = Identity {
        name: "Cotelier".to_owned(),
        legal_name: "Cotelier SAS".to_owned(),
        address: "6 rue de l’Équerre, 69001 Lyon".to_owned(),
        site_url: Some(site.clone()),
        support_email: Some(help.clone()),
        support_phone: "04 72 00 00 06".to_owned(),
        ..Identity::default()
    };
    let footer = vec![FooterLink { label: "Planelle".to_owned(), url: site }];
    let sender = MailSender { name: "Cotelier".to_owned(), email: Some(help), reply_to: None };
    past.act(as_staff(owner), move |tx, ctx| {
        publisher::save_identity(tx, ctx, identity.clone())?;
        publisher::save_brand(tx, ctx, "#7a3e12".to_owned(), footer.clone(), sender.clone())?;
        let intro = Localised { fr: INTRO_FR.to_owned(), en: INTRO_EN.to_owned() };
        publisher::save_sign_up(tx, ctx, SignUp { open: true, at_once: false }, &intro)?;
        Ok::<_, Failed<Infallible>>(())
    })
    .await
}

async fn texts(past: &Past, staff: Staff) -> Result<(), Failure> {
    let from: Timestamp = past.context(Author::Visitor).now;
    past.act(as_staff(staff.catalogue), move |tx, ctx| {
        let prices = Localised { fr: PRICES_FR.to_owned(), en: PRICES_EN.to_owned() };
        publisher::save_text(tx, ctx, PublisherPage::Prices, &prices)?;
        let legal = Localised { fr: LEGAL_FR.to_owned(), en: LEGAL_EN.to_owned() };
        publisher::save_text(tx, ctx, PublisherPage::LegalNotice, &legal)?;
        let terms = Localised { fr: TERMS_FR.to_owned(), en: TERMS_EN.to_owned() };
        publisher::terms::prepare(tx, ctx, from, &terms).map(drop)
    })
    .await
}

/// How support time is counted.
fn rule() -> SupportRule {
    let covered = BTreeMap::from([
        (Locale::Fr, "Les défauts du logiciel ne sont jamais comptés.".to_owned()),
        (Locale::En, "Faults of the software are never counted.".to_owned()),
    ]);
    SupportRule {
        offered: true,
        rounding: Rounding { step: 5, least: 10, free: 5 },
        covered: Labels(covered),
        approval_above: Some(60),
        overrun: Overrun::Debt,
    }
}

/// What is on sale, as the page of prices says, and how one pays.
async fn sales(past: &Past, staff: Staff) -> Result<(), Failure> {
    past.act(as_staff(staff.catalogue), |tx, ctx| {
        for (place, (id, fr, en, credits, price, bonus)) in (1..).zip(PACKS) {
            let name = Words { fr: fr.to_owned(), en: en.to_owned() };
            let (id, credits, bonus) = (PackId::from_raw(id), Credits(credits), Credits(bonus));
            let unit = Unit::Credit;
            let pack = Pack { id, name, unit, credits, months: 0, price, bonus, bonus_days: 90, place, active: true };
            orders::save_pack(tx, ctx, &pack, true)?;
        }
        for (place, (id, fr, en, minutes, price, months)) in (10..).zip(TIME_PACKS) {
            let name = Words { fr: fr.to_owned(), en: en.to_owned() };
            let (id, unit, credits) = (PackId::from_raw(id), Unit::SupportMinutes, Credits(minutes));
            let bonus = Credits::ZERO;
            let pack = Pack { id, name, unit, credits, months, price, bonus, bonus_days: 0, place, active: true };
            orders::save_pack(tx, ctx, &pack, true)?;
        }
        credits::save_support_rule(tx, ctx, &rule())?;
        let free = FreeAmount { active: true, price_of_100: 1200, least: 100, most: 20_000, step: 100 };
        Ok::<_, Failed<PackRefusal>>(orders::save_free_amount(tx, ctx, free)?)
    })
    .await?;
    past.act(as_staff(staff.billing), |tx, ctx| {
        let bank = Bank { holder: "Cotelier SAS".to_owned(), iban: IBAN.to_owned(), bic: "COTEFRPPXXX".to_owned() };
        let expect = Words {
            fr: "Un virement reçu est crédité le jour ouvré suivant.".to_owned(),
            en: "A transfer received is credited on the next business day.".to_owned(),
        };
        let office = Office { expect };
        Ok::<_, Failed<Infallible>>(orders::save_payment(tx, ctx, Some(bank), office, 30, false, false)?)
    })
    .await
}

/// A name as the program keeps it.
pub(super) fn name(first: &str, surname: &str) -> Result<PersonName, Failure> {
    Ok(PersonName {
        first: NamePart::parse(first).map_err(failed)?,
        surname: NamePart::parse(surname).map_err(failed)?,
    })
}
