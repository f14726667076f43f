//! WeChat Pay as an acquirer's channel: the one port through which acquirers place, close and refund orders there.
//!
//! The WeChat side keeps such an order, its hold and its shipping; its money lies in the acquirer's books alone.

use serde_json::{Map, Value};

use super::act::ActStop;
use super::bug::{Bug, Stop};
use super::cx::Cx;
use super::fen::Fen;
use super::ids::{Appid, Mchid, Openid, OutTradeNo, TransactionId};
use super::instant::Instant;

/// An order that an acquirer places at WeChat Pay for one of its merchants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelOrder {
    /// The acquirer's own number at WeChat Pay (渠道号).
    pub mchid: Mchid,
    /// The number by which WeChat Pay knows the acquirer's merchant (渠道子商户号).
    pub sub_mchid: Mchid,
    /// The acquirer's number of the order: unique per `mchid`.
    pub out_trade_no: OutTradeNo,
    /// What is sold.
    pub description: String,
    /// What the buyer is to pay, in fen.
    pub amount: Fen,
    /// In which application it is paid: the merchant's, or the acquirer's own where that does not matter.
    pub appid: Appid,
    /// How it is paid.
    pub kind: ChannelKind,
    /// Whether credit cards are excluded.
    pub no_credit: bool,
    /// The last moment at which it can be paid.
    pub expires_at: Instant,
}

/// How an acquirer's order is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelKind {
    /// In a mini program, by this user of it alone: fund control concerns it.
    Jsapi {
        /// The user.
        openid: Openid,
    },
    /// In a page within WeChat, by this user of its application alone: no mini program, so not controlled (AL-63).
    Page {
        /// The user.
        openid: Openid,
    },
    /// In an app.
    App,
    /// From a mobile browser.
    H5,
    /// By a code that the buyer scans.
    Native,
    /// By a code that the buyer shows: [`Channel::pay`] follows at once.
    Code,
}

/// What a client opens the cashier with.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelSession {
    /// The session's id.
    pub prepay_id: String,
    /// What the buyer scans, or the page that they open; none for other kinds.
    pub url: Option<String>,
    /// The block that the client hands the cashier, signed; empty for codes and pages.
    pub cashier: Map<String, Value>,
}

/// Why WeChat Pay does not take an acquirer's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelRefused {
    /// The openid belongs to another application.
    OtherAppid(Openid, Appid),
    /// No application knows this openid.
    UnknownOpenid(Openid),
    /// There is an order of this number already.
    NumberUsed(OutTradeNo),
}

/// What acquirers ask of WeChat Pay.
pub trait Channel {
    /// Places an order.
    ///
    /// # Errors
    /// [`ChannelRefused`].
    fn place(&self, cx: &Cx<'_>, order: &ChannelOrder) -> Result<ChannelSession, Stop<ChannelRefused>>;

    /// Closes an unpaid order. Answers whether it is closed: one that was paid is not.
    ///
    /// # Errors
    /// [`Bug`] when there is no such order.
    fn close(&self, cx: &Cx<'_>, mchid: &Mchid, out_trade_no: &OutTradeNo) -> Result<bool, Bug>;

    /// A buyer pays, as at any cashier; all systems are told of it.
    ///
    /// # Errors
    /// Whatever the cashier refuses.
    fn pay(&self, cx: &Cx<'_>, mchid: &Mchid, out_trade_no: &OutTradeNo, buyer: &str) -> Result<(), ActStop>;

    /// The acquirer gave the buyer this much back, in fen. When all is back, all systems are told of it. That no more comes
    /// back than was paid is the acquirer's to check.
    ///
    /// # Errors
    /// [`Bug`] when there is no such order, or it is unpaid.
    fn refund(&self, cx: &Cx<'_>, transaction_id: &TransactionId, amount: Fen) -> Result<(), Bug>;
}

impl Cx<'_> {
    /// The channel of this world.
    ///
    /// # Errors
    /// [`Bug`] where no system is one.
    pub fn channel(&self) -> Result<&'static dyn Channel, Bug> {
        let found = self.systems().iter().find_map(|system| system.channel());
        found.ok_or_else(|| Bug::Broken("no system takes acquirers' orders".to_owned()))
    }
}
