//! What a fund-flow bill calls each cause of a transfer, and which paper stands behind it (BI-07).
//!
//! Names that no published bill shows are assumed: those of splits, subsidies, advances and withdrawals.

use super::papers::Papers;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::split::SplitOrder;
use crate::world::books::Posting;
use crate::world::{Bug, Cx};

/// The paper behind a transfer.
#[derive(Default)]
pub(super) struct Voucher {
    /// The merchant's own number of it (业务凭证号).
    pub(super) number: String,
    /// Who asked for it (资金变更提交申请人).
    pub(super) applicant: String,
    /// 备注
    pub(super) remark: String,
}

/// What nobody asked for: it follows from something else.
const SYSTEM: &str = "system";

/// 业务名称 and 业务类型 of a cause.
pub(super) const fn names(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Pay => ("交易", "交易"),
        Cause::Fee => ("交易", "扣除交易手续费"),
        Cause::Split => ("分账", "分账"),
        Cause::Unfreeze | Cause::Finish | Cause::UnfreezeOverdue => ("分账", "解冻"),
        Cause::SplitReturn => ("分账", "分账回退"),
        Cause::Subsidy => ("补差", "补差"),
        Cause::SubsidyReturn => ("补差", "补差回退"),
        Cause::Refund => ("退款", "退款"),
        Cause::RefundAdvance => ("退款", "退款垫付"),
        Cause::FeeBack => ("退款", "退还交易手续费"),
        Cause::RefundClosed => ("退款", "退款关闭"),
        Cause::FeeAgain => ("退款", "退款关闭扣除交易手续费"),
        Cause::AdvanceReturn => ("退款", "垫付回补"),
        Cause::Withdraw => ("充值/提现", "提现"),
        Cause::WithdrawPaid => ("充值/提现", "提现到账"),
        Cause::WithdrawBack => ("充值/提现", "提现退回"),
        Cause::TopUp => ("充值/提现", "充值"),
    }
}

/// The paper behind a transfer.
///
/// # Errors
/// [`Bug`] when the database fails.
pub(super) fn of(cx: &Cx<'_>, papers: &mut Papers, cause: Cause, posting: &Posting) -> Result<Voucher, Bug> {
    match cause {
        Cause::Pay => Ok(papers.order(cx, &posting.subject)?.map(payment).unwrap_or_default()),
        Cause::Fee => Ok(papers.order(cx, &posting.subject)?.map(of_order).unwrap_or_default()),
        Cause::Split | Cause::Unfreeze | Cause::Finish | Cause::UnfreezeOverdue => {
            let split: Option<SplitOrder> = cx.first("order_id", &posting.document)?;
            Ok(split.map_or_else(Voucher::default, |split| asked(&split.caller, &split.out_order_no)))
        }
        Cause::SplitReturn
        | Cause::Subsidy
        | Cause::SubsidyReturn
        | Cause::Refund
        | Cause::RefundAdvance
        | Cause::FeeBack
        | Cause::RefundClosed
        | Cause::FeeAgain
        | Cause::AdvanceReturn
        | Cause::Withdraw
        | Cause::WithdrawPaid
        | Cause::WithdrawBack
        | Cause::TopUp => Ok(Voucher::default()),
    }
}

/// What follows from an order without anybody's asking.
fn of_order((order, _): &(Order, Payment)) -> Voucher {
    let number = order.out_trade_no.to_string();
    Voucher { number, applicant: SYSTEM.to_owned(), remark: String::new() }
}

fn payment(paper: &(Order, Payment)) -> Voucher {
    let (order, payment) = paper;
    let remark = format!("结算总金额{}元;含手续费{}元", order.total.yuan(), payment.fee.yuan());
    Voucher { remark, ..of_order(paper) }
}

/// A paper that a merchant asked for by its API.
fn asked(mchid: &impl ToString, number: &impl ToString) -> Voucher {
    Voucher {
        number: number.to_string(),
        applicant: format!("{}API", mchid.to_string()),
        ..Voucher::default()
    }
}
