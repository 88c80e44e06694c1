//! The pages as browsers see them: an admin tops up, staff records the transfer, the credit arrives.

use http::StatusCode;
use kit_core::{AccountId, Author};
use kit_db::Failed;
use kit_testkit::{Client, TestDb, db_test};
use kit_web::{StaffPermission, StaffPermissions};
use orders::*;
use people::Browser;

use crate::support::*;

async fn signed_in(shop: &Shop, email: &'static str) -> Client {
    let token = shop
        .run(Author::System("test"), move |tx, ctx| {
            let email = kit_mail::Email::parse(email).unwrap();
            let person = people::service::person_by_email(tx, &email)?.unwrap();
            let started = people::service::start_session(tx, ctx, person.id, &Browser::default(), true)?;
            Ok::<_, Failed<()>>(started.token.reveal())
        })
        .await
        .unwrap();
    let mut client = shop.app.client();
    client.keep("guichet_session", &token);
    client
}

/// A colleague with one permission, signed in.
async fn clerk(shop: &Shop, permission: StaffPermission) -> Client {
    let email = "petit@publisher.example";
    shop.open("Chez l’éditeur", "552100554", email).await;
    shop.run(Author::System("test"), move |tx, ctx| {
        let person = people::service::person_by_email(tx, &kit_mail::Email::parse(email).unwrap())?.unwrap();
        people::service::set_staff(tx, ctx, person.id, StaffPermissions::of(&[permission]))
            .map_err(|_| Failed::Refused(()))
    })
    .await
    .unwrap();
    signed_in(shop, email).await
}

fn own(account: AccountId, page: &str) -> String {
    format!("/accounts/{account}/orders{page}")
}

const ADMIN: &str = "camille@atelier-durand.example";

#[db_test(schema())]
async fn an_admin_tops_up_by_transfer_and_the_credit_arrives(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut admin = signed_in(&shop, ADMIN).await;
    let new = admin.get(&own(shop.account, "/new")).await;
    assert!(new.says("Lot atelier : 1 000 crédits") && new.says("132,00 €") && new.says("50 crédits offerts"));
    let choice = format!("/summary?choice={PACK}");
    let summary = admin.get(&own(shop.account, &choice)).await;
    assert!(
        summary.says("TVA à 20 %") && summary.says("22,00 €") && summary.says("Atelier Durand"),
        "{}",
        summary.text()
    );
    let (once, shown) = (summary.hidden("once").unwrap(), summary.hidden("seen").unwrap());
    let pack = PACK.to_string();
    let fields = [("once", once.as_str()), ("choice", &pack), ("credits", ""), ("seen", &shown)];
    let page = own(shop.account, "/BC-2026-000001");
    for _ in 0..50 {
        assert_eq!(admin.post_form(&own(shop.account, ""), &fields).await.location(), Some(page.clone()));
    }
    let order = admin.get(&page).await;
    let reference = OrderNumber::new(2026, 1).unwrap().reference().unwrap().grouped();
    for words in [
        "À payer",
        "SIREN",
        "Cotelier SAS",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPP",
        &reference,
        "du lundi au vendredi",
    ] {
        assert!(order.says(words), "{words}");
    }
    assert!(order.text().contains("<path d=\"M4 4h7v1h-7z"), "the code of the transfer");

    let mut billing = clerk(&shop, StaffPermission::Billing).await;
    assert_eq!(
        billing.get(&format!("/staff/orders?q={}", reference.replace(' ', "%20"))).await.location().as_deref(),
        Some("/staff/orders/BC-2026-000001")
    );
    let record = "/staff/receipts/new";
    let form = billing.get(&format!("{record}?orders=BC-2026-000001")).await;
    assert!(form.says("value=\"132,00\"") && form.says("value=\"BC-2026-000001\""), "what is due is proposed");
    let receipt = [
        ("means", "transfer"),
        ("reference", "VIR 77"),
        ("received_on", "2026-11-02"),
        ("amount", "132,00"),
        ("orders", "BC-2026-000001"),
    ];
    let recorded = billing.submit(record, record, &receipt).await;
    assert!(recorded.status.is_redirection(), "{}", recorded.text());
    let again = billing.submit(record, record, &receipt).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.says("f-reference-error"));
    let order = admin.get(&page).await;
    assert!(order.says("Payé : ajouté au compte") && !order.says("FR76 3000") && order.says("/history/credit-1"));
    assert!(admin.get(&format!("/accounts/{}/credits", shop.account)).await.says("1 050"));
}

#[db_test(schema())]
async fn a_second_order_of_the_same_is_asked_for(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut admin = signed_in(&shop, ADMIN).await;
    let (list, summary) = (own(shop.account, ""), own(shop.account, &format!("/summary?choice={PACK}")));
    let (pack, first) = (PACK.to_string(), shop.order("a").await);
    let page = admin.get(&summary).await;
    assert!(page.says("Vous venez de commander la même chose") && page.says(&own(shop.account, &format!("/{first}"))));
    let (once, seen) = (page.hidden("once").unwrap(), page.hidden("seen").unwrap());
    // A form that was shown before the first order does not say that a second one is wanted.
    let unasked = [("once", once.as_str()), ("choice", &pack), ("seen", &seen)];
    let asked = admin.post_form(&list, &unasked).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.says("Commander une deuxième fois"), "{}", asked.text());
    let again = asked.hidden("again").unwrap();
    let wanted = [&unasked[..], &[("again", &again)]].concat();
    assert!(admin.post_form(&list, &wanted).await.location().unwrap().ends_with("/BC-2026-000002"));
    // Another amount, and a day later, nobody is asked.
    assert!(!admin.get(&own(shop.account, "/summary?choice=free&credits=100")).await.says("la même chose"));
    shop.app.pass(jiff::SignedDuration::from_hours(25));
    let mut admin = signed_in(&shop, ADMIN).await;
    assert!(!admin.get(&summary).await.says("la même chose"));
}

#[db_test(schema())]
async fn a_free_amount_names_the_pack_that_costs_less(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut admin = signed_in(&shop, ADMIN).await;
    let summary = |credits: i64| own(shop.account, &format!("/summary?choice=free&credits={credits}"));
    let dear = admin.get(&summary(1000)).await;
    assert!(dear.says("Un lot coûte moins cher") && dear.says(&format!("choice={PACK}")), "{}", dear.text());
    for credits in [900, 1100] {
        assert!(!admin.get(&summary(credits)).await.says("moins cher"), "{credits}");
    }
}

#[db_test(schema())]
async fn what_is_wrong_with_a_choice_is_told_at_its_field(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut admin = signed_in(&shop, ADMIN).await;
    for (query, field) in [
        ("", "choice"),
        ("?choice=0000000000009", "choice"),
        ("?choice=free&credits=x", "credits"),
        ("?choice=free&credits=150", "credits"),
        ("?choice=free&credits=99999999999999999999", "credits"),
    ] {
        let answer = admin.get(&own(shop.account, &format!("/summary{query}"))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(answer.says(&format!("f-{field}-error")), "{query}: {}", answer.text());
    }
    let once = admin.get(&own(shop.account, "/summary?choice=free&credits=100")).await.hidden("once").unwrap();
    let stale = [("once", once.as_str()), ("choice", "free"), ("credits", "100"), ("seen", "1")];
    let answer = admin.post_form(&own(shop.account, ""), &stale).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.says("Le prix a changé"));
    assert!(
        answer.says("14,40") && answer.hidden("seen").is_some_and(|seen| seen != "1"),
        "what it costs now is shown"
    );
}

#[db_test(schema())]
async fn orders_of_others_are_as_if_they_were_not(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let other = shop.open("Menuiserie Petit", "552100554", "zoe@menuiserie-petit.example").await;
    let mut zoe = signed_in(&shop, "zoe@menuiserie-petit.example").await;
    for path in [own(shop.account, &format!("/{number}")), own(other, &format!("/{number}")), own(other, "/nonsense")] {
        assert_eq!(zoe.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for action in ["cancel", "advance"] {
        let path = own(other, &format!("/{number}/{action}"));
        assert_eq!(zoe.post_form(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(shop.state(number).await, OrderState::Sent);
}

#[db_test(schema())]
async fn an_admin_cancels_and_uses_the_advance(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut admin = signed_in(&shop, ADMIN).await;
    let number = shop.order("a").await;
    let cancel = own(shop.account, &format!("/{number}/cancel"));
    assert!(admin.submit(&cancel, &cancel, &[]).await.status.is_redirection());
    assert_eq!(shop.state(number).await, OrderState::Cancelled);
    shop.receive("VIR 1", 13_200, of(&[number])).await.unwrap();
    let next = shop.order("b").await;
    let page = own(shop.account, &format!("/{next}"));
    assert!(admin.get(&page).await.says("Payer avec l’avance"));
    assert!(admin.submit(&page, &format!("{page}/advance"), &[]).await.status.is_redirection());
    assert_eq!(shop.state(next).await, OrderState::Paid);
    let refused = admin.get(&own(shop.account, &format!("/{next}/cancel"))).await;
    assert!(
        refused.says("ne peut plus être annulé") && refused.says("demander un remboursement"),
        "{}",
        refused.text()
    );
    assert_eq!(refused.hidden("once"), None, "nothing is asked that is refused");
    shop.receive("VIR 2", 1_000, Share { account: Some(shop.account), ..Share::default() }).await.unwrap();
    let large = shop.order("c").await;
    let page = admin.get(&own(shop.account, &format!("/{large}"))).await;
    assert!(page.says("Payer une partie avec l’avance") && page.says("122,00"), "{}", page.text());
    let list = admin.get(&own(shop.account, "?state=paid")).await;
    assert!(list.says(&next.to_string()) && !list.says(&number.to_string()));
}

#[db_test(schema())]
async fn staff_allocates_what_waits(test: TestDb) {
    let shop = Shop::new(test).await;
    let number = shop.order("a").await;
    let id = shop.receive("VIR 1", 20_000, Share::default()).await.unwrap();
    let mut billing = clerk(&shop, StaffPermission::Billing).await;
    assert!(billing.get("/staff/receipts?which=waiting").await.says("VIR 1"));
    let page = format!("/staff/receipts/{id}");
    let wrong = billing.submit(&page, &page, &[("orders", "BC-2026-000099")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.says("f-orders-error"));
    assert!(billing.submit(&page, &page, &[("orders", &number.to_string())]).await.status.is_redirection());
    assert_eq!((shop.state(number).await, shop.advance().await), (OrderState::Paid, 6800));
    let account = shop.account.to_string();
    let fields = [("act", "take-back"), ("account", account.as_str())];
    assert!(billing.submit(&page, &page, &fields).await.status.is_redirection());
    assert_eq!(shop.advance().await, 0);
    let cancel = format!("/staff/orders/{number}/cancel");
    let untold = billing.submit(&cancel, &cancel, &[("reason", " ")]).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    for q in ["200", "C-1001", "BC-2026-000077", "nonsense"] {
        assert_eq!(billing.get(&format!("/staff/orders?q={q}")).await.status, StatusCode::OK, "{q}");
    }
}

#[db_test(schema())]
async fn staff_sets_what_is_on_sale(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut catalogue = clerk(&shop, StaffPermission::Catalogue).await;
    let settings = "/staff/orders/settings";
    assert_eq!(catalogue.get(settings).await.location().as_deref(), Some("/staff/orders/settings/packs"));
    assert_eq!(catalogue.get(&format!("{settings}/transfer")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(catalogue.get("/staff/receipts").await.status, StatusCode::NOT_FOUND);
    let new = format!("{settings}/packs/new");
    let pack =
        [("name_fr", "Grand lot"), ("unit", "credit"), ("credits", "5 000"), ("price", "500"), ("active", "yes")];
    assert!(catalogue.submit(&new, &new, &pack).await.status.is_redirection());
    let packs = catalogue.get(&format!("{settings}/packs")).await;
    assert!(packs.says("Grand lot") && packs.says("500,00 €"));
    let new = format!("{new}?unit=support_minutes");
    assert!(catalogue.get(&new).await.says("Lot de temps d’assistance"));
    let add = format!("{settings}/packs/new");
    let of = |hours, minutes, price| {
        let typed = [("name_fr", "Assistance"), ("hours", hours), ("minutes", minutes), ("price", price)];
        [&typed[..], &[("unit", "support_minutes"), ("active", "yes")]].concat()
    };
    assert!(catalogue.submit(&new, &add, &of("2", "", "120")).await.status.is_redirection());
    let slip = catalogue.submit(&new, &add, &of("", "5", "300")).await;
    assert!(slip.status == StatusCode::UNPROCESSABLE_ENTITY && slip.says("3 600,00 € l’heure"), "{}", slip.text());
    let meant = slip.hidden("meant").unwrap();
    let again = [of("", "5", "300"), vec![("meant", meant.as_str())]].concat();
    assert!(catalogue.submit(&new, &add, &again).await.status.is_redirection());
    assert!(catalogue.get(&format!("{settings}/packs")).await.says("Lot enregistré : Assistance, 5 min d’assistance"));
    let mut admin = signed_in(&shop, ADMIN).await;
    let time = admin.get(&own(shop.account, "/new?unit=support_minutes")).await;
    assert!(time.says("Acheter du crédit-temps") && time.says("2 h, 120,00 € HT") && !time.says("Grand lot"));
    let credits = admin.get(&own(shop.account, "/new")).await;
    assert!(credits.says("Grand lot") && !credits.says("2 h, 120,00 € HT"));
    let summary = own(shop.account, "/summary");
    let nothing = admin.get(&format!("{summary}?unit=support_minutes&choice=")).await;
    assert!(nothing.says("Acheter du crédit-temps") && nothing.status == StatusCode::UNPROCESSABLE_ENTITY);
    let amount = format!("{settings}/amount");
    let off = [("price", "12"), ("least", "100"), ("most", "1000"), ("step", "100")];
    assert!(catalogue.submit(&amount, &amount, &off).await.status.is_redirection());
    let vat = format!("{settings}/vat/new");
    let past = [("zone", "france"), ("rate", "21"), ("valid_from", "2026-01-01")];
    assert!(catalogue.submit(&vat, &vat, &past).await.says("f-valid_from-error"));
    let coming = [("zone", "france"), ("rate", "21"), ("valid_from", "2027-01-01")];
    assert!(catalogue.submit(&vat, &vat, &coming).await.status.is_redirection());
    assert!(catalogue.get(&format!("{settings}/vat")).await.says("21 %"));
    let mut admin = signed_in(&shop, ADMIN).await;
    let offer = admin.get(&own(shop.account, "/new")).await;
    assert!(offer.says("Grand lot") && !offer.says("Montant libre"));
}

#[db_test(schema())]
async fn billing_sets_how_it_is_paid(test: TestDb) {
    let shop = Shop::new(test).await;
    let mut billing = clerk(&shop, StaffPermission::Billing).await;
    let page = "/staff/orders/settings/transfer";
    let wrong = [("holder", "Cotelier SAS"), ("iban", "FR7730006000011234567890189"), ("expiry_days", "0")];
    let refused = billing.submit(page, page, &wrong).await;
    assert!(refused.says("f-iban-error") && refused.says("f-expiry_days-error"));
    let right = [
        ("holder", "Cotelier Encaissements SAS"),
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("expect_fr", "Le jour ouvré suivant."),
        ("expiry_days", "15"),
    ];
    let saved = billing.submit(page, page, &right).await;
    assert!(saved.status.is_redirection(), "{}", saved.text());
    let number = shop.order("a").await;
    let mut admin = signed_in(&shop, ADMIN).await;
    let order = admin.get(&own(shop.account, &format!("/{number}"))).await;
    for words in ["Cotelier Encaissements SAS", "du lundi au vendredi", "09:00", "Le jour ouvré suivant."] {
        assert!(order.says(words), "{words}");
    }
}

#[db_test(schema())]
async fn staff_records_a_refund_and_the_customer_sees_the_debt(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    shop.burn("k1", 90).await.unwrap();
    let mut billing = clerk(&shop, StaffPermission::Billing).await;
    let page = format!("/staff/receipts/{receipt}");
    let told = billing.get(&page).await;
    assert!(told.says("Enregistrer un remboursement") && !told.says("Contestation gagnée"));
    let back = format!("{page}/back/refund");
    assert!(billing.get(&back).await.says("value=\"132,00\""), "all of it is proposed");
    let empty = [("on", "2026-11-03"), ("amount", "0"), ("reference", ""), ("reason", " ")];
    let refused = billing.submit(&back, &back, &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["amount", "reference", "reason"] {
        assert!(refused.says(&format!("f-{field}-error")), "{field}");
    }
    let too_much = [("on", "2026-11-02"), ("amount", "132,01"), ("reference", "REMB 1"), ("reason", "Sur demande")];
    assert!(billing.submit(&back, &back, &too_much).await.says("f-amount-error"));
    let once = billing.get(&back).await.hidden("once").unwrap();
    let (on, amount, reason) = (("on", "2026-11-02"), ("amount", "132,00"), ("reason", "Sur demande"));
    let fields = [("once", once.as_str()), on, amount, ("reference", "REMB 1"), reason];
    for _ in 0..2 {
        assert_eq!(billing.post_form(&back, &fields).await.location(), Some(page.clone()));
    }
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Refunded, (0, 0, 90)));
    assert!(billing.get(&page).await.says("REMB 1"));
    assert_eq!(billing.get(&back).await.location(), Some(page.clone()), "nothing is left to refund");
    assert_eq!(billing.get(&format!("{page}/back/nonsense")).await.status, StatusCode::NOT_FOUND);
    let mut admin = signed_in(&shop, ADMIN).await;
    let order = admin.get(&own(shop.account, &format!("/{number}"))).await;
    assert!(order.says("Sur demande") && !order.says("REMB 1"), "the reference is the publisher's");
    let balance = admin.get(&format!("/accounts/{}/credits", shop.account)).await;
    assert!(balance.says("Vous devez 90 crédits") && balance.says("Régler par un achat"));
    assert!(admin.get(&format!("/accounts/{}", shop.account)).await.says("Dette : 90 crédits"));
}

#[db_test(schema())]
async fn staff_follows_a_dispute_and_puts_a_receipt_right(test: TestDb) {
    let shop = Shop::new(test).await;
    let (number, receipt) = shop.paid("a").await;
    let mut billing = clerk(&shop, StaffPermission::Billing).await;
    let page = format!("/staff/receipts/{receipt}");
    let back = |kind: &str| format!("{page}/back/{kind}");
    let dispute = [("reference", "LITIGE 1"), ("reason", "Carte volée")];
    assert!(billing.submit(&back("dispute"), &back("dispute"), &dispute).await.status.is_redirection());
    assert_eq!(shop.state(number).await, OrderState::Disputed);
    let mut admin = signed_in(&shop, ADMIN).await;
    let order = own(shop.account, &format!("/{number}"));
    assert!(admin.get(&order).await.says("Le paiement est contesté"));
    assert_eq!(billing.get(&back("refund")).await.location(), Some(page.clone()), "it must end first");
    assert!(billing.submit(&back("won"), &back("won"), &[("reason", "Preuve")]).await.status.is_redirection());
    assert_eq!((shop.state(number).await, shop.has().await), (OrderState::Paid, (50, 1000, 0)));
    let reversal = [("order", number.to_string()), ("reason", "Mauvais compte".to_owned())];
    let reversal = reversal.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert!(billing.submit(&back("reversal"), &back("reversal"), &reversal).await.status.is_redirection());
    assert_eq!(shop.has().await, (0, 0, 0));
    assert!(billing.submit(&back("void"), &back("void"), &[("reason", "Doublon")]).await.status.is_redirection());
    let told = billing.get(&page).await;
    assert!(told.says("Annulé") && !told.says("orders-for-orders") && !told.says("/back/"), "nothing more can be done");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}
