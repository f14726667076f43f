//! How an application stands with order shipping management (发货信息管理) and fund control (SH-72 to SH-77, SH-94, SH-95).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::world::Instant;
use crate::world::ids::Mchid;

/// How an application stands with order shipping management and fund control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Management {
    /// Whether it joined the shipping service (SH-36).
    pub joined: bool,
    /// From when on its payments are controlled; none while they are not (SH-95).
    pub controlled_from: Option<Instant>,
    /// What holds for merchant numbers that are not named: whether they count as having granted order management.
    pub others_granted: bool,
    /// The merchant numbers that stand otherwise.
    pub numbers: BTreeMap<Mchid, Standing>,
}

/// How a merchant number stands in an application (SH-37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Neither granted nor untied yet.
    Open,
    /// It granted order management: its orders are shipped through the service.
    Granted,
    /// It was untied: it takes no payments there any more.
    Untied,
}

/// An application that was told of no control: it joined, and whoever takes payments there has granted.
impl Default for Management {
    fn default() -> Management {
        Management { joined: true, controlled_from: None, others_granted: true, numbers: BTreeMap::new() }
    }
}

impl Management {
    /// How a merchant number stands.
    #[must_use]
    pub fn standing(&self, mchid: &Mchid) -> Standing {
        match self.numbers.get(mchid) {
            Some(standing) => *standing,
            None if self.others_granted => Standing::Granted,
            None => Standing::Open,
        }
    }

    /// Whether payments are controlled at an instant.
    #[must_use]
    pub fn is_controlled(&self, now: Instant) -> bool {
        self.controlled_from.is_some_and(|from| from <= now)
    }
}
