//! Why an order is not taken.

use crate::world::Fen;
use crate::world::ids::{AcctId, Appid, HuifuId, Openid};
use crate::world::journal::Note;

/// Why an order is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderRefusal {
    /// Alipay, UnionPay and the like, which are not imitated.
    OtherChannel(String),
    /// Its last moment is not more than a minute ahead.
    ExpiresTooSoon,
    /// The merchant's trades may not be split.
    MayNotSplit,
    /// They may not be settled late.
    MayNotDelay,
    /// The merchant is not among those who get a share.
    MerchantNotListed,
    /// Somebody stands twice among them, or gets nothing.
    ListedBadly(HuifuId),
    /// The shares are not the whole.
    SharesDiffer {
        /// Their sum, fen.
        sum: Fen,
        /// The whole, fen.
        whole: Fen,
    },
    /// The percentages are not a hundred in all.
    PercentagesDiffer,
    /// The merchant's share does not bear the fee.
    FeeTooHigh {
        /// The fee, fen.
        fee: Fen,
        /// The share, fen.
        share: Fen,
    },
    /// A subsidised order in a controlled application (HF-21).
    SubsidyControlled(Appid),
    /// The subsidies are more than the amount.
    SubsidyTooLarge,
    /// Who is to subsidise has too little.
    SubsidyShort(AcctId),
    /// The payer is unknown to the application.
    Openid(Openid, Appid),
    /// A user or an agent is to take a payment.
    NoMerchant(HuifuId),
    /// An account is to take a payment that is neither a basic nor a cash account.
    AccountKind(AcctId),
}

impl OrderRefusal {
    /// What a human is told.
    #[must_use]
    pub fn explain(&self) -> Note {
        match self {
            OrderRefusal::OtherChannel(kind) => Note::new(
                format!("{kind} does not go through WeChat Pay; the sandbox has T_* only"),
                format!("{kind} 不走微信支付；沙盒只支持 T_* 类型"),
            ),
            OrderRefusal::ExpiresTooSoon => Note::new(
                "time_expire must lie more than a minute ahead of Sandbox-Now",
                "time_expire 须晚于沙盒当前时间（Sandbox-Now）1 分钟以上",
            ),
            OrderRefusal::MayNotSplit => {
                Note::new("this merchant's business.split is off", "该商户未开通分账（business.split）")
            }
            OrderRefusal::MayNotDelay => {
                Note::new("this merchant's business.delay is off", "该商户未开通延迟入账（business.delay）")
            }
            OrderRefusal::MerchantNotListed => Note::new(
                "acct_infos must name the trading merchant too: it bears the fee",
                "acct_infos 须包含主交易商户：手续费由其承担",
            ),
            OrderRefusal::ListedBadly(id) => Note::new(
                format!("{id} stands twice in acct_infos, or has neither div_amt nor percentage_div"),
                format!("acct_infos 中 {id} 重复，或未填 div_amt / percentage_div"),
            ),
            OrderRefusal::SharesDiffer { sum, whole } => Note::new(
                format!("the shares are {} yuan in all, the trade {}", sum.yuan(), whole.yuan()),
                format!("分账合计 {} 元，交易金额 {} 元", sum.yuan(), whole.yuan()),
            ),
            OrderRefusal::PercentagesDiffer => Note::new(
                "percentage_div is a percentage with two decimals; together they are 100.00",
                "percentage_div 为两位小数的百分比，合计须为 100.00",
            ),
            OrderRefusal::FeeTooHigh { fee, share } => Note::new(
                format!("the fee of {} yuan is more than the merchant's {}", fee.yuan(), share.yuan()),
                format!("手续费 {} 元超过商户所得 {} 元", fee.yuan(), share.yuan()),
            ),
            OrderRefusal::SubsidyControlled(appid) => Note::new(
                format!("{appid} is under fund control: its trades take no subsidies (HF-21)"),
                format!("{appid} 受资金管控：其交易不支持补贴支付（HF-21）"),
            ),
            OrderRefusal::SubsidyTooLarge => {
                Note::new("the subsidies leave the buyer nothing to pay", "补贴金额不得达到或超过交易金额")
            }
            OrderRefusal::SubsidyShort(acct_id) => Note::new(
                format!("{acct_id} has less to spend than it is to subsidise"),
                format!("补贴账户 {acct_id} 可用余额不足"),
            ),
            OrderRefusal::NoMerchant(id) => Note::new(
                format!("{id} is no merchant: users and agents take no payments"),
                format!("{id} 不是商户：用户与代理不能收款"),
            ),
            OrderRefusal::AccountKind(acct_id) => Note::new(
                format!("{acct_id} is neither a basic (01) nor a cash account (02): it takes no payments"),
                format!("{acct_id} 不是基本户（01）或现金户（02），不能收款"),
            ),
            OrderRefusal::Openid(openid, appid) => Note::new(
                format!("sub_openid {openid} is nobody's in {appid}; given.buyers or buyer.login makes one"),
                format!(
                    "{appid} 下没有 sub_openid {openid}；可在 given.buyers 中给出，或用 buyer.login 生成"
                ),
            ),
        }
    }
}
