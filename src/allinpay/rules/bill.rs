//! Bills: what was posted to a merchant on a day, told from the books (AL-50 to AL-52, AL-90 to AL-92).

use serde::{Deserialize, Serialize};

use super::Ruled;
use super::books::{self, Cause};
use super::refusal::Refusal;
use crate::allinpay::model::assumed::{self, CompletedRefundName};
use crate::allinpay::model::follow::Follow;
use crate::allinpay::model::kind::TrxCode;
use crate::allinpay::model::merchant::{self, Merchant};
use crate::allinpay::model::order::Order;
use crate::world::books::{Posting, Stretch};
use crate::world::store::Record;
use crate::world::{Bug, Cx, Day, Fen, Instant, Span, Stop};

/// The hour at which the bill of the day before is there (AL-51).
const THERE_AT: u8 = 6;
/// How long a link lives, in business time (AL-51).
const LINK_LIVES: Span = Span::minutes(2);
/// How many transfers are read at once.
const PAGE: u32 = 1000;

/// A link to a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// What the link carries.
    pub token: String,
    /// Whose bill: a merchant's, or all of a group.
    pub cusids: Vec<String>,
    /// Of which day.
    pub day: Day,
    /// When the link ends.
    pub ends: Instant,
}

impl Record for Ticket {
    const TABLE: &'static str = "allinpay_ticket";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.token.clone())]
    }
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was posted.
    pub at: Instant,
    /// What the trade is called.
    pub name: &'static str,
    /// The order.
    pub order: Order,
    /// The trade's number at the acquirer.
    pub trxid: String,
    /// The merchant's number of it; the order's where it has none of its own.
    pub reqsn: String,
    /// The channel's number.
    pub chnltrxid: String,
    /// What was posted, in fen; less than nothing where money left.
    pub amount: Fen,
    /// The fee, in fen; less than nothing where it came back.
    pub fee: Fen,
    /// The remark.
    pub remark: String,
}

/// A link to the bill of a day, for a merchant or for all of a group.
///
/// # Errors
/// [`Refusal::BillNotThere`] before six in the morning of the day after (AL-51).
pub fn apply(cx: &Cx<'_>, merchant: &Merchant, group: Option<&str>, day: Day) -> Ruled<Ticket> {
    let there = day.next().at(THERE_AT);
    if cx.now() < there {
        return Err(Stop::Refused(Refusal::BillNotThere(day, there)));
    }
    let cusids = match group {
        Some(orgid) => merchant::members(cx, orgid)?,
        None => vec![merchant.cusid.clone()],
    };
    let token = hex::encode(cx.random("allinpay link")?.bytes::<16>());
    let ticket = Ticket { token, cusids, day, ends: cx.now().after(LINK_LIVES) };
    cx.put(&ticket)?;
    Ok(ticket)
}

/// The ticket of a link that lives.
///
/// # Errors
/// [`Refusal::LinkEnded`].
pub fn redeem(cx: &Cx<'_>, token: &str) -> Ruled<Ticket> {
    let found = cx.get::<Ticket>(token)?.filter(|ticket| cx.now() <= ticket.ends);
    found.ok_or(Stop::Refused(Refusal::LinkEnded))
}

/// The lines of one merchant's bill, in the order of posting. Pre-consumption and refunds before its completion were never
/// posted, so they are none (AL-90); what was completed stands on the day of the completion (AL-92).
///
/// # Errors
/// [`Bug`] when the books do not fit together.
pub fn lines(cx: &Cx<'_>, cusid: &str, day: Day) -> Result<Vec<Line>, Bug> {
    let stretch = Stretch { from: day.start(), to: day.next().start() };
    let refund_name = match assumed::of(cx)?.completed_refund_name {
        CompletedRefundName::Return => TrxCode::CompletedRefund.name(),
        CompletedRefundName::Refund => "微信订单完成退款",
    };
    let account = books::posted(cusid);
    let (mut lines, mut after) = (Vec::new(), 0);
    loop {
        let page = cx.moved(stretch, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(lines) };
        after = last.id;
        for posting in &page {
            let mine = posting.debit == account.code() || posting.credit == account.code();
            if mine && Cause::is_billed(&posting.cause) {
                lines.push(line(cx, posting, refund_name)?);
            }
        }
    }
}

fn line(cx: &Cx<'_>, posting: &Posting, refund_name: &'static str) -> Result<Line, Bug> {
    let order = cx.get::<Order>(&posting.subject)?;
    let order = order.ok_or_else(|| Bug::Broken(format!("money moved for {}", posting.subject)))?;
    if posting.cause == Cause::Pay.word() {
        let (fee, chnltrxid) = order
            .payment
            .as_ref()
            .map_or((Fen::ZERO, String::new()), |payment| (payment.fee, payment.chnltrxid.clone()));
        return Ok(Line {
            at: posting.at,
            name: order.trxcode.name(),
            trxid: order.trxid.clone(),
            reqsn: order.reqsn.clone(),
            chnltrxid,
            amount: posting.amount,
            fee,
            remark: order.remark.clone(),
            order,
        });
    }
    let follow = cx.get::<Follow>(&posting.document)?;
    let follow = follow.ok_or_else(|| Bug::Broken(format!("money moved by {}", posting.document)))?;
    let came = posting.cause == Cause::Complete.word();
    let signed = |fen: Fen| if came { Ok(fen) } else { Fen::ZERO.minus(fen) };
    Ok(Line {
        at: posting.at,
        name: if follow.trxcode == TrxCode::CompletedRefund { refund_name } else { follow.trxcode.name() },
        trxid: follow.trxid.clone(),
        reqsn: follow.reqsn.clone().unwrap_or_else(|| order.reqsn.clone()),
        chnltrxid: follow.chnltrxid.clone(),
        amount: signed(posting.amount)?,
        fee: signed(follow.fee)?,
        remark: follow.remark,
        order,
    })
}

/// The name of the merchant of a bill.
///
/// # Errors
/// [`Bug`] when there is none.
pub fn name_of(cx: &Cx<'_>, cusid: &str) -> Result<String, Bug> {
    Ok(merchant::known(cx, cusid)?.name)
}
