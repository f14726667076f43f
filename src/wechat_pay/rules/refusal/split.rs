//! Why profit sharing refuses.

use crate::wechat_pay::model::split::Family;
use crate::wechat_pay::model::switches::{NothingLeft, RateCode, RatioCode};
use crate::wechat_pay::rules::split::Asked;
use crate::world::ids::{Mchid, Openid};
use crate::world::journal::Note;
use crate::world::{Fen, Instant};

/// Why a split, a finish or the question for the rest is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitRefusal {
    /// The caller belongs to the other family (PP-01); this one was called.
    OtherFamily(Family),
    /// A provider names no sub-merchant (PP-03).
    NoSubMchid(Mchid),
    /// Splitting is suspended for breaking rules (PP-05).
    Punished(Mchid),
    /// The payer's trade is settled later (PP-08).
    SettledLater(Mchid),
    /// A provider's query names no sub-merchant (PP-51).
    NoMerchant,
    /// The sub-merchant is not this ordinary provider's (PP-04).
    NotAccepted(Mchid),
    /// A direct order is asked for by a provider, or the other way round (PP-02).
    ModeDiffers,
    /// The order was ended by a request (PP-23).
    Ended,
    /// The caller has no splitting whose largest share could be asked for (PP-56).
    ProviderWithoutSplit(Mchid),
    /// The merchant asked for is not the caller's (PP-56).
    NotASub(Mchid),
    /// The sub-merchant has no splitting (PP-56).
    SubWithoutSplit(Mchid),
    /// Too many requests in one second (PS-26).
    TooOften {
        /// Whose.
        mchid: Mchid,
        /// How many there may be.
        limit: u32,
        /// Which code says so.
        code: RateCode,
    },
    /// Splitting is switched off (PS-23).
    NoPermission(Mchid),
    /// The order does not exist or was placed without `profit_sharing` (PS-01, PS-34).
    NotSplittable,
    /// As the last one, when all is to be unfrozen (PS-52).
    NotUnfreezable,
    /// As the last one, when the rest is asked for (PS-55).
    NoAmounts,
    /// The rest of another merchant's order is asked for (PS-55).
    NotYourOrder,
    /// Too soon after payment (PS-04, PP-08).
    TooEarly {
        /// The family that was called: its words differ.
        family: Family,
        /// From when on it may be split.
        from: Instant,
    },
    /// The order waits for a fee (PS-24).
    NotSettled {
        /// The family that was called.
        family: Family,
        /// Who is to pay it.
        bearer: Mchid,
    },
    /// Fund control holds the order's money: receipt is not confirmed and settled yet (SH-83, PP-35).
    Controlled,
    /// The announced subsidy has not come (PS-22).
    SubsidyDue,
    /// The receiver was never added (PS-10).
    NoReceiverRelation(String),
    /// The same receiver stands twice in a request (PP-11).
    ReceiverTwice(String),
    /// A field is missing that this kind of receiver needs.
    Missing {
        /// Of which request.
        asked: Asked,
        /// Which one.
        field: &'static str,
    },
    /// The account could not be a receiver of that kind.
    NotAReceiver {
        /// In which request.
        asked: Asked,
        /// The account.
        account: String,
    },
    /// The merchant that is to be added does not exist.
    UnknownReceiver(String),
    /// The merchant is called otherwise (PP-17).
    MerchantNameDiffers {
        /// Who.
        mchid: Mchid,
        /// Its registered name.
        registered: String,
    },
    /// The person is called otherwise (PS-25, PP-18).
    PersonNameDiffers(Openid),
    /// The receiver never opened its account (PP-20).
    NoAccount(String),
    /// The receiver was added before (PS-30).
    ReceiverExists(String),
    /// The list of receivers is full (PS-09).
    TooManyRelations(u32),
    /// The receiver that is to be deleted was never added (PS-31).
    NoSuchRelation {
        /// The family that was called: its words differ.
        family: Family,
        /// The receiver.
        account: String,
    },
    /// Too many receivers in one request (PS-06).
    TooManyReceivers {
        /// The family that was called.
        family: Family,
        /// How many there were.
        found: usize,
        /// How many there may be.
        limit: u32,
    },
    /// Too many requests for one order (PS-06).
    TooManyRequests(u32),
    /// More than is left (PS-16).
    NotEnough {
        /// What was asked, in fen.
        asked: Fen,
        /// What is left, in fen.
        left: Fen,
    },
    /// More than the largest share (PS-05).
    RatioExceeded {
        /// What others would get in all, in fen.
        asked: Fen,
        /// What they may get, in fen.
        limit: Fen,
        /// Which code says so.
        code: RatioCode,
    },
    /// Nothing is left to unfreeze (PS-51).
    NothingToUnfreeze(NothingLeft),
}

impl SplitRefusal {
    /// The explanation in both languages.
    #[must_use]
    #[allow(clippy::too_many_lines)] // one arm a refusal
    pub(super) fn explain(&self) -> Note {
        let note = |en: String, zh: String| Note { en, zh };
        let fixed = |en: &str, zh: &str| Note::new(en, zh);
        match self {
            SplitRefusal::OtherFamily(Family::Ecommerce) => fixed(
                "only a platform calls /v3/ecommerce/profitsharing; others use /v3/profitsharing (PP-01)",
                "只有电商平台能调用 /v3/ecommerce/profitsharing；其他商户请用 /v3/profitsharing（PP-01）",
            ),
            SplitRefusal::OtherFamily(Family::Ordinary) => fixed(
                "a platform calls /v3/ecommerce/profitsharing, not /v3/profitsharing (PP-01)",
                "电商平台应调用 /v3/ecommerce/profitsharing，而非 /v3/profitsharing（PP-01）",
            ),
            SplitRefusal::NoSubMchid(mchid) => note(
                format!("{mchid} is a service provider: sub_mchid says whose money it is (PP-03)"),
                format!("{mchid} 是服务商，须传 sub_mchid 指明分账方（PP-03）"),
            ),
            SplitRefusal::Punished(mchid) => note(
                format!(
                    "splitting of {mchid} is suspended; act receiver.set_state with NORMAL ends that (PP-05)"
                ),
                format!("{mchid} 的分账权限被处罚；可用 receiver.set_state 设为 NORMAL 恢复（PP-05）"),
            ),
            SplitRefusal::SettledLater(mchid) => note(
                format!(
                    "trade of {mchid} is settled later; act receiver.set_state with NORMAL ends that (PP-08)"
                ),
                format!("{mchid} 的结算被延后；可用 receiver.set_state 设为 NORMAL 恢复（PP-08）"),
            ),
            SplitRefusal::NoMerchant => fixed(
                "a service provider's query names the sub-merchant: ?sub_mchid= (PP-51)",
                "服务商查询须传 sub_mchid（PP-51）",
            ),
            SplitRefusal::NotAccepted(mchid) => note(
                format!(
                    "{} is not a sub-merchant of the caller; see given.sub_merchants (PP-04)",
                    mchid.as_str().escape_debug()
                ),
                format!("{mchid} 不是调用方的特约商户；见 given.sub_merchants（PP-04）"),
            ),
            SplitRefusal::ModeDiffers => fixed(
                "a direct order is split by its merchant, a partner order by the provider with sub_mchid (PP-02)",
                "直连订单由商户自己分账，服务商订单由服务商带 sub_mchid 分账（PP-02）",
            ),
            SplitRefusal::Ended => fixed(
                "the order was ended by unfreeze or unfreeze_unsplit=true; switches.split.ended_ordinary (PP-23)",
                "订单已被解冻或 unfreeze_unsplit=true 完结；开关 switches.split.ended_ordinary（PP-23）",
            ),
            SplitRefusal::ProviderWithoutSplit(mchid) => note(
                format!("{mchid} is no provider, or profit sharing of it is switched off (PP-56)"),
                format!("{mchid} 不是服务商或其分账权限已关闭（PP-56）"),
            ),
            SplitRefusal::NotASub(mchid) => note(
                format!("{} is not a sub-merchant of the caller (PP-56)", mchid.as_str().escape_debug()),
                format!("{mchid} 不是调用方的特约（二级）商户（PP-56）"),
            ),
            SplitRefusal::SubWithoutSplit(mchid) => note(
                format!(
                    "profit sharing of {mchid} is switched off; act merchant.set_permission turns it on (PP-56)"
                ),
                format!("{mchid} 的分账权限已关闭；可用 merchant.set_permission 开通（PP-56）"),
            ),
            SplitRefusal::TooOften { mchid, limit, .. } => note(
                format!(
                    "{mchid} asked for more than {limit} splits in this second of business time; switches.split.rate_limited (PS-26)"
                ),
                format!(
                    "{mchid} 在同一秒（沙盒时间）内请求分账超过 {limit} 次；开关 switches.split.rate_limited（PS-26）"
                ),
            ),
            SplitRefusal::NoPermission(mchid) => note(
                format!(
                    "profit sharing of {mchid} is switched off; act merchant.set_permission turns it on (PS-23)"
                ),
                format!("{mchid} 的分账权限已关闭；可用 merchant.set_permission 开通（PS-23）"),
            ),
            SplitRefusal::NotSplittable => fixed(
                "no such order, or it was placed without settle_info.profit_sharing=true (PS-01, PS-34)",
                "订单不存在，或下单时未传 settle_info.profit_sharing=true（PS-01、PS-34）",
            ),
            SplitRefusal::NotUnfreezable => fixed(
                "no such order, or it was placed without settle_info.profit_sharing=true (PS-52)",
                "订单不存在，或下单时未传 settle_info.profit_sharing=true（PS-52）",
            ),
            SplitRefusal::NoAmounts => fixed(
                "no such order, or it was placed without settle_info.profit_sharing=true (PS-55)",
                "订单不存在，或下单时未传 settle_info.profit_sharing=true（PS-55）",
            ),
            SplitRefusal::NotYourOrder => {
                fixed("the order belongs to another platform (PS-55)", "该订单属于其他平台（PS-55）")
            }
            SplitRefusal::TooEarly { from, .. } => note(
                format!(
                    "the order can be split from {from} on; sandbox time moves with `clock advance` (PS-04, PP-08)"
                ),
                format!("{from} 起才能分账；沙盒时间用 clock advance 推进（PS-04、PP-08）"),
            ),
            SplitRefusal::NotSettled { bearer, .. } => note(
                format!(
                    "the FEES account of {bearer} could not pay this order's fee; top it up with act merchant.top_up (PS-24)"
                ),
                format!("{bearer} 的手续费账户余额不足，订单未结算；可用 merchant.top_up 充值（PS-24）"),
            ),
            SplitRefusal::Controlled => fixed(
                "fund control holds this order's money until receipt is confirmed and settled: ship it, then act buyer.confirm_receipt, or let the timer confirm (SH-83, PP-35)",
                "该订单资金被管控，确认收货并结算后才能分账：先发货，再用 buyer.confirm_receipt 或等待自动确认（SH-83、PP-35）",
            ),
            SplitRefusal::SubsidyDue => fixed(
                "the order announced a subsidy that was neither paid nor cancelled (PS-22)",
                "下单时声明的补差尚未到账或取消（PS-22）",
            ),
            SplitRefusal::NoReceiverRelation(account) => note(
                format!(
                    "{} was not added as a receiver, or was deleted: POST .../profitsharing/receivers/add; only a platform itself needs no adding (PS-08, PS-10, PP-12, PP-15)",
                    account.escape_debug()
                ),
                format!(
                    "{account} 未添加为分账接收方或已删除：请调用 …/profitsharing/receivers/add；只有电商平台自身无需添加（PS-08、PS-10、PP-12、PP-15）"
                ),
            ),
            SplitRefusal::ReceiverTwice(account) => note(
                format!("{account} stands twice in the request; add the amounts up (PP-11)"),
                format!("{account} 在同一请求中重复；请合并金额（PP-11）"),
            ),
            SplitRefusal::Missing { field, .. } => note(
                format!("{field} is needed with this kind of receiver"),
                format!("该类接收方必须传 {field}"),
            ),
            SplitRefusal::NotAReceiver { account, .. } => note(
                format!("{} cannot be a receiver of that kind for this caller", account.escape_debug()),
                format!("{account} 不能作为调用方该类型的接收方"),
            ),
            SplitRefusal::UnknownReceiver(account) => note(
                format!("this world has no merchant {}; add it under given", account.escape_debug()),
                format!("该世界没有商户 {account}；请在 given 中添加"),
            ),
            SplitRefusal::MerchantNameDiffers { mchid, registered } => note(
                format!("{mchid} is registered as {registered} (PP-17)"),
                format!("{mchid} 的商户全称为 {registered}（PP-17）"),
            ),
            SplitRefusal::PersonNameDiffers(openid) => note(
                format!("{openid} has another real_name in given.buyers (PS-25, PP-18)"),
                format!("{openid} 在 given.buyers 中的 real_name 不是这个（PS-25、PP-18）"),
            ),
            SplitRefusal::NoAccount(account) => note(
                format!("{account} has no account; act receiver.set_state ends that (PP-20)"),
                format!("{account} 没有账户；可用 receiver.set_state 恢复（PP-20）"),
            ),
            SplitRefusal::ReceiverExists(account) => note(
                format!("{account} was added before; switches.receivers.duplicate_error is on (PS-30)"),
                format!("{account} 已添加过；开关 switches.receivers.duplicate_error 已打开（PS-30）"),
            ),
            SplitRefusal::TooManyRelations(limit) => note(
                format!("the list holds {limit} receivers; switches.receivers.limit (PS-09, PP-13)"),
                format!("接收方已有 {limit} 个；开关 switches.receivers.limit（PS-09、PP-13）"),
            ),
            SplitRefusal::NoSuchRelation { account, .. } => note(
                format!("{} was never added, or was deleted (PS-31)", account.escape_debug()),
                format!("{account} 未添加过或已删除（PS-31）"),
            ),
            SplitRefusal::TooManyReceivers { found, limit, .. } => note(
                format!("{found} receivers, at most {limit} a request; switches.split.max_receivers (PS-06)"),
                format!("接收方 {found} 个，单次最多 {limit} 个；开关 switches.split.max_receivers（PS-06）"),
            ),
            SplitRefusal::TooManyRequests(limit) => note(
                format!("the order was split {limit} times; switches.split.max_requests (PS-06)"),
                format!("该订单已分账 {limit} 次；开关 switches.split.max_requests（PS-06）"),
            ),
            SplitRefusal::NotEnough { asked, left } => note(
                format!("{asked} fen asked, {left} fen left to split (PS-16)"),
                format!("请求分账 {asked} 分，剩余待分 {left} 分（PS-16）"),
            ),
            SplitRefusal::RatioExceeded { asked, limit, .. } => note(
                format!("others would get {asked} fen in all, {limit} fen is the largest share (PS-05)"),
                format!("累计分给他方 {asked} 分，最多 {limit} 分（PS-05）"),
            ),
            SplitRefusal::NothingToUnfreeze(_) => {
                fixed("nothing of this order is frozen any more (PS-51)", "该订单已无冻结资金（PS-51）")
            }
        }
    }
}
