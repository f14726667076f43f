//! Profit sharing of ordinary service providers and direct merchants.

use super::{Route, get, post};
use crate::wechat_pay::http::{ordinary_split, schema, split};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/profitsharing/receivers/add", &schema::ORDINARY_RECEIVER_ADD, ordinary_split::add_receiver),
    post(
        "/v3/profitsharing/receivers/delete",
        &schema::ORDINARY_RECEIVER_DELETE,
        ordinary_split::delete_receiver,
    ),
    post("/v3/profitsharing/orders", &schema::ORDINARY_SPLIT_CREATE, ordinary_split::create),
    // Only a POST: a split may itself be called `unfreeze`, and is found by the next line.
    post("/v3/profitsharing/orders/unfreeze", &schema::ORDINARY_UNFREEZE, ordinary_split::unfreeze),
    get("/v3/profitsharing/orders/{out_order_no}", &schema::ORDINARY_SPLIT_QUERY, ordinary_split::query),
    get(
        "/v3/profitsharing/transactions/{transaction_id}/amounts",
        &schema::ORDINARY_AMOUNTS,
        ordinary_split::amounts,
    ),
    get("/v3/profitsharing/merchant-configs/{sub_mchid}", &schema::MERCHANT_CONFIG, split::max_ratio),
];
