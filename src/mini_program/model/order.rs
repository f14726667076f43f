//! Orders of a mini program that were paid, and how they are shipped.

use serde::{Deserialize, Serialize};

use crate::world::ids::{Appid, Mchid, Openid, OutTradeNo, TransactionId};
use crate::world::store::Record;
use crate::world::{Fen, Instant, Span};

/// A paid order as the shipping service keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The mini program that it was paid in.
    pub appid: Appid,
    /// The payer, as that mini program knows them.
    pub openid: Openid,
    /// The merchant that placed it.
    pub mchid: Mchid,
    /// The sub-merchant that the money is for.
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// The combined order that it is part of: `mchid/number`.
    #[serde(default)]
    pub combined: Option<String>,
    /// What was paid, in fen.
    pub amount: Fen,
    /// When it was placed.
    pub placed_at: Instant,
    /// When it was paid.
    pub paid_at: Instant,
    /// How it stands.
    pub state: State,
    /// What the service still shows where a refund is not told yet (SH-50).
    #[serde(default)]
    pub shown: Option<State>,
    /// What was uploaded; none before the first time.
    pub shipping: Option<Shipping>,
    /// Whether the merchant's one reminder was sent (SH-33).
    pub reminded: bool,
    /// Whether fund control holds its money until it is settled (SH-77).
    #[serde(default)]
    pub frozen: bool,
    /// Whether the buyer has an open complaint (SH-47).
    #[serde(default)]
    pub in_complaint: bool,
    /// Whether all that was paid is on its way back: nothing is settled meanwhile (SH-87).
    #[serde(default)]
    pub refunding: bool,
    /// When and by whom receipt was confirmed.
    #[serde(default)]
    pub confirmed: Option<Confirmed>,
    /// When its money was settled.
    #[serde(default)]
    pub settled_at: Option<Instant>,
    /// The special filing that stands; a later one takes the place of an earlier (SH-41).
    #[serde(default)]
    pub filing: Option<Filing>,
}

/// A special filing of an order that is not shipped in time, or at all (SH-38 to SH-41). It frees no money (SH-90).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filing {
    /// 预售商品订单, 1: shipped about then.
    Presale {
        /// When shipping is planned.
        delay_to: Instant,
    },
    /// 测试订单, 2: need not be shipped.
    Test,
}

/// That receipt was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: ConfirmedBy,
}

/// Who confirmed receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmedBy {
    /// The buyer.
    Buyer,
    /// Time (SH-44).
    Timer,
}

/// How an order stands: 1, 2, 3, 6, 4, or 5 from any but the last (SH-43, SH-50).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待发货, 1.
    Unshipped,
    /// 已发货, 2.
    Shipped,
    /// 确认收货, 3: confirmed, settled within the same instant.
    Confirmed,
    /// 资金待结算, 6: confirmed, and settled later or when the complaint is closed.
    AwaitingSettlement,
    /// 交易完成, 4.
    Complete,
    /// 已退款, 5.
    Refunded,
}

impl State {
    /// The `order_state` on the wire.
    #[must_use]
    pub const fn literal(self) -> u8 {
        match self {
            State::Unshipped => 1,
            State::Shipped => 2,
            State::Confirmed => 3,
            State::AwaitingSettlement => 6,
            State::Complete => 4,
            State::Refunded => 5,
        }
    }
}

/// What was uploaded about the shipping of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipping {
    /// How it goes.
    pub logistics: Logistics,
    /// In one upload or in several.
    pub mode: Mode,
    /// What goes, in the order of uploading.
    pub parcels: Vec<Parcel>,
    /// The upload_time of the last upload, in milliseconds since 1970 (SH-20).
    pub uploaded_at: i64,
    /// When it was finished, in business time; none while more is to come (SH-18).
    pub finished_at: Option<Instant>,
    /// Whether the one chance to ship again is used up (SH-22).
    pub again: bool,
    /// Where the last upload came from.
    #[serde(default)]
    pub scene: Scene,
}

/// Where shipping information comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// A call of the API.
    #[default]
    Api,
    /// The back office, 发货信息管理 (SH-92).
    BackOffice {
        /// What was typed about the goods.
        goods_desc: String,
    },
}

impl Scene {
    /// The `upload_scene` on the wire: 2 was seen for the API, 1 is assumed for the back office.
    #[must_use]
    pub const fn literal(&self) -> u8 {
        match self {
            Scene::BackOffice { .. } => 1,
            Scene::Api => 2,
        }
    }
}

impl Shipping {
    /// How often shipping was finished (SH-17, SH-22).
    #[must_use]
    pub fn finish_count(&self) -> u8 {
        match (self.finished_at, self.again) {
            (None, _) => 0,
            (Some(_), false) => 1,
            (Some(_), true) => 2,
        }
    }
}

/// One parcel, or what stands for it where nothing is carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The carrier's number of it; empty where none is needed.
    pub tracking_no: String,
    /// The carrier's code; empty where none is needed.
    pub express_company: String,
    /// What is in it.
    pub item_desc: String,
    /// The sender's number, masked; empty where it was not sent.
    pub consignor_contact: String,
    /// The receiver's number, masked; empty where it was not sent.
    pub receiver_contact: String,
    /// The upload_time of its upload, in unix seconds.
    pub uploaded_at: i64,
}

/// How goods reach the buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Logistics {
    /// 物流快递, 1.
    Express,
    /// 同城配送, 2.
    SameCity,
    /// 虚拟商品, 3.
    Virtual,
    /// 用户自提, 4.
    PickUp,
}

impl Logistics {
    /// The one of this number.
    #[must_use]
    pub const fn of(number: i64) -> Option<Logistics> {
        match number {
            1 => Some(Logistics::Express),
            2 => Some(Logistics::SameCity),
            3 => Some(Logistics::Virtual),
            4 => Some(Logistics::PickUp),
            _ => None,
        }
    }

    /// Its number on the wire.
    #[must_use]
    pub const fn literal(self) -> u8 {
        match self {
            Logistics::Express => 1,
            Logistics::SameCity => 2,
            Logistics::Virtual => 3,
            Logistics::PickUp => 4,
        }
    }

    /// How long after shipping the order is confirmed without the buyer: ten days for express, two for the rest (SH-44).
    #[must_use]
    pub const fn confirmed_after(self) -> Span {
        match self {
            Logistics::Express => Span::days(10),
            Logistics::SameCity | Logistics::Virtual | Logistics::PickUp => Span::days(2),
        }
    }
}

/// Whether an order is shipped in one upload or in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 统一发货, 1.
    Unified,
    /// 分拆发货, 2.
    Split,
}

impl Mode {
    /// Its number on the wire.
    #[must_use]
    pub const fn literal(self) -> u8 {
        match self {
            Mode::Unified => 1,
            Mode::Split => 2,
        }
    }
}

impl Order {
    /// The merchant that received the money: the sub-merchant where there is one.
    #[must_use]
    pub fn recipient(&self) -> &Mchid {
        self.sub_mchid.as_ref().unwrap_or(&self.mchid)
    }

    /// How the service shows that it stands.
    #[must_use]
    pub fn shown_state(&self) -> State {
        self.shown.unwrap_or(self.state)
    }

    /// What a merchant's number of an order, or of a combined order, is kept under.
    #[must_use]
    pub fn number_of(mchid: &str, out_trade_no: &str) -> String {
        format!("{mchid}/{out_trade_no}")
    }
}

impl Record for Order {
    const TABLE: &'static str = "shipping_order";
    const COLUMNS: &'static [&'static str] = &[
        "key",
        "by_recipient",
        "by_initiator",
        "by_combined",
        "out_trade_no",
        "appid",
        "state",
        "openid",
        "paid_at",
    ];
    fn columns(&self) -> Vec<Option<String>> {
        let number = |mchid: &Mchid| Some(Order::number_of(mchid.as_str(), self.out_trade_no.as_str()));
        vec![
            Some(self.transaction_id.to_string()),
            number(self.recipient()),
            number(&self.mchid),
            self.combined.clone(),
            Some(self.out_trade_no.to_string()),
            Some(self.appid.to_string()),
            Some(self.shown_state().literal().to_string()),
            Some(self.openid.to_string()),
            Some(self.paid_at.unix().to_string()),
        ]
    }
}
