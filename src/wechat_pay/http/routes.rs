//! Which paths exist, what each takes, and which function answers it.

use percent_encoding::percent_decode_str;

use super::schema::{self, Schema};
use super::wire::{Call, Reply};
use super::{certificates, combine, orders, split};
use crate::wechat_pay::model::order::TradeType;
use crate::wechat_pay::rules::Outcome;

/// One API.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with `{name}` for variables.
    pub path: &'static str,
    /// What it takes.
    pub schema: &'static Schema,
    /// The parameter that must be the caller's own number (WI-12).
    pub caller: Option<&'static str>,
    /// What it does.
    pub run: fn(&Call<'_>) -> Outcome<Reply>,
}

impl Route {
    /// Whether it is one of the "transaction APIs", whose gateway words its errors differently (WI-03 to WI-05, WI-11; assumed).
    #[must_use]
    pub fn is_transaction(&self) -> bool {
        self.path.starts_with("/v3/pay/") || self.path.starts_with("/v3/combine-transactions/")
    }
}

const fn get(path: &'static str, schema: &'static Schema, run: fn(&Call<'_>) -> Outcome<Reply>) -> Route {
    Route { method: "GET", path, schema, caller: None, run }
}

const fn post(path: &'static str, schema: &'static Schema, run: fn(&Call<'_>) -> Outcome<Reply>) -> Route {
    Route { method: "POST", path, schema, caller: None, run }
}

impl Route {
    const fn called_by(self, parameter: &'static str) -> Route {
        Route { caller: Some(parameter), ..self }
    }
}

/// Every API, in the order of the documentation.
pub static ROUTES: &[Route] = &[
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
    post("/v3/ecommerce/profitsharing/orders", &schema::SPLIT_CREATE, split::create),
    get("/v3/ecommerce/profitsharing/orders", &schema::SPLIT_QUERY, split::query),
    post("/v3/ecommerce/profitsharing/finish-order", &schema::SPLIT_FINISH, split::finish),
    get(
        "/v3/ecommerce/profitsharing/orders/{transaction_id}/amounts",
        &schema::SPLIT_AMOUNTS,
        split::amounts,
    ),
];

/// What a method and path lead to.
pub enum Found {
    /// An API, with its path variables decoded.
    Route(&'static Route, Vec<(&'static str, String)>),
    /// The path exists, with another method (WI-02).
    OtherMethod(&'static str),
    /// No such path (WI-01); perhaps this one was meant.
    Nothing(Option<&'static str>),
}

/// Finds the API for a method and a raw path.
#[must_use]
pub fn find(method: &str, path: &str) -> Found {
    let mut other = None;
    for route in ROUTES {
        let Some(variables) = variables(route.path, path) else { continue };
        if route.method == method {
            return Found::Route(route, variables);
        }
        other = Some(route.method);
    }
    match other {
        Some(method) => Found::OtherMethod(method),
        None => {
            let nearest = crate::world::act::closest(path, ROUTES.iter().map(|route| route.path));
            Found::Nothing(nearest)
        }
    }
}

fn variables(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut variables = Vec::new();
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(variables),
            (Some(wanted), Some(given)) => {
                match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(_) if given.is_empty() => return None,
                    Some(name) => {
                        variables.push((name, percent_decode_str(given).decode_utf8_lossy().into_owned()))
                    }
                    None if wanted == given => {}
                    None => return None,
                }
            }
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
}
