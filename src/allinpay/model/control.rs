//! What the acquirer knows of WeChat's control over mini programs (AL-62).

use serde::{Deserialize, Serialize};

use crate::world::ids::Appid;
use crate::world::store::Record;
use crate::world::{Bug, Cx, Instant};

/// An application of WeChat's whose control was announced to the acquirer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controlled {
    /// The application.
    pub appid: Appid,
    /// From when on its orders are pre-consumption; never where the notice is held back.
    pub from: Option<Instant>,
}

impl Record for Controlled {
    const TABLE: &'static str = "allinpay_control";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.appid.to_string())]
    }
}

/// Whether the acquirer takes an application for controlled now.
///
/// # Errors
/// [`Bug`] when the database fails.
pub fn is_controlled(cx: &Cx<'_>, appid: &Appid) -> Result<bool, Bug> {
    let found = cx.get::<Controlled>(appid.as_str())?;
    Ok(found.and_then(|found| found.from).is_some_and(|from| from <= cx.now()))
}
