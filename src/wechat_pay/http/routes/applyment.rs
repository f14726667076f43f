//! Onboarding at an e-commerce platform. The submit path really ends with a slash.

use super::{Route, get, post};
use crate::wechat_pay::http::{applyment, schema};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/ecommerce/applyments/", &schema::APPLYMENT_SUBMIT, applyment::submit),
    post(
        "/v3/ecommerce/applyments/submit-account-hosting-applyment",
        &schema::APPLYMENT_SUBMIT,
        applyment::submit,
    ),
    post(
        "/v3/ecommerce/applyments/submit-sign-verify-info",
        &schema::APPLYMENT_SIGN_VERIFY,
        applyment::sign_by_proxy,
    ),
    get("/v3/ecommerce/applyments/{applyment_id}", &schema::APPLYMENT_BY_ID, applyment::query_by_id),
    get(
        "/v3/ecommerce/applyments/out-request-no/{out_request_no}",
        &schema::APPLYMENT_BY_NUMBER,
        applyment::query_by_number,
    ),
    post("/v3/ecommerce/applyments/{applyment_id}/revoke", &schema::APPLYMENT_BY_ID, applyment::revoke_by_id),
    post(
        "/v3/ecommerce/applyments/out-request-no/{out_request_no}/revoke",
        &schema::APPLYMENT_BY_NUMBER,
        applyment::revoke_by_number,
    ),
];
