//! Trade bills: a row for each payment and each refund of the orders that a merchant placed (BI-05).

use super::pages::Teller;
use super::papers::Papers;
use super::sheet::{Sheet, TIME};
use crate::wechat_pay::model::bill::{Bill, TradePart};
use crate::wechat_pay::model::cause::Cause;
use crate::wechat_pay::model::order::{Order, Payee, Payment};
use crate::wechat_pay::model::refund::{Refund, State};
use crate::world::books::Posting;
use crate::world::ids::Mchid;
use crate::world::{Bug, Cx, Fen, Instant};

const ALL: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const SUCCESS: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注";
const REFUND: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const SUMMARY: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const SUCCESS_SUMMARY: &str = "总交易单数,应结订单总金额,手续费总金额,订单总金额";

/// Nothing, in yuan.
const NOTHING: &str = "0.00";

/// A trade bill in the making.
pub(super) struct Trade {
    bill: Bill,
    part: TradePart,
    sub_mchid: Option<Mchid>,
    papers: Papers,
    last_refund: String,
    sums: Sums,
}

/// What the summary says. Amounts in fen.
#[derive(Default)]
struct Sums {
    rows: u64,
    paid: Fen,
    refunded: Fen,
    fees: Fen,
}

/// A row's own values, besides those of its order. Amounts in fen.
struct Line {
    at: Instant,
    state: &'static str,
    /// What was paid; nothing on the row of a refund.
    total: Fen,
    /// The fee; below zero where it came back.
    fee: Fen,
    refund: Option<Refunded>,
}

/// What a row says of a refund.
struct Refunded {
    refund_id: String,
    out_refund_no: String,
    amount: Fen,
    status: &'static str,
    arrived: Option<Instant>,
}

impl Trade {
    pub(super) fn new(bill: &Bill, part: TradePart, sub_mchid: Option<Mchid>) -> Trade {
        let (papers, sums) = (Papers::default(), Sums::default());
        Trade { bill: bill.clone(), part, sub_mchid, papers, last_refund: String::new(), sums }
    }

    /// Whether an order belongs into this bill.
    fn wants(&self, order: &Order) -> bool {
        let Order { payee, .. } = order;
        *payee.initiator() == self.bill.owner
            && self.sub_mchid.as_ref().is_none_or(|sub| sub == payee.recipient())
    }

    fn payment(&mut self, cx: &Cx<'_>, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        let paper = self.papers.paid(cx, &posting.subject)?;
        let (order, payment) = &*paper;
        let fee = if payment.fee_came_late { Fen::ZERO } else { payment.fee };
        let (at, total) = (posting.at, order.total);
        let line = Line { at, state: "SUCCESS", total, fee, refund: None };
        self.line(order, payment, &line, sheet)
    }

    /// A fee that had to wait for its platform's money is told on the day when it was charged, in a row of its own (PS-24).
    fn late_fee(&mut self, cx: &Cx<'_>, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        let paper = self.papers.paid(cx, &posting.subject)?;
        let (order, payment) = &*paper;
        if !payment.fee_came_late {
            return Ok(());
        }
        let (at, total, fee) = (posting.at, Fen::ZERO, posting.amount);
        let line = Line { at, state: "SUCCESS", total, fee, refund: None };
        self.line(order, payment, &line, sheet)
    }

    /// A refund is told once, where its first part leaves an account: that is when it was accepted.
    fn refund(&mut self, cx: &Cx<'_>, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        if self.last_refund == posting.document {
            return Ok(());
        }
        self.last_refund.clone_from(&posting.document);
        let refund: Option<Refund> = cx.first("refund_id", &posting.document)?;
        let lost = || Bug::Broken(format!("money moved for {}, which no refund has", posting.document));
        let refund = refund.ok_or_else(lost)?;
        let paper = self.papers.paid(cx, &posting.subject)?;
        let (order, payment) = &*paper;
        let (status, arrived) = standing(&refund, self.bill.cut_off());
        let fee = Fen::ZERO.minus(refund.fee_back()?)?;
        let refund = Refunded {
            refund_id: refund.refund_id.to_string(),
            out_refund_no: refund.out_refund_no.to_string(),
            amount: refund.amount,
            status,
            arrived,
        };
        let line = Line { at: posting.at, state: "REFUND", total: Fen::ZERO, fee, refund: Some(refund) };
        self.line(order, payment, &line, sheet)
    }

    fn line(&mut self, order: &Order, payment: &Payment, line: &Line, sheet: &mut Sheet) -> Result<(), Bug> {
        if !self.wants(order) {
            return Ok(());
        }
        write_order(order, payment, line, sheet);
        let amount = line.refund.as_ref().map_or(Fen::ZERO, |refund| refund.amount);
        if self.part != TradePart::Success {
            self.write_refund(line, sheet);
        }
        sheet.value(&order.description);
        sheet.value(order.attach.as_deref().unwrap_or_default());
        sheet.value(&precise(line.fee));
        sheet.value(&payment.fee_rate.with_decimals());
        sheet.value(&line.total.yuan());
        if self.part != TradePart::Success {
            sheet.value(&amount.yuan());
        }
        sheet.value("");
        sheet.end();
        let Sums { rows, paid, refunded, fees } = &mut self.sums;
        *rows += 1;
        *paid = paid.plus(line.total)?;
        *refunded = refunded.plus(amount)?;
        *fees = fees.plus(line.fee)?;
        Ok(())
    }

    /// The columns of a refund; what a payment writes there.
    fn write_refund(&self, line: &Line, sheet: &mut Sheet) {
        if self.part == TradePart::Refund {
            let arrived = line.refund.as_ref().and_then(|refund| refund.arrived);
            sheet.value(&line.at.format(TIME));
            sheet.value(&arrived.map(|at| at.format(TIME)).unwrap_or_default());
        }
        let Some(refund) = &line.refund else {
            return ["0", "0", NOTHING, NOTHING, "", ""].iter().for_each(|value| sheet.value(value));
        };
        sheet.value(&refund.refund_id);
        sheet.value(&refund.out_refund_no);
        sheet.value(&refund.amount.yuan());
        sheet.value(NOTHING);
        sheet.value("ORIGINAL");
        sheet.value(refund.status);
    }
}

impl Teller for Trade {
    fn columns(&self) -> &'static str {
        match self.part {
            TradePart::All => ALL,
            TradePart::Success => SUCCESS,
            TradePart::Refund => REFUND,
        }
    }

    fn tell(&mut self, cx: &Cx<'_>, cause: Cause, posting: &Posting, sheet: &mut Sheet) -> Result<(), Bug> {
        match (cause, self.part) {
            (Cause::Pay, TradePart::All | TradePart::Success) => self.payment(cx, posting, sheet),
            (Cause::Refund | Cause::RefundAdvance, TradePart::All | TradePart::Refund) => {
                self.refund(cx, posting, sheet)
            }
            (Cause::Fee, TradePart::All | TradePart::Success) => self.late_fee(cx, posting, sheet),
            _ => Ok(()),
        }
    }

    fn sum_up(&self, sheet: &mut Sheet) {
        let Sums { rows, paid, refunded, fees } = &self.sums;
        let (rows, paid, refunded) = (rows.to_string(), paid.yuan(), refunded.yuan());
        let fees = precise(*fees);
        if self.part == TradePart::Success {
            sheet.names(SUCCESS_SUMMARY);
            sheet.row([rows.as_str(), &paid, &fees, &paid]);
        } else {
            sheet.names(SUMMARY);
            sheet.row([rows.as_str(), &paid, &refunded, NOTHING, &fees, &paid, &refunded]);
        }
    }

    fn rows(&self) -> u64 {
        self.sums.rows
    }
}

/// How a refund stood at the cut-off, and when it had arrived. One that was abnormal for a while shows as under way: what
/// became of it later must not change the file.
fn standing(refund: &Refund, cut_off: Instant) -> (&'static str, Option<Instant>) {
    match refund.state {
        State::Success { at } if at < cut_off => ("SUCCESS", Some(at)),
        State::Closed { at } if at < cut_off => ("FAIL", None),
        State::Processing | State::Success { .. } | State::Abnormal { .. } | State::Closed { .. } => {
            ("PROCESSING", None)
        }
    }
}

/// The columns that say which order it was.
fn write_order(order: &Order, payment: &Payment, line: &Line, sheet: &mut Sheet) {
    let sub_mchid = match &order.payee {
        Payee::Partner { sub_mchid, .. } | Payee::Channel { sub_mchid, .. } => sub_mchid.as_str(),
        Payee::Direct { .. } => "0",
    };
    let openid = payment.payer.openid.as_ref().or(payment.payer.sub_openid.as_ref());
    for value in [
        line.at.format(TIME).as_str(),
        order.payee.appid().as_str(),
        order.payee.initiator().as_str(),
        sub_mchid,
        order.device_id.as_deref().unwrap_or_default(),
        payment.transaction_id.as_str(),
        order.out_trade_no.as_str(),
        openid.map_or("", |openid| openid.as_str()),
        order.trade_type.literal(),
        line.state,
        &payment.bank_type,
        "CNY",
        &line.total.yuan(),
        NOTHING,
    ] {
        sheet.value(value);
    }
}

/// An amount of fees: yuan with five decimals.
fn precise(fee: Fen) -> String {
    format!("{}000", fee.yuan())
}
