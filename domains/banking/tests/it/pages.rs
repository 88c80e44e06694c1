//! The pages as browsers see them: staff drops a file, sees the matches, confirms, the order is paid.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kit_core::Author;
use kit_db::Failed;
use kit_testkit::{Answer, Client, TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions};
use orders::OrderState;
use people::Browser;

use crate::support::*;

/// A colleague with one permission, signed in.
async fn clerk(shop: &Shop, permission: StaffPermission, email: &'static str) -> Client {
    shop.open("Chez l’éditeur", "552100554", email).await;
    let token = shop
        .run(Author::System("test"), move |tx, ctx| {
            let person = people::service::person_by_email(tx, &kit_mail::Email::parse(email).unwrap())?.unwrap();
            people::service::set_staff(tx, ctx, person.id, StaffPermissions::of(&[permission]))
                .map_err(|_| Failed::Refused(()))?;
            let started = people::service::start_session(tx, ctx, person.id, &Browser::default(), true)?;
            Ok::<_, Failed<()>>(started.token.reveal())
        })
        .await
        .unwrap();
    let mut client = shop.app.client();
    client.keep("guichet_session", &token);
    client
}

/// Drops files by the form of their page.
async fn drop_files(client: &mut Client, files: &[(&str, &[u8])]) -> Answer {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\nx\r\n".to_vec();
    for (name, file) in files {
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes(),
        );
        body.extend(*file);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    let request =
        Request::builder().method(Method::POST).uri("/staff/bank/imports").header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    client.send(request.body(Body::from(body)).unwrap()).await
}

#[db_test(schema())]
async fn lines_of_one_order_warn_of_each_other_until_one_is_decided(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    let mut billing = clerk(&shop, StaffPermission::Billing, "petit@publisher.example").await;
    let twice = credit(HUNDRED - 1, "Durand", &number.to_string());
    shop.drop_file("twice.xml", camt(&[of_reference(HUNDRED, number), twice, credit(77, "", "inconnu")])).await;
    let warning = format!("Une autre ligne à décider propose aussi {number}");
    let (sure, other) = (shop.line(HUNDRED).await, shop.line(HUNDRED - 1).await);
    let list = billing.get("/staff/bank").await;
    assert_eq!(list.text().matches(&warning).count(), 2, "{}", list.text());
    for (line, rival) in [(&sure, &other), (&other, &sure)] {
        let page = billing.get(&format!("/staff/bank/lines/{}", line.id)).await;
        assert!(page.says(&warning) && page.says(&format!("/staff/bank/lines/{}", rival.id)));
    }
    assert!(is_sure(&sure), "what one reading explains stays sure");
    let id = other.id;
    shop.run(staff(), move |tx, ctx| banking::ignore(tx, ctx, id, "")).await.unwrap();
    assert!(!billing.get("/staff/bank").await.says(&warning));
    assert_eq!(shop.read(banking::count_open).await, 2);
    shop.is_sound().await;
}

#[db_test(schema())]
async fn staff_drops_a_file_and_confirms(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    let mut billing = clerk(&shop, StaffPermission::Billing, "petit@publisher.example").await;
    assert!(billing.get("/staff/bank").await.says("Aucune ligne"));
    let file = camt(&[of_reference(HUNDRED, number), credit(77, "SCI &lt;b&gt;", "inconnu")]);
    let dropped = drop_files(&mut billing, &[("../../novembre.xml", &file)]).await;
    let import = dropped.location().unwrap();
    let page = billing.get(&import).await;
    assert!(page.says("novembre.xml") && !page.says("../") && page.says("Nouvelles lignes : 2"), "{}", page.text());
    shop.app.run_jobs().await;
    let page = billing.get("/staff/bank").await;
    for words in [number.to_string().as_str(), "référence RF exacte", "montant exact", "100 sur 100", "Payeur inconnu"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let text = page.text();
    let ticks: Vec<&str> =
        text.split("name=\"line\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!((ticks.len(), text.matches(" checked").count()), (1, 1), "what nobody knows has no box");
    let confirmed = billing.post_form("/staff/bank", &[("line", ticks[0])]).await;
    assert!(confirmed.status.is_redirection());
    assert_eq!(shop.state(number).await, OrderState::Paid);
    let page = billing.get("/staff/bank").await;
    assert!(page.says("Une ligne est enregistrée.") && !page.says(&number.to_string()));
    let recorded = banking::Wanted::Decided(banking::LineState::Recorded);
    let done = shop.read(move |read| banking::lines(read, recorded, None, Default::default())).await.rows;
    let receipt = billing.get(&format!("/staff/receipts/{}", done[0].line.receipt.unwrap())).await;
    let own = format!("/staff/bank/lines/{}", done[0].line.id);
    assert!(receipt.says("Voir la ligne du relevé") && receipt.says(&own), "{}", receipt.text());
    billing.post_form("/staff/bank", &[("line", ticks[0])]).await;
    assert_eq!(shop.advance(shop.durand).await, 0, "sent again, it is not recorded again");
    let again = drop_files(&mut billing, &[("novembre.xml", &file)]).await;
    assert_eq!(again.location().unwrap(), import);
    assert!(billing.get(&import).await.says("rien n’a changé"));
    shop.is_sound().await;
}

#[db_test(schema())]
async fn a_broken_file_is_refused_beside_good_ones(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut billing = clerk(&shop, StaffPermission::Billing, "petit@publisher.example").await;
    let good = camt(&[credit(100, "Durand", "x")]);
    let mut wrong = String::from_utf8(camt(&[credit(200, "Durand", "y")])).unwrap();
    wrong = wrong.replace("2.00<", "2.0x<");
    let answer = drop_files(
        &mut billing,
        &[("bon.xml", &good), ("faux.xml", wrong.as_bytes()), ("coupé.xml", &good[..good.len() - 34])],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "bon.xml",
        "Nouvelles lignes : 1",
        "faux.xml",
        "Ligne 1, colonne",
        "« 2.0x » n’est pas un montant",
        "coupé.xml",
        "coupé avant sa fin",
        "f-file-error",
    ] {
        assert!(answer.says(words), "{words}: {}", answer.text());
    }
    assert_eq!(shop.open_lines().await.len(), 1, "nothing of what is refused");
    let names: Vec<String> = (0..21).map(|n| format!("{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), good.as_slice())).collect();
    let answer = drop_files(&mut billing, &many).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.says("20 au plus"), "the last is not read");
    for nothing in [Vec::new(), vec![("", b"".as_slice())]] {
        let answer = drop_files(&mut billing, &nothing).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.says("Choisissez un fichier"));
    }
}

#[db_test(schema())]
async fn one_line_is_decided_on_its_page(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order(shop.durand, "a", 1).await;
    let mut billing = clerk(&shop, StaffPermission::Billing, "petit@publisher.example").await;
    shop.drop_file("one.xml", camt(&[credit(HUNDRED - 40, "Atelier Durand", "acompte"), credit(55, "", "intérêts")]))
        .await;
    let page = format!("/staff/bank/lines/{}", shop.line(HUNDRED - 40).await.id);
    let shown = billing.get(&page).await;
    assert!(shown.says("il manque 0,40 €") && shown.says(&format!("value=\"{number}\"")), "{}", shown.text());
    assert!(billing.get(&format!("{page}?q={number}")).await.says("orders=BC-2026-000001"));
    let wrong = billing.submit(&page, &page, &[("act", "record"), ("orders", "BC-2026-000009")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.says("f-orders-error"));
    let wrong = billing.submit(&page, &page, &[("act", "record"), ("orders", ""), ("account", "x")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.says("f-account-error"));
    let done = billing.submit(&page, &page, &[("act", "record"), ("orders", &number.to_string())]).await;
    assert_eq!(done.location().as_deref(), Some(page.as_str()));
    assert_eq!(shop.state(number).await, OrderState::PartPaid);
    assert!(billing.get(&page).await.says("REL-"), "the receipt of the line");
    let page = format!("/staff/bank/lines/{}", shop.line(55).await.id);
    billing.submit(&page, &page, &[("act", "ignore"), ("note", "intérêts")]).await;
    assert!(billing.get(&page).await.says("intérêts") && shop.open_lines().await.is_empty());
    billing.submit(&page, &page, &[("act", "reopen")]).await;
    assert_eq!(shop.open_lines().await.len(), 1);
    for path in ["/staff/bank/lines/0000000000001", "/staff/bank/imports/0000000000001", "/staff/bank/lines/x"] {
        assert_eq!(billing.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[db_test(schema())]
async fn all_that_is_sure_is_asked_for_once(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut billing = clerk(&shop, StaffPermission::Billing, "petit@publisher.example").await;
    let number = shop.order(shop.durand, "a", 1).await;
    shop.drop_file("one.xml", camt(&[of_reference(HUNDRED, number)])).await;
    let ask = billing.get("/staff/bank/all").await;
    let (once, shown_at) = (ask.hidden("once").unwrap(), ask.hidden("shown_at").unwrap());
    for words in ["Une ligne est en cours", "déjà demandé"] {
        billing.post_form("/staff/bank/all", &[("once", &once), ("shown_at", &shown_at)]).await;
        assert!(billing.get("/staff/bank").await.says(words), "{words}");
    }
    shop.app.run_jobs().await;
    assert_eq!(shop.state(number).await, OrderState::Paid);
}

#[db_test(schema())]
async fn nobody_else_sees_the_statements(test: TestDb) {
    let shop = Shop::new(test).await;
    shop.drop_file("one.xml", camt(&[credit(100, "Durand", "x")])).await;
    let line = shop.line(100).await;
    let mut support = clerk(&shop, StaffPermission::Support, "anne@publisher.example").await;
    let paths = ["/staff/bank".to_owned(), "/staff/bank/imports".to_owned(), format!("/staff/bank/lines/{}", line.id)];
    for path in &paths {
        assert_eq!(support.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let file = camt(&[credit(200, "Durand", "y")]);
    assert_eq!(drop_files(&mut support, &[("a.xml", &file)]).await.status, StatusCode::NOT_FOUND);
    let ignored = support.post_form(&paths[2], &[("act", "ignore")]).await;
    assert_eq!((ignored.status, shop.open_lines().await.len()), (StatusCode::NOT_FOUND, 1));
}
