//! The bill of withdrawals that came back: those that failed, and those that a bank returned (WD-13).

use super::pages::Teller;
use super::sheet::{Sheet, TIME};
use crate::wechat_pay::model::bill::Bill;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::withdraw::Withdraw;
use crate::world::account::Account;
use crate::world::books::Posting;
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Fen};

// No source shows either line.
const COLUMNS: &str = "提现申请时间,资金退回时间,商户号,账户类型,微信支付提现单号,商户提现单号,提现金额,提现状态,失败原因,解决方案";
const SUMMARY: &str = "提现总笔数,提现总金额";

/// A bill of withdrawals in the making.
pub(super) struct Withdrawn {
    owner: Mchid,
    rows: u64,
    amount: Fen,
}

impl Withdrawn {
    pub(super) fn new(bill: &Bill) -> Withdrawn {
        Withdrawn { owner: bill.owner.clone(), rows: 0, amount: Fen::ZERO }
    }
}

impl Teller for Withdrawn {
    fn columns(&self) -> &'static str {
        COLUMNS
    }

    fn tell(&mut self, cx: &Cx<'_>, cause: Cause, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        if cause != Cause::WithdrawBack {
            return Ok(());
        }
        let withdraw: Option<Withdraw> = cx.first("withdraw_id", &posting.document)?;
        let lost = || Bug::Broken(format!("money moved for {}, which no withdrawal has", posting.document));
        let withdraw = withdraw.ok_or_else(lost)?;
        if !withdraw.is_asked_by(&self.owner) {
            return Ok(());
        }
        let why = withdraw.state.mishap();
        // A bank gives back what it had; what failed never reached it.
        let status = if posting.debit == Account::banks().code() { "REFUND" } else { "FAIL" };
        sheet.row([
            withdraw.created_at.format(TIME).as_str(),
            &posting.at.format(TIME),
            withdraw.owner.as_str(),
            withdraw.purse.literal(),
            withdraw.withdraw_id.as_str(),
            withdraw.number(),
            &posting.amount.yuan(),
            status,
            why.map_or("", |why| &why.reason),
            why.map_or("", |why| &why.solution),
        ]);
        self.rows += 1;
        self.amount = self.amount.plus(posting.amount)?;
        Ok(())
    }

    fn sum_up(&self, sheet: &mut Sheet) {
        sheet.names(SUMMARY);
        sheet.row([self.rows.to_string().as_str(), &self.amount.yuan()]);
    }

    fn rows(&self) -> u64 {
        self.rows
    }
}
