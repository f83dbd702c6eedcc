//! Instants as headers of HTTP write them (RFC 9110, 5.6.7).

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// As everybody writes it, as RFC 850 did, and as C's `asctime`.
const FORMS: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// Prints Unix milliseconds: `Fri, 30 Apr 2021 00:00:00 GMT`. `None` outside of the years 0 to 9999.
pub fn http_date(ms: i64) -> Option<String> {
    let at = Timestamp::from_millisecond(ms).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

/// Reads one as Unix milliseconds, in the form of today or one of the two old ones, which are still to be understood. `None`
/// for anything else.
pub fn parse_http_date(text: &str) -> Option<i64> {
    let text = text.trim();
    FORMS.iter().find_map(|form| {
        let at = strtime::parse(form, text).ok()?.to_datetime().ok()?;
        Some(TimeZone::UTC.to_timestamp(at).ok()?.as_millisecond())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_words_of_the_header() {
        assert_eq!(http_date(784_111_777_999).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(http_date(i64::MAX), None);
    }

    #[test]
    fn all_three_forms_of_a_date_are_read_and_nothing_else() {
        for form in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(parse_http_date(form), Some(784_111_777_000), "{form}");
        }
        for other in
            ["", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +0100", "1994-11-06", "0"]
        {
            assert_eq!(parse_http_date(other), None, "{other}");
        }
    }
}
