//! Business time: whole seconds, printed at +08:00 as WeChat prints them.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// A moment of business time, to the second, as the imitated servers keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

/// A stretch of business time in seconds, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(u32);

impl Instant {
    /// The last instant: the end of 9999-12-30 at +08:00, where the calendar we print by ends.
    pub const LATEST: Instant = Instant(253_402_185_599);

    /// The moment so many seconds after 1970.
    ///
    /// # Errors
    /// Outside the years 1970 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Instant, String> {
        if (0..=Self::LATEST.0).contains(&seconds) {
            Ok(Instant(seconds))
        } else {
            Err(format!("{seconds} seconds is outside the years 1970 to 9999"))
        }
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The moment a span later; the end of the year 9999 at most.
    #[must_use]
    pub fn after(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(i64::from(span.0)).min(Self::LATEST.0))
    }

    /// The calendar parts at +08:00, as `strftime` writes them: `%Y%m%d` is the business day.
    #[must_use]
    pub fn format(self, pattern: &str) -> String {
        self.civil().strftime(pattern).to_string()
    }

    /// The calendar and clock at +08:00.
    pub(super) fn civil(self) -> jiff::Zoned {
        let zone = TimeZone::fixed(Offset::constant(8));
        // `from_unix` keeps every value inside jiff's range, so the fallback is never taken.
        Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
    }

    /// Midnight at +08:00 on the first day of this instant's month.
    #[must_use]
    pub fn month_start(self) -> Instant {
        // The first month of 1970 began eight hours before our first instant.
        Instant::parse(&self.format("%Y-%m-01T00:00:00+08:00")).unwrap_or(Instant(0))
    }

    /// Reads an RFC 3339 time with an offset. Fractions of a second are cut.
    ///
    /// # Errors
    /// A sentence that says what an instant looks like.
    pub fn parse(text: &str) -> Result<Instant, String> {
        let wrong = || format!("`{text}` is not a time; write it like 2026-01-05T10:00:00+08:00");
        let timestamp: Timestamp = text.parse().map_err(|_| wrong())?;
        Instant::from_unix(timestamp.as_second()).map_err(|_| wrong())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

impl TryFrom<String> for Instant {
    type Error = String;
    fn try_from(text: String) -> Result<Instant, String> {
        Instant::parse(&text)
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> String {
        instant.to_string()
    }
}

impl Span {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Span {
        Span(seconds)
    }

    /// So many minutes; a number too large for any span makes the longest one, here and below.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Span {
        Span(minutes.saturating_mul(60))
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: u32) -> Span {
        Span(hours.saturating_mul(3600))
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(days: u32) -> Span {
        Span(days.saturating_mul(86_400))
    }

    /// The length in seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Reads `30s`, `5m`, `2h`, `180d`, and joined units such as `1d12h`.
    ///
    /// # Errors
    /// A sentence that says what a duration looks like.
    pub fn parse(text: &str) -> Result<Span, String> {
        let wrong = || {
            format!(
                "`{text}` is not a duration; write whole units such as 29s, 5m, 24h, 180d or 1d12h (100 years at most)"
            )
        };
        let mut total: u64 = 0;
        let mut digits = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() && digits.len() < 10 {
                digits.push(c);
                continue;
            }
            let unit = match c {
                's' => 1,
                'm' => 60,
                'h' => 3600,
                'd' => 86_400,
                _ => return Err(wrong()),
            };
            let count: u64 = digits.parse().map_err(|_| wrong())?;
            digits.clear();
            total = count.checked_mul(unit).and_then(|part| total.checked_add(part)).ok_or_else(wrong)?;
        }
        if text.is_empty() || !digits.is_empty() || total > 100 * 366 * 86_400 {
            return Err(wrong());
        }
        u32::try_from(total).map(Span).map_err(|_| wrong())
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        if rest == 0 {
            return f.write_str("0s");
        }
        for (unit, letter) in [(86_400, 'd'), (3600, 'h'), (60, 'm'), (1, 's')] {
            if rest >= unit {
                write!(f, "{}{letter}", rest / unit)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Span {
    type Error = String;
    fn try_from(text: String) -> Result<Span, String> {
        Span::parse(&text)
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Instant, Span};

    #[test]
    fn a_span_too_long_is_the_longest() {
        assert_eq!(
            [Span::minutes(99_999_999), Span::hours(u32::MAX), Span::days(u32::MAX)].map(Span::get),
            [u32::MAX; 3]
        );
    }

    #[test]
    fn a_month_begins_at_midnight_of_the_east() {
        let of = |text: &str| Instant::parse(text).map(|at| at.month_start().to_string());
        let begins = |text: &str| Ok(text.to_owned());
        assert_eq!(of("2026-02-28T23:59:59+08:00"), begins("2026-02-01T00:00:00+08:00"));
        assert_eq!(of("2026-02-01T00:00:00+08:00"), begins("2026-02-01T00:00:00+08:00"));
        // Still January by Greenwich.
        assert_eq!(of("2026-01-31T16:00:00+00:00"), begins("2026-02-01T00:00:00+08:00"));
        assert_eq!(of("1970-01-01T08:00:00+08:00"), begins("1970-01-01T08:00:00+08:00"));
    }
}
