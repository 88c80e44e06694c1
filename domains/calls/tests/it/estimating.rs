//! The estimate: it refuses what ending refuses, and tells all of it at once.

use accounts::service::closing;
use calls::*;
use credits::{BurnRefusal, Overrun};
use kit_core::{Author, Credits};
use kit_testkit::{TestDb, db_test};
use support::{CaseRefusal, MOST_A_DAY, NewCase, Priority, Sees, Sight};

use crate::calling::rule;
use crate::scene::{Scene, schema};

impl Scene {
    /// What ending would say; nothing is done.
    async fn would_end(&self, work: &Work) -> Result<Ended, CallRefusal> {
        let (agent, account, work) = (self.agent, self.account, work.clone());
        let tried = self.app.run(Author::Staff(agent), move |tx, ctx| match end(tx, ctx, agent, account, &work) {
            Ok(ended) => kit_db::refuse::<(), _>(Ok(ended)),
            Err(failed) => Err(failed.map(Err)),
        });
        tried.await.unwrap_err()
    }

    /// What the estimate and the end refuse is the same; answers what the estimate tells.
    async fn agrees(&self, work: &Work) -> Vec<CallRefusal> {
        let told = self.estimates(work.clone()).await.refusals;
        match self.would_end(work).await {
            Ok(_) => assert_eq!(told, [], "{work:?} would end"),
            Err(refusal) => assert!(told.contains(&refusal), "{refusal:?} is none of {told:?} for {work:?}"),
        }
        told
    }

    /// Léa opens as many cases as anybody may within a day.
    async fn lea_opens_all_her_cases(&self) {
        let (account, lea) = (self.account, self.lea);
        let opened = self.app.run(Author::Person(lea), move |tx, ctx| {
            for place in 0..MOST_A_DAY {
                let new = NewCase {
                    account: Some(account),
                    requester: lea,
                    company: None,
                    sees: Sees { sight: Sight::Own, team: None },
                    subject: "Le plan reste blanc".to_owned(),
                    body: "Depuis ce matin.".to_owned(),
                    product: String::new(),
                    page: String::new(),
                    files: Vec::new(),
                    priority: Priority::Normal,
                    token: place.to_string(),
                };
                support::open(tx, ctx, &new)?;
            }
            Ok::<_, kit_db::Failed<CaseRefusal>>(())
        });
        opened.await.unwrap();
    }
}

#[db_test(schema())]
async fn the_estimate_refuses_what_ending_refuses(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, Some(30)), 60).await;
    scene.lea_calls().await;
    let (unknown, mut ended, mut refused) = ("CAS-2020-000001".parse().unwrap(), 0, 0);
    for caller in [scene.lea, scene.zoe, scene.agent] {
        for case in [CaseChoice::None, CaseChoice::New, CaseChoice::Known(unknown)] {
            for minutes in [20, 40, 80] {
                for approved_by in [None, Some(scene.lea), Some(scene.admin)] {
                    let work = Work {
                        seconds: Some(minutes * 60),
                        caller,
                        case: case.clone(),
                        approved_by,
                        ..scene.work().await
                    };
                    let told = scene.agrees(&work).await;
                    if told.is_empty() { ended += 1 } else { refused += 1 }
                }
            }
        }
    }
    // Léa, with or without a new case: 20 minutes whoever approves, 40 where she does.
    assert_eq!((ended, refused), (8, 73));
    let all_wrong = Work {
        seconds: Some(80 * 60),
        caller: scene.zoe,
        case: CaseChoice::Known(unknown),
        approved_by: None,
        ..scene.work().await
    };
    let (billed, left) = (Credits(80), Credits(60));
    assert_eq!(
        scene.agrees(&all_wrong).await,
        [
            CallRefusal::NotEntitled,
            CallRefusal::Burn(BurnRefusal::NeedsApproval { billed, above: 30 }),
            CallRefusal::Burn(BurnRefusal::Short { billed, left }),
            CallRefusal::Case,
        ],
        "all of it at once"
    );
}

#[db_test(schema())]
async fn the_estimate_knows_that_no_case_is_opened_any_more_and_that_the_account_is_closed(test: TestDb) {
    let scene = Scene::new(test).await;
    scene.counts(rule(Overrun::Refused, None), 60).await;
    scene.lea_calls().await;
    scene.lea_opens_all_her_cases().await;
    let new = Work { seconds: Some(600), case: CaseChoice::New, ..scene.work().await };
    assert_eq!(scene.agrees(&new).await, [CallRefusal::NewCase(CaseRefusal::TooMany)]);
    let none = Work { case: CaseChoice::None, ..new };
    assert_eq!(scene.agrees(&none).await, []);
    let account = scene.account;
    scene.app.run(Author::Person(scene.admin), move |tx, ctx| closing::close(tx, ctx, account)).await.unwrap();
    assert!(scene.agrees(&none).await.contains(&CallRefusal::NotOpen));
    scene.counts(credits::SupportRule { offered: false, ..rule(Overrun::Refused, None) }, 0).await;
    assert!(scene.agrees(&none).await.contains(&CallRefusal::NotOpen), "where nothing is counted, too");
}
