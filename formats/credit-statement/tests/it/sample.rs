//! A statement with every member in it.

use credit_statement::{Author, Balance, Heading, Line, LotKind, Part, SigningKey, Standing, VERSION, Writer};
use jiff::{Timestamp, ToSpan};

pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32]).unwrap()
}

pub fn at(hours: i64) -> Timestamp {
    "2026-11-20T09:00:00.000123Z".parse::<Timestamp>().unwrap() + hours.hours()
}

pub fn heading(from_seq: i64, before: Balance) -> Heading {
    Heading {
        version: VERSION,
        publisher: "Atelier \"Cotélier\"".into(),
        account: "C-1001".into(),
        unit: "credit".into(),
        from_seq,
        made_at: at(240),
        before: Standing { promotional: before.promotional, purchased: before.purchased, seal: "00".repeat(32) },
    }
}

/// An operation that moves these parts, after what was there.
pub fn line(seq: i64, kind: &str, before: Balance, parts: &[(i64, LotKind, i64)]) -> Line {
    let of = |kind| parts.iter().filter(|part| part.1 == kind).map(|part| part.2).sum::<i64>();
    let (promotional, purchased) = (of(LotKind::Promotional), of(LotKind::Purchased));
    let mut line = Line::new(seq, format!("credit-{seq}"), at(seq), kind, format!("{seq:064x}"));
    line.amount = promotional + purchased;
    (line.promotional, line.purchased) = (promotional, purchased);
    line.split = parts
        .iter()
        .map(|(lot, kind, amount)| Part { lot: format!("credit-{lot}"), kind: *kind, amount: *amount })
        .collect();
    line.after = Balance { promotional: before.promotional + promotional, purchased: before.purchased + purchased };
    line
}

/// Everything that an account can see.
pub fn lines() -> Vec<Line> {
    let nothing = Balance::default();
    let mut grant = line(1, "grant", nothing, &[(1, LotKind::Promotional, 50)]);
    grant.expires_at = Some(at(900));
    grant.reason = Some("bienvenue\tà l'essai".into());
    grant.author = Some(Author { kind: "staff".into(), key: None });
    let mut purchase = line(2, "purchase", grant.after, &[(2, LotKind::Purchased, 100)]);
    purchase.order = Some("BC-2026-000123".into());
    purchase.payment = Some("ab".repeat(32));
    let mut usage = line(3, "usage", purchase.after, &[(1, LotKind::Promotional, -50), (2, LotKind::Purchased, -4)]);
    usage.feature = Some("plan.render".into());
    usage.quantity = Some(18);
    usage.unit_price = Some(3);
    usage.reference = Some("Plan 12".into());
    usage.member = Some("0c4xq7gk2m9tz".into());
    usage.author = Some(Author { kind: "key".into(), key: Some("gk_abc".into()) });
    usage.hold = Some("0c4xq7gk2m9ta".into());
    usage.used_at = Some(at(2));
    let free = line(4, "usage", usage.after, &[]);
    let mut correction = line(5, "correction", free.after, &[(2, LotKind::Purchased, 4)]);
    correction.corrects = Some("credit-3".into());
    vec![grant, purchase, usage, free, correction]
}

pub fn written(heading: &Heading, lines: &[Line]) -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), heading).unwrap();
    for line in lines {
        writer.line(line).unwrap();
    }
    writer.finish(&key()).unwrap()
}

pub fn file() -> Vec<u8> {
    written(&heading(1, Balance::default()), &lines())
}
