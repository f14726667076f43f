//! What one system tells the others. The teller does not know who listens, nor a listener who tells.

use super::bug::Bug;
use super::cx::Cx;
use super::fen::Fen;
use super::ids::{Appid, Mchid, Openid, OutTradeNo, TransactionId};
use super::instant::Instant;

/// Something that happened in one system and matters to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An order was paid in an application.
    Paid(Paid),
    /// All that a buyer paid for an order is on its way back.
    RefundedInFull(TransactionId),
}

/// A payment, as an application's server comes to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The merchant that placed the order.
    pub mchid: Mchid,
    /// The sub-merchant that the money is for, where a provider placed it.
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// In which applications it may have been paid, the sub-merchant's first, and as whom each knows the payer.
    pub payers: Vec<(Appid, Openid)>,
    /// How much, in fen.
    pub amount: Fen,
    /// When the order was placed.
    pub placed_at: Instant,
    /// When it was paid.
    pub paid_at: Instant,
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
