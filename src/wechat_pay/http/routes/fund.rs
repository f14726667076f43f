//! Balances and withdrawals.

use super::{Route, get, post};
use crate::wechat_pay::http::{fund, schema};

pub(super) static ROUTES: &[Route] = &[
    get("/v3/ecommerce/fund/balance/{sub_mchid}", &schema::BALANCE, fund::balance),
    get("/v3/ecommerce/fund/enddaybalance/{sub_mchid}", &schema::DAY_END_BALANCE, fund::day_end_balance),
    get("/v3/merchant/fund/balance/{account_type}", &schema::OWN_BALANCE, fund::own_balance),
    get(
        "/v3/merchant/fund/dayendbalance/{account_type}",
        &schema::OWN_DAY_END_BALANCE,
        fund::own_day_end_balance,
    ),
    post("/v3/ecommerce/fund/withdraw", &schema::WITHDRAW, fund::withdraw),
    get("/v3/ecommerce/fund/withdraw/{withdraw_id}", &schema::WITHDRAW_BY_ID, fund::by_id),
    get(
        "/v3/ecommerce/fund/withdraw/out-request-no/{out_request_no}",
        &schema::WITHDRAW_BY_NUMBER,
        fund::by_number,
    ),
    post("/v3/merchant/fund/withdraw", &schema::OWN_WITHDRAW, fund::own_withdraw),
    get("/v3/merchant/fund/withdraw/withdraw-id/{withdraw_id}", &schema::OWN_WITHDRAW_BY_ID, fund::own_by_id),
    get(
        "/v3/merchant/fund/withdraw/out-request-no/{out_request_no}",
        &schema::OWN_WITHDRAW_BY_NUMBER,
        fund::own_by_number,
    ),
    post(
        "/v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw",
        &schema::DAY_END_WITHDRAW,
        fund::day_end_withdraw,
    ),
    get(
        "/v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw/out-request-no/{out_request_no}",
        &schema::DAY_END_WITHDRAW_QUERY,
        fund::day_end_by_number,
    ),
];
