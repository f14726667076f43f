//! Payments (聚合正扫) from the order on.

use serde::{Deserialize, Serialize};

use super::head::Head;
use crate::world::ids::{AcctId, Appid, HuifuId, Openid, OutTradeNo, TransactionId};
use crate::world::ledger::Reservation;
use crate::world::store::Record;
use crate::world::{Bug, Fen, Instant};

/// A payment, from its order on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its numbers.
    pub head: Head,
    /// How it is paid.
    pub kind: TradeType,
    /// `trans_amt`, fen.
    pub amount: Fen,
    /// The merchant's account that receives it.
    pub acct_id: AcctId,
    /// What is sold.
    pub goods_desc: String,
    /// The merchant's application (`sub_appid`).
    pub appid: Option<Appid>,
    /// Who is to pay, where the order says so.
    pub openid: Option<Openid>,
    /// Whether it waits for its confirmation (`delay_acct_flag`).
    pub delayed: bool,
    /// Where its fee is taken.
    pub fee_mode: FeeMode,
    /// Who gets what; the merchant alone, where it is not split at once.
    pub shares: Vec<Share>,
    /// Whether `acct_split_bunch` was sent.
    pub split: bool,
    /// Who pays a part of it instead of the buyer (补贴支付).
    pub subsidies: Vec<Subsidy>,
    /// `wx_data.attach`.
    pub attach: Option<String>,
    /// Echoed.
    pub remark: Option<String>,
    /// Where notices go, that of the release too.
    pub notify_url: Option<String>,
    /// Whether the platform through which it was ordered tells the merchant of it in its own way.
    #[serde(default)]
    pub told_elsewhere: bool,
    /// Its number at WeChat Pay (`party_order_id`).
    pub out_trade_no: OutTradeNo,
    /// The last moment at which it can be paid.
    pub expires_at: Instant,
    /// How it stands.
    pub state: State,
}

/// A part of a trade for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who.
    pub huifu_id: HuifuId,
    /// On which account.
    pub acct_id: AcctId,
    /// How much, fen.
    pub amount: Fen,
}

/// A part of the amount that somebody else pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subsidy {
    /// Who pays how much.
    pub share: Share,
    /// Their money, kept for it while the order is open.
    pub reservation: Option<Reservation>,
}

/// How a payment is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TradeType {
    /// 公众号
    Jsapi,
    /// 小程序
    MiniApp,
    /// App
    App,
    /// H5
    H5,
    /// 扫码
    Native,
}

impl TradeType {
    /// The word on the wire.
    #[must_use]
    pub const fn literal(self) -> &'static str {
        match self {
            TradeType::Jsapi => "T_JSAPI",
            TradeType::MiniApp => "T_MINIAPP",
            TradeType::App => "T_APP",
            TradeType::H5 => "T_H5",
            TradeType::Native => "T_NATIVE",
        }
    }

    /// Whether the payer must be named.
    #[must_use]
    pub const fn needs_openid(self) -> bool {
        matches!(self, TradeType::Jsapi | TradeType::MiniApp)
    }
}

/// Where a fee is taken (`fee_flag`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeMode {
    /// 外扣, 1: billed apart.
    Outside,
    /// 内扣, 2: out of what the merchant gets.
    Inside,
}

impl FeeMode {
    /// The number on the wire.
    #[must_use]
    pub const fn literal(self) -> u8 {
        match self {
            FeeMode::Outside => 1,
            FeeMode::Inside => 2,
        }
    }
}

/// How a payment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It can be paid.
    Open,
    /// It was closed, or never paid in time.
    Closed {
        /// When.
        at: Instant,
    },
    /// It was paid.
    Paid(Box<Settled>),
}

/// What came of a payment that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// When it was paid.
    pub at: Instant,
    /// What paid it.
    pub bank_type: String,
    /// Who paid it.
    pub openid: Option<Openid>,
    /// The fee that was charged, fen. That of a delayed trade is charged as it is confirmed.
    pub fee: Fen,
    /// What of it came back with refunds, fen.
    #[serde(default)]
    pub fee_returned: Fen,
    /// What each of [`Payment::shares`] has given back, fen.
    pub given_back: Vec<Fen>,
    /// What was refunded, fen.
    pub refunded: Fen,
    /// In how many refunds.
    pub refunds: u32,
    /// What of a delayed trade is confirmed, fen.
    pub confirmed: Fen,
    /// Whether fund control held it.
    pub freeze: Freeze,
}

/// Whether fund control holds the money of a payment. Decided at payment, and never held again (HF-06, HF-29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freeze {
    /// It never did.
    Never,
    /// It does: `FREEZE`.
    Frozen {
        /// Since when.
        at: Instant,
    },
    /// It did: `UNFREEZE`.
    Released {
        /// Since when it was held.
        frozen_at: Instant,
        /// Until when.
        at: Instant,
        /// What was still held, fen.
        amount: Fen,
    },
}

impl Freeze {
    /// The `fund_freeze_stat`; none for money that was never held.
    #[must_use]
    pub const fn literal(self) -> Option<&'static str> {
        match self {
            Freeze::Never => None,
            Freeze::Frozen { .. } => Some("FREEZE"),
            Freeze::Released { .. } => Some("UNFREEZE"),
        }
    }

    /// Whether it is held now.
    #[must_use]
    pub const fn is_frozen(self) -> bool {
        matches!(self, Freeze::Frozen { .. })
    }
}

impl Payment {
    /// What came of it, where it was paid.
    #[must_use]
    pub fn settled(&self) -> Option<&Settled> {
        match &self.state {
            State::Paid(settled) => Some(settled),
            State::Open | State::Closed { .. } => None,
        }
    }

    /// Whether its money was ever under fund control.
    #[must_use]
    pub fn freeze(&self) -> Freeze {
        self.settled().map_or(Freeze::Never, |settled| settled.freeze)
    }

    /// `trans_stat`: P, S or F.
    #[must_use]
    pub const fn stat(&self) -> &'static str {
        match self.state {
            State::Open => "P",
            State::Closed { .. } => "F",
            State::Paid(_) => "S",
        }
    }

    /// What the buyer pays: all but the subsidies, fen.
    ///
    /// # Errors
    /// [`Bug`] past 2^63 fen.
    pub fn buyers_part(&self) -> Result<Fen, Bug> {
        self.subsidies.iter().try_fold(self.amount, |rest, subsidy| rest.minus(subsidy.share.amount))
    }

    /// What of a delayed trade waits for confirmation, fen; nothing of any other.
    ///
    /// # Errors
    /// [`Bug`] past 2^63 fen.
    pub fn unconfirmed(&self) -> Result<Fen, Bug> {
        match self.settled().filter(|_| self.delayed) {
            Some(settled) => self.amount.minus(settled.refunded)?.minus(settled.confirmed),
            None => Ok(Fen::ZERO),
        }
    }
}

impl Record for Payment {
    const TABLE: &'static str = "huifu_payment";
    const COLUMNS: &'static [&'static str] =
        &["key", "by_request", "huifu_id", "out_trade_no", "transaction_id"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(self.head.hf_seq_id.to_string()),
            Some(self.head.request()),
            Some(self.head.huifu_id.to_string()),
            Some(self.out_trade_no.to_string()),
            self.settled().map(|settled| settled.transaction_id.to_string()),
        ]
    }
}
