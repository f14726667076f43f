//! Why WeChat Pay refuses, in the order in which it checks. What a refusal looks like on the wire is `http::errors`' matter;
//! what a human is told is `explain`'s.

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
    /// A provider's sub order names another provider.
    ForeignSubOrder(Mchid),
    /// A combined order of direct merchants has too few or too many sub orders.
    DirectCombineCount(usize),
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
