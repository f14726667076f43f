//! Onboarding by ordinary service providers. The submit path ends with a slash; of the query by number a page writes one too.

use super::{Route, get, post};
use crate::wechat_pay::http::{applyment4sub, schema};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/applyment4sub/applyment/", &schema::APPLYMENT4SUB_SUBMIT, applyment4sub::submit),
    get(
        "/v3/applyment4sub/applyment/business_code/{business_code}",
        &schema::APPLYMENT4SUB_BY_NUMBER,
        applyment4sub::query_by_number,
    ),
    get(
        "/v3/applyment4sub/applyment/business_code/{business_code}/",
        &schema::APPLYMENT4SUB_BY_NUMBER,
        applyment4sub::query_by_number,
    ),
    get(
        "/v3/applyment4sub/applyment/applyment_id/{applyment_id}",
        &schema::APPLYMENT4SUB_BY_ID,
        applyment4sub::query_by_id,
    ),
];
