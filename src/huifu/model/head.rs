//! What every trade at Huifu has: Huifu's number, and the caller's, unique per member and day.

use serde::{Deserialize, Serialize};

use crate::world::Instant;
use crate::world::ids::{HfSeqId, HuifuId, ReqSeqId};
use crate::world::store::Record;

/// The numbers of a trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Huifu's number.
    pub hf_seq_id: HfSeqId,
    /// Whose trade it is.
    pub huifu_id: HuifuId,
    /// The day that its request names, yyyyMMdd.
    pub req_date: String,
    /// The caller's number.
    pub req_seq_id: ReqSeqId,
    /// When it was made.
    pub at: Instant,
}

impl Head {
    /// What its request is kept under.
    #[must_use]
    pub fn request(&self) -> String {
        request_key(&self.huifu_id, &self.req_date, self.req_seq_id.as_str())
    }
}

/// What a request is kept under.
#[must_use]
pub fn request_key(huifu_id: &HuifuId, req_date: &str, req_seq_id: &str) -> String {
    format!("{huifu_id}/{req_date}/{req_seq_id}")
}

/// A number that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// The request.
    pub request: String,
    /// What came of it.
    pub hf_seq_id: HfSeqId,
}

impl Record for Used {
    const TABLE: &'static str = "huifu_request";
    const COLUMNS: &'static [&'static str] = &["key"];
    fn columns(&self) -> Vec<Option<String>> {
        vec![Some(self.request.clone())]
    }
}
