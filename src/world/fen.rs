//! Money: whole fen, checked arithmetic, and the fee rate.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bug::Bug;

/// An amount in fen (0.01 yuan). May be negative: an account outside the books owes what the inside holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Fen = Fen(0);
    /// The most that one payment or one top-up moves: ten thousand million yuan (assumed). Without a bound a few of them
    /// would burst an account's 64 bits.
    pub const MOST: Fen = Fen(1_000_000_000_000);

    /// An amount of so many fen.
    #[must_use]
    pub const fn new(fen: i64) -> Fen {
        Fen(fen)
    }

    /// The amount in fen.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`Bug::Ledger`] past 2^63 fen: no order is that large, so an overflow is ours.
    pub fn plus(self, other: Fen) -> Result<Fen, Bug> {
        self.0.checked_add(other.0).map(Fen).ok_or_else(|| overflow(self, other))
    }

    /// The difference.
    ///
    /// # Errors
    /// [`Bug::Ledger`] past 2^63 fen.
    pub fn minus(self, other: Fen) -> Result<Fen, Bug> {
        self.0.checked_sub(other.0).map(Fen).ok_or_else(|| overflow(self, other))
    }

    /// Whether there is nothing to move.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Fen {
    /// The amount in yuan with two decimals: `-0.06`.
    #[must_use]
    pub fn yuan(self) -> String {
        let (sign, fen) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn overflow(left: Fen, right: Fen) -> Bug {
    Bug::Ledger(format!("{left} and {right} fen do not fit an account"))
}

/// A share of an amount in parts of 100 000, so that 0.6 % is 600 and 0.38 % is 380.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeeRate(u32);

impl FeeRate {
    /// The rate that 平台收付通 charges unless agreed otherwise: 0.6 % (LG-03).
    pub const STANDARD: FeeRate = FeeRate(600);
    /// 0.3 %, as logistics pay it.
    pub const THREE_PER_MILLE: FeeRate = FeeRate(300);
    /// 0.2 %, as water and power companies pay it.
    pub const TWO_PER_MILLE: FeeRate = FeeRate(200);
    /// The largest share of an order that may be split away unless agreed otherwise: 30 % (PS-05).
    pub const THIRTY_PERCENT: FeeRate = FeeRate(30_000);
    /// Nothing.
    pub const ZERO: FeeRate = FeeRate(0);
    const WHOLE: i128 = 100_000;

    /// The share in parts of 10 000, rounded down: 30 % is 3000.
    #[must_use]
    pub const fn ten_thousandths(self) -> u32 {
        self.0 / 10
    }

    /// The fee on an amount, half a fen rounded up (LG-03): 83 fen cost nothing, 84 cost 1 at 0.6 %.
    #[must_use]
    pub fn of(self, amount: Fen) -> Fen {
        let exact = i128::from(amount.0) * i128::from(self.0);
        let rounded = (exact * 2 + Self::WHOLE).div_euclid(Self::WHOLE * 2);
        // A rate is at most the whole, so the fee fits wherever the amount did.
        Fen(i64::try_from(rounded).unwrap_or(amount.0))
    }

    /// The rate as bills write it, with two decimals or three: `0.60%`, `0.385%`.
    #[must_use]
    pub fn with_decimals(self) -> String {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        format!("{}%", text.strip_suffix('0').unwrap_or(&text))
    }

    /// The largest whole amount within the share, rounded down (PS-05: 30 % of what was paid).
    #[must_use]
    pub fn floor_of(self, amount: Fen) -> Fen {
        let exact = i128::from(amount.0) * i128::from(self.0);
        Fen(i64::try_from(exact.div_euclid(Self::WHOLE)).unwrap_or(amount.0))
    }
}

impl TryFrom<String> for FeeRate {
    type Error = String;

    /// Reads `0.6%`, at most three decimals, at most 100 %.
    fn try_from(text: String) -> Result<FeeRate, String> {
        let wrong = || {
            format!("`{text}` is not a rate; write a percentage with at most three decimals, such as 0.6%")
        };
        let number = text.strip_suffix('%').ok_or_else(wrong)?.trim();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
            return Err(wrong());
        }
        let parts: u32 = format!("{whole}{decimals:0<3}").parse().map_err(|_| wrong())?;
        if i128::from(parts) > Self::WHOLE { Err(wrong()) } else { Ok(FeeRate(parts)) }
    }
}

impl From<FeeRate> for String {
    fn from(rate: FeeRate) -> String {
        rate.to_string()
    }
}

impl fmt::Display for FeeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        write!(f, "{}%", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_write_yuan_and_rates_with_their_decimals() {
        let yuan = |fen: i64| Fen::new(fen).yuan();
        assert_eq!(
            [yuan(0), yuan(6), yuan(-6), yuan(100), yuan(-12345)],
            ["0.00", "0.06", "-0.06", "1.00", "-123.45"]
        );
        assert_eq!(yuan(i64::MIN), "-92233720368547758.08");
        let rate = |text: &str| FeeRate::try_from(text.to_owned()).unwrap().with_decimals();
        assert_eq!(
            [rate("0.6%"), rate("1%"), rate("0.385%"), rate("10%")],
            ["0.60%", "1.00%", "0.385%", "10.00%"]
        );
    }
}
