//! What is refused about trades, members and accounts in general.

use crate::world::ids::{AcctId, HuifuId, ReqSeqId};
use crate::world::journal::Note;

/// Why a request about trades, members or accounts is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TradeRefusal {
    /// Nobody has this huifu_id.
    NoMember(HuifuId),
    /// The caller is neither this member nor its agent.
    NotYours(HuifuId),
    /// The member has no such account.
    NoAccount(AcctId),
    /// The number was used for this member on this day.
    Repeated(ReqSeqId),
    /// None of these was sent.
    NoLocator(&'static str),
    /// There is no such trade.
    NotFound,
}

impl TradeRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            TradeRefusal::NoMember(id) => Note::new(
                format!("huifu knows no {id}; add it under given.huifu"),
                format!("斗拱没有客户 {id}；请在 given.huifu 中添加"),
            ),
            TradeRefusal::NotYours(id) => Note::new(
                format!("the caller is neither {id} nor its direct agent"),
                format!("调用方既不是 {id}，也不是其直属代理"),
            ),
            TradeRefusal::NoAccount(acct_id) => {
                Note::new(format!("it has no account {acct_id}"), format!("没有账户 {acct_id}"))
            }
            TradeRefusal::Repeated(number) => Note::new(
                format!("req_seq_id {number} was used for this huifu_id on this req_date already"),
                format!("该 huifu_id 当日已使用过 req_seq_id {number}"),
            ),
            TradeRefusal::NoLocator(names) => {
                Note::new(format!("send one of {names}"), format!("{names} 至少传一个"))
            }
            TradeRefusal::NotFound => Note::new(
                "no such trade of this huifu_id; the date is that of the trade's req_date",
                "该 huifu_id 没有这笔交易；日期应为原交易的 req_date",
            ),
        }
    }
}
