//! Dates and times as XML Schema writes them.

use jiff::civil::{Date, DateTime, Time};

/// An `xs:date`, or the day of an `xs:dateTime` in its own time zone.
pub(super) fn date(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let is_date = day.bytes().zip(b"0000-00-00").all(|(found, form)| match form {
        b'-' => found == b'-',
        _ => found.is_ascii_digit(),
    });
    let is_known_end = match rest.strip_prefix('T') {
        Some(time) => clock(time).is_some(),
        None => is_offset(rest),
    };
    if is_date && is_known_end { day.parse().ok() } else { None }
}

/// An `xs:dateTime` by the bank's clock, its offset left out.
pub(super) fn date_time(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once('T')?;
    Some(date(day)?.to_datetime(clock(time)?))
}

/// `12:30:00`, with or without fractions and an offset. `24:00:00`, which XML Schema knows, is midnight.
fn clock(text: &str) -> Option<Time> {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at(end);
    if !is_offset(offset) {
        return None;
    }
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_time = whole.len() == 8
        && whole.bytes().zip(b"00:00:00").all(|(found, form)| (found == b':') == (*form == b':') && found <= b':')
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize| whole.get(from..from + 2)?.parse::<i8>().ok();
    match (is_time, part(0), part(3), part(6)) {
        (true, Some(24), Some(0), Some(0)) => Some(Time::midnight()),
        (true, Some(hour), Some(minute), Some(second)) => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    }
}

/// Nothing, `Z`, or `+01:00`.
fn is_offset(text: &str) -> bool {
    match text.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_the_bank_s_own() {
        let day = Some(civil::date(2007, 10, 18));
        for text in
            ["2007-10-18", "2007-10-18Z", "2007-10-18+02:00", "2007-10-18T23:59:59+01:00", "2007-10-18T00:00:00.123Z"]
        {
            assert_eq!(date(text), day, "{text}");
        }
        for wrong in [
            "",
            "2007-10",
            "2007-02-30",
            "18/10/2007",
            "20071018",
            "2007-10-18 12:00:00",
            "2007-10-18T25:00:00",
            "2007-10-18+2",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_is_by_the_bank_s_clock() {
        let noon = civil::date(2015, 3, 10).at(18, 43, 50, 0);
        assert_eq!(date_time("2015-03-10T18:43:50+00:00"), Some(noon));
        assert_eq!(date_time("2015-03-10T18:43:50.5"), Some(noon));
        assert_eq!(date_time("2015-03-10T24:00:00"), Some(civil::date(2015, 3, 10).at(0, 0, 0, 0)));
        assert_eq!(date_time("2015-03-10"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9TZ:.+é-]{0,30}") {
            let _ = date(&text);
            let _ = date_time(&text);
        }
    }
}
