//! The latest support cases: one in each state, and what the publisher set about them.

use accounts::model::TeamId;
use accounts::service::teams;
use jiff::{SignedDuration, Timestamp};
use kit_core::{Author, PersonId};
use kit_db::Failed;
use kit_files::Kept;
use support::{
    Answer, Canned, CannedId, CaseNumber, CaseRefusal, CaseState, Envelope, Level, LevelId, MailSide, Mailed, NewCase,
    Priority, Sees, Settings, Sight, Viewer,
};

use super::customers::Fate;
use super::lives::Life;
use super::past::{Past, as_staff};
use super::publisher::Staff;
use super::sales::at;
use crate::failure::{Failure, failed};

/// The level of who pays for it.
const ADVANCED: LevelId = LevelId::from_raw(2);

/// A word in a conversation.
#[derive(Clone, Copy)]
enum Word {
    /// The requester writes.
    Asks(&'static str),
    /// The requester answers by mail.
    Mails(&'static str),
    /// The agent answers, and the case stands like this.
    Answers(&'static str, CaseState),
    /// The agent writes something down.
    Notes(&'static str),
}

/// A case: how many hours ago, which customer, who, what, and what was said after it, each so many hours ago.
struct Story {
    hours_ago: i64,
    customer: usize,
    email: &'static str,
    subject: &'static str,
    product: &'static str,
    priority: Priority,
    /// Whether the requester's team sees it; otherwise everybody in the account.
    of_team: bool,
    body: &'static str,
    /// A file that came along: its name and what it holds.
    file: Option<(&'static str, &'static str)>,
    words: &'static [(i64, Word)],
}

const STORIES: [Story; 5] = [
    Story {
        hours_ago: 21 * 24,
        customer: 0,
        email: "ewen@kerlann.example",
        subject: "Le métré oublie les cloisons",
        product: "Métré",
        priority: Priority::Normal,
        of_team: false,
        body: "Bonjour,\n\nsur le plan du gymnase, le métré ne compte pas les cloisons de moins de 5 cm.\n\nEst-ce voulu ?",
        file: None,
        words: &[
            (20 * 24, Word::Notes("Déjà vu avec la version 3.1, corrigé depuis.")),
            (
                20 * 24 - 1,
                Word::Answers(
                    "Bonjour,\n\nnon : c’est corrigé dans la version 3.2. Pouvez-vous la mettre à jour ?",
                    CaseState::Waiting,
                ),
            ),
            (19 * 24, Word::Asks("C’est fait, les cloisons sont comptées. Merci !")),
            (19 * 24 - 2, Word::Answers("Parfait, bonne journée.", CaseState::Solved)),
        ],
    },
    Story {
        hours_ago: 4 * 24,
        customer: 0,
        email: "nolwenn@kerlann.example",
        subject: "Export vers le format DXF incomplet",
        product: "Plan",
        priority: Priority::High,
        of_team: true,
        body: "L’export du niveau 2 s’arrête aux murs : les ouvertures manquent.",
        file: Some(("export.log", "Export du niveau 2\nmurs : 214\nouvertures : 0\n")),
        words: &[(
            3 * 24,
            Word::Answers("Bonjour,\n\npouvez-vous nous dire quelle version l’a produit ?", CaseState::Waiting),
        )],
    },
    Story {
        hours_ago: 30,
        customer: 2,
        email: "victor@nord-lumiere.example",
        subject: "Les crédits de l’équipe par mois",
        product: "",
        priority: Priority::Low,
        of_team: false,
        body: "Peut-on voir ce que chacun a utilisé, mois par mois ?",
        file: None,
        words: &[],
    },
    Story {
        hours_ago: 26,
        customer: 1,
        email: "bastien@vercoureux.example",
        subject: "Rendu bloqué à 80 %",
        product: "Plan",
        priority: Priority::Urgent,
        of_team: false,
        body: "Tous les rendus s’arrêtent à 80 %. Nous livrons demain matin.",
        file: None,
        words: &[
            (25, Word::Answers("Nous regardons tout de suite.", CaseState::Open)),
            (5, Word::Mails("Un rendu sur trois passe maintenant.")),
        ],
    },
    Story {
        hours_ago: 3,
        customer: 0,
        email: "maelle@kerlann.example",
        subject: "Deux postes de plus en janvier",
        product: "",
        priority: Priority::Normal,
        of_team: false,
        body: "Nous recevons deux stagiaires en janvier. Que faut-il prévoir ?",
        file: None,
        words: &[],
    },
];

/// Plays them, each in its hour.
pub(super) async fn play(past: &Past, lives: &[Life], staff: Staff) -> Result<(), Failure> {
    let lives: Vec<&Life> = lives.iter().filter(|life| life.customer.fate == Fate::Accepted).collect();
    let life = |customer: usize| {
        lives.get(customer).copied().ok_or_else(|| Failure::new("the demonstration lacks a customer"))
    };
    set_up(past, staff, life(1)?).await?;
    let team = team(past, life(0)?).await?;
    let mut lasting: Vec<(i64, CaseNumber, &Story, Word)> = Vec::new();
    for story in &STORIES {
        let number = open(past, life(story.customer)?, story, team).await?;
        lasting.extend(story.words.iter().map(|(hours_ago, word)| (*hours_ago, number, story, *word)));
    }
    lasting.sort_by_key(|(hours_ago, ..)| std::cmp::Reverse(*hours_ago));
    for (hours_ago, number, story, word) in lasting {
        say(past, life(story.customer)?, staff.support, story, hours(past, hours_ago), number, word).await?;
    }
    Ok(())
}

/// A moment so many hours before the present.
fn hours(past: &Past, ago: i64) -> Timestamp {
    past.present().saturating_sub(SignedDuration::from_hours(ago)).unwrap_or(Timestamp::MIN)
}

/// Levels, products, answers to begin with; and who has the better level.
async fn set_up(past: &Past, staff: Staff, advanced: &Life) -> Result<(), Failure> {
    let account = advanced.account;
    at(past, past.days_ago(30), as_staff(staff.owner), move |tx, ctx| {
        let level = Level {
            id: ADVANCED,
            name: "Avancé".to_owned(),
            name_en: "Advanced".to_owned(),
            low: 16 * 60,
            normal: 8 * 60,
            high: 4 * 60,
            urgent: 60,
            callers: 3,
            others: false,
            place: 2,
        };
        support::save_level(tx, ctx, &level)?;
        let products = ["Plan", "Métré", "Contrôle"].map(str::to_owned).into();
        support::save_settings(tx, ctx, &Settings { products, ..Settings::default() })?;
        let canned = [
            (1, "Demander la version", "Bonjour,\n\npouvez-vous nous dire quelle version vous utilisez ?"),
            (2, "Clore", "Bonjour,\n\nnous pensons que c’est réglé. Répondez ici si ce n’est pas le cas."),
        ];
        for (id, title, body) in canned {
            let one = Canned { id: CannedId::from_raw(id), title: title.to_owned(), body: body.to_owned() };
            support::save_canned(tx, ctx, &one)?;
        }
        support::give_level(tx, ctx, account, ADVANCED)
    })
    .await
}

async fn team(past: &Past, life: &Life) -> Result<TeamId, Failure> {
    let member = |email: &str| life.members.get(email).copied();
    let persons: Vec<PersonId> =
        ["ewen@kerlann.example", "nolwenn@kerlann.example"].into_iter().filter_map(member).collect();
    let (account, admin) = (life.account, person(life, "maelle@kerlann.example")?);
    at(past, past.days_ago(29), Author::Person(admin), move |tx, ctx| {
        teams::create(tx, ctx, account, "Dessin", &persons)
    })
    .await
}

fn person(life: &Life, email: &str) -> Result<PersonId, Failure> {
    life.members.get(email).copied().ok_or_else(|| Failure::new(format!("the demonstration lacks {email}")))
}

async fn open(past: &Past, life: &Life, story: &Story, team: TeamId) -> Result<CaseNumber, Failure> {
    let requester = person(life, story.email)?;
    let sees = if story.of_team {
        Sees { sight: Sight::Team, team: Some(team) }
    } else {
        Sees { sight: Sight::Account, team: None }
    };
    let new = NewCase {
        account: Some(life.account),
        requester,
        company: None,
        sees,
        subject: story.subject.to_owned(),
        product: story.product.to_owned(),
        page: String::new(),
        priority: story.priority,
        body: story.body.to_owned(),
        files: files(past, story).await?,
        token: format!("demonstration {}", story.subject),
    };
    let moment = hours(past, story.hours_ago);
    at(past, moment, Author::Person(requester), move |tx, ctx| support::open(tx, ctx, &new)).await
}

/// An answer as it comes by mail.
fn mailed(person: PersonId, number: CaseNumber, body: &str) -> Mailed {
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&number.raw().to_be_bytes());
    let envelope =
        Envelope { digest, side: MailSide::Customer, person, number, sender: String::new(), is_automatic: false };
    Mailed { envelope, body: body.to_owned(), files: Vec::new() }
}

/// The file of a story, where this installation keeps files.
async fn files(past: &Past, story: &Story) -> Result<Vec<Kept>, Failure> {
    let app = past.app();
    let Some((name, content)) = story.file.filter(|_| app.files.are_kept()) else { return Ok(Vec::new()) };
    let mut draft = app.files.begin(&app.random, name).await.map_err(failed)?;
    draft.write(content.as_bytes()).await.map_err(failed)?;
    Ok(vec![draft.finish().await.map_err(failed)?])
}

async fn say(
    past: &Past,
    life: &Life,
    agent: PersonId,
    story: &Story,
    moment: Timestamp,
    number: CaseNumber,
    word: Word,
) -> Result<(), Failure> {
    let requester = person(life, story.email)?;
    let viewer = Viewer::Member(life.account, requester);
    let author =
        if matches!(word, Word::Asks(_) | Word::Mails(_)) { Author::Person(requester) } else { as_staff(agent) };
    at(past, moment, author, move |tx, ctx| -> Result<(), Failed<CaseRefusal>> {
        match word {
            Word::Asks(body) => support::reply(tx, ctx, viewer, requester, number, body).map(drop),
            Word::Mails(body) => {
                let mailed = mailed(requester, number, body);
                support::land(tx, ctx, &mailed).map(drop).map_err(|failed| match failed {
                    Failed::Refused(_) => Failed::Refused(CaseRefusal::Unknown),
                    Failed::Db(error) => Failed::Db(error),
                })
            }
            Word::Notes(body) => support::note(tx, ctx, agent, number, body).map(drop),
            Word::Answers(body, then) => {
                support::answer(tx, ctx, agent, number, &Answer { body: body.to_owned(), then, files: Vec::new() })
                    .map(drop)
            }
        }
    })
    .await
}
