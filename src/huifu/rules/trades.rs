//! The numbers of trades: a caller's is spent once a member and day, Huifu's is made.

use super::Ruled;
use super::refusal::TradeRefusal;
use crate::huifu::model::head::{Head, Used, request_key};
use crate::huifu::model::payment::Payment;
use crate::world::ids::{HfSeqId, HuifuId, ReqSeqId};
use crate::world::store::Record;
use crate::world::{Bug, Cx};

/// Which trades Huifu's numbers tell apart, by their first four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A payment.
    Payment,
    /// A refund, of a payment or of a confirmation.
    Refund,
    /// A confirmation.
    Confirm,
    /// Everything else.
    Other,
}

impl Sort {
    const fn digits(self) -> &'static str {
        match self {
            Sort::Payment => "0029",
            Sort::Refund => "0031",
            Sort::Confirm => "0035",
            Sort::Other => "0047",
        }
    }
}

/// Who asks for a trade, under which number of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whose trade it is.
    pub huifu_id: HuifuId,
    /// The day that the request names, yyyyMMdd.
    pub req_date: String,
    /// The caller's number.
    pub req_seq_id: ReqSeqId,
}

/// Spends the caller's number and makes Huifu's.
///
/// # Errors
/// [`TradeRefusal::Repeated`].
pub fn begin(cx: &Cx<'_>, asked: &Asked, sort: Sort) -> Ruled<Head> {
    let Asked { huifu_id, req_date, req_seq_id } = asked;
    let request = request_key(huifu_id, req_date, req_seq_id.as_str());
    if cx.get::<Used>(&request)?.is_some() {
        return Err(TradeRefusal::Repeated(req_seq_id.clone()).into());
    }
    Ok(start(cx, asked, sort)?)
}

/// The same for what nobody asked for: the number is Huifu's own.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn begin_itself(cx: &Cx<'_>, huifu_id: &HuifuId, sort: Sort) -> Result<Head, Bug> {
    let number = format!("{}{}", cx.now().format("%Y%m%d%H%M%S"), cx.random("huifu request")?.digits(10));
    let req_seq_id = ReqSeqId::parse(&number).map_err(Bug::Broken)?;
    let req_date = cx.now().format("%Y%m%d");
    start(cx, &Asked { huifu_id: huifu_id.clone(), req_date, req_seq_id }, sort)
}

fn start(cx: &Cx<'_>, asked: &Asked, sort: Sort) -> Result<Head, Bug> {
    let Asked { huifu_id, req_date, req_seq_id } = asked.clone();
    let mut draw = cx.random("hf_seq_id")?;
    let (digits, letter) = (draw.digits(3), draw.digits(1));
    let number = format!(
        "{}00TOP{letter}A{}P{digits}{}00000",
        sort.digits(),
        cx.now().format("%y%m%d%H%M%S"),
        hex::encode(draw.bytes::<4>())
    );
    let hf_seq_id = HfSeqId::parse(&number).map_err(Bug::Broken)?;
    let head = Head { hf_seq_id: hf_seq_id.clone(), huifu_id, req_date, req_seq_id, at: cx.now() };
    cx.put(&Used { request: head.request(), hf_seq_id })?;
    Ok(head)
}

/// How a request names a trade that was before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locator {
    /// The day that its request named; needed with the caller's number.
    pub req_date: Option<String>,
    /// The caller's number.
    pub req_seq_id: Option<String>,
    /// Huifu's number.
    pub hf_seq_id: Option<String>,
    /// The number on the buyer's bill, or WeChat Pay's.
    pub party_order_id: Option<String>,
}

/// The trade of a member that is named so.
///
/// # Errors
/// [`TradeRefusal::NoLocator`] where no number is sent, [`TradeRefusal::NotFound`].
pub fn find<R: Record>(
    cx: &Cx<'_>,
    huifu_id: &HuifuId,
    locator: &Locator,
    names: &'static str,
    head: fn(&R) -> &Head,
) -> Ruled<R> {
    let by_request = |number: &String| {
        let date = locator.req_date.as_deref().unwrap_or_default();
        cx.first::<R>("by_request", &request_key(huifu_id, date, number))
    };
    let found = match (&locator.hf_seq_id, &locator.req_seq_id) {
        (Some(number), _) => cx.get::<R>(number)?,
        (None, Some(number)) => by_request(number)?,
        (None, None) => return Err(TradeRefusal::NoLocator(names).into()),
    };
    let found = found.filter(|trade| head(trade).huifu_id == *huifu_id);
    Ok(found.ok_or(TradeRefusal::NotFound)?)
}

/// The payment of a member that is named so.
///
/// # Errors
/// As [`find`].
pub fn payment(cx: &Cx<'_>, huifu_id: &HuifuId, locator: &Locator, names: &'static str) -> Ruled<Payment> {
    if let (None, None, Some(number)) = (&locator.hf_seq_id, &locator.req_seq_id, &locator.party_order_id) {
        let found = match cx.first::<Payment>("out_trade_no", number)? {
            Some(payment) => Some(payment),
            None => cx.first::<Payment>("transaction_id", number)?,
        };
        let found = found.filter(|payment| payment.head.huifu_id == *huifu_id);
        return Ok(found.ok_or(TradeRefusal::NotFound)?);
    }
    find(cx, huifu_id, locator, names, |payment: &Payment| &payment.head)
}
