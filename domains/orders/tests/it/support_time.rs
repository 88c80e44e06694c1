//! Packs of support time: bought, paid, refunded and disputed as credits are, in a wallet of their own.

use credits::{Standing, Unit};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use kit_core::Credits;
use kit_testkit::{TestDb, db_test};
use orders::*;

use crate::support::*;

const TIME: Unit = Unit::SupportMinutes;
const TEN_HOURS: PackId = PackId::from_raw(8);

/// Ten hours for 600 € before tax, for a year from the payment on.
fn ten_hours() -> Pack {
    Pack {
        id: TEN_HOURS,
        name: Words { fr: "Dix heures".into(), en: "Ten hours".into() },
        unit: TIME,
        credits: Credits(600),
        months: 12,
        price: 60_000,
        bonus: Credits(0),
        bonus_days: 0,
        place: 2,
        active: true,
    }
}

async fn shop(test: TestDb) -> Shop {
    let shop = Shop::new(test).await;
    shop.run(staff(), |tx, ctx| save_pack(tx, ctx, &ten_hours(), false)).await.unwrap();
    shop
}

impl Shop {
    async fn order_time(&self, token: &str) -> OrderNumber {
        self.try_order(token, Choice::Pack(TEN_HOURS), 72_000).await.unwrap()
    }

    async fn time(&self) -> Standing {
        let (account, now) = (self.account, self.app.test.clock.now());
        self.read(move |read| credits::standing(read, TIME.of(account), now)).await
    }
}

fn a_year_after(at: Timestamp) -> Timestamp {
    at.to_zoned(TimeZone::UTC).checked_add(12.months()).unwrap().timestamp()
}

#[db_test(schema())]
async fn a_paid_pack_of_time_makes_a_lot_of_minutes_with_its_end(test: TestDb) {
    let shop = shop(test).await;
    let number = shop.order_time("a").await;
    shop.pass_days(10);
    shop.receive("VIR a", 72_000, of(&[number])).await.unwrap();
    let (standing, now) = (shop.time().await, shop.app.test.clock.now());
    let lot = standing.lots.iter().next().unwrap();
    assert_eq!((lot.remaining, lot.expires_at), (Credits(600), Some(a_year_after(now))));
    assert_eq!(shop.balance().await.total(), Credits(0), "credits are something else");
    let mails = shop.app.mails().await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.content.subject.as_str()).collect();
    assert!(subjects.iter().any(|subject| subject.contains("10 h d’assistance")), "{subjects:?}");
    assert!(!mails.iter().any(|mail| mail.content.text.contains("600 crédits")), "{subjects:?}");
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn one_receipt_pays_credits_and_time(test: TestDb) {
    let shop = shop(test).await;
    let (credits, time) = (shop.order("a").await, shop.order_time("b").await);
    shop.receive("VIR ab", 85_200, of(&[time, credits])).await.unwrap();
    assert_eq!((shop.time().await.lots.balance().total(), shop.balance().await.total()), (Credits(600), Credits(1050)));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn minutes_go_and_come_again_with_their_payment(test: TestDb) {
    let shop = shop(test).await;
    let number = shop.order_time("a").await;
    let receipt = shop.receive("VIR a", 72_000, of(&[number])).await.unwrap();
    shop.order("b").await;
    shop.refund(receipt, "REMB 1", 36_000).await.unwrap();
    assert_eq!(shop.time().await.lots.balance().total(), Credits(300), "half of the money, half of the time");
    shop.dispute(receipt, "LITIGE 1").await.unwrap();
    assert_eq!(shop.time().await.lots.balance().total(), Credits(0));
    shop.run(staff(), move |tx, ctx| dispute_won(tx, ctx, receipt, "")).await.unwrap();
    let standing = shop.time().await;
    assert_eq!((standing.lots.balance().total(), standing.debt), (Credits(300), Credits(0)));
    assert_eq!(shop.violations().await, Vec::<String>::new());
}

#[db_test(schema())]
async fn an_order_names_the_wallet_that_it_fills(test: TestDb) {
    let shop = shop(test).await;
    let number = shop.order_time("a").await;
    shop.receive("VIR a", 72_000, of(&[number])).await.unwrap();
    let order = shop.details(number).await.order;
    assert_eq!((order.unit(), order.lines.months()), (TIME, Some(12)));
    assert_eq!(order.purchase.map(|seq| order.unit().operation(seq).to_string()).as_deref(), Some("minute-1"));
    let other = Order { lines: shop.details(shop.order("b").await).await.order.lines, ..order.clone() };
    assert_eq!(other.lasts_until(shop.app.test.clock.now()), None, "credits of a pack have no end");
}
