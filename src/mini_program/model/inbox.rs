//! What buyers get from WeChat about their orders: 服务通知 (SH-54, SH-93).

use serde::{Deserialize, Serialize};

use super::texts;
use crate::world::Instant;
use crate::world::ids::{Appid, Openid, TransactionId};
use crate::world::store::Record;

/// A message in a buyer's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxMessage {
    /// Its id.
    pub id: String,
    /// When it came.
    pub at: Instant,
    /// The buyer, as the mini program knows them.
    pub openid: Openid,
    /// The mini program.
    pub appid: Appid,
    /// The buyer's name; empty where the world knows nobody of that openid.
    pub buyer: String,
    /// Why it came.
    #[serde(flatten)]
    pub kind: InboxKind,
    /// The order.
    pub transaction_id: TransactionId,
    /// When it was opened first.
    pub opened_at: Option<Instant>,
}

/// Why a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InboxKind {
    /// The order was shipped (SH-25).
    Shipped,
    /// The merchant reminds the buyer to confirm receipt (SH-33).
    Reminder,
    /// The order was filed as a presale (SH-39).
    Presale {
        /// When shipping is planned.
        planned_at: Instant,
    },
}

impl InboxKind {
    /// The id of an order's one message of this kind; of a presale one for each time that was planned.
    #[must_use]
    pub fn id_for(self, transaction_id: &TransactionId) -> String {
        match self {
            InboxKind::Shipped => format!("shipped-{transaction_id}"),
            InboxKind::Reminder => format!("reminder-{transaction_id}"),
            InboxKind::Presale { planned_at } => format!("presale-{}-{transaction_id}", planned_at.unix()),
        }
    }

    /// The title of the card.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            InboxKind::Shipped | InboxKind::Reminder => texts::CARD_TITLE,
            InboxKind::Presale { .. } => texts::CARD_TITLE_PRESALE,
        }
    }

    /// What the card says.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            InboxKind::Shipped => texts::CARD_SHIPPED.to_owned(),
            InboxKind::Reminder => texts::CARD_REMINDER.to_owned(),
            InboxKind::Presale { planned_at } => texts::card_presale(planned_at),
        }
    }
}

impl Record for InboxMessage {
    const TABLE: &'static str = "inbox";
    const COLUMNS: &'static [&'static str] = &["key", "openid", "buyer", "opened"];
    fn columns(&self) -> Vec<Option<String>> {
        let opened = u8::from(self.opened_at.is_some());
        vec![
            Some(self.id.clone()),
            Some(self.openid.to_string()),
            Some(self.buyer.clone()),
            Some(opened.to_string()),
        ]
    }
}
