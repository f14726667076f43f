//! Every API by its `request_type`: what a request of it must carry, which members of its answer are inferred, what answers it.

use super::wire::{Call, Reply};
use super::{account, back, bill, delay, list, payment};
use crate::ipos::rules::Ruled;
use crate::world::act::closest;

/// One API.
pub(super) struct Route {
    /// Its `request_type`, and the name of its node.
    pub(super) request_type: &'static str,
    /// Where its members stand.
    pub(super) node: Node,
    /// Whether a terminal of a store asks.
    pub(super) terminal: bool,
    /// What becomes of the request's number.
    pub(super) number: Number,
    /// What no readable page shows of it.
    pub(super) inferred: &'static [&'static str],
    /// What answers it.
    pub(super) run: fn(&Call<'_>) -> Ruled<Reply>,
}

/// Where members stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// In an object that is called as the request is.
    Nested,
    /// Beside the common ones.
    Flat,
    /// There are none.
    None,
}

/// What becomes of a request's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// It is spent: the same request again is answered the same, another is refused.
    Spent,
    /// It must be there, and may be used again: a query (assumed).
    Free,
    /// There is none.
    None,
}

const fn route(
    request_type: &'static str,
    number: Number,
    terminal: bool,
    inferred: &'static [&'static str],
    run: fn(&Call<'_>) -> Ruled<Reply>,
) -> Route {
    Route { request_type, node: Node::Nested, terminal, number, inferred, run }
}

const ROUTES: &[Route] = &[
    route(
        "unifiedorder_request",
        Number::Spent,
        true,
        &["status", "pay_info", "wxpay_res_info", "split_flag D", "valid_time in minutes"],
        payment::unified,
    ),
    route(
        "scanpay_jsapi_request",
        Number::Spent,
        true,
        &["status", "pay_info", "wxpay_res_info", "split_flag D", "valid_time in minutes"],
        payment::jsapi,
    ),
    route(
        "scanpay_qrcode_request",
        Number::Spent,
        true,
        &["status", "qr_code", "wxpay_res_info", "split_flag D", "valid_time in minutes"],
        payment::qr_code,
    ),
    route(
        "barcode_query_request",
        Number::Free,
        true,
        &["status 0 and 2", "tx_amt", "wxpay_res_info", "fund_freeze_stat", "unfreeze_time"],
        payment::query,
    ),
    route(
        "barcode_reverse_request",
        Number::Spent,
        true,
        &["status", "wxpay_res_info", "fund_freeze_stat"],
        back::reverse,
    ),
    route(
        "barcode_cancel_request",
        Number::Spent,
        true,
        &["status", "wxpay_res_info", "fund_freeze_stat"],
        back::cancel,
    ),
    route(
        "barcode_refundquery_request",
        Number::Free,
        true,
        &["status", "tx_amt", "fund_freeze_stat"],
        back::query,
    ),
    route(
        "delay_confirm_request",
        Number::Spent,
        true,
        &["status", "tx_amt", "unconfirm_amt", "confirmed_amt"],
        delay::confirm,
    ),
    route(
        "delay_refund_request",
        Number::Spent,
        true,
        &["delay_refund_request itself", "status", "tx_amt", "unconfirm_amt"],
        delay::refund,
    ),
    route("delay_refundquery_request", Number::Free, true, &["status", "tx_amt"], delay::refund_query),
    route(
        "bill_download_request",
        Number::Free,
        true,
        &["bill_download_request itself", "download_url", "the file's columns"],
        bill::ask,
    ),
    route(
        "barcode_mqueryorder_request",
        Number::Free,
        true,
        &["status 0 and 2", "fund_freeze_stat", "unfreeze_time"],
        list::of_day,
    ),
    route(
        "barcode_queryorder_request",
        Number::Free,
        true,
        &["status 0 and 2", "fund_freeze_stat", "unfreeze_time"],
        list::of_order,
    ),
    Route {
        request_type: "store_datalist_request",
        node: Node::Flat,
        terminal: false,
        number: Number::None,
        inferred: &["page", "size", "total", "list", "fund_freeze_stat", "unfreeze_time"],
        run: list::of_store,
    },
    route(
        "account_balance_get_request",
        Number::Free,
        false,
        &["account_balance_get_request itself"],
        account::balance,
    ),
    Route {
        request_type: "account_balance_mget_request",
        node: Node::None,
        terminal: false,
        number: Number::Free,
        inferred: &["list"],
        run: account::balances,
    },
    route(
        "account_pay_request",
        Number::Spent,
        false,
        &["account_pay_request itself", "status"],
        account::pay,
    ),
    route("account_refund_request", Number::Spent, false, &["status"], account::refund),
    route(
        "merchant_withdraw_request",
        Number::Spent,
        false,
        &["merchant_withdraw_request itself", "trans_status", "acct_status"],
        account::withdraw,
    ),
    route(
        "merchant_withdrawquery_request",
        Number::Free,
        false,
        &["trans_status", "acct_status"],
        account::withdraw_query,
    ),
];

/// The API of a `request_type`.
///
/// # Errors
/// The one that was probably meant, if any.
pub(super) fn find(request_type: &str) -> Result<&'static Route, Option<&'static str>> {
    let found = ROUTES.iter().find(|route| route.request_type == request_type);
    found.ok_or_else(|| closest(request_type, ROUTES.iter().map(|route| route.request_type)))
}

impl Route {
    /// The name of its answers.
    pub(super) fn response_type(&self) -> String {
        response_type(self.request_type)
    }
}

/// `x_request` is answered by `x_response`.
pub(super) fn response_type(request_type: &str) -> String {
    let name = request_type.strip_suffix("_request").unwrap_or(request_type);
    format!("{name}_response")
}
