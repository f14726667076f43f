//! Why WeChat Pay refuses, in the order in which it checks. What a refusal looks like on the wire is `http::errors`' matter.

use crate::wechat_pay::model::merchant::Permission;
use crate::wechat_pay::model::switches::{NoCertificateCode, RatioCode};
use crate::world::ids::{Appid, Mchid, Openid};
use crate::world::{self, Fen, Instant};

/// Why a request that was authentic and well formed is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A number in the request could not be one of WeChat's at all.
    Malformed(String),
    /// A provider called the direct API (OR-14).
    SubMchidRequired,
    /// A provider named itself as its sub-merchant (OR-14).
    SubMchidIsSelf,
    /// No such merchant.
    UnknownMerchant(Mchid),
    /// The sub-merchant is not this provider's.
    NoRelation(Mchid),
    /// A product of the calling merchant is switched off.
    ProductClosed(Mchid, Permission),
    /// A product of the sub-merchant is switched off.
    SubProductClosed(Mchid, Permission),
    /// The appid is not bound to the merchant (OR-10).
    AppidNotBound(Appid, Mchid),
    /// The sub-merchant's appid is not bound to it (OR-10).
    SubAppidNotBound(Appid, Mchid),
    /// A sub_openid came without the sub_appid it belongs to.
    SubAppidRequired,
    /// The openid belongs to another appid (OR-10).
    OpenidOfOtherAppid(Openid, Appid),
    /// The sub_openid belongs to another appid (OR-10).
    SubOpenidOfOtherAppid(Openid, Appid),
    /// Nobody has this openid.
    UnknownOpenid(Openid),
    /// A subsidy was announced for money that does not freeze (PAY-05).
    SubsidyWithoutSharing,
    /// A sub order's number stands twice in one request.
    RepeatedInRequest(String),
    /// A sub order's mchid is not the caller, for whom it is placed.
    ForeignSubOrder(Mchid),
    /// The number is spent on other parameters (OR-04).
    OutTradeNoUsed(String),
    /// The order is paid already (OR-05, OR-09).
    OrderPaid(String),
    /// The order is closed (OR-05).
    OrderClosed(String),
    /// A combined order came again with other settle_info (CO-04).
    SettleInfoDiffers,
    /// No such order (OR-08, CO-05).
    OrderNotExist(String),
    /// The order belongs to another sub-merchant.
    OtherSubMerchant(Mchid),
    /// A combined order is closed with another list than it was placed with (CO-03).
    CloseListDiffers(String),
    /// The merchant has no platform certificate (CE-02).
    NoPlatformCertificate(NoCertificateCode),
    /// The merchant has no APIv3 key to encrypt with (WI-10).
    NoApiV3Key,
    /// Splitting is switched off (PS-23).
    NoSplitPermission(Mchid),
    /// A number came again with something else (PS-32, GEN-03).
    RepeatDiffers(&'static str),
    /// The order does not exist or was placed without `profit_sharing` (PS-01, PS-34).
    NotSplittable,
    /// As the last one, when all is to be unfrozen (PS-52).
    NotUnfreezable,
    /// As the last one, when the rest is asked for (PS-55).
    NoAmounts,
    /// The rest of another merchant's order is asked for (PS-55).
    NotYourOrder,
    /// Too soon after payment, or not settled (PS-04, PS-24).
    SplitTooEarly(Instant),
    /// The order waits for a platform's fee (PS-24).
    NotSettled(Mchid),
    /// The announced subsidy has not come (PS-22).
    SubsidyDue,
    /// The receiver was never added (PS-10).
    NoReceiverRelation(String),
    /// Too many receivers in one request (PS-06).
    TooManyReceivers {
        /// How many there were.
        found: usize,
        /// How many there may be.
        limit: u32,
    },
    /// Too many requests for one order (PS-06).
    TooManySplits(u32),
    /// More than is left (PS-16).
    NotEnoughToSplit {
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
    NothingToUnfreeze,
    /// No such record.
    RecordNotExist(String),
}

impl world::Refusal for Refusal {}

impl Refusal {
    /// What was wrong and how to mend it, in English (ASCII, for a header).
    #[must_use]
    #[allow(clippy::too_many_lines)] // one line a refusal; splitting the match would only hide a missing one
    pub fn hint(&self) -> String {
        match self {
            Refusal::Malformed(why) => why.clone(),
            Refusal::SubMchidRequired => "a service provider cannot trade for itself; use /v3/pay/partner/transactions/* with sub_mchid (OR-14)".into(),
            Refusal::SubMchidIsSelf => "sub_mchid is the provider's own number; give one of its sub-merchants (OR-14)".into(),
            Refusal::UnknownMerchant(mchid) => format!("this world has no merchant {mchid}; add it under given.sub_merchants"),
            Refusal::NoRelation(mchid) => format!("{mchid} is not a sub-merchant of the caller; see given.sub_merchants"),
            Refusal::ProductClosed(mchid, permission) => format!("{permission:?} of {mchid} is switched off; act merchant.set_permission turns it on"),
            Refusal::SubProductClosed(mchid, permission) => format!("{permission:?} of the sub-merchant {mchid} is switched off; act merchant.set_permission turns it on"),
            Refusal::AppidNotBound(appid, mchid) | Refusal::SubAppidNotBound(appid, mchid) => format!("{appid} is not bound to {mchid}; act merchant.bind_appid binds it (OR-10)"),
            Refusal::SubAppidRequired => "sub_openid needs the sub_appid that it belongs to (OR-10)".into(),
            Refusal::OpenidOfOtherAppid(openid, appid) | Refusal::SubOpenidOfOtherAppid(openid, appid) => format!("{openid} is not an openid of {appid}: openids differ per appid (OR-10)"),
            Refusal::UnknownOpenid(openid) => format!("nobody has the openid {openid}; add it under given.buyers, or set switches.openid.unknown: accept"),
            Refusal::SubsidyWithoutSharing => "settle_info.subsidy_amount needs settle_info.profit_sharing=true (PAY-05)".into(),
            Refusal::RepeatedInRequest(number) => format!("sub order number {number} stands twice in the request"),
            Refusal::ForeignSubOrder(mchid) => format!("sub order mchid {mchid} is not the caller; a sub-merchant goes into sub_mchid"),
            Refusal::OutTradeNoUsed(number) => format!("{number} was used with other parameters; use a new number or repeat the first request unchanged (OR-04)"),
            Refusal::OrderPaid(number) => format!("{number} is paid; query it instead (OR-05)"),
            Refusal::OrderClosed(number) => format!("{number} is closed; use a new number (OR-05)"),
            Refusal::SettleInfoDiffers => "the same combined order came with other settle_info; repeat it unchanged (CO-04)".into(),
            Refusal::OrderNotExist(number) => format!("this world has no order {number} that this call could reach"),
            Refusal::OtherSubMerchant(mchid) => format!("the order belongs to sub-merchant {mchid}"),
            Refusal::CloseListDiffers(what) => format!("a combined order closes only with exactly its own sub orders: {what} (CO-03)"),
            Refusal::NoPlatformCertificate(_) => "this merchant is in public-key mode and has no platform certificate; use its PUB_KEY_ID (CE-02)".into(),
            Refusal::NoApiV3Key => "this merchant has no APIv3 key; act merchant.set_apiv3_key sets one (CE-05)".into(),
            Refusal::NoSplitPermission(mchid) => format!("profit sharing of {mchid} is switched off; act merchant.set_permission turns it on (PS-23)"),
            Refusal::RepeatDiffers(field) => format!("{field} differs from the first request of this number; use a new number (PS-32)"),
            Refusal::NotSplittable => "no such order, or it was placed without settle_info.profit_sharing=true (PS-01, PS-34)".into(),
            Refusal::NotUnfreezable => "no such order, or it was placed without settle_info.profit_sharing=true (PS-52)".into(),
            Refusal::NoAmounts => "no such order, or it was placed without settle_info.profit_sharing=true (PS-55)".into(),
            Refusal::NotYourOrder => "the order belongs to another platform (PS-55)".into(),
            Refusal::SplitTooEarly(from) => format!("the order can be split from {from} on; sandbox time moves with `clock advance` (PS-04)"),
            Refusal::NotSettled(mchid) => format!("the FEES account of {mchid} could not pay this order's fee; top it up with act merchant.top_up (PS-24)"),
            Refusal::SubsidyDue => "the order announced a subsidy that was neither paid nor cancelled (PS-22)".into(),
            Refusal::NoReceiverRelation(account) => format!("{account} is not a receiver of this platform; the platform itself always is (PS-08, PS-10)"),
            Refusal::TooManyReceivers { found, limit } => format!("{found} receivers, at most {limit} a request; switches.split.max_receivers (PS-06)"),
            Refusal::TooManySplits(limit) => format!("the order was split {limit} times; switches.split.max_requests (PS-06)"),
            Refusal::NotEnoughToSplit { asked, left } => format!("{asked} fen asked, {left} fen left to split (PS-16)"),
            Refusal::RatioExceeded { asked, limit, .. } => format!("others would get {asked} fen in all, {limit} fen is the largest share (PS-05)"),
            Refusal::NothingToUnfreeze => "nothing of this order is frozen any more (PS-51)".into(),
            Refusal::RecordNotExist(what) => format!("this world has no {what}"),
        }
    }
}
