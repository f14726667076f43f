//! Orders: single ones, and the sub orders of combined ones.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::merchant::{FeeBearer, Permission};
use crate::world::ids::{Appid, CombineOutTradeNo, Mchid, Openid, OutTradeNo, TransactionId};
use crate::world::store::Record;
use crate::world::{FeeRate, Fen, Instant};

/// An order as WeChat Pay keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Who initiated it and who receives the money.
    pub payee: Payee,
    /// The merchant's number of it: unique per initiating merchant.
    pub out_trade_no: OutTradeNo,
    /// The key of the combined order that it is part of.
    pub combined: Option<String>,
    /// How it is paid.
    pub trade_type: TradeType,
    /// What is sold.
    pub description: String,
    /// The merchant's own words, echoed once paid.
    pub attach: Option<String>,
    /// Where the notice goes.
    pub notify_url: String,
    /// The device, if sent.
    pub device_id: Option<String>,
    /// Pay methods that the merchant excludes.
    pub limit_pay: Vec<LimitPay>,
    /// What the buyer is to pay, in fen.
    pub total: Fen,
    /// Whether the money freezes for splitting (PAY-04).
    pub profit_sharing: bool,
    /// The subsidy announced in advance, in fen.
    pub subsidy_amount: Fen,
    /// Who must pay it, when the merchant said so.
    pub payer: Payer,
    /// When it was placed.
    pub placed_at: Instant,
    /// The last moment at which it can be paid (OR-06).
    pub expires_at: Instant,
    /// How it stands.
    pub state: State,
    /// The request that placed it, decrypted, to tell a repeat from a change (OR-03, OR-04).
    pub request: Value,
}

/// Who initiated an order and who receives the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    /// A provider for its sub-merchant.
    Partner {
        /// The provider.
        sp_mchid: Mchid,
        /// The provider's appid.
        sp_appid: Appid,
        /// The sub-merchant: the money is its.
        sub_mchid: Mchid,
        /// The sub-merchant's appid, if sent.
        sub_appid: Option<Appid>,
    },
    /// A merchant for itself.
    Direct {
        /// The merchant.
        mchid: Mchid,
        /// Its appid.
        appid: Appid,
    },
    /// An acquirer for its merchant: the money lies in the acquirer's books, not here.
    Channel {
        /// The acquirer.
        mchid: Mchid,
        /// Its merchant.
        sub_mchid: Mchid,
        /// In which application it is paid.
        appid: Appid,
        /// Whether it is paid in a page, not in a mini program: fund control does not concern it (AL-63).
        in_page: bool,
    },
}

/// Who pays, as far as it is known: one openid per appid of the payee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Payer {
    /// Under the initiating merchant's appid.
    pub openid: Option<Openid>,
    /// Under the sub-merchant's appid.
    pub sub_openid: Option<Openid>,
}

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradeType {
    /// In an official account or mini program.
    Jsapi,
    /// In the merchant's app.
    App,
    /// From a mobile browser.
    H5,
    /// By scanning a code.
    Native,
}

/// A pay method that a merchant excludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPay {
    /// No credit cards.
    NoCredit,
    /// No debit cards.
    NoDebit,
    /// Not from the balance.
    NoBalance,
    /// Only from the balance.
    BalanceOnly,
}

/// How an order stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has paid yet.
    NotPay,
    /// Closed by the merchant or by time: it can never be paid.
    Closed {
        /// When.
        at: Instant,
    },
    /// Paid.
    Paid(Payment),
}

/// A payment that succeeded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// When.
    pub at: Instant,
    /// Who paid.
    pub payer: Payer,
    /// The bank, in WeChat's code.
    pub bank_type: String,
    /// The fee on it before any refund, in fen.
    pub fee: Fen,
    /// The rate of the fee: refunds give it back by the same (LG-05).
    pub fee_rate: FeeRate,
    /// Who is charged the fee.
    pub fee_bearer: FeeBearer,
    /// Whether the fee was charged later than at payment (PS-24). What the bill of the day of payment says hangs on it.
    #[serde(default)]
    pub fee_came_late: bool,
    /// Whether the fee could be charged: an order whose platform cannot pay it waits (PS-24).
    pub settled: bool,
    /// Whether a refund exists, partial ones too (OR-12).
    pub refunded: bool,
    /// What an acquirer gave back of its order, in fen; the refunds of all others are papers of their own.
    #[serde(default)]
    pub channel_refunded: Fen,
    /// How the announced subsidy stands.
    pub subsidy: SubsidyState,
}

/// How the subsidy of a paid order stands (SUB-01 to SUB-21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubsidyState {
    /// None was announced when the order was placed.
    NotAnnounced,
    /// Announced, and neither paid nor cancelled: the order cannot be split (PS-22).
    Due,
    /// Paid into the frozen pot; what of it went back later does not matter here.
    Paid {
        /// How much, in fen.
        amount: Fen,
    },
    /// The platform declared that none comes (SUB-20).
    Cancelled,
}

impl SubsidyState {
    /// How a payment begins: the announced subsidy, in fen, is due.
    #[must_use]
    pub fn announced(amount: Fen) -> SubsidyState {
        if amount > Fen::ZERO { SubsidyState::Due } else { SubsidyState::NotAnnounced }
    }

    /// What was paid into the pot, in fen: it widens the base of the largest share (PS-05, SUB-01).
    #[must_use]
    pub fn paid(self) -> Fen {
        match self {
            SubsidyState::Paid { amount } => amount,
            SubsidyState::NotAnnounced | SubsidyState::Due | SubsidyState::Cancelled => Fen::ZERO,
        }
    }
}

impl Payee {
    /// The merchant that calls the API for this order, and under whose number it is unique.
    #[must_use]
    pub fn initiator(&self) -> &Mchid {
        match self {
            Payee::Partner { sp_mchid, .. } => sp_mchid,
            Payee::Direct { mchid, .. } | Payee::Channel { mchid, .. } => mchid,
        }
    }

    /// The initiator's appid.
    #[must_use]
    pub fn appid(&self) -> &Appid {
        match self {
            Payee::Partner { sp_appid, .. } => sp_appid,
            Payee::Direct { appid, .. } | Payee::Channel { appid, .. } => appid,
        }
    }

    /// The merchant that receives the money.
    #[must_use]
    pub fn recipient(&self) -> &Mchid {
        match self {
            Payee::Partner { sub_mchid, .. } | Payee::Channel { sub_mchid, .. } => sub_mchid,
            Payee::Direct { mchid, .. } => mchid,
        }
    }

    /// The sub-merchant's appid, if sent.
    #[must_use]
    pub fn sub_appid(&self) -> Option<&Appid> {
        match self {
            Payee::Partner { sub_appid, .. } => sub_appid.as_ref(),
            Payee::Direct { .. } | Payee::Channel { .. } => None,
        }
    }

    /// Whether the money lies in an acquirer's books.
    #[must_use]
    pub fn is_channel(&self) -> bool {
        matches!(self, Payee::Channel { .. })
    }
}

impl TradeType {
    /// As answers and notices write it: mini programs are JSAPI, H5 is MWEB.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            TradeType::Jsapi => "JSAPI",
            TradeType::App => "APP",
            TradeType::H5 => "MWEB",
            TradeType::Native => "NATIVE",
        }
    }

    /// The permission that it needs.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            TradeType::Jsapi => Permission::Jsapi,
            TradeType::App => Permission::App,
            TradeType::H5 => Permission::H5,
            TradeType::Native => Permission::Native,
        }
    }
}

impl Order {
    /// The key of an order: the initiator's number and its own.
    #[must_use]
    pub fn key_of(initiator: &Mchid, out_trade_no: &OutTradeNo) -> String {
        format!("{initiator}/{out_trade_no}")
    }

    /// This order's key.
    #[must_use]
    pub fn key(&self) -> String {
        Order::key_of(self.payee.initiator(), &self.out_trade_no)
    }

    /// The payment, once there is one.
    #[must_use]
    pub fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Paid(payment) => Some(payment),
            State::NotPay | State::Closed { .. } => None,
        }
    }

    /// The `trade_state` and its description.
    #[must_use]
    pub fn trade_state(&self) -> (&'static str, &'static str) {
        match &self.state {
            State::NotPay => ("NOTPAY", "订单未支付"),
            State::Closed { .. } => ("CLOSED", "订单已关闭"),
            State::Paid(payment) if payment.refunded => ("REFUND", "订单发生过退款，退款详情请查询退款单"),
            State::Paid(_) => ("SUCCESS", "支付成功"),
        }
    }
}

/// A combined order: what its sub orders have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CombinedOrder {
    /// The merchant that placed it.
    pub combine_mchid: Mchid,
    /// Its appid.
    pub combine_appid: Appid,
    /// Its number of it.
    pub combine_out_trade_no: CombineOutTradeNo,
    /// How it is paid.
    pub trade_type: TradeType,
    /// The keys of its sub orders, in the order of the request.
    pub sub_orders: Vec<String>,
    /// Where the one notice goes (NO-04).
    pub notify_url: String,
    /// The device, if sent.
    pub device_id: Option<String>,
    /// The last moment at which it can be paid.
    pub expires_at: Instant,
    /// The request that placed it, decrypted.
    pub request: Value,
}

impl CombinedOrder {
    /// The key of a combined order.
    #[must_use]
    pub fn key_of(mchid: &Mchid, number: &CombineOutTradeNo) -> String {
        format!("{mchid}/{number}")
    }

    /// This combined order's key.
    #[must_use]
    pub fn key(&self) -> String {
        CombinedOrder::key_of(&self.combine_mchid, &self.combine_out_trade_no)
    }
}

impl Record for Order {
    const TABLE: &'static str = "pay_order";
    const COLUMNS: &'static [&'static str] = &["key", "transaction_id", "combined", "unsettled"];
    fn columns(&self) -> Vec<Option<String>> {
        let transaction = self.payment().map(|payment| payment.transaction_id.to_string());
        let waits = self.payment().is_some_and(|payment| !payment.settled);
        let unsettled = waits.then(|| self.payee.initiator().to_string());
        vec![Some(self.key()), transaction, self.combined.clone(), unsettled]
    }
}

impl Record for CombinedOrder {
    const TABLE: &'static str = "combined_order";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.key())]
    }
}
