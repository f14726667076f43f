//! Bills that can be downloaded.

use serde::{Deserialize, Serialize};

use crate::world::ids::Isspid;
use crate::world::store::Record;

/// A bill of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// What the download asks for: the merchant's number and random digits.
    pub token: String,
    /// Whose.
    pub isspid: Isspid,
    /// Its name.
    pub name: String,
    /// Its content.
    pub text: String,
}

impl Record for Bill {
    const TABLE: &'static str = "ipos_bill";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.token.clone())]
    }
}
