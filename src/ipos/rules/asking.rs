//! Who asks, at which terminal, under which number; and the trade that comes of it.

use crate::huifu::rules::trades;
use crate::ipos::model::merchant::Merchant;
use crate::ipos::model::trade::{Kind, Trade};
use crate::world::ids::{HfSeqId, HuifuId, PosSeq, ReqSeqId, SysSeq};
use crate::world::{Bug, Cx, Fen};

/// Who asks, and the numbers of the request.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The merchant.
    pub merchant: Merchant,
    /// Its terminal, where one takes part.
    pub pos_id: Option<String>,
    /// Its store, where one takes part.
    pub store_id: Option<String>,
    /// Its number of the request.
    pub pos_seq: PosSeq,
    /// The platform's.
    pub sys_seq: SysSeq,
    /// Echoed.
    pub memo: Option<String>,
}

/// What a trade is, and what it moves.
#[derive(Debug, Clone)]
pub struct Booked<'a> {
    /// What it is.
    pub kind: Kind,
    /// How much, fen.
    pub amount: Fen,
    /// Huifu's number of it.
    pub books: &'a HfSeqId,
    /// The trade that it goes back to.
    pub of: Option<&'a Trade>,
    /// By which way it was paid.
    pub pay_type: &'a str,
    /// Where its notices go.
    pub notify_url: Option<String>,
}

/// The number of a trade: the moment and random digits.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn new_sys_seq(cx: &Cx<'_>) -> Result<SysSeq, Bug> {
    let number = format!("{}{}", cx.now().format("%Y%m%d%H%M%S"), cx.random("ipos sys_seq")?.digits(8));
    SysSeq::parse(&number).map_err(Bug::Broken)
}

impl Asking {
    /// The numbers under which Huifu's books take it. Merchants of ipos-sa may use the same numbers as each other, so the
    /// platform's own number stands there.
    ///
    /// # Errors
    /// [`Bug`] when the number cannot stand there.
    pub fn in_books(&self, cx: &Cx<'_>, huifu_id: &HuifuId) -> Result<trades::Asked, Bug> {
        Ok(trades::Asked {
            huifu_id: huifu_id.clone(),
            req_date: cx.now().format("%Y%m%d"),
            req_seq_id: ReqSeqId::parse(self.sys_seq.as_str()).map_err(Bug::Broken)?,
        })
    }

    /// Keeps the trade that came of it.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn keep(&self, cx: &Cx<'_>, booked: Booked<'_>) -> Result<Trade, Bug> {
        let trade = Trade {
            isspid: self.merchant.isspid.clone(),
            pos_id: self.pos_id.clone(),
            store_id: self.store_id.clone(),
            pos_seq: self.pos_seq.clone(),
            sys_seq: self.sys_seq.clone(),
            at: cx.now(),
            pay_type: booked.pay_type.to_owned(),
            amount: booked.amount,
            kind: booked.kind,
            of: booked.of.map(|of| of.pos_seq.clone()),
            notify_url: booked.notify_url,
            memo: self.memo.clone(),
            books: booked.books.clone(),
            gave: Vec::new(),
        };
        cx.put(&trade)?;
        Ok(trade)
    }
}
