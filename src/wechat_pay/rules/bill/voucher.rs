//! What a fund-flow bill calls each cause of a transfer, and which paper stands behind it (BI-07).
//!
//! Names that no published bill shows are assumed: those of splits, subsidies, advances and withdrawals.

use super::papers::Papers;
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::merchant::FeeBearer;
use crate::wechat_pay::model::order::{Order, Payment};
use crate::wechat_pay::model::refund::Refund;
use crate::wechat_pay::model::split::SplitOrder;
use crate::wechat_pay::model::split_return::SplitReturn;
use crate::wechat_pay::model::subsidy::{Subsidy, SubsidyReturn};
use crate::wechat_pay::model::withdraw::{Origin, Withdraw};
use crate::world::books::Posting;
use crate::world::{Bug, Cx, Fen};

/// The paper behind a transfer.
pub(super) struct Voucher {
    /// The merchant's own number of it (业务凭证号).
    pub(super) number: String,
    /// Who asked for it (资金变更提交申请人).
    pub(super) applicant: String,
    /// 备注
    pub(super) remark: String,
}

/// 业务名称 and 业务类型 of a cause.
pub(super) const fn names(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Pay => ("交易", "交易"),
        Cause::Fee => ("交易", "扣除交易手续费"),
        Cause::Split => ("分账", "分账"),
        Cause::Unfreeze | Cause::Finish | Cause::UnfreezeOverdue => ("分账", "解冻"),
        Cause::ControlEnded => ("交易", "资金解冻"),
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
        // Moves no merchant's money, so no bill shows it.
        Cause::CardCheck => ("充值/提现", "结算卡验证"),
    }
}

/// The paper behind a transfer.
///
/// # Errors
/// [`Bug`] when the database fails.
pub(super) fn of(cx: &Cx<'_>, papers: &mut Papers, cause: Cause, posting: &Posting) -> Result<Voucher, Bug> {
    let Posting { subject, document, .. } = posting;
    let found = match cause {
        Cause::Pay => papers.order(cx, subject)?.map(|paper| payment(&paper)),
        Cause::Fee | Cause::ControlEnded => papers.order(cx, subject)?.map(|paper| of_order(&paper)),
        Cause::Split | Cause::Unfreeze | Cause::Finish | Cause::UnfreezeOverdue => cx
            .first::<SplitOrder>("order_id", document)?
            .map(|split| asked(split.caller.as_str(), split.out_order_no.as_str())),
        Cause::SplitReturn => cx
            .first::<SplitReturn>("return_no", document)?
            .map(|back| asked(back.initiator.as_str(), back.out_return_no.as_str())),
        Cause::Subsidy => cx.first::<Subsidy>("subsidy_id", document)?.map(|subsidy| {
            let number = subsidy.out_subsidy_no.map(|number| number.to_string()).unwrap_or_default();
            asked(subsidy.platform.as_str(), &number)
        }),
        Cause::SubsidyReturn => cx
            .first::<SubsidyReturn>("subsidy_refund_id", document)?
            .map(|back| asked(back.platform.as_str(), back.out_order_no.as_str())),
        Cause::Refund | Cause::RefundAdvance => {
            cx.first::<Refund>("refund_id", document)?.map(|refund| refunded(&refund)).transpose()?
        }
        Cause::FeeBack | Cause::RefundClosed | Cause::FeeAgain => {
            cx.first::<Refund>("refund_id", document)?.map(|refund| by_system(refund.out_refund_no.as_str()))
        }
        Cause::AdvanceReturn => advance_return(cx, posting)?,
        Cause::Withdraw => {
            cx.first::<Withdraw>("withdraw_id", document)?.map(|withdraw| withdrawn(&withdraw))
        }
        Cause::WithdrawPaid | Cause::WithdrawBack => {
            cx.first::<Withdraw>("withdraw_id", document)?.map(|withdraw| by_system(withdraw.number()))
        }
        Cause::TopUp | Cause::CardCheck => None,
    };
    // What has no paper of its own, such as a top-up, nobody asked for by API.
    Ok(found.unwrap_or_else(|| by_system("")))
}

/// What follows from something else, without anybody's asking.
fn by_system(number: &str) -> Voucher {
    Voucher { number: number.to_owned(), applicant: "system".to_owned(), remark: String::new() }
}

/// A paper that a merchant asked for by its API.
fn asked(mchid: &str, number: &str) -> Voucher {
    Voucher { number: number.to_owned(), applicant: format!("{mchid}API"), remark: String::new() }
}

fn of_order((order, _): &(Order, Payment)) -> Voucher {
    by_system(order.out_trade_no.as_str())
}

fn payment(paper: &(Order, Payment)) -> Voucher {
    let (order, payment) = paper;
    // What the platform bears is no part of the shop's settlement.
    let fee = match payment.fee_bearer {
        FeeBearer::Sub => payment.fee,
        FeeBearer::Platform => Fen::ZERO,
    };
    let remark = format!("结算总金额{}元;含手续费{}元", order.total.yuan(), fee.yuan());
    Voucher { remark, ..of_order(paper) }
}

fn refunded(refund: &Refund) -> Result<Voucher, Bug> {
    let remark = format!("退款总金额{}元;含手续费{}元", refund.amount.yuan(), refund.fee_back()?.yuan());
    Ok(Voucher { remark, ..asked(refund.initiator.as_str(), refund.out_refund_no.as_str()) })
}

/// The refund whose advance was returned: the return has no number of the merchant's own.
fn advance_return(cx: &Cx<'_>, posting: &Posting) -> Result<Option<Voucher>, Bug> {
    let refunds = cx.all::<Refund>("transaction_id", &posting.subject)?;
    let is_its = |refund: &&Refund| {
        let returning = refund.advance.as_ref().and_then(|advance| advance.returning.as_ref());
        returning.is_some_and(|returning| returning.id.as_str() == posting.document)
    };
    let found = refunds.iter().find(is_its);
    Ok(found.map(|refund| asked(refund.initiator.as_str(), refund.out_refund_no.as_str())))
}

fn withdrawn(withdraw: &Withdraw) -> Voucher {
    match &withdraw.origin {
        Origin::Api { caller, out_request_no } => asked(caller.as_str(), out_request_no.as_str()),
        Origin::BackOffice => {
            let applicant = format!("{owner}@{owner}", owner = withdraw.owner);
            Voucher { applicant, ..by_system(withdraw.number()) }
        }
    }
}
