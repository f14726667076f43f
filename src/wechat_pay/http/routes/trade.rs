//! Certificates, orders and combined orders.

use super::{Route, get, post};
use crate::wechat_pay::http::{certificates, combine, orders, schema};
use crate::wechat_pay::model::order::TradeType;

pub(super) static ROUTES: &[Route] = &[
    get("/v3/certificates", &schema::CERTIFICATES, certificates::list),
    post("/v3/pay/partner/transactions/jsapi", &schema::PARTNER_JSAPI, |c| {
        orders::partner(c, TradeType::Jsapi)
    })
    .called_by("sp_mchid"),
    post("/v3/pay/partner/transactions/app", &schema::PARTNER_APP, |c| orders::partner(c, TradeType::App))
        .called_by("sp_mchid"),
    post("/v3/pay/partner/transactions/h5", &schema::PARTNER_H5, |c| orders::partner(c, TradeType::H5))
        .called_by("sp_mchid"),
    post("/v3/pay/partner/transactions/native", &schema::PARTNER_NATIVE, |c| {
        orders::partner(c, TradeType::Native)
    })
    .called_by("sp_mchid"),
    get(
        "/v3/pay/partner/transactions/id/{transaction_id}",
        &schema::PARTNER_QUERY_BY_ID,
        orders::by_transaction,
    )
    .called_by("sp_mchid"),
    get(
        "/v3/pay/partner/transactions/out-trade-no/{out_trade_no}",
        &schema::PARTNER_QUERY_BY_NUMBER,
        orders::by_number,
    )
    .called_by("sp_mchid"),
    post(
        "/v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close",
        &schema::PARTNER_CLOSE,
        orders::close,
    )
    .called_by("sp_mchid"),
    post("/v3/pay/transactions/jsapi", &schema::DIRECT_JSAPI, |c| orders::direct(c, TradeType::Jsapi))
        .called_by("mchid"),
    post("/v3/pay/transactions/app", &schema::DIRECT_APP, |c| orders::direct(c, TradeType::App))
        .called_by("mchid"),
    post("/v3/pay/transactions/h5", &schema::DIRECT_H5, |c| orders::direct(c, TradeType::H5))
        .called_by("mchid"),
    post("/v3/pay/transactions/native", &schema::DIRECT_NATIVE, |c| orders::direct(c, TradeType::Native))
        .called_by("mchid"),
    get("/v3/pay/transactions/id/{transaction_id}", &schema::DIRECT_QUERY_BY_ID, orders::by_transaction)
        .called_by("mchid"),
    get(
        "/v3/pay/transactions/out-trade-no/{out_trade_no}",
        &schema::DIRECT_QUERY_BY_NUMBER,
        orders::by_number,
    )
    .called_by("mchid"),
    post("/v3/pay/transactions/out-trade-no/{out_trade_no}/close", &schema::DIRECT_CLOSE, orders::close)
        .called_by("mchid"),
    post("/v3/combine-transactions/jsapi", &schema::COMBINE_JSAPI, |c| combine::place(c, TradeType::Jsapi))
        .called_by("combine_mchid"),
    post("/v3/combine-transactions/app", &schema::COMBINE_APP, |c| combine::place(c, TradeType::App))
        .called_by("combine_mchid"),
    post("/v3/combine-transactions/h5", &schema::COMBINE_H5, |c| combine::place(c, TradeType::H5))
        .called_by("combine_mchid"),
    post("/v3/combine-transactions/native", &schema::COMBINE_NATIVE, |c| {
        combine::place(c, TradeType::Native)
    })
    .called_by("combine_mchid"),
    get(
        "/v3/combine-transactions/out-trade-no/{combine_out_trade_no}",
        &schema::COMBINE_QUERY,
        combine::query,
    ),
    post(
        "/v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close",
        &schema::COMBINE_CLOSE,
        combine::close,
    ),
];
