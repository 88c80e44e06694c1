//! Ten thousand events, shuffled, doubled, partly forged: one credit per real payment.

use std::collections::VecDeque;
use std::time::Duration;

use http::StatusCode;
use kit_core::Random;
use kit_testkit::{TestDb, db_test};
use orders::OrderNumber;
use payments_double::Parcel;
use serde_json::json;

use crate::support::*;

/// How many deliveries there are.
const EVENTS: usize = 10_000;
/// How many orders there are; all but every fifth are paid.
const ORDERS: usize = 200;

/// Puts things in any order.
fn shuffle<T>(random: &Random, things: &mut [T]) {
    for last in (1..things.len()).rev() {
        let other = random.below(u64::try_from(last).unwrap() + 1);
        things.swap(last, usize::try_from(other).unwrap());
    }
}

/// What is told of these payments: everything that happened, twice, and as often what did not.
fn storm(shop: &Shop, random: &Random, invoices: &[String]) -> Vec<Parcel> {
    let genuine = shop.double.parcels(WEBHOOK);
    let mut all: Vec<Parcel> = genuine.iter().chain(&genuine).cloned().collect();
    for n in all.len()..EVENTS {
        let invoice = &invoices[n % invoices.len()];
        let paid =
            |webhook| shop.double.parcel("INVOICING.INVOICE.PAID", json!({ "invoice": { "id": invoice } }), webhook);
        all.push(match n % 4 {
            0 => paid(WEBHOOK),
            1 => paid("8AB12345CD678901E"),
            _ => genuine[n % genuine.len()].clone().forged(),
        });
    }
    assert_eq!(all.len(), EVENTS);
    shuffle(random, &mut all);
    all
}

#[db_test(schema())]
async fn ten_thousand_events_make_one_credit_per_payment(test: TestDb) {
    let shop = Shop::new(test).await;
    let random = Random::seeded(17);
    let mut numbers: Vec<OrderNumber> = Vec::new();
    for n in 0..ORDERS {
        numbers.push(shop.order_quietly(&format!("t{n}")).await);
    }
    shop.app.run_jobs().await;
    let mut invoices = Vec::new();
    for (n, number) in numbers.iter().enumerate() {
        let id = shop.id(*number).await;
        if n % 5 != 0 {
            shop.double.pay_invoice(&id).unwrap();
        }
        invoices.push(id);
    }
    let parcels = storm(&shop, &random, &invoices);
    let mut forged = 0;
    for round in parcels.chunks(2_000) {
        let deliveries = round.chunks(250).map(|part| {
            let (mut client, mut part) = (shop.app.client(), VecDeque::from(part.to_vec()));
            tokio::spawn(async move {
                let mut refused = 0;
                while let Some(parcel) = part.pop_front() {
                    match deliver(&mut client, parcel.clone()).await {
                        StatusCode::OK => {}
                        StatusCode::BAD_REQUEST => refused += 1,
                        // As PayPal does with what nobody could judge or keep at the moment.
                        StatusCode::SERVICE_UNAVAILABLE => part.push_back(parcel),
                        other => panic!("{other}"),
                    }
                }
                refused
            })
        });
        for delivery in deliveries.collect::<Vec<_>>() {
            forged += tokio::time::timeout(Duration::from_secs(120), delivery).await.unwrap().unwrap();
        }
        shop.app.run_jobs().await;
    }
    assert!(forged > 2_000, "{forged}");
    let paid = i64::try_from(ORDERS - ORDERS / 5).unwrap();
    assert_eq!((shop.purchased().await, shop.advance().await), (paid * ONE, 0));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}
