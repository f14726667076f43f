//! Trades as a merchant of ipos-sa knows them: its number, the terminal, and where the money of it is booked.

use serde::{Deserialize, Serialize};

use crate::world::ids::{HfSeqId, Isspid, PosSeq, SysSeq};
use crate::world::store::Record;
use crate::world::{Day, Fen, Instant};

/// A trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// Whose.
    pub isspid: Isspid,
    /// At which terminal; none where no terminal takes part.
    pub pos_id: Option<String>,
    /// In which store.
    pub store_id: Option<String>,
    /// The merchant's number.
    pub pos_seq: PosSeq,
    /// The platform's number.
    pub sys_seq: SysSeq,
    /// When it was made.
    pub at: Instant,
    /// By which way it is paid.
    pub pay_type: String,
    /// How much, fen.
    pub amount: Fen,
    /// What it is.
    pub kind: Kind,
    /// The merchant's number of the trade that it goes back to.
    pub of: Option<PosSeq>,
    /// Where its notices go.
    pub notify_url: Option<String>,
    /// Echoed.
    pub memo: Option<String>,
    /// Huifu's number of what was booked.
    pub books: HfSeqId,
    /// Of what came back of a balance pay: what each of its receivers gave, fen.
    pub gave: Vec<Fen>,
}

/// What a trade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An order, and its payment.
    Payment,
    /// A refund of a payment.
    Refund,
    /// An order was closed before it was paid.
    Cancel,
    /// A delayed payment was confirmed (延时确认).
    Confirm,
    /// A confirmation was taken back (延时确认退回).
    ConfirmRefund,
    /// A balance paid.
    BalancePay,
    /// What a balance paid came back.
    BalanceRefund,
    /// A balance was paid out.
    Withdraw,
}

/// What a merchant's number is kept under.
#[must_use]
pub fn key(isspid: &Isspid, pos_seq: &str) -> String {
    format!("{isspid}/{pos_seq}")
}

/// What the trades of a merchant's day are kept under.
#[must_use]
pub fn day_key(isspid: &Isspid, day: Day) -> String {
    format!("{isspid}/{}", day.to_string().replace('-', ""))
}

impl Record for Trade {
    const TABLE: &'static str = "ipos_trade";
    const COLUMNS: &'static [&'static str] = &["key", "sys_seq", "by_day", "by_original", "books"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![
            Some(key(&self.isspid, self.pos_seq.as_str())),
            Some(self.sys_seq.to_string()),
            Some(day_key(&self.isspid, Day::of(self.at))),
            self.of.as_ref().map(|of| key(&self.isspid, of.as_str())),
            Some(self.books.to_string()),
        ]
    }
}
