//! What one system tells the others. The teller does not know who listens, nor a listener who tells.

use serde::{Deserialize, Serialize};

use super::bug::Bug;
use super::cx::Cx;
use super::fen::Fen;
use super::ids::{Appid, CombineOutTradeNo, Mchid, Openid, OutTradeNo, TransactionId};
use super::instant::Instant;

/// Something that happened in one system and matters to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An order was paid in an application.
    Paid(Paid),
    /// Refunds of all that was paid for an order were accepted, or one of these was closed and that is over.
    Refunding {
        /// The order.
        transaction_id: TransactionId,
        /// Whether all of it is on its way back.
        in_full: bool,
    },
    /// The buyer has all back that they paid for an order.
    RefundedInFull(TransactionId),
    /// WeChat announced that payments in an application will be controlled from an instant on (SH-95).
    ControlAnnounced {
        /// The application.
        appid: Appid,
        /// From when on.
        from: Instant,
    },
    /// WeChat lifted the control of an application (SH-76).
    ControlLifted {
        /// The application.
        appid: Appid,
    },
    /// The money of a controlled order is released (SH-85). Told by [`Cx::release`], at once or late.
    Released(Released),
    /// An acquirer booked that release: what it held of the order can be spent now (HF-16).
    Unfrozen(TransactionId),
}

/// A payment, as an application's server comes to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The merchant that placed the order; an acquirer for its merchant.
    pub mchid: Mchid,
    /// The sub-merchant that the money is for, where a provider or acquirer placed it.
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// The number of the combined order that it is part of, and of the merchant that placed that.
    pub combined: Option<(Mchid, CombineOutTradeNo)>,
    /// In which applications it may have been paid, the sub-merchant's first, and as whom each knows the payer.
    pub payers: Vec<(Appid, Openid)>,
    /// What paid, in WeChat's code.
    pub bank_type: String,
    /// How much, in fen.
    pub amount: Fen,
    /// Whether fund control holds its money. Decided at payment, once and for all (SH-77).
    pub frozen: bool,
    /// When the order was placed.
    pub placed_at: Instant,
    /// When it was paid.
    pub paid_at: Instant,
}

/// An order whose money fund control held, and holds no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The merchant that placed the order; an acquirer for its merchant.
    pub mchid: Mchid,
    /// The sub-merchant that the money is for.
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// The mini program that it was paid in.
    pub appid: Appid,
    /// When receipt was confirmed.
    pub confirmed_at: Instant,
    /// When the money was released.
    pub settled_at: Instant,
}

impl Cx<'_> {
    /// Tells every system of the world what happened, in their order, within this command.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn raise(&self, event: &Event) -> Result<(), Bug> {
        self.systems().iter().try_for_each(|system| system.hear(self, event))
    }
}
