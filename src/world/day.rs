//! The calendar of business time: days at +08:00, as bills, end-of-day balances and working days count them.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::instant::Instant;

/// A day of the calendar at +08:00, within the years 1970 to 9999. It begins at 00:00:00 and ends where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// The first day. Business time begins at 08:00 of it.
    const EARLIEST: Day = Day(date(1970, 1, 1));
    /// The last day.
    const LATEST: Day = Day(date(9999, 12, 30));

    /// The day that an instant falls on.
    #[must_use]
    pub fn of(instant: Instant) -> Day {
        Day(instant.civil().date())
    }

    /// Reads a day written like 2026-01-05, exactly so.
    ///
    /// # Errors
    /// A sentence that says what a day looks like.
    pub fn parse(text: &str) -> Result<Day, String> {
        let wrong = || format!("`{}` is not a day; write it like 2026-01-05", text.escape_debug());
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = text.parse::<Date>().ok().filter(|_| shaped).map(Day).ok_or_else(wrong)?;
        if (Day::EARLIEST..=Day::LATEST).contains(&day) { Ok(day) } else { Err(wrong()) }
    }

    /// Its first second, 00:00:00 at +08:00.
    #[must_use]
    pub fn start(self) -> Instant {
        self.at(0)
    }

    /// So many whole hours after its start: 10 is ten in the morning.
    #[must_use]
    pub fn at(self, hour: u8) -> Instant {
        let zone = TimeZone::fixed(Offset::constant(8));
        let midnight = self.0.to_zoned(zone).map_or(0, |zoned| zoned.timestamp().as_second());
        // Only the start of the very first day lies before business time; no other value leaves it.
        let second = midnight.saturating_add(i64::from(hour) * 3600).max(0);
        Instant::from_unix(second).unwrap_or(Instant::LATEST)
    }

    /// The day after it; the last day has none and stays.
    #[must_use]
    pub fn next(self) -> Day {
        self.moved(1)
    }

    /// The day before it; the first day has none and stays.
    #[must_use]
    pub fn previous(self) -> Day {
        self.moved(-1)
    }

    /// So many days later; the last day at most.
    #[must_use]
    pub fn later(self, days: u32) -> Day {
        self.moved(i64::from(days))
    }

    /// So many days earlier; the first day at least.
    #[must_use]
    pub fn earlier(self, days: u32) -> Day {
        self.moved(-i64::from(days))
    }

    /// The same day so many months earlier, or that month's last day; the first day at least.
    #[must_use]
    pub fn months_earlier(self, months: u32) -> Day {
        let span = jiff::Span::new().months(-i64::from(months));
        Day(self.0.saturating_add(span)).clamp(Day::EARLIEST, Day::LATEST)
    }

    /// Whether people work on it: Monday to Friday, holidays are not known (AP-09).
    #[must_use]
    pub fn is_working(self) -> bool {
        !matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The working day that comes so many working days after it; for 0 the day itself.
    #[must_use]
    pub fn working_days_later(self, count: u32) -> Day {
        let mut day = self;
        let mut left = count;
        while left > 0 && day < Day::LATEST {
            day = day.next();
            left -= u32::from(day.is_working());
        }
        day
    }

    /// The same time of day so many working days later, as reviews are counted (AP-09).
    #[must_use]
    pub fn after_working_days(from: Instant, count: u32) -> Instant {
        let (first, last) = (Day::of(from), Day::of(from).working_days_later(count));
        let since_midnight = from.unix() - first.start().unix();
        Instant::from_unix(last.start().unix() + since_midnight).unwrap_or(Instant::LATEST)
    }

    fn moved(self, days: i64) -> Day {
        let moved = Day(self.0.saturating_add(SignedDuration::from_hours(24 * days)));
        moved.clamp(Day::EARLIEST, Day::LATEST)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Day(day) = self;
        write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
    }
}

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Day, String> {
        Day::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_day_is_bounded_by_midnight_in_china() {
        let last = instant("2026-01-05T23:59:59+08:00");
        assert_eq!(Day::of(last), day("2026-01-05"));
        assert_eq!(Day::of(instant("2026-01-05T16:00:00Z")), day("2026-01-06"));
        assert_eq!(day("2026-01-06").start(), instant("2026-01-06T00:00:00+08:00"));
        assert_eq!(day("2026-01-05").next().start().unix(), last.unix() + 1);
        assert_eq!(day("2026-01-06").at(10), instant("2026-01-06T10:00:00+08:00"));
    }

    #[test]
    fn only_the_one_way_of_writing_a_day_is_read() {
        assert_eq!(day("2028-02-29").to_string(), "2028-02-29");
        for wrong in
            ["2026-02-29", "2026-1-5", "20260105", "2026-01-05T10:00:00+08:00", "", "1969-12-31", "明天"]
        {
            assert!(Day::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        assert_eq!(day("2025-12-31").next(), day("2026-01-01"));
        assert_eq!(day("2026-03-01").previous(), day("2026-02-28"));
        assert_eq!(day("2026-01-05").later(90).earlier(90), day("2026-01-05"));
        assert_eq!(day("9999-12-30").next(), day("9999-12-30"));
        assert_eq!(day("2026-05-31").months_earlier(3), day("2026-02-28"));
        assert_eq!(day("2026-04-06").months_earlier(3), day("2026-01-06"));
    }

    #[test]
    fn weekends_are_no_working_days() {
        let friday = day("2026-01-09");
        assert!(friday.is_working());
        assert!(!friday.next().is_working());
        assert_eq!(friday.working_days_later(1), day("2026-01-12"));
        assert_eq!(friday.next().working_days_later(1), day("2026-01-12"));
        assert_eq!(day("2026-01-05").working_days_later(7), day("2026-01-14"));
        let (friday, monday) = ("2026-01-09T23:59:59+08:00", "2026-01-12T23:59:59+08:00");
        assert_eq!(Day::after_working_days(instant(friday), 1), instant(monday));
    }
}
