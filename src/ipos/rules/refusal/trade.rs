//! What is refused about trades and whose they are.

use crate::world::ids::{HuifuId, PosSeq};
use crate::world::journal::Note;
use crate::world::{Fen, Span};

/// Why a request about trades or balances is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TradeRefusal {
    /// The number was used for another request.
    Repeated(PosSeq),
    /// The merchant has no such trade of the kind that is asked for.
    NotFound(String),
    /// This way of paying is not WeChat Pay's.
    OtherPayType(String),
    /// What stays with the merchant and what the others get are not the whole.
    SharesDiffer {
        /// Their sum, fen.
        sum: Fen,
        /// The whole, fen.
        whole: Fen,
    },
    /// No member of Huifu has this account.
    NoAccount(String),
    /// The merchant may not ask for this member's balances.
    NotYours(HuifuId),
    /// The order is too old to be cancelled.
    TooLateToCancel(Span),
    /// All of it was given back before.
    NothingLeft,
    /// The bill's day is not over.
    DayNotOver,
}

impl TradeRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            TradeRefusal::Repeated(number) => Note::new(
                format!(
                    "pos_seq {number} was used for another request; only the same request may be repeated"
                ),
                format!("pos_seq {number} 已用于另一请求；只有内容相同的请求可以重发"),
            ),
            TradeRefusal::NotFound(number) => Note::new(
                format!("the isspid has no trade {number} of the kind that this interface is about"),
                format!("该商户没有流水号为 {number} 的此类交易"),
            ),
            TradeRefusal::OtherPayType(kind) => Note::new(
                format!("pay_type {kind} does not go through WeChat Pay; the sandbox has 503 and 515"),
                format!("pay_type {kind} 不走微信支付；沙盒支持 503 与 515"),
            ),
            TradeRefusal::SharesDiffer { sum, whole } => Note::new(
                format!("keep_amt and all div_amt are {} fen in all, the trade {}", sum.get(), whole.get()),
                format!("keep_amt 与各 div_amt 合计 {} 分，交易金额 {} 分", sum.get(), whole.get()),
            ),
            TradeRefusal::NoAccount(account) => Note::new(
                format!("nobody under given.huifu has the account {account}"),
                format!("given.huifu 中没有账户 {account}"),
            ),
            TradeRefusal::NotYours(huifu_id) => Note::new(
                format!(
                    "{huifu_id} is no merchant of this isspid; given.ipos names them: huifu_id, stores, split_merchants"
                ),
                format!("{huifu_id} 不属于该 isspid；见 given.ipos 的 huifu_id、stores、split_merchants"),
            ),
            TradeRefusal::TooLateToCancel(span) => Note::new(
                format!("an order is cancelled within {span} of its placing; refund it instead"),
                format!("下单后 {span} 内可撤销；请改用退款"),
            ),
            TradeRefusal::NothingLeft => {
                Note::new("nothing of it is left to give back", "该交易已无可退金额")
            }
            TradeRefusal::DayNotOver => {
                Note::new("a day's bill is made when the day is over", "账单在该日结束后生成")
            }
        }
    }
}
