//! Answers that were given. A client that got none repeats the request under the same number (result 9998).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::trade::key;
use crate::world::ids::{Isspid, PosSeq};
use crate::world::store::Record;

/// A request whose number is spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Whose.
    pub isspid: Isspid,
    /// Its number.
    pub pos_seq: PosSeq,
    /// The SHA-256 of the text that was signed.
    pub digest: String,
    /// The members of the answer, before its signature.
    pub answer: Map<String, Value>,
}

impl Record for Answered {
    const TABLE: &'static str = "ipos_request";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(key(&self.isspid, self.pos_seq.as_str()))]
    }
}
