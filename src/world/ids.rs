//! Ids as newtypes. A value exists only if it could stand in a request: short, printable, one line.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident($max:literal) $label:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id in this text.
            ///
            /// # Errors
            /// A sentence that says what such an id looks like.
            pub fn parse(text: &str) -> Result<$name, String> {
                if !text.is_empty() && text.len() <= $max && text.bytes().all(|b| b.is_ascii_graphic()) {
                    return Ok($name(text.to_owned()));
                }
                Err(format!("`{text}` is not {}: 1 to {} visible ASCII characters", $label, $max))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<$name, String> {
                $name::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )*};
}

text_ids! {
    /// A merchant number (商户号).
    Mchid(32) "a merchant number";
    /// An application id (APPID).
    Appid(32) "an appid";
    /// A buyer as one application knows them.
    Openid(128) "an openid";
    /// The merchant's own order number (商户订单号).
    OutTradeNo(32) "a merchant order number";
    /// The merchant's own number of a combined order (合单商户订单号).
    CombineOutTradeNo(32) "a combined order number";
    /// WeChat Pay's order number (微信支付订单号).
    TransactionId(32) "a WeChat Pay order number";
    /// A payment session (预支付交易会话标识).
    PrepayId(64) "a prepay_id";
    /// The merchant's own number of a split or finish (商户分账单号).
    OutOrderNo(64) "a split order number";
    /// WeChat Pay's number of a split (微信分账单号).
    OrderId(64) "a WeChat split order number";
    /// The merchant's own number of a refund (商户退款单号).
    OutRefundNo(64) "a refund number";
    /// WeChat Pay's number of a refund (微信支付退款单号).
    RefundId(32) "a WeChat refund number";
    /// WeChat Pay's number of the return of an advance (微信回补单号).
    AdvanceReturnId(32) "a WeChat advance return number";
    /// The merchant's own number of a split return (商户回退单号).
    OutReturnNo(64) "a split return number";
    /// WeChat Pay's number of a split return (微信回退单号).
    ReturnNo(64) "a WeChat split return number";
    /// The platform's own number of a subsidy (商户补差单号).
    OutSubsidyNo(64) "a subsidy number";
    /// WeChat Pay's number of a subsidy (微信补差单号).
    SubsidyId(64) "a WeChat subsidy number";
    /// WeChat Pay's number of a subsidy's return (微信补差回退单号).
    SubsidyRefundId(64) "a WeChat subsidy return number";
    /// The merchant's own number of a withdrawal (商户提现单号).
    OutRequestNo(32) "a withdrawal number";
    /// WeChat Pay's number of a withdrawal (微信支付提现单号).
    WithdrawId(128) "a WeChat withdrawal number";
    /// What lets a merchant download one bill.
    BillToken(64) "a download token";
    /// The provider's own number of an application (业务申请编号): `out_request_no` or `business_code`.
    ApplymentNumber(124) "an application number";
    /// WeChat Pay's number of an application (微信支付申请单号): sixteen digits, a JSON number on the wire.
    ApplymentId(20) "an applyment_id";
    /// WeChat Pay's number of a change of a settlement card (修改结算账户申请单号).
    ApplicationNo(64) "an application number";
    /// An uploaded file (媒体文件标识).
    MediaId(512) "a media_id";
    /// Huifu's number of a merchant, a user or an agent (汇付客户号).
    HuifuId(32) "a huifu_id";
    /// Huifu's number of a trade (汇付全局流水号).
    HfSeqId(128) "an hf_seq_id";
    /// The caller's own number of a request to Huifu (请求流水号), unique per huifu_id and day.
    ReqSeqId(128) "a req_seq_id";
    /// An account at Huifu (汇付账户号).
    AcctId(9) "an acct_id";
    /// The number of a merchant of ipos-sa (商户号).
    Isspid(8) "an isspid";
    /// The merchant's own number of a request to ipos-sa (终端流水号), unique per isspid.
    PosSeq(32) "a pos_seq";
    /// The number that ipos-sa gives a trade (系统流水号).
    SysSeq(32) "a sys_seq";
}

impl Mchid {
    /// Whether it looks as WeChat issues them: 8 to 10 digits (OR-13).
    #[must_use]
    pub fn is_issued_form(&self) -> bool {
        (8..=10).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_digit())
    }
}

impl Appid {
    /// Whether it looks as WeChat issues them: `wx` and 16 lower-case hex digits (OR-13).
    #[must_use]
    pub fn is_issued_form(&self) -> bool {
        let Some(rest) = self.0.strip_prefix("wx") else { return false };
        rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }
}

impl Openid {
    /// Whether it looks as WeChat issues them: 28 characters that begin with `o` (OR-13).
    #[must_use]
    pub fn is_issued_form(&self) -> bool {
        self.0.len() == 28 && self.0.starts_with('o')
    }
}
