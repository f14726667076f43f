//! Bills.

use super::{Route, get};
use crate::wechat_pay::http::{bill, schema};

pub(super) static ROUTES: &[Route] = &[
    get("/v3/bill/tradebill", &schema::TRADE_BILL, bill::trade),
    get("/v3/bill/fundflowbill", &schema::FUND_FLOW_BILL, bill::fund_flow),
    get("/v3/ecommerce/bill/fundflowbill", &schema::ALL_FUND_FLOW_BILL, bill::all_fund_flow),
    get("/v3/bill/sub-merchant-fundflowbill", &schema::SUB_FUND_FLOW_BILL, bill::sub_fund_flow),
    get("/v3/profitsharing/bills", &schema::SHARING_BILL, bill::sharing),
    get("/v3/merchant/fund/withdraw/bill-type/{bill_type}", &schema::WITHDRAW_BILL, bill::withdrawn),
    get("/v3/billdownload/file", &schema::BILL_DOWNLOAD, bill::download),
    get("/v3/bill/downloadurl", &schema::BILL_DOWNLOAD, bill::download),
];
