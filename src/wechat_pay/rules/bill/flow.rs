//! Fund-flow bills: a row for each transfer that makes an account's money more or less (BI-05, BI-07).
//!
//! BASIC is what a merchant may dispose of and what is still frozen, together: money that only thaws makes no row.

use std::collections::{BTreeMap, BTreeSet};

use super::pages::Teller;
use super::papers::Papers;
use super::sheet::{Sheet, TIME};
use super::voucher;
use crate::wechat_pay::model::accounts::{self, Purse};
use crate::wechat_pay::model::bill::FlowAccount;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::Merchant;
use crate::world::books::Posting;
use crate::world::day::Day;
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Fen};

const ONE: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const ALL: &str = "二级商户号,账户类型,记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const SUMMARY: &str = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

/// A fund-flow bill in the making.
pub(super) struct Flow {
    day: Day,
    scope: Scope,
    /// What each account holds by now; it joins with its first row.
    held: BTreeMap<(Mchid, Purse), Fen>,
    papers: Papers,
    came: Sum,
    went: Sum,
}

/// Whose accounts are told.
enum Scope {
    /// One account of one merchant.
    One(Mchid, FlowAccount),
    /// Every account of every sub-merchant of a platform; they are looked up once.
    All { platform: Mchid, subs: Option<BTreeSet<String>> },
}

/// How many rows, and how much together in fen.
#[derive(Default)]
struct Sum {
    rows: u64,
    amount: Fen,
}

/// The two sides of a transfer.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Went,
    Came,
}

impl Flow {
    /// The bill of one account.
    pub(super) fn one(day: Day, mchid: Mchid, account: FlowAccount) -> Flow {
        Flow::of(day, Scope::One(mchid, account))
    }

    /// The bill of all sub-merchants of a platform.
    pub(super) fn all(day: Day, platform: Mchid) -> Flow {
        Flow::of(day, Scope::All { platform, subs: None })
    }

    fn of(day: Day, scope: Scope) -> Flow {
        let (papers, held) = (Papers::default(), BTreeMap::new());
        Flow { day, scope, held, papers, came: Sum::default(), went: Sum::default() }
    }

    /// Whether an account is told.
    fn wants(&mut self, cx: &Cx<'_>, owner: &str, purse: Purse) -> Result<bool, Bug> {
        match &mut self.scope {
            Scope::One(mchid, account) => {
                Ok(mchid.as_str() == owner && *account == FlowAccount::Purse(purse))
            }
            Scope::All { platform, subs } => {
                let subs = match subs {
                    Some(subs) => subs,
                    None => {
                        let all = cx.all::<Merchant>("platform", platform.as_str())?;
                        subs.insert(all.into_iter().map(|sub| sub.mchid.to_string()).collect())
                    }
                };
                Ok(subs.contains(owner))
            }
        }
    }

    /// What an account held before the transfer at hand.
    fn held(&mut self, cx: &Cx<'_>, owner: &Mchid, purse: Purse) -> Result<Fen, Bug> {
        if let Some(held) = self.held.get(&(owner.clone(), purse)) {
            return Ok(*held);
        }
        opening(cx, self.day, owner, purse)
    }

    fn row(
        &mut self,
        cx: &Cx<'_>,
        (owner, purse): (&str, Purse),
        side: Side,
        (cause, posting): (Cause, &Posting),
        sheet: &mut Sheet,
    ) -> Result<(), Bug> {
        if !self.wants(cx, owner, purse)? {
            return Ok(());
        }
        let owner = Mchid::parse(owner).map_err(Bug::Broken)?;
        let before = self.held(cx, &owner, purse)?;
        let (sum, held, mark, word) = match side {
            Side::Came => (&mut self.came, before.plus(posting.amount)?, 1, "收入"),
            Side::Went => (&mut self.went, before.minus(posting.amount)?, 2, "支出"),
        };
        sum.rows += 1;
        sum.amount = sum.amount.plus(posting.amount)?;
        if matches!(self.scope, Scope::All { .. }) {
            sheet.value(owner.as_str());
            sheet.value(purse.literal());
        }
        self.held.insert((owner, purse), held);
        let voucher = voucher::of(cx, &mut self.papers, cause, posting)?;
        let (name, kind) = voucher::names(cause);
        sheet.row([
            posting.at.format(TIME).as_str(),
            if posting.document.is_empty() { &posting.subject } else { &posting.document },
            &format!("{}{:012}{mark}", posting.at.format("%Y%m%d"), posting.id),
            name,
            kind,
            word,
            &posting.amount.yuan(),
            &held.yuan(),
            &voucher.applicant,
            &voucher.remark,
            &voucher.number,
        ]);
        Ok(())
    }
}

/// What a merchant's purse held when a day began, in fen.
fn opening(cx: &Cx<'_>, day: Day, owner: &Mchid, purse: Purse) -> Result<Fen, Bug> {
    let start = day.start();
    let available = cx.held_before(accounts::available(owner, purse).code(), start)?;
    match purse {
        Purse::Basic => available.plus(cx.held_before(&accounts::pots_of(owner), start)?),
        Purse::Operation | Purse::Fees => Ok(available),
    }
}

impl Teller for Flow {
    fn columns(&self) -> &'static str {
        match self.scope {
            Scope::One(..) => ONE,
            Scope::All { .. } => ALL,
        }
    }

    fn tell(&mut self, cx: &Cx<'_>, cause: Cause, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        let (from, to) = (accounts::purse_of(&posting.debit), accounts::purse_of(&posting.credit));
        if from == to {
            return Ok(());
        }
        for (account, side) in [(from, Side::Went), (to, Side::Came)] {
            if let Some(account) = account {
                self.row(cx, account, side, (cause, posting), sheet)?;
            }
        }
        Ok(())
    }

    fn sum_up(&self, sheet: &mut Sheet) {
        let Flow { came, went, .. } = self;
        sheet.names(SUMMARY);
        sheet.row([
            self.rows().to_string().as_str(),
            &came.rows.to_string(),
            &came.amount.yuan(),
            &went.rows.to_string(),
            &went.amount.yuan(),
        ]);
    }

    fn rows(&self) -> u64 {
        self.came.rows + self.went.rows
    }
}
