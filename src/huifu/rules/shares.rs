//! Who gets what of a trade (`acct_split_bunch`), and who gives what back of it.

use std::collections::BTreeSet;

use super::refusal::{AfterRefusal, OrderRefusal, TradeRefusal};
use super::{Ruled, members};
use crate::huifu::model::member::{AcctKind, Member};
use crate::huifu::model::payment::Share;
use crate::world::ids::{AcctId, HuifuId};
use crate::world::{Bug, Cx, Fen};

/// A line of `acct_infos`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub huifu_id: HuifuId,
    /// On which account; the basic one where left out.
    pub acct_id: Option<AcctId>,
    /// How much, fen.
    pub amount: Option<Fen>,
    /// How much of a hundred, in hundredths: `12.50` is 1250.
    pub percentage: Option<u32>,
}

/// `acct_split_bunch`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bunch {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Whether they are percentages.
    pub by_percentage: bool,
    /// The whole that percentages are of, where it is not the trade's amount (`total_div_amt`), fen.
    pub whole: Option<Fen>,
}

/// The account that a line names, or the basic one of whom it names.
///
/// # Errors
/// [`TradeRefusal::NoMember`], [`TradeRefusal::NoAccount`].
pub fn account(cx: &Cx<'_>, huifu_id: &HuifuId, acct_id: Option<&AcctId>) -> Ruled<AcctId> {
    account_of(&members::named(cx, huifu_id)?, acct_id)
}

/// The account of a member that is named, or its basic one.
///
/// # Errors
/// [`TradeRefusal::NoAccount`].
pub fn account_of(member: &Member, acct_id: Option<&AcctId>) -> Ruled<AcctId> {
    match acct_id {
        Some(acct_id) if member.has(acct_id) => Ok(acct_id.clone()),
        Some(acct_id) => Err(TradeRefusal::NoAccount(acct_id.clone()).into()),
        None => Ok(member.acct(AcctKind::Basic)?.clone()),
    }
}

/// Divides an amount; fixed shares are taken as they are, percentages rounded down, and what is left over goes to the
/// first line.
///
/// # Errors
/// [`OrderRefusal`] about the lines, [`TradeRefusal`] about whom they name.
pub fn divide(cx: &Cx<'_>, bunch: &Bunch, whole: Fen) -> Ruled<Vec<Share>> {
    let mut seen = BTreeSet::new();
    let mut shares = Vec::with_capacity(bunch.lines.len());
    let mut hundredths = 0;
    for line in &bunch.lines {
        let acct_id = account(cx, &line.huifu_id, line.acct_id.as_ref())?;
        let amount = if bunch.by_percentage {
            line.percentage.map(|part| {
                hundredths += part;
                Fen::new(
                    whole.get() / 10_000 * i64::from(part) + whole.get() % 10_000 * i64::from(part) / 10_000,
                )
            })
        } else {
            line.amount
        };
        let listed_badly = || OrderRefusal::ListedBadly(line.huifu_id.clone());
        let amount = amount.ok_or_else(listed_badly)?;
        if !seen.insert(acct_id.clone()) {
            return Err(listed_badly().into());
        }
        shares.push(Share { huifu_id: line.huifu_id.clone(), acct_id, amount });
    }
    if bunch.by_percentage {
        if hundredths != 10_000 {
            return Err(OrderRefusal::PercentagesDiffer.into());
        }
        let left = whole.minus(sum(&shares)?)?;
        if let Some(first) = shares.first_mut() {
            first.amount = first.amount.plus(left)?;
        }
    }
    Ok(shares)
}

/// What shares are in all, fen.
///
/// # Errors
/// [`Bug`] past 2^63 fen.
pub fn sum(shares: &[Share]) -> Result<Fen, Bug> {
    shares.iter().map(|share| share.amount).try_fold(Fen::ZERO, Fen::plus)
}

/// The share that bears a trade's fee: the largest of its merchant, the first of several. None where it has none.
#[must_use]
pub fn bearer<'a>(shares: &'a [Share], merchant: &HuifuId) -> Option<&'a Share> {
    let own = shares.iter().filter(|share| share.huifu_id == *merchant);
    own.reduce(|largest, share| if share.amount > largest.amount { share } else { largest })
}

/// Who gives how much back: as the lines say, or everybody in proportion to what they still have of the trade, rounded down,
/// what is left over from who still has most. In the order of `got`. Nobody gives more than lies in its pot, where the
/// trade's money lies in pots of its own.
///
/// # Errors
/// [`AfterRefusal::GivesTooMuch`], [`OrderRefusal::SharesDiffer`].
pub fn give_back(
    got: &[Share],
    before: &[Fen],
    pots: Option<&[Fen]>,
    asked: Fen,
    bunch: Option<&Bunch>,
) -> Ruled<Vec<Fen>> {
    let mut rest = Vec::with_capacity(got.len());
    for (share, before) in got.iter().zip(before) {
        rest.push(share.amount.minus(*before)?);
    }
    let given = match bunch.filter(|bunch| !bunch.lines.is_empty()) {
        Some(bunch) => as_asked(got, &rest, bunch)?,
        None => in_proportion(&rest, pots.unwrap_or(&rest), asked)?,
    };
    let sum = given.iter().copied().try_fold(Fen::ZERO, Fen::plus)?;
    if sum != asked {
        return Err(OrderRefusal::SharesDiffer { sum, whole: asked }.into());
    }
    Ok(given)
}

fn as_asked(got: &[Share], rest: &[Fen], bunch: &Bunch) -> Ruled<Vec<Fen>> {
    let mut given = vec![Fen::ZERO; got.len()];
    for line in &bunch.lines {
        let is_theirs = |share: &Share| {
            share.huifu_id == line.huifu_id && line.acct_id.as_ref().is_none_or(|id| share.acct_id == *id)
        };
        let place = got.iter().position(is_theirs);
        let place = place.ok_or_else(|| AfterRefusal::GivesTooMuch(line.huifu_id.clone()))?;
        let amount = line.amount.ok_or_else(|| OrderRefusal::ListedBadly(line.huifu_id.clone()))?;
        given[place] = given[place].plus(amount)?;
        if given[place] > rest[place] {
            return Err(AfterRefusal::GivesTooMuch(line.huifu_id.clone()).into());
        }
    }
    Ok(given)
}

fn in_proportion(rest: &[Fen], pots: &[Fen], asked: Fen) -> Result<Vec<Fen>, Bug> {
    let whole = rest.iter().copied().try_fold(Fen::ZERO, Fen::plus)?;
    let mut left = asked;
    let mut given = Vec::with_capacity(rest.len());
    for (rest, pot) in rest.iter().zip(pots) {
        let exact = i128::from(rest.get()) * i128::from(asked.get()) / i128::from(whole.get().max(1));
        let part = Fen::new(i64::try_from(exact).unwrap_or(rest.get())).min(*pot);
        left = left.minus(part)?;
        given.push(part);
    }
    let mut largest_first: Vec<usize> = (0..given.len()).collect();
    largest_first.sort_by_key(|place| std::cmp::Reverse(rest[*place]));
    for place in largest_first {
        let more = left.min(rest[place].min(pots[place]).minus(given[place])?);
        given[place] = given[place].plus(more)?;
        left = left.minus(more)?;
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_comes_from_who_has_most() {
        let fen = |amounts: &[i64]| amounts.iter().copied().map(Fen::new).collect::<Vec<_>>();
        let given =
            |rest: &[i64], asked: i64| in_proportion(&fen(rest), &fen(rest), Fen::new(asked)).unwrap();
        assert_eq!(given(&[700, 300], 100), fen(&[70, 30]));
        // 333 * 100 / 999 = 33 each, one left over.
        assert_eq!(given(&[333, 333, 333], 100), fen(&[34, 33, 33]));
        assert_eq!(given(&[0, 1, 1], 1), fen(&[0, 1, 0]));
        assert_eq!(given(&[5, 5], 10), fen(&[5, 5]));
        // 4 * 50 / 1000 = 0 and 996 * 50 / 1000 = 49; the one left over is of the second, who has more.
        assert_eq!(given(&[4, 996], 50), fen(&[0, 50]));
        // 4 * 500 / 1000 = 2, of which the pot holds 1.
        let held = in_proportion(&fen(&[4, 996]), &fen(&[1, 996]), Fen::new(500)).unwrap();
        assert_eq!(held, fen(&[1, 499]));
    }

    #[test]
    fn the_merchants_largest_share_bears_the_fee() {
        let huifu_id = |number: &str| HuifuId::parse(number).unwrap();
        let share = |who: &str, acct: &str, amount: i64| Share {
            huifu_id: huifu_id(who),
            acct_id: AcctId::parse(acct).unwrap(),
            amount: Fen::new(amount),
        };
        let shares = [
            share("6666000100000101", "F00000101", 3),
            share("6666000100000101", "C00000101", 5),
            share("6666000100000201", "F00000201", 9),
        ];
        let bears = |who: &str| bearer(&shares, &huifu_id(who)).map(|share| share.amount.get());
        assert_eq!(bears("6666000100000101"), Some(5));
        assert_eq!(bears("6666000100000102"), None);
    }
}
