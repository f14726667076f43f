//! Who gets what (`split_info`): what stays with the trading merchant, and the parts of others.

use crate::huifu::model::member;
use crate::huifu::rules::shares::{Bunch, Line};
use crate::ipos::rules::Ruled;
use crate::ipos::rules::refusal::TradeRefusal;
use crate::world::ids::{AcctId, HuifuId};
use crate::world::{Bug, Cx, Fen};

/// `split_info`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// What the trading merchant keeps, fen.
    pub keep: Fen,
    /// What others get.
    pub parts: Vec<Part>,
}

/// A line of `split_list`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Who gets it.
    pub whom: Whom,
    /// How much, fen.
    pub amount: Fen,
}

/// By which of their numbers somebody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// `merchant_id`: their number at Huifu (assumed).
    Merchant(HuifuId),
    /// `seller_account`: one of their accounts at Huifu (assumed).
    Account(AcctId),
}

impl Division {
    /// What it is in all, fen.
    ///
    /// # Errors
    /// [`Bug`] past 2^63 fen.
    pub fn sum(&self) -> Result<Fen, Bug> {
        self.parts.iter().try_fold(self.keep, |sum, part| sum.plus(part.amount))
    }

    /// The same as Huifu's rules take it, where it is all of `whole`. The trading merchant stands in it even with nothing.
    ///
    /// # Errors
    /// [`TradeRefusal::SharesDiffer`], [`TradeRefusal::NoAccount`].
    pub fn bunch_of(&self, cx: &Cx<'_>, own: &HuifuId, whole: Fen) -> Ruled<Bunch> {
        let sum = self.sum()?;
        if sum != whole {
            return Err(TradeRefusal::SharesDiffer { sum, whole }.into());
        }
        self.bunch(cx, own)
    }

    /// The same, whatever it is in all.
    ///
    /// # Errors
    /// [`TradeRefusal::NoAccount`].
    pub fn bunch(&self, cx: &Cx<'_>, own: &HuifuId) -> Ruled<Bunch> {
        let line = |huifu_id: HuifuId, acct_id: Option<AcctId>, amount: Fen| Line {
            huifu_id,
            acct_id,
            amount: Some(amount),
            percentage: None,
        };
        let mut lines = vec![line(own.clone(), None, self.keep)];
        lines.extend(others(cx, &self.parts)?);
        Ok(Bunch { lines, ..Bunch::default() })
    }
}

/// The parts as Huifu's rules take them.
///
/// # Errors
/// [`TradeRefusal::NoAccount`].
pub fn others(cx: &Cx<'_>, parts: &[Part]) -> Ruled<Vec<Line>> {
    let mut lines = Vec::new();
    for part in parts {
        let (huifu_id, acct_id) = match &part.whom {
            Whom::Merchant(huifu_id) => (huifu_id.clone(), None),
            Whom::Account(acct_id) => {
                let holder = member::all(cx)?.into_iter().find(|member| member.has(acct_id));
                let holder = holder.ok_or_else(|| TradeRefusal::NoAccount(acct_id.to_string()))?;
                (holder.huifu_id, Some(acct_id.clone()))
            }
        };
        lines.push(Line { huifu_id, acct_id, amount: Some(part.amount), percentage: None });
    }
    Ok(lines)
}
