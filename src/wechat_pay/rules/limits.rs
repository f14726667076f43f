//! Collection limits: what a sub-merchant may take in a day and, by credit cards, in a month (AP-20 to AP-24).

use std::collections::BTreeMap;

use crate::wechat_pay::model::applyment::Organization;
use crate::wechat_pay::model::limits::{Limits, Takings};
use crate::wechat_pay::model::merchant::{self, Merchant};
use crate::wechat_pay::model::order::Order;
use crate::wechat_pay::model::switches;
use crate::world::act::{ActRefused, ActStop};
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Day, Fen};

/// What the buyer's client is told when a payment would go over a limit (the wording is assumed, AP-24).
pub const OVER_LIMIT: &str = "商户收款额度超限";

/// A sub-merchant's limits and what counts towards them at this instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What kind of organization it is.
    pub organization: Organization,
    /// What it may take in.
    pub limits: Limits,
    /// What it took in today.
    pub today: Takings,
    /// What it took in this month.
    pub month: Takings,
}

/// Where a merchant stands; nothing when it has no limits (AP-23).
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn standing(cx: &Cx<'_>, merchant: &Merchant) -> Result<Option<Standing>, Bug> {
    let Some(organization) = merchant.organization else { return Ok(None) };
    let figures = switches::of(cx)?.limits;
    let Some(limits) = Limits::of(organization, merchant.limit_state, &figures) else { return Ok(None) };
    let today = Takings::of(cx, &merchant.mchid, Day::of(cx.now()).to_string())?;
    let month = Takings::of(cx, &merchant.mchid, cx.now().format("%Y-%m"))?;
    Ok(Some(Standing { organization, limits, today, month }))
}

/// Counts what is about to be paid, order by order or combined, towards the limits of those who receive it.
///
/// # Errors
/// [`ActRefused`] when one of them may not take in so much; then nothing at all is paid, and nothing is counted.
pub fn take_in(cx: &Cx<'_>, orders: &[Order], by_credit: bool) -> Result<(), ActStop> {
    let mut sums: BTreeMap<&Mchid, Fen> = BTreeMap::new();
    // What an acquirer's merchants may take in is the acquirer's to say.
    for order in orders.iter().filter(|order| !order.payee.is_channel()) {
        let sum = sums.entry(order.payee.recipient()).or_default();
        *sum = sum.plus(order.total)?;
    }
    for (mchid, amount) in sums {
        let payee = merchant::known(cx, mchid)?;
        let Some(standing) = standing(cx, &payee)? else { continue };
        let credit = if by_credit { amount } else { Fen::ZERO };
        check(&payee, &standing, amount, credit)?;
        for takings in [standing.today, standing.month] {
            let (total, credit) = (takings.total.plus(amount)?, takings.credit.plus(credit)?);
            cx.put(&Takings { total, credit, ..takings })?;
        }
    }
    Ok(())
}

/// One limit: how much, what counts towards it already, and the words for it.
struct Line {
    limit: Option<Fen>,
    taken: Fen,
    asked: Fen,
    en: &'static str,
    zh: &'static str,
}

fn check(payee: &Merchant, standing: &Standing, amount: Fen, credit: Fen) -> Result<(), ActStop> {
    let Standing { limits, today, month, .. } = standing;
    let rule = if standing.organization == Organization::PersonalSeller { "AP-22" } else { "AP-20" };
    let day = Line { limit: limits.day, taken: today.total, asked: amount, en: "a day", zh: "每日" };
    let credit_day = Line {
        limit: limits.credit_day,
        taken: today.credit,
        asked: credit,
        en: "a day by credit card",
        zh: "每日信用卡",
    };
    let credit_month = Line {
        limit: limits.credit_month,
        taken: month.credit,
        asked: credit,
        en: "a month by credit card",
        zh: "每月信用卡",
    };
    for (line, rule) in [(day, rule), (credit_day, "AP-21"), (credit_month, "AP-21")] {
        let Line { limit: Some(limit), taken, asked, en, zh } = line else { continue };
        if asked.is_zero() || taken.plus(asked)? <= limit {
            continue;
        }
        let (mchid, state) = (&payee.mchid, payee.limit_state.name());
        let (kind_en, kind_zh) = standing.organization.names();
        return Err(ActRefused::new(
            format!(
                "the buyer is told {OVER_LIMIT}: {mchid}, a {kind_en} in the state {state}, may take in {limit} fen {en}; \
                 it has {taken}, this is {asked} more ({rule})"
            ),
            format!(
                "买家看到“{OVER_LIMIT}”：{mchid}（{kind_zh}，{state}）{zh}收款上限 {limit} 分，已收 {taken} 分，本次 {asked} 分（{rule}）"
            ),
        )
        .into());
    }
    Ok(())
}
