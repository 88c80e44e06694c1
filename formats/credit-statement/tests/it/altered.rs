//! No byte can be changed, added or taken away.

use credit_statement::{Balance, Falsehood, PublicKey, SigningKey, VerifyError, Writer, verify};
use proptest::prelude::*;

use crate::sample::{file, heading, key, lines, written};

fn falsehood(file: &[u8], expected: Option<&PublicKey>) -> Falsehood {
    match verify(file, expected) {
        Err(VerifyError::False { falsehood, .. }) => falsehood,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_bit_counts() {
    let mut file = file();
    for place in 0..file.len() {
        for bit in 0..8 {
            file[place] ^= 1 << bit;
            assert!(verify(&file[..], None).is_err(), "bit {bit} of byte {place}");
            file[place] ^= 1 << bit;
        }
    }
    assert!(verify(&file[..], None).is_ok());
}

#[test]
fn no_byte_can_be_taken_away_or_blank_added() {
    let file = file();
    for place in 0..file.len() {
        let (before, after) = file.split_at(place);
        assert!(verify(&[before, &after[1..]].concat()[..], None).is_err(), "without byte {place}");
        for blank in [" ", "\n", "\t", "\r", "0", "\0"] {
            let added = [before, blank.as_bytes(), after].concat();
            assert!(verify(&added[..], None).is_err(), "{blank:?} before byte {place}");
        }
    }
    for end in ["\n", " ", "{}"] {
        assert_eq!(falsehood(&[&file[..], end.as_bytes()].concat(), None), Falsehood::Trailing);
    }
}

#[test]
fn no_beginning_of_it_is_a_statement() {
    let file = file();
    for length in 0..file.len() {
        assert!(verify(&file[..length], None).is_err(), "{length} bytes");
    }
}

#[test]
fn lines_stay_where_they_are() {
    let text = String::from_utf8(file()).unwrap();
    let rows: Vec<&str> = text.split_inclusive('\n').collect();
    let with = |order: &[usize]| order.iter().map(|row| rows[*row]).collect::<String>();
    assert_eq!(with(&[0, 1, 2, 3, 4, 5, 6, 7]), text);
    for order in [
        &[0, 2, 1, 3, 4, 5, 6, 7][..],
        &[0, 1, 1, 2, 3, 4, 5, 6, 7],
        &[0, 1, 3, 4, 5, 6, 7],
        &[0, 1, 2, 3, 4, 6, 7],
        &[0, 6, 7],
        &[1, 0, 2, 3, 4, 5, 6, 7],
        &[0, 1, 2, 3, 4, 5, 7, 6],
        &[0, 1, 2, 3, 4, 5, 6, 6, 7],
    ] {
        assert!(verify(with(order).as_bytes(), None).is_err(), "{order:?}");
    }
}

#[test]
fn values_are_written_in_one_way_only() {
    let text = String::from_utf8(file()).unwrap();
    for (from, to) in [
        ("\"C-1001\"", "\"\\u0043-1001\""),
        ("é", "\\u00e9"),
        ("\"seq\":4", "\"seq\":4,\"reason\":null"),
        ("\"seq\":4", "\"seq\":4.0"),
        ("000123Z", "000123+00:00"),
    ] {
        let file = text.replacen(from, to, 1);
        assert_ne!(file, text);
        let refused = falsehood(file.as_bytes(), None);
        assert!(matches!(refused, Falsehood::NotCanonical | Falsehood::Json(_)), "{from}: {refused:?}");
    }
    for (from, to) in [("\"seq\":4", "\"seq\":4,\"seq\":4"), ("\"seq\":4", "\"more\":1,\"seq\":4")] {
        assert!(matches!(falsehood(text.replacen(from, to, 1).as_bytes(), None), Falsehood::Json(_)));
    }
}

#[test]
fn another_key_is_another_publisher() {
    let other = SigningKey::from_seed(&[8; 32]).unwrap();
    assert_eq!(falsehood(&file(), Some(&other.public())), Falsehood::OtherKey { found: key().public() });
    let mut writer = Writer::begin(Vec::new(), &heading(1, Balance::default())).unwrap();
    for line in lines() {
        writer.line(&line).unwrap();
    }
    let forged = writer.finish(&other).unwrap();
    assert!(verify(&forged[..], None).is_ok(), "whoever has a key can sign");
    assert_eq!(falsehood(&forged, Some(&key().public())), Falsehood::OtherKey { found: other.public() });
    let named = String::from_utf8(forged).unwrap().replace(&other.public().to_string(), &key().public().to_string());
    assert_eq!(falsehood(named.as_bytes(), Some(&key().public())), Falsehood::Signature);
}

#[test]
fn a_signature_does_not_move_to_another_statement() {
    let text = String::from_utf8(file()).unwrap();
    let shorter = String::from_utf8(written(&heading(1, Balance::default()), &lines()[..4])).unwrap();
    let signature = text.lines().last().unwrap();
    let own = shorter.lines().last().unwrap();
    assert_eq!(falsehood(shorter.replace(own, signature).as_bytes(), None), Falsehood::Signature);
}

#[test]
fn a_line_without_end_is_not_read_to_its_end() {
    let endless = [&b"{\"statement\":"[..], &vec![b' '; 3 * 1024 * 1024]].concat();
    assert_eq!(falsehood(&endless, None), Falsehood::TooLong);
}

proptest! {
    #[test]
    fn no_byte_can_be_put_in_place_of_another(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = file();
        let place = place.index(file.len());
        prop_assume!(file[place] != byte);
        file[place] = byte;
        prop_assert!(verify(&file[..], None).is_err());
    }

    #[test]
    fn nothing_can_be_put_in(place in any::<prop::sample::Index>(), more in prop::collection::vec(any::<u8>(), 1..9)) {
        let mut file = file();
        let place = place.index(file.len() + 1);
        file.splice(place..place, more);
        prop_assert!(verify(&file[..], None).is_err());
    }

    /// Bytes of any kind are refused without harm.
    #[test]
    fn anything_else_is_no_statement(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(verify(&bytes[..], None).is_err());
    }
}
