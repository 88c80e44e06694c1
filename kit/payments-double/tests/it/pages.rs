//! The page where the customer pays.

use std::time::Duration;

use kit_payments::{AtOnce, Verdict};

use crate::bench::{Bench, checkout, request};

async fn get(url: &str) -> (u16, String) {
    let client = kit_http::client(Duration::from_secs(5)).unwrap();
    let response = client.get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Posts a decision; where it leads.
async fn decide(url: &str, how: &str) -> String {
    let client = kit_http::client(Duration::from_secs(5)).unwrap();
    let form = client.post(url).header("content-type", "application/x-www-form-urlencoded").body(format!("how={how}"));
    let response = form.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_request_is_paid_on_its_page() {
    let bench = Bench::new().await;
    let sent = bench.sent("BC-1").await;
    let page = sent.page.unwrap();
    let (status, french) = get(&page).await;
    assert_eq!(status, 200);
    for words in ["lang=\"fr\"", "120,00\u{a0}€", "BC-1", "100 crédits", "Démonstration", "Payer maintenant", "à payer"]
    {
        assert!(french.contains(words), "{words}");
    }
    let (_, english) = get(&format!("{page}?lang=en")).await;
    for words in ["lang=\"en\"", "€120.00", "Demonstration", "Pay now"] {
        assert!(english.contains(words), "{words}");
    }
    decide(&page, "part").await;
    assert_eq!(bench.verdict(&sent.reference, "BC-1").await, Verdict::Partial(kit_core::Money::euro_cents(6_000)));
    decide(&page, "now").await;
    assert_eq!(bench.verdict(&sent.reference, "BC-1").await, Verdict::Paid);
    assert!(!get(&page).await.1.contains("<form"), "what is paid is not paid again");
    decide(&page, "now").await;
    assert_eq!(bench.double.captures(sent.reference.id()).len(), 2);
    assert_eq!(get(&format!("{page}x")).await.0, 404);
}

#[tokio::test]
async fn an_order_leads_back_to_the_publisher() {
    let bench = Bench::new().await;
    let left = bench.paypal.begin(&checkout("BC-1", "a")).await.unwrap();
    let to = decide(&left.page, "no").await;
    assert_eq!(to, format!("https://compte.editeur.example/left?order=1&token={}", left.reference.id()));
    let to = decide(&left.page, "now").await;
    assert_eq!(to, format!("https://compte.editeur.example/paid?token={}", left.reference.id()));
    bench.paypal.finish(&left.reference).await.unwrap();
    assert_eq!(bench.verdict(&left.reference, "BC-1").await, Verdict::Paid);
}

#[tokio::test]
async fn what_the_page_shows_is_inert() {
    let bench = Bench::new().await;
    let mut request = request("BC-1");
    request.title = "<script>alert(1)</script>".to_owned();
    let page = kit_payments::ByMail::request(&bench.paypal, &request).await.unwrap().page.unwrap();
    let html = get(&page).await.1;
    assert!(!html.contains("<script") && html.contains("&#60;script&#62;"), "{html}");
}
