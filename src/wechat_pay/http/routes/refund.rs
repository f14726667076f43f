//! Refunds.

use super::{Route, get, post};
use crate::wechat_pay::http::{refund, schema};
use crate::wechat_pay::model::refund::Family;

pub(super) static ROUTES: &[Route] = &[
    post("/v3/refund/domestic/refunds", &schema::REFUND_DOMESTIC, refund::domestic),
    get("/v3/refund/domestic/refunds/{out_refund_no}", &schema::REFUND_DOMESTIC_QUERY, |c| {
        refund::by_number(c, Family::Domestic)
    }),
    post("/v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund", &schema::REFUND_ABNORMAL, |c| {
        refund::abnormal(c, Family::Domestic)
    }),
    post("/v3/ecommerce/refunds/apply", &schema::REFUND_ECOMMERCE, refund::ecommerce),
    get("/v3/ecommerce/refunds/id/{refund_id}", &schema::REFUND_QUERY_BY_ID, refund::by_id),
    get("/v3/ecommerce/refunds/out-refund-no/{out_refund_no}", &schema::REFUND_QUERY_BY_NUMBER, |c| {
        refund::by_number(c, Family::Ecommerce)
    }),
    post("/v3/ecommerce/refunds/{refund_id}/apply-abnormal-refund", &schema::REFUND_ABNORMAL, |c| {
        refund::abnormal(c, Family::Ecommerce)
    }),
    post(
        "/v3/ecommerce/refunds/{refund_id}/return-advance",
        &schema::REFUND_RETURN_ADVANCE,
        refund::return_advance,
    ),
    get(
        "/v3/ecommerce/refunds/{refund_id}/return-advance",
        &schema::REFUND_ADVANCE_QUERY,
        refund::query_advance,
    ),
];
