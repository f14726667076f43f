//! Profit sharing.

use super::{Route, get, post};
use crate::wechat_pay::http::{schema, split, split_receivers};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/ecommerce/profitsharing/receivers/add", &schema::RECEIVER_ADD, split_receivers::add),
    post("/v3/ecommerce/profitsharing/receivers/delete", &schema::RECEIVER_DELETE, split_receivers::delete),
    post("/v3/ecommerce/profitsharing/orders", &schema::SPLIT_CREATE, split::create),
    get("/v3/ecommerce/profitsharing/orders", &schema::SPLIT_QUERY, split::query),
    post("/v3/ecommerce/profitsharing/finish-order", &schema::SPLIT_FINISH, split::finish),
    get(
        "/v3/ecommerce/profitsharing/orders/{transaction_id}/amounts",
        &schema::SPLIT_AMOUNTS,
        split::amounts,
    ),
];
