//! What a mini program settled for itself: the pages that messages open, and what it applied for.

use serde::{Deserialize, Serialize};
use url::form_urlencoded::byte_serialize;

use super::order::Order;
use crate::world::ids::Appid;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Instant};

/// What a mini program settled for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its appid.
    pub appid: Appid,
    /// The page that messages about shipping open; the platform's own where it is empty (SH-35).
    pub message_path: String,
    /// The page of one order, with the place for its number; empty where it was never set.
    pub detail_path: String,
    /// The application for another trade type; only one is taken.
    pub trade_type: Option<TradeTypeApplication>,
    /// The application for a brand's exemption.
    pub brand: Option<BrandApplication>,
}

/// An application for another trade type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeTypeApplication {
    /// 1 general, 2 goods, 3 services in shops, 4 services online.
    pub trade_type: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// An application for a brand's exemption; nobody reviews it here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandApplication {
    /// 1 a known brand, 2 the component of a shop.
    pub apply_for: i64,
    /// When.
    pub at: Instant,
}

impl Profile {
    /// The one of this application; an empty one before it settled anything.
    ///
    /// # Errors
    /// [`Bug`] when the database fails.
    pub fn of(cx: &Cx<'_>, appid: &Appid) -> Result<Profile, Bug> {
        let found = cx.get::<Profile>(appid.as_str())?;
        Ok(found.unwrap_or_else(|| Profile {
            appid: appid.clone(),
            message_path: String::new(),
            detail_path: String::new(),
            trade_type: None,
            brand: None,
        }))
    }

    /// The page that a message about an order opens, with the order's numbers behind its own parameters (SH-35).
    #[must_use]
    pub fn page_of(&self, order: &Order) -> Option<String> {
        if self.message_path.is_empty() {
            return None;
        }
        let mut page = self.message_path.clone();
        let sub = order.sub_mchid.as_ref().map(|mchid| ("sub_merchant_id", mchid.as_str()));
        let numbers = [
            ("transaction_id", order.transaction_id.as_str()),
            ("merchant_id", order.mchid.as_str()),
            ("merchant_trade_no", order.out_trade_no.as_str()),
        ];
        for (name, value) in numbers.into_iter().chain(sub) {
            page.push(if page.contains('?') { '&' } else { '?' });
            page.push_str(name);
            page.push('=');
            page.extend(byte_serialize(value.as_bytes()));
        }
        Some(page)
    }
}

impl Record for Profile {
    const TABLE: &'static str = "mini_program_profile";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.appid.to_string())]
    }
}
