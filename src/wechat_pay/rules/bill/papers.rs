//! The papers behind transfers: which of the merchant's own numbers a bill names, and who asked.

use std::sync::Arc;

use crate::wechat_pay::model::order::{Order, Payment};
use crate::world::{Bug, Cx};

/// The papers that one bill looked up. The transfers of a payment follow each other, so the last order is kept at hand.
#[derive(Default)]
pub(super) struct Papers {
    order: Option<Arc<(Order, Payment)>>,
}

impl Papers {
    /// The paid order of this transaction_id; none where a transfer is about no order.
    pub(super) fn order(
        &mut self,
        cx: &Cx<'_>,
        transaction_id: &str,
    ) -> Result<Option<Arc<(Order, Payment)>>, Bug> {
        let at_hand =
            self.order.as_ref().is_some_and(|paper| paper.1.transaction_id.as_str() == transaction_id);
        if !at_hand {
            let found: Option<Order> = cx.first("transaction_id", transaction_id)?;
            let paid = found.and_then(|order| order.payment().cloned().map(|payment| (order, payment)));
            self.order = paid.map(Arc::new);
        }
        Ok(self.order.clone())
    }

    /// The paid order of a transfer that is about one.
    pub(super) fn paid(&mut self, cx: &Cx<'_>, transaction_id: &str) -> Result<Arc<(Order, Payment)>, Bug> {
        let found = self.order(cx, transaction_id)?;
        found.ok_or_else(|| Bug::Broken(format!("money moved for {transaction_id}, which no order has")))
    }
}
