//! What no API of Huifu does.

use crate::world::act::Act;

/// Every act, in the order in which help lists them.
pub static ACTS: &[Act] = &[];
