//! Orders: what a buyer owes or paid through the acquirer.

use serde::{Deserialize, Serialize};

use super::kind::{PayType, TrxCode};
use super::sign_type::SignType;
use crate::world::ids::Appid;
use crate::world::store::Record;
use crate::world::{Bug, Fen, Instant};

/// An order of a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The acquirer's number: 18 digits. WeChat knows the order by it.
    pub trxid: String,
    /// Whose order.
    pub cusid: String,
    /// The application that placed it.
    pub appid: String,
    /// The merchant's number.
    pub reqsn: String,
    /// What it is paid with, as the merchant asked.
    pub paytype: PayType,
    /// What the trade is: decided when it is placed (AL-100).
    pub trxcode: TrxCode,
    /// Whether a W06 became pre-consumption by itself (AL-69).
    pub converted: bool,
    /// How much, in fen.
    pub amount: Fen,
    /// The title.
    pub body: String,
    /// The merchant's remark, given back with everything.
    pub remark: String,
    /// The payer whom the merchant named.
    pub acct: Option<String>,
    /// The buyer whose payment code it was placed with: nobody else pays it.
    pub shown_by: Option<String>,
    /// Whether credit cards are excluded.
    pub no_credit: bool,
    /// The WeChat application it is paid in.
    pub sub_appid: Option<Appid>,
    /// Where notices go.
    pub notify_url: Option<String>,
    /// How they are signed.
    pub sign_type: SignType,
    /// How it is to be split when paid; without effect on pre-consumption (AL-75).
    pub asinfo: Option<String>,
    /// When it was placed.
    pub placed_at: Instant,
    /// When it can no longer be paid.
    pub expires_at: Instant,
    /// What the buyer's client is handed.
    pub payinfo: String,
    /// The digest of what was asked for, so that the same again gets the same answer (AL-22).
    pub asked: String,
    /// How it stands.
    pub state: State,
    /// How it was paid, once it was.
    pub payment: Option<Payment>,
    /// What went back so far, in fen.
    pub refunded: Fen,
    /// What was split away so far, in fen.
    pub shared: Fen,
}

/// How an order stands (§6 of the acquirer's rules).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Refused when it was placed; its number is spent (AL-68).
    Blocked {
        /// The code of the refusal.
        trxstatus: String,
        /// Its text.
        errmsg: String,
    },
    /// Waiting for the buyer.
    Placed,
    /// Closed by the merchant.
    Closed,
    /// Not paid in time (AL-23).
    Expired,
    /// The payment failed.
    Failed(String),
    /// Paid, the money is the merchant's.
    Posted,
    /// Paid, the money waits for the buyer's confirmation at WeChat.
    Frozen,
    /// Released after the buyer's confirmation; the number is that of the completion (VSP683).
    Completed(String),
    /// All of it went back before the release.
    Refunded,
    /// Taken back on the day it was paid.
    Cancelled,
}

/// How an order was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// When.
    pub at: Instant,
    /// The channel's number: WeChat's transaction_id.
    pub chnltrxid: String,
    /// As whom the channel knows the payer.
    pub acct: String,
    /// 00 debit, 02 credit, 99 other.
    pub accttype: String,
    /// The issuing bank.
    pub bankcode: String,
    /// What the payment cost, in fen; nothing before the release of a frozen one (AL-94).
    pub fee: Fen,
}

impl Order {
    /// What the merchant can still give back, in fen.
    ///
    /// # Errors
    /// [`Bug`] when more went back than was paid.
    pub fn refundable(&self) -> Result<Fen, Bug> {
        self.amount.minus(self.refunded)
    }

    /// Whether it is a trade under fund control.
    #[must_use]
    pub fn is_pre_consumption(&self) -> bool {
        self.trxcode == TrxCode::PreConsumption
    }
}

/// The handle of a merchant's own number.
#[must_use]
pub fn number(cusid: &str, reqsn: &str) -> String {
    format!("{cusid}/{reqsn}")
}

impl Record for Order {
    const TABLE: &'static str = "allinpay_order";
    const COLUMNS: &'static [&'static str] = &["key", "number", "chnltrxid"];
    fn columns(&self) -> Vec<Option<String>> {
        let channel = self.payment.as_ref().map(|payment| payment.chnltrxid.clone());
        vec![Some(self.trxid.clone()), Some(number(&self.cusid, &self.reqsn)), channel]
    }
}

impl State {
    /// How an order stands, for people: English and Chinese.
    #[must_use]
    pub const fn words(&self) -> (&'static str, &'static str) {
        match self {
            State::Blocked { .. } => ("blocked", "已拦截"),
            State::Placed => ("placed", "待支付"),
            State::Closed => ("closed", "已关闭"),
            State::Expired => ("expired", "已过期"),
            State::Failed(_) => ("failed", "支付失败"),
            State::Posted => ("posted", "已入账"),
            State::Frozen => ("frozen", "预消费冻结中"),
            State::Completed(_) => ("completed", "预消费已完成"),
            State::Refunded => ("refunded", "完成前已全额退款"),
            State::Cancelled => ("cancelled", "已撤销"),
        }
    }
}
