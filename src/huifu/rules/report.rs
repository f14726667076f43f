//! Lists of trades, splits and payouts, as consoles and bills show them, with 资金冻结标识 and 资金解冻时间 (HF-30 to HF-34).

use serde::Serialize;

use super::notices::TIME;
use super::splits::{self, SplitLine};
use crate::huifu::model::payment::{Freeze, Payment};
use crate::huifu::model::payout::Payout;
use crate::huifu::model::refund::Refund;
use crate::world::ids::HuifuId;
use crate::world::store::{Page, Record};
use crate::world::{Bug, Cx, Day, Fen, Instant};

/// Which rows are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Of this member alone.
    pub huifu_id: Option<&'a HuifuId>,
    /// Of this day alone: what was paid, refunded, divided or paid out on it. What is unpaid is of no day.
    pub day: Option<Day>,
}

impl Wanted<'_> {
    fn records<R: Record>(self, cx: &Cx<'_>) -> Result<Vec<R>, Bug> {
        match self.huifu_id {
            Some(huifu_id) => cx.all("huifu_id", huifu_id.as_str()),
            None => cx.page(Page::ALL),
        }
    }

    fn has_payment(self, payment: &Payment) -> bool {
        payment.settled().map_or(self.day.is_none(), |settled| self.has(settled.at))
    }

    fn has(self, at: Instant) -> bool {
        self.day.is_none_or(|day| Day::of(at) == day)
    }
}

/// One trade, forward or back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TradeRow {
    /// When it was paid; while it is not, when it was ordered.
    pub at: Instant,
    /// Whose it is.
    pub huifu_id: String,
    /// `payment` or `refund`.
    pub direction: &'static str,
    /// The caller's number.
    pub req_seq_id: String,
    /// Huifu's number.
    pub hf_seq_id: String,
    /// Of a refund the payment's number.
    pub org_hf_seq_id: String,
    /// The number on the buyer's bill.
    pub party_order_id: String,
    /// WeChat Pay's number; empty while unpaid.
    pub out_trans_id: String,
    /// Its type.
    pub trans_type: &'static str,
    /// Its amount, fen.
    pub amount: Fen,
    /// Its fee, or the fee that came back, fen.
    pub fee: Fen,
    /// P, S or F.
    pub trans_stat: &'static str,
    /// 资金冻结标识; empty for what was never held. Of a refund, what held at that moment.
    pub fund_freeze_stat: &'static str,
    /// 资金解冻时间, yyyyMMddHHmmss; empty while it is held, or never was.
    pub unfreeze_time: String,
}

/// One part of a trade that somebody got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SplitRow {
    /// When it was divided.
    pub at: Instant,
    /// The payment's number.
    pub hf_seq_id: String,
    /// The number of what divided it.
    pub document: String,
    /// `instant` or `delayed`.
    pub kind: &'static str,
    /// Who got it.
    pub huifu_id: String,
    /// On which account.
    pub acct_id: String,
    /// How much, fen.
    pub amount: Fen,
    /// 资金冻结标识.
    pub fund_freeze_stat: &'static str,
    /// 资金解冻时间.
    pub unfreeze_time: String,
}

/// The trades that are wanted, payments first, each in the order of their making.
///
/// # Errors
/// [`Bug`] when the database fails; so for all below.
pub fn trades(cx: &Cx<'_>, wanted: Wanted<'_>) -> Result<Vec<TradeRow>, Bug> {
    let mut rows = Vec::new();
    let payments: Vec<Payment> = wanted.records(cx)?;
    rows.extend(payments.iter().filter(|payment| wanted.has_payment(payment)).map(payment_row));
    let refunds: Vec<Refund> = wanted.records(cx)?;
    for refund in refunds.iter().filter(|refund| wanted.has(refund.head.at)) {
        if let Some(payment) = cx.get::<Payment>(refund.payment.as_str())? {
            rows.push(refund_row(refund, &payment));
        }
    }
    Ok(rows)
}

/// One trade with its refunds.
pub fn trade(cx: &Cx<'_>, hf_seq_id: &str) -> Result<Option<Vec<TradeRow>>, Bug> {
    let Some(payment) = cx.get::<Payment>(hf_seq_id)? else { return Ok(None) };
    let refunds: Vec<Refund> = cx.all("payment", hf_seq_id)?;
    let rows = refunds.iter().map(|refund| refund_row(refund, &payment));
    Ok(Some(std::iter::once(payment_row(&payment)).chain(rows).collect()))
}

/// One refund.
pub fn refund(cx: &Cx<'_>, hf_seq_id: &str) -> Result<Option<TradeRow>, Bug> {
    let Some(refund) = cx.get::<Refund>(hf_seq_id)? else { return Ok(None) };
    let payment = cx.get::<Payment>(refund.payment.as_str())?;
    Ok(payment.map(|payment| refund_row(&refund, &payment)))
}

/// The splits that are wanted, by the trades of their member.
pub fn split_rows(cx: &Cx<'_>, wanted: Wanted<'_>) -> Result<Vec<SplitRow>, Bug> {
    let mut rows = Vec::new();
    for payment in wanted.records::<Payment>(cx)? {
        let lines = splits::of(cx, &payment)?;
        rows.extend(lines.iter().filter(|line| wanted.has(line.at)).map(split_row));
    }
    Ok(rows)
}

/// The payouts that are wanted.
pub fn payouts(cx: &Cx<'_>, wanted: Wanted<'_>) -> Result<Vec<Payout>, Bug> {
    let all: Vec<Payout> = wanted.records(cx)?;
    Ok(all.into_iter().filter(|payout| wanted.has(payout.head.at)).collect())
}

fn released_at(freeze: Freeze) -> String {
    match freeze {
        Freeze::Released { at, .. } => at.format(TIME),
        Freeze::Never | Freeze::Frozen { .. } => String::new(),
    }
}

fn payment_row(payment: &Payment) -> TradeRow {
    let settled = payment.settled();
    TradeRow {
        at: settled.map_or(payment.head.at, |settled| settled.at),
        huifu_id: payment.head.huifu_id.to_string(),
        direction: "payment",
        req_seq_id: payment.head.req_seq_id.to_string(),
        hf_seq_id: payment.head.hf_seq_id.to_string(),
        org_hf_seq_id: String::new(),
        party_order_id: payment.out_trade_no.to_string(),
        out_trans_id: settled.map(|settled| settled.transaction_id.to_string()).unwrap_or_default(),
        trans_type: payment.kind.literal(),
        amount: payment.amount,
        fee: settled.map(|settled| settled.fee).unwrap_or_default(),
        trans_stat: payment.stat(),
        fund_freeze_stat: payment.freeze().literal().unwrap_or_default(),
        unfreeze_time: released_at(payment.freeze()),
    }
}

fn refund_row(refund: &Refund, payment: &Payment) -> TradeRow {
    TradeRow {
        at: refund.head.at,
        direction: "refund",
        req_seq_id: refund.head.req_seq_id.to_string(),
        hf_seq_id: refund.head.hf_seq_id.to_string(),
        org_hf_seq_id: payment.head.hf_seq_id.to_string(),
        trans_type: "TRANS_REFUND",
        amount: refund.amount,
        fee: refund.fee_back,
        trans_stat: "S",
        fund_freeze_stat: refund.freeze.literal().unwrap_or_default(),
        ..payment_row(payment)
    }
}

fn split_row(line: &SplitLine) -> SplitRow {
    SplitRow {
        at: line.at,
        hf_seq_id: line.payment.to_string(),
        document: line.document.to_string(),
        kind: line.kind,
        huifu_id: line.share.huifu_id.to_string(),
        acct_id: line.share.acct_id.to_string(),
        amount: line.share.amount,
        fund_freeze_stat: line.freeze.literal().unwrap_or_default(),
        unfreeze_time: released_at(line.freeze),
    }
}
