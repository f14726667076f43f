//! Switches of shipping information.

use serde::{Deserialize, Serialize};

use crate::world::Span;

/// Switches of shipping information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShippingSwitches {
    /// How long after its payment an order does not exist here yet: staff speak of ten seconds to a minute (SH-26).
    pub index_delay: Span,
    /// The most parcels of an order over all its uploads: both numbers are in circulation (SH-19).
    pub parcel_cap: ParcelCap,
    /// How long after a full refund the order is still in the state before: up to a day (SH-50).
    pub refund_lag: Span,
}

impl Default for ShippingSwitches {
    fn default() -> ShippingSwitches {
        ShippingSwitches {
            index_delay: Span::seconds(0),
            parcel_cap: ParcelCap(15),
            refund_lag: Span::seconds(0),
        }
    }
}

/// The most parcels of an order over all its uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ParcelCap(u8);

impl ParcelCap {
    /// As a number of parcels.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl TryFrom<u8> for ParcelCap {
    type Error = String;
    fn try_from(parcels: u8) -> Result<ParcelCap, String> {
        if matches!(parcels, 10 | 15) {
            return Ok(ParcelCap(parcels));
        }
        Err(format!("{parcels} parcels is neither 10 (the older page) nor 15 (SH-19)"))
    }
}

impl From<ParcelCap> for u8 {
    fn from(cap: ParcelCap) -> u8 {
        cap.0
    }
}
