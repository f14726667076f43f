//! The figures of collection limits.

use serde::{Deserialize, Serialize};

use crate::world::Fen;

/// What sub-merchants of each kind may take in. Kinds that are not named have no limit (AP-23).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSwitches {
    /// 小微商户 (AP-20, AP-21).
    pub micro: MicroLimits,
    /// 个人卖家 (AP-22).
    pub personal_seller: SellerLimits,
}

/// What a 小微商户 may take in, in fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MicroLimits {
    /// A day, in the state NORMAL: 100 000 yuan.
    pub normal: Fen,
    /// A day, in the state GOOD: 200 000 to 300 000 yuan.
    pub good: Fen,
    /// A day, in the state ABNORMAL: below 50 000 yuan.
    pub abnormal: Fen,
    /// A day by credit cards: 1 000 yuan.
    pub credit_day: Fen,
    /// A month by credit cards: 10 000 yuan.
    pub credit_month: Fen,
}

/// What a 个人卖家 may take in, in fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SellerLimits {
    /// A day, in the state NORMAL: 2 000 000 yuan.
    pub normal: Fen,
    /// A day, in the state GOOD (the figure is assumed).
    pub good: Fen,
    /// A day, in the state ABNORMAL (the figure is assumed).
    pub abnormal: Fen,
}

impl Default for MicroLimits {
    fn default() -> MicroLimits {
        MicroLimits {
            normal: Fen::new(10_000_000),
            good: Fen::new(30_000_000),
            abnormal: Fen::new(4_999_999),
            credit_day: Fen::new(100_000),
            credit_month: Fen::new(1_000_000),
        }
    }
}

impl Default for SellerLimits {
    fn default() -> SellerLimits {
        SellerLimits {
            normal: Fen::new(200_000_000),
            good: Fen::new(300_000_000),
            abnormal: Fen::new(100_000_000),
        }
    }
}
