//! Why WeChat Pay refuses, in the order in which it checks. What a refusal looks like on the wire is `http::errors`' matter;
//! what a human is told is `explain`'s. What several families share, and what trade refuses, stands here; the rest in its
//! family's file.

mod applyment;
mod applyment4sub;
mod bill;
mod explain;
mod fund;
mod media;
mod refund;
mod settlement;
mod split;
mod split_return;
mod subsidy;

pub use applyment::{ApplymentRefusal, FieldFault};
pub use applyment4sub::Applyment4subRefusal;
pub use bill::{BillFamily, BillRefusal};
pub use fund::{DayMissing, FundRefusal};
pub use media::MediaRefusal;
pub use refund::RefundRefusal;
pub use settlement::SettlementRefusal;
pub use split::SplitRefusal;
pub use split_return::SplitReturnRefusal;
pub use subsidy::SubsidyRefusal;

use crate::wechat_pay::model::merchant::Permission;
use crate::wechat_pay::model::switches::NoCertificateCode;
use crate::world::ids::{Appid, Mchid, Openid};
use crate::world::{self, refusal_families};

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
    /// A platform without the 平台收付通 tool called an API that needs it (AP-01).
    ToolNotOpened(Mchid),
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
    /// A number came again with something else (PS-32, GEN-03).
    RepeatDiffers(&'static str),
    /// No such record.
    RecordNotExist(String),
    /// Profit sharing refuses.
    Split(SplitRefusal),
    /// A split return is refused.
    SplitReturn(SplitReturnRefusal),
    /// A subsidy is refused.
    Subsidy(SubsidyRefusal),
    /// Balances or withdrawals refuse.
    Fund(FundRefusal),
    /// Refunds refuse.
    Refund(RefundRefusal),
    /// A bill cannot be had.
    Bill(BillRefusal),
    /// Onboarding refuses.
    Applyment(ApplymentRefusal),
    /// Onboarding by an ordinary provider refuses.
    Applyment4sub(Applyment4subRefusal),
    /// A settlement card is not shown or changed.
    Settlement(SettlementRefusal),
    /// A file is not taken.
    Media(MediaRefusal),
}

impl world::Refusal for Refusal {}

refusal_families! {
    Refusal:
    Split(SplitRefusal);
    SplitReturn(SplitReturnRefusal);
    Subsidy(SubsidyRefusal);
    Refund(RefundRefusal);
    Fund(FundRefusal);
    Bill(BillRefusal);
    Applyment(ApplymentRefusal);
    Applyment4sub(Applyment4subRefusal);
    Settlement(SettlementRefusal);
    Media(MediaRefusal);
}
