//! The pages as a browser meets them.

use kit_testkit::{TestDb, db_test};
use kit_web::StaffPermission;
use support::*;

use crate::scene::{Scene, schema};

#[db_test(schema())]
async fn a_case_from_the_form_to_the_answer_and_back(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut lea = scene.signed_in(scene.lea).await;
    let list = format!("/accounts/{}/cases", scene.account);
    assert!(lea.get(&list).await.says("Aucun dossier"));
    let new = format!("{list}/new");
    let form = lea.get(&new).await;
    assert!(form.says("16 heures ouvrées") && form.says("L’équipe Études") && form.says("Tous les membres"));
    let refused = lea.submit(&new, &new, &[("subject", " "), ("sees", "own"), ("priority", "normal")]).await;
    assert!(refused.status == 422 && refused.says("f-subject-error") && refused.says("f-body-error"));
    let right = [
        ("subject", "Le plan <b>reste</b> blanc"),
        ("priority", "high"),
        ("sees", "own"),
        ("body", "Bonjour,\r\n\r\nrien ne s’affiche : <script>alert(1)</script>"),
    ];
    let sent = lea.submit(&new, &new, &right).await;
    let case = sent.location().unwrap_or_else(|| panic!("{}", sent.text()));
    let page = lea.get(&case).await;
    for words in ["Nouveau", "Haute", "&#60;script&#62;", "Le demandeur, les personnes qui suivent", "Atelier du Plan"]
    {
        assert!(page.says(words), "{words} in {}", page.text());
    }
    let number: CaseNumber = case.rsplit('/').next().unwrap().parse().unwrap();

    let mut agent = scene.signed_in(scene.agent).await;
    let queue = agent.get("/staff/cases").await;
    assert!(queue.says("&#60;b&#62;") && queue.says(&number.to_string()), "{}", queue.text());
    assert_eq!(agent.get(&format!("/staff/cases?q={number}")).await.location(), Some(format!("/staff/cases/{number}")));
    let staffs = format!("/staff/cases/{number}");
    let empty = agent.submit(&staffs, &format!("{staffs}/answer"), &[("body", ""), ("then", "waiting")]).await;
    assert!(empty.status == 422 && empty.says("f-body-error"), "{}", empty.text());
    agent.submit(&staffs, &format!("{staffs}/note"), &[("body", "Voir le dossier Brouillard.")]).await;
    let answered = agent
        .submit(&staffs, &format!("{staffs}/answer"), &[("body", "Quelle imprimante ?"), ("then", "waiting")])
        .await;
    assert_eq!(answered.location().as_deref(), Some("/staff/cases"), "{}", answered.text());
    assert!(agent.get(&staffs).await.says("Voir le dossier Brouillard."));

    let page = lea.get(&case).await;
    assert!(page.says("Quelle imprimante ?") && page.says("Inès, assistance") && page.says("En attente du client"));
    assert!(!page.says("Brouillard") && !page.says("Inès Petit"), "notes and surnames of the staff stay there");
    let replied = lea.submit(&case, &format!("{case}/reply"), &[("body", "Une Traceur 36.")]).await;
    assert_eq!(replied.location(), Some(case.clone()));
    let closed = lea.submit(&case, &format!("{case}/close"), &[]).await;
    assert_eq!(closed.location(), Some(case.clone()));
    assert!(lea.get(&case).await.says("Envoyer et rouvrir"));
}

#[db_test(schema())]
async fn what_one_does_not_see_is_not_found_on_any_path(test: TestDb) {
    let scene = Scene::new(test).await;
    let number = scene.opens(scene.asked("Moi")).await.unwrap();
    let case = format!("/accounts/{}/cases/{number}", scene.account);
    let missing = format!("/accounts/{}/cases/CAS-2026-000999", scene.account);
    let mut max = scene.signed_in(scene.max).await;
    for base in [&case, &missing] {
        assert_eq!(max.get(base).await.status, 404);
        for action in ["reply", "close", "share", "watch", "unwatch"] {
            let person = scene.max.to_string();
            let form = [("body", "x"), ("sees", "account"), ("person", person.as_str())];
            assert_eq!(max.post_form(&format!("{base}/{action}"), &form).await.status, 404, "{action}");
        }
    }
    let own = format!("/me/cases/{number}");
    assert_eq!(scene.signed_in(scene.lea).await.get(&own).await.status, 404, "it is the account's");
    assert_eq!(max.get("/staff/cases").await.status, 404);
    let mut lea = scene.signed_in(scene.lea).await;
    let (team, zoe) = (scene.team.to_string(), scene.zoe.to_string());
    lea.submit(&case, &format!("{case}/share"), &[("sees", team.as_str())]).await;
    assert!(max.get(&case).await.says("L’équipe Études, le demandeur"));
    let mut outside = scene.signed_in(scene.zoe).await;
    assert_eq!(outside.get(&case).await.status, 404);
    lea.submit(&case, &format!("{case}/watch"), &[("person", zoe.as_str())]).await;
    assert_eq!(outside.get(&case).await.status, 200);
    let watched = outside.get(&case).await;
    assert!(!watched.says(&format!("{case}/share")) && !watched.says(&format!("{case}/watch\"")));
    let admin = scene.admin.to_string();
    for (action, field, value) in
        [("share", "sees", "account"), ("watch", "person", admin.as_str()), ("unwatch", "person", &admin)]
    {
        outside.submit(&case, &format!("{case}/{action}"), &[(field, value)]).await;
        assert!(outside.get(&case).await.says("Vous suivez seulement ce dossier"), "{action}: who was only added");
    }
    assert!(max.get(&case).await.says(&format!("{case}/share")), "a member of the team sees it by its sight");
    assert!(lea.get(&case).await.says("Retirer Zoé Petit"));
    lea.submit(&case, &format!("{case}/unwatch"), &[("person", zoe.as_str())]).await;
    assert_eq!(outside.get(&case).await.status, 404);
}

#[db_test(schema())]
async fn a_remark_knows_its_page_and_becomes_a_case(test: TestDb) {
    let scene = Scene::new(test).await;
    let mut lea = scene.signed_in(scene.lea).await;
    let list = format!("/accounts/{}/cases", scene.account);
    let page = lea.get(&list).await;
    let link = format!("/remark?page=/accounts/{}/cases", scene.account);
    assert!(page.says(&link), "{}", page.text());
    let form = lea.get(&link).await;
    assert!(form.says(&list));
    let again = lea.submit(&link, "/remark", &[("page", &list), ("body", " ")]).await;
    assert!(again.status == 422 && again.says("f-body-error"));
    let sent = lea.submit(&link, "/remark", &[("page", &list), ("body", "Le tri manque.\nMerci.")]).await;
    let case = sent.location().unwrap_or_else(|| panic!("{}", sent.text()));
    assert!(case.starts_with(&list), "{case}");
    let shown = lea.get(&case).await;
    assert!(shown.says("Le tri manque.") && shown.says(&list));
    // Who is in no account may write as well; another account's page does not make it that account's.
    let alone = scene.person("solo@ailleurs.example", "Solène").await;
    let mut alone = scene.signed_in(alone).await;
    let sent = alone.submit(&link, "/remark", &[("page", &list), ("body", "Bonjour ?")]).await;
    let own = sent.location().unwrap_or_else(|| panic!("{}", sent.text()));
    assert!(own.starts_with("/me/cases/"), "{own}");
    assert!(alone.get(&own).await.says("Bonjour ?") && alone.get("/me/cases").await.says("Bonjour ?"));
    assert_eq!(lea.get(&own).await.status, 404);
    let replied = alone.submit(&own, &format!("{own}/reply"), &[("body", "Encore moi.")]).await;
    assert_eq!(replied.location(), Some(own.clone()));
    let visitor = scene.app.client().get("/remark").await;
    assert!(visitor.location().is_some_and(|to| to.starts_with("/sign-in")));
}

#[db_test(schema())]
async fn the_publisher_keeps_levels_answers_and_products(test: TestDb) {
    let scene = Scene::new(test).await;
    let owner = scene.colleague("owner@publisher.example", "Olive", StaffPermission::Owner).await;
    let mut owner = scene.signed_in(owner).await;
    let levels = "/staff/cases/levels";
    let new = format!("{levels}/new");
    assert!(owner.submit(&new, &new, &[("name", "Rapide"), ("low", "x")]).await.says("f-low-error"));
    let level = [
        ("name", "Rapide"),
        ("low", "8"),
        ("normal", "4"),
        ("high", "2"),
        ("urgent", "0,5"),
        ("callers", "2"),
        ("place", "2"),
    ];
    assert_eq!(owner.submit(&new, &new, &level).await.location().as_deref(), Some(levels));
    let page = owner.get(levels).await;
    assert!(page.says("Rapide") && page.says("30 minutes ouvrées") && page.says("Par défaut"));
    let known = scene.app.read(support::levels).await;
    let id = known.iter().find(|level| level.name == "Rapide").unwrap().id.to_string();

    let mut agent = scene.signed_in(scene.agent).await;
    assert_eq!(agent.get(levels).await.status, 404, "the owner's");
    let support = format!("/staff/accounts/{}/support", scene.account);
    assert!(agent.get(&support).await.says("Standard"));
    let given = agent.submit(&support, &support, &[("level", id.as_str())]).await;
    assert_eq!(given.location(), Some(support.clone()), "{}", given.text());
    let mut lea = scene.signed_in(scene.lea).await;
    let own = lea.get(&format!("/accounts/{}/support", scene.account)).await;
    assert!(own.says("Votre niveau") && own.says("Rapide") && own.says("du lundi au vendredi de 09:00 à 17:00"));

    let answers = "/staff/cases/answers/new";
    agent.submit(answers, answers, &[("title", "Imprimante"), ("body", "Quelle imprimante ?")]).await;
    let canned = scene.app.read(support::canned).await;
    let number = scene.opens(scene.asked("A")).await.unwrap();
    let (case, id) = (format!("/staff/cases/{number}"), canned[0].id.to_string());
    let typed = [("body", "Bonjour Léa,"), ("then", "solved"), ("canned", id.as_str())];
    let begun = agent.submit(&case, &format!("{case}/begin"), &typed).await;
    assert!(begun.says("Bonjour Léa,\n\nQuelle imprimante ?"), "{}", begun.text());
    assert!(begun.says("value=\"solved\" checked"), "what was chosen stays: {}", begun.text());
    let settings = "/staff/cases/settings";
    let saved = [
        ("products", "Trame\nCoupe\n"),
        ("close_days", "5"),
        ("reopen_days", "15"),
        ("file_mb", "25"),
        ("account_mb", "2000"),
        ("file_kinds", "text"),
    ];
    assert_eq!(owner.submit(settings, settings, &saved).await.location().as_deref(), Some(settings));
    let form = lea.get(&format!("/accounts/{}/cases/new", scene.account)).await;
    assert!(form.says("<option value=\"Coupe\""), "{}", form.text());
}

#[db_test(schema())]
async fn staff_assigns_merges_and_closes(test: TestDb) {
    let scene = Scene::new(test).await;
    let first = scene.opens(scene.asked("Un")).await.unwrap();
    let second = scene.opens(scene.asked("Deux")).await.unwrap();
    let mut agent = scene.signed_in(scene.agent).await;
    let page = format!("/staff/cases/{first}");
    let me = scene.agent.to_string();
    agent.submit(&page, &format!("{page}/assign"), &[("value", me.as_str())]).await;
    agent.submit(&page, &format!("{page}/priority"), &[("value", "urgent")]).await;
    assert!(agent.get("/staff/cases?view=own").await.says(&first.to_string()));
    assert!(!agent.get("/staff/cases?view=own").await.says(&second.to_string()));
    let merge = format!("{page}/merge");
    assert!(agent.get(&merge).await.says("Deux"));
    assert!(agent.submit(&merge, &merge, &[("into", "CAS-2026-999999")]).await.says("Ce dossier n’existe pas."));
    let into = second.to_string();
    let merged = agent.submit(&merge, &merge, &[("into", into.as_str())]).await;
    assert_eq!(merged.location(), Some(format!("/staff/cases/{second}")), "{}", merged.text());
    assert!(agent.get(&page).await.says("La suite est dans un autre dossier"));
    let other = format!("/staff/cases/{second}");
    agent.submit(&other, &format!("{other}/close"), &[]).await;
    assert!(agent.get("/staff/cases?view=closed").await.says("Deux"));
    assert!(agent.get("/staff/cases").await.says("Aucune réponse n’est due."));
}

#[db_test(schema())]
async fn the_home_tells_what_is_open_and_whose_turn_it_is(test: TestDb) {
    let scene = Scene::new(test).await;
    let home = format!("/accounts/{}", scene.account);
    let mut max = scene.signed_in(scene.max).await;
    assert!(!max.get(&home).await.says("dossiers ouverts"), "nothing is open");
    let team = Sees { sight: Sight::Team, team: Some(scene.team) };
    let first = scene.opens(NewCase { sees: team, ..scene.asked("Plan") }).await.unwrap();
    scene.opens(NewCase { sees: team, ..scene.asked("Export") }).await.unwrap();
    let done = scene.opens(NewCase { sees: team, ..scene.asked("Fini") }).await.unwrap();
    scene.opens(scene.asked("Moi")).await.unwrap();
    scene.answers(first, "Quelle version ?", CaseState::Waiting).await.unwrap();
    scene.answers(done, "C’est fait.", CaseState::Solved).await.unwrap();
    let page = max.get(&home).await;
    for words in ["2 <span class=\"unit\">dossiers ouverts", "Un dossier attend votre réponse.", "Études : 2"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
}
