//! Split returns.

use super::{Route, get, post};
use crate::wechat_pay::http::{schema, split_return};
use crate::wechat_pay::model::split::Family;

pub(super) static ROUTES: &[Route] = &[
    post("/v3/ecommerce/profitsharing/returnorders", &schema::SPLIT_RETURN_CREATE, |c| {
        split_return::create(c, Family::Ecommerce)
    }),
    get("/v3/ecommerce/profitsharing/returnorders", &schema::SPLIT_RETURN_QUERY, |c| {
        split_return::query(c, Family::Ecommerce)
    }),
    post("/v3/profitsharing/return-orders", &schema::ORDINARY_RETURN_CREATE, |c| {
        split_return::create(c, Family::Ordinary)
    }),
    get("/v3/profitsharing/return-orders/{out_return_no}", &schema::ORDINARY_RETURN_QUERY, |c| {
        split_return::query(c, Family::Ordinary)
    }),
];
