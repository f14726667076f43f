//! Settlement accounts of sub-merchants.

use super::{Route, get, post};
use crate::wechat_pay::http::{schema, settlement};

pub(super) static ROUTES: &[Route] = &[
    get("/v3/apply4sub/sub_merchants/{sub_mchid}/settlement", &schema::SETTLEMENT, settlement::query),
    post(
        "/v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement",
        &schema::MODIFY_SETTLEMENT,
        settlement::modify,
    ),
    get(
        "/v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}",
        &schema::SETTLEMENT_APPLICATION,
        settlement::application,
    ),
];
