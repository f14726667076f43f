//! Subsidies.

use super::{Route, post};
use crate::wechat_pay::http::{schema, subsidy};

pub(super) static ROUTES: &[Route] = &[
    post("/v3/ecommerce/subsidies/create", &schema::SUBSIDY_CREATE, subsidy::create),
    post("/v3/ecommerce/subsidies/return", &schema::SUBSIDY_RETURN, subsidy::give_back),
    post("/v3/ecommerce/subsidies/cancel", &schema::SUBSIDY_CANCEL, subsidy::cancel),
];
