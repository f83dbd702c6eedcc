//! Instants as headers of HTTP write them (RFC 9110, 5.6.7).

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

/// Prints Unix milliseconds: `Fri, 30 Apr 2021 00:00:00 GMT`. `None` outside of the years 0 to 9999.
pub fn http_date(ms: i64) -> Option<String> {
    let at = Timestamp::from_millisecond(ms).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_words_of_the_header() {
        assert_eq!(http_date(784_111_777_999).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(http_date(i64::MAX), None);
    }
}
