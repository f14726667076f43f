//! What WeChat Pay decides. No HTTP, no network, no host time: a transaction and an instant are all a rule gets.

pub mod applyment;
pub mod bill;
pub mod cashier;
pub mod channel;
pub mod close;
pub mod combine;
pub mod cross_border;
pub mod ecommerce;
pub mod fund;
pub mod limits;
pub mod media;
pub mod money;
pub mod notices;
pub mod numbers;
pub mod order;
mod pace;
pub mod pay;
pub mod query;
pub mod refund;
pub mod refusal;
pub mod settlement;
pub mod split;
pub mod split_return;
pub mod subsidy;
pub mod timers;
pub mod view;

use crate::world::Stop;
use refusal::Refusal;

/// How a rule ends.
pub type Outcome<T> = Result<T, Stop<Refusal>>;

/// Whether a request whose number came before says the same in this field (GEN-03).
fn same_as_before(same: bool, field: &'static str) -> Result<(), Refusal> {
    if same { Ok(()) } else { Err(Refusal::RepeatDiffers(field)) }
}
