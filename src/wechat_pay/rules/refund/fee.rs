//! The fee that WeChat Pay keeps of an order, and what of it comes back with a refund (LG-05, RF-09).

use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::refund::{Refund, State};
use crate::world::ids::TransactionId;
use crate::world::{Bug, Cx, FeeRate, Fen};

/// The fee kept of an order of `total` when `refunded` of it went back: that on what is left, half a fen rounded up. Fen.
///
/// # Errors
/// [`Bug::Ledger`] past 2^63 fen.
pub fn kept(rate: FeeRate, total: Fen, refunded: Fen) -> Result<Fen, Bug> {
    Ok(rate.of(total.minus(refunded)?))
}

/// The fee that comes back with a refund of `refund` when `refunded` went back before. All together they are the whole
/// fee once all is refunded, however it was cut up. Fen.
///
/// # Errors
/// [`Bug::Ledger`] past 2^63 fen.
pub fn given_back(rate: FeeRate, total: Fen, refunded: Fen, refund: Fen) -> Result<Fen, Bug> {
    kept(rate, total, refunded)?.minus(kept(rate, total, refunded.plus(refund)?)?)
}

/// What went back of an order, refunds that were closed left out. Fen.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn refunded(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Fen, Bug> {
    let refunds = cx.all::<Refund>("transaction_id", transaction_id.as_str())?;
    refunds
        .iter()
        .filter(|refund| refund.is_live())
        .try_fold(Fen::ZERO, |sum, refund| sum.plus(refund.amount))
}

/// What has reached the buyer. Fen.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn arrived(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Fen, Bug> {
    let refunds = cx.all::<Refund>("transaction_id", transaction_id.as_str())?;
    let arrived = refunds.iter().filter(|refund| matches!(refund.state, State::Success { .. }));
    arrived.map(|refund| refund.amount).try_fold(Fen::ZERO, Fen::plus)
}

/// The fee on an order after its refunds: what was charged for it, or what will be when it is settled (PS-24). Fen.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn kept_of(cx: &Cx<'_>, order: &Order, payment: &Payment) -> Result<Fen, Bug> {
    kept(payment.fee_rate, order.total, refunded(cx, &payment.transaction_id)?)
}

#[cfg(test)]
mod tests {
    use super::{given_back, kept};
    use crate::world::seed::Seed;
    use crate::world::{FeeRate, Fen};

    fn rate(text: &str) -> FeeRate {
        FeeRate::try_from(text.to_owned()).expect("a rate")
    }

    /// A whole number below `bound`.
    fn below(draw: &mut crate::world::seed::Draw, bound: i64) -> i64 {
        i64::from_be_bytes(draw.bytes()).rem_euclid(bound)
    }

    #[test]
    fn the_figures_of_the_worked_examples() {
        let back = |total, refunded, refund| {
            let (total, refunded, refund) = (Fen::new(total), Fen::new(refunded), Fen::new(refund));
            given_back(FeeRate::STANDARD, total, refunded, refund).expect("small figures").get()
        };
        assert_eq!(back(20000, 0, 20000), 120);
        assert_eq!(back(18000, 0, 8000), 48);
        assert_eq!(back(10000, 0, 9000), 54);
        // K(8900) = 6.6, so 7 stay and 53 come back.
        assert_eq!(back(10000, 0, 8900), 53);
        assert_eq!(back(83, 0, 83), 0);
        // 84 cost 1; of 83 nothing is due any more.
        assert_eq!(back(84, 0, 1), 1);
        assert_eq!(back(84, 1, 83), 0);
    }

    #[test]
    fn however_an_order_is_refunded_the_whole_fee_comes_back_and_never_more_than_the_refund() {
        let rates = ["0%", "0.38%", "0.6%", "1%", "33.333%", "100%"].map(rate);
        for (round, rate) in (0..600).zip(rates.iter().copied().cycle()) {
            let mut draw = Seed::new(7).draw("refunds", round);
            let total = 1 + below(&mut draw, 2_000_000);
            let (mut refunded, mut back) = (0, Fen::ZERO);
            while refunded < total {
                let refund = 1 + below(&mut draw, (total - refunded).min(1 + total / 3));
                let (gone, now) = (Fen::new(refunded), Fen::new(refund));
                let fee = given_back(rate, Fen::new(total), gone, now).expect("small figures");
                assert!(!fee.is_negative() && fee <= now, "{rate} of {total}: {fee} back for {refund}");
                back = back.plus(fee).expect("small figures");
                refunded += refund;
            }
            assert_eq!(back, rate.of(Fen::new(total)), "{rate} of {total}");
            assert!(kept(rate, Fen::new(total), Fen::new(total)).expect("small figures").is_zero());
        }
    }
}
