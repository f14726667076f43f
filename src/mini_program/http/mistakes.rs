//! What clients often send and no call reads: the answer stays as it is, and people are told what was meant.

use serde_json::{Map, Value};

use super::shape::{self, Field};
use crate::world::act::closest;
use crate::world::journal::Note;

/// A member that belongs elsewhere.
struct Mistake {
    /// Its names.
    names: &'static [&'static str],
    /// What to do, in English.
    en: &'static str,
    /// In Chinese.
    zh: &'static str,
}

const MISTAKES: &[Mistake] = &[
    Mistake {
        names: &["access_token"],
        en: "access_token is a query parameter; one in the body is not read (SH-01)",
        zh: "access_token 须放在查询参数中，请求体中的不会读取（SH-01）",
    },
    Mistake {
        names: &["order_key"],
        en: "order_key is for uploads; a query has transaction_id, or merchant_id and merchant_trade_no, at the top of its body",
        zh: "order_key 只用于上传；查询须在请求体顶层填 transaction_id，或 merchant_id 和 merchant_trade_no",
    },
    Mistake {
        names: &["mchid", "out_trade_no"],
        en: "a query names the order by merchant_id and merchant_trade_no; mchid and out_trade_no stand in the order_key of uploads",
        zh: "查询用 merchant_id 和 merchant_trade_no；mchid 和 out_trade_no 只用于上传的 order_key",
    },
    Mistake {
        names: &["merchant_id", "merchant_trade_no"],
        en: "an order_key has mchid and out_trade_no; merchant_id and merchant_trade_no are for queries",
        zh: "order_key 用 mchid 和 out_trade_no；merchant_id 和 merchant_trade_no 只用于查询",
    },
    Mistake {
        names: &["receive_time"],
        en: "receive_time is not read: the member is received_time, an integer, unix seconds (SH-33)",
        zh: "receive_time 不会被读取：字段名为 received_time，整数，单位为秒（SH-33）",
    },
    Mistake {
        names: &["offset", "limit", "page", "page_no", "page_num", "count"],
        en: "the list has no offset: send page_size, then the last_index of each answer while has_more is true (SH-32)",
        zh: "列表不按偏移分页：用 page_size，并在 has_more 为 true 时带上返回的 last_index（SH-32）",
    },
    Mistake {
        names: &["openid"],
        en: "openid is not read there: the payer stands in payer.openid",
        zh: "此处的 openid 不会被读取：付款人写在 payer.openid 中",
    },
];

/// What is said about the first member of a body that nobody reads.
pub(super) fn told(body: &Map<String, Value>, fields: &'static [Field]) -> Option<Note> {
    let (name, known) = shape::stranger(body, fields)?;
    if let Some(mistake) = MISTAKES.iter().find(|mistake| mistake.names.contains(&name)) {
        return Some(Note::new(mistake.en, mistake.zh));
    }
    let (en, zh) = closest(name, known.into_iter()).map_or((String::new(), String::new()), |near| {
        (format!("; did you mean {near}?"), format!("；是否为 {near}？"))
    });
    Some(Note::new(format!("nobody reads {name}{en}"), format!("字段 {name} 不会被读取{zh}")))
}
