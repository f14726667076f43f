//! Splits and finishes: they share one number space (2.3).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::accounts::{self, Purse};
use super::merchant::Role;
use crate::world::account::Account;
use crate::world::ids::{Mchid, Openid, OrderId, OutOrderNo, TransactionId};
use crate::world::ledger::Reservation;
use crate::world::store::Record;
use crate::world::{Fen, Instant};

/// The two families of profit-sharing APIs. They share their rules and differ in words and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// `/v3/ecommerce/profitsharing/*`: a platform, for its sub-merchants.
    Ecommerce,
    /// `/v3/profitsharing/*`: an ordinary service provider for its sub-merchants, or a direct merchant for itself.
    Ordinary,
}

impl Family {
    /// The family that a merchant's orders belong to, by the role of whoever placed them.
    #[must_use]
    pub fn of(role: &Role) -> Family {
        match role {
            Role::Platform => Family::Ecommerce,
            Role::ServiceProvider | Role::Direct | Role::Sub { .. } => Family::Ordinary,
        }
    }
}

/// A request to split or to finish an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitOrder {
    /// The merchant that asked: platform, service provider or direct merchant. Numbers are unique under it.
    pub caller: Mchid,
    /// The merchant whose money it is: the sub-merchant, or the direct merchant itself.
    pub payer: Mchid,
    /// The order.
    pub transaction_id: TransactionId,
    /// The caller's number of it.
    pub out_order_no: OutOrderNo,
    /// WeChat Pay's number of it.
    pub order_id: OrderId,
    /// What was asked.
    pub kind: Kind,
    /// When it was accepted.
    pub created_at: Instant,
    /// The request, to tell a repeat from a change (PS-32).
    pub request: Value,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Give parts to receivers.
    Split {
        /// The parts.
        details: Vec<Detail>,
        /// Whether the rest goes to the payer and the order is done (PS-13, PP-22).
        finish: bool,
    },
    /// Give everything that is left to the payer.
    Finish {
        /// WeChat Pay's number of the one part.
        detail_id: String,
        /// How much that was, in fen.
        amount: Fen,
        /// Why, for the bill.
        description: String,
    },
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// WeChat Pay's number of the part.
    pub detail_id: String,
    /// Who gets it.
    pub receiver: Receiver,
    /// How much, in fen.
    pub amount: Fen,
    /// Why, for the bill.
    pub description: String,
    /// How it stands.
    pub result: DetailResult,
}

/// Who gets a part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// `MERCHANT_ID`: any merchant.
    Merchant(Mchid),
    /// `PERSONAL_OPENID`: a person under the caller's appid.
    Person(Openid),
    /// `PERSONAL_SUB_OPENID`: a person under the sub-merchant's appid (ordinary family only).
    SubPerson(Openid),
}

impl Receiver {
    /// The receiver that a request names by the API's word for its kind; none when the account could not be one.
    #[must_use]
    pub fn read(kind: &str, account: &str) -> Option<Receiver> {
        match kind {
            "MERCHANT_ID" => Mchid::parse(account).ok().map(Receiver::Merchant),
            "PERSONAL_OPENID" => Openid::parse(account).ok().map(Receiver::Person),
            "PERSONAL_SUB_OPENID" => Openid::parse(account).ok().map(Receiver::SubPerson),
            _ => None,
        }
    }

    /// The API's word for its kind.
    #[must_use]
    pub const fn literal(&self) -> &'static str {
        match self {
            Receiver::Merchant(_) => "MERCHANT_ID",
            Receiver::Person(_) => "PERSONAL_OPENID",
            Receiver::SubPerson(_) => "PERSONAL_SUB_OPENID",
        }
    }

    /// Its merchant number or openid.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Receiver::Merchant(mchid) => mchid.as_str(),
            Receiver::Person(openid) | Receiver::SubPerson(openid) => openid.as_str(),
        }
    }

    /// The merchant, if it is one.
    #[must_use]
    pub fn merchant(&self) -> Option<&Mchid> {
        match self {
            Receiver::Merchant(mchid) => Some(mchid),
            Receiver::Person(_) | Receiver::SubPerson(_) => None,
        }
    }

    /// Whether it is this merchant.
    #[must_use]
    pub fn is(&self, mchid: &Mchid) -> bool {
        self.merchant() == Some(mchid)
    }

    /// Where its money arrives: available, and not withdrawn by itself (PS-18).
    #[must_use]
    pub fn account(&self) -> Account {
        match self {
            Receiver::Merchant(mchid) => accounts::available(mchid, Purse::Basic),
            Receiver::Person(openid) | Receiver::SubPerson(openid) => accounts::wallet(openid),
        }
    }
}

/// How one part of a split stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailResult {
    /// The money is promised and not yet moved.
    Pending {
        /// The promise.
        reservation: Reservation,
        /// Why it will fail, when an act has decided so.
        fails: Option<FailReason>,
    },
    /// The receiver has it.
    Success {
        /// Since when.
        at: Instant,
    },
    /// The receiver never gets it: the money stayed with the payer (PS-27).
    Closed {
        /// Since when.
        at: Instant,
        /// Why.
        reason: FailReason,
    },
}

/// Why a part of a split failed (`fail_reason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailReason {
    /// 接收账户异常
    AccountAbnormal,
    /// 关系已解除
    NoRelation,
    /// 高风险接收方
    ReceiverHighRisk,
    /// 接收方未实名
    ReceiverRealNameNotVerified,
    /// 分账权限已解除
    NoAuth,
    /// 超出用户月收款限额
    ReceiverReceiptLimit,
    /// 分出方账户异常
    PayerAccountAbnormal,
    /// 描述参数设置失败
    InvalidRequest,
}

impl FailReason {
    /// Every reason's literal, for help.
    pub const NAMES: &'static [&'static str] = &[
        "ACCOUNT_ABNORMAL",
        "NO_RELATION",
        "RECEIVER_HIGH_RISK",
        "RECEIVER_REAL_NAME_NOT_VERIFIED",
        "NO_AUTH",
        "RECEIVER_RECEIPT_LIMIT",
        "PAYER_ACCOUNT_ABNORMAL",
        "INVALID_REQUEST",
    ];
}

impl SplitOrder {
    /// The key of a split: the caller and its number.
    #[must_use]
    pub fn key_of(caller: &Mchid, out_order_no: &OutOrderNo) -> String {
        format!("{caller}/{out_order_no}")
    }

    /// This split's key.
    #[must_use]
    pub fn key(&self) -> String {
        SplitOrder::key_of(&self.caller, &self.out_order_no)
    }

    /// Whether every part is final.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        match &self.kind {
            Kind::Split { details, .. } => {
                !details.iter().any(|detail| matches!(detail.result, DetailResult::Pending { .. }))
            }
            Kind::Finish { .. } => true,
        }
    }
}

impl Record for SplitOrder {
    const TABLE: &'static str = "split_order";
    const COLUMNS: &'static [&'static str] = &["key", "order_id", "transaction_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.key()), Some(self.order_id.to_string()), Some(self.transaction_id.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::Receiver;

    #[test]
    fn a_receiver_is_read_as_it_is_written() {
        for kind in ["MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"] {
            let receiver = Receiver::read(kind, "1900000300");
            assert_eq!(
                receiver.as_ref().map(|found| (found.literal(), found.id())),
                Some((kind, "1900000300"))
            );
        }
        assert_eq!(Receiver::read("MERCHANT_ID", ""), None);
        assert_eq!(Receiver::read("MERCHANT_ID", "商户"), None);
        assert_eq!(Receiver::read("PERSONAL_UNIONID", "1900000300"), None);
    }
}
