//! Profit sharing of both families (PS, PP): splitting, finishing, what is left, and receivers. Giving back is `split_return`'s.

mod carry_out;
mod checks;
mod create;
pub mod family;
mod finish;
pub mod notice;
mod query;
mod receivers;

pub use carry_out::carry_out;
pub use checks::check_open;
pub use create::{Share, SplitAsk, create};
pub use finish::{FinishAsk, finish};
pub use query::{max_ratio, query, unsplit_amount};
pub use receivers::{About, Appids, ReceiverAsk, add as add_receiver, delete as delete_receiver};

use crate::wechat_pay::model::pot::Pot;
use crate::wechat_pay::model::split::Family;
use crate::world::ids::{OrderId, TransactionId};
use crate::world::{Bug, Cx};

/// The frozen pot of a flagged, paid order.
///
/// # Errors
/// [`Bug`] when it has none.
pub fn pot_of(cx: &Cx<'_>, transaction_id: &TransactionId) -> Result<Pot, Bug> {
    let pot = cx.get::<Pot>(transaction_id.as_str())?;
    pot.ok_or_else(|| Bug::Broken(format!("the paid order {transaction_id} has no pot")))
}

/// Which request of which family, where a refusal quotes the request's own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A split.
    Splitting(Family),
    /// A receiver to be added.
    Adding(Family),
    /// A receiver to be deleted.
    Deleting(Family),
}

/// The numbers of one split: its own, and the digits that the numbers of its parts share with it (GEN-05).
struct Numbers {
    order_id: OrderId,
    lead: String,
}

impl Numbers {
    /// `3000`, six digits, the day, eleven digits.
    fn draw(cx: &Cx<'_>) -> Result<Numbers, Bug> {
        let mut draw = cx.random("order_id")?;
        let lead = format!("{}{}", draw.digits(6), cx.now().format("%Y%m%d"));
        let order_id = OrderId::parse(&format!("3000{lead}{}", draw.digits(11))).map_err(Bug::Broken)?;
        Ok(Numbers { order_id, lead })
    }

    /// `3600`, then the split's six digits and day, then eleven digits of its own.
    fn detail_id(&self, cx: &Cx<'_>) -> Result<String, Bug> {
        Ok(format!("3600{}{}", self.lead, cx.random("detail_id")?.digits(11)))
    }
}
