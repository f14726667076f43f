//! Fund control (资金管控): what holds the money of payments in an application, as far as other systems need to know.

use super::bug::Bug;
use super::cx::Cx;
use super::ids::{Appid, Mchid};

/// What a payment in an application would meet now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Control {
    /// Nothing: its money is free.
    #[default]
    Free,
    /// Its money freezes until receipt is confirmed (SH-77).
    Controlled,
    /// It cannot be made.
    Barred(Barred),
}

/// Why no payment can be made in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// The application is controlled and has not joined order shipping management (SH-74, SH-94).
    NotJoined,
    /// It is controlled, and the merchant number has not granted order management (SH-77).
    NotGranted,
    /// The merchant number was untied from it (SH-37).
    Untied,
}

impl Barred {
    /// What a human is told, English and Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Barred::NotJoined => (
                "is under fund control and has not joined order shipping management: act merchant.join_shipping (SH-74)",
                "已被资金管控但未接入订单发货管理：用 merchant.join_shipping 接入（SH-74）",
            ),
            Barred::NotGranted => (
                "is under fund control and this merchant number has not granted order management: act merchant.grant_order_management (SH-77)",
                "已被资金管控，而该商户号尚未授权订单管理：用 merchant.grant_order_management 授权（SH-77）",
            ),
            Barred::Untied => (
                "was untied from this merchant number (SH-37): act merchant.grant_order_management ties it again",
                "已与该商户号解绑（SH-37）：用 merchant.grant_order_management 重新授权",
            ),
        }
    }
}

impl Cx<'_> {
    /// What a payment to a merchant number would meet now. It is made in one of these applications: the first that
    /// a system knows counts.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn control_over(&self, appids: &[&Appid], recipient: &Mchid) -> Result<Control, Bug> {
        for system in self.systems() {
            let control = system.control_over(self, appids, recipient)?;
            if control != Control::Free {
                return Ok(control);
            }
        }
        Ok(Control::Free)
    }

    /// The merchant numbers that can take payments in an application.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn tied_to(&self, appid: &Appid) -> Result<Vec<Mchid>, Bug> {
        let mut tied = Vec::new();
        for system in self.systems() {
            tied.extend(system.tied_to(self, appid)?);
        }
        tied.sort();
        tied.dedup();
        Ok(tied)
    }
}
