//! Single orders, by a service provider and by a merchant itself (OR-01, OR-02), their queries and closing, and the
//! platform certificates.

use super::fields::{
    APPID, DESCRIPTION, DETAIL, GOODS_TAG, H5_INFO, IDENTITY, LIMIT_PAY, MCHID, NOTIFY_URL, OUT_TRADE_NO,
    PAYER_CLIENT_IP, SETTLE_INFO, SP_APPID, SP_MCHID, STORE_INFO, SUB_APPID, SUB_MCHID, SUBSIDY_INFO,
    TIME_EXPIRE, TRANSACTION_ID,
};
use super::{Field, Kind, Object, Schema};

const ATTACH: Field = Field::optional("attach", "附加数据", Kind::text(128));
const SUPPORT_FAPIAO: Field = Field::optional("support_fapiao", "电子发票入口开放标识", Kind::Bool);
const DEVICE_ID: Field = Field::optional("device_id", "商户端设备号", Kind::text(32));
const AMOUNT: Field = Field::required("amount", "订单金额", Kind::Object(&AMOUNT_MEMBERS));
const SCENE_INFO: Field = Field::optional("scene_info", "场景信息", Kind::Object(&SCENE_INFO_MEMBERS));
const H5_SCENE_INFO: Field = Field::required("scene_info", "场景信息", Kind::Object(&H5_SCENE_INFO_MEMBERS));

const PARTNER_PAYER: Field = Field::required("payer", "支付者", Kind::Object(&PARTNER_PAYER_MEMBERS));
const DIRECT_PAYER: Field = Field::required("payer", "支付者", Kind::Object(&DIRECT_PAYER_MEMBERS));
/// Outside JSAPI nobody knows the payer yet; only a demanded identity can be given.
const UNKNOWN_PAYER: Field = Field::optional("payer", "支付者", Kind::Object(&UNKNOWN_PAYER_MEMBERS));

static AMOUNT_MEMBERS: Object = Object::new(&[
    Field::required("total", "总金额", Kind::at_least(1)),
    Field::optional("currency", "货币类型", Kind::OneOf(&["CNY"])),
]);

static SCENE_INFO_MEMBERS: Object = Object::new(&[PAYER_CLIENT_IP, DEVICE_ID, STORE_INFO]);
static H5_SCENE_INFO_MEMBERS: Object = Object::new(&[PAYER_CLIENT_IP, DEVICE_ID, STORE_INFO, H5_INFO]);

static PARTNER_PAYER_MEMBERS: Object = Object::new(&[
    Field::optional("sp_openid", "用户服务标识", Kind::text(128)),
    Field::optional("sub_openid", "用户子标识", Kind::text(128)),
    IDENTITY,
])
.at_least_one(&["sp_openid", "sub_openid"]);

static DIRECT_PAYER_MEMBERS: Object =
    Object::new(&[Field::required("openid", "用户标识", Kind::text(128)), IDENTITY]);

static UNKNOWN_PAYER_MEMBERS: Object = Object::new(&[IDENTITY]);

/// The body of a single order: who places it, the common lines, and what its trade type adds.
macro_rules! order_body {
    ([$($caller:expr),*], [$($special:expr),*]) => {
        Object::new(&[
            $($caller,)*
            DESCRIPTION,
            OUT_TRADE_NO,
            TIME_EXPIRE,
            ATTACH,
            NOTIFY_URL,
            GOODS_TAG,
            SETTLE_INFO,
            SUPPORT_FAPIAO,
            LIMIT_PAY,
            AMOUNT,
            $($special,)*
            DETAIL,
        ])
    };
}

macro_rules! partner_body {
    ($($special:expr),*) => { order_body!([SP_APPID, SP_MCHID, SUB_APPID, SUB_MCHID], [$($special),*]) };
}

macro_rules! direct_body {
    ($($special:expr),*) => { order_body!([APPID, MCHID], [$($special),*]) };
}

static PARTNER_JSAPI_BODY: Object = partner_body!(PARTNER_PAYER, SCENE_INFO, SUBSIDY_INFO);
static PARTNER_APP_BODY: Object = partner_body!(UNKNOWN_PAYER, SCENE_INFO, SUBSIDY_INFO);
static PARTNER_H5_BODY: Object = partner_body!(UNKNOWN_PAYER, H5_SCENE_INFO);
static PARTNER_NATIVE_BODY: Object = partner_body!(UNKNOWN_PAYER, SCENE_INFO);
static DIRECT_JSAPI_BODY: Object = direct_body!(DIRECT_PAYER, SCENE_INFO, SUBSIDY_INFO);
static DIRECT_APP_BODY: Object = direct_body!(UNKNOWN_PAYER, SCENE_INFO, SUBSIDY_INFO);
static DIRECT_H5_BODY: Object = direct_body!(UNKNOWN_PAYER, H5_SCENE_INFO);
static DIRECT_NATIVE_BODY: Object = direct_body!(UNKNOWN_PAYER, SCENE_INFO);

static PARTNER_CLOSE_BODY: Object = Object::new(&[SP_MCHID, SUB_MCHID]);
static DIRECT_CLOSE_BODY: Object = Object::new(&[MCHID]);

/// `POST /v3/pay/partner/transactions/jsapi`
pub static PARTNER_JSAPI: Schema = Schema::post(&[], &PARTNER_JSAPI_BODY);
/// `POST /v3/pay/partner/transactions/app`
pub static PARTNER_APP: Schema = Schema::post(&[], &PARTNER_APP_BODY);
/// `POST /v3/pay/partner/transactions/h5`
pub static PARTNER_H5: Schema = Schema::post(&[], &PARTNER_H5_BODY);
/// `POST /v3/pay/partner/transactions/native`
pub static PARTNER_NATIVE: Schema = Schema::post(&[], &PARTNER_NATIVE_BODY);
/// `GET /v3/pay/partner/transactions/id/{transaction_id}`
pub static PARTNER_QUERY_BY_ID: Schema = Schema::get(&[TRANSACTION_ID], &[SP_MCHID, SUB_MCHID]);
/// `GET /v3/pay/partner/transactions/out-trade-no/{out_trade_no}`
pub static PARTNER_QUERY_BY_NUMBER: Schema = Schema::get(&[OUT_TRADE_NO], &[SP_MCHID, SUB_MCHID]);
/// `POST /v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close`
pub static PARTNER_CLOSE: Schema = Schema::post(&[OUT_TRADE_NO], &PARTNER_CLOSE_BODY);

/// `POST /v3/pay/transactions/jsapi`
pub static DIRECT_JSAPI: Schema = Schema::post(&[], &DIRECT_JSAPI_BODY);
/// `POST /v3/pay/transactions/app`
pub static DIRECT_APP: Schema = Schema::post(&[], &DIRECT_APP_BODY);
/// `POST /v3/pay/transactions/h5`
pub static DIRECT_H5: Schema = Schema::post(&[], &DIRECT_H5_BODY);
/// `POST /v3/pay/transactions/native`
pub static DIRECT_NATIVE: Schema = Schema::post(&[], &DIRECT_NATIVE_BODY);
/// `GET /v3/pay/transactions/id/{transaction_id}`
pub static DIRECT_QUERY_BY_ID: Schema = Schema::get(&[TRANSACTION_ID], &[MCHID]);
/// `GET /v3/pay/transactions/out-trade-no/{out_trade_no}`
pub static DIRECT_QUERY_BY_NUMBER: Schema = Schema::get(&[OUT_TRADE_NO], &[MCHID]);
/// `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`
pub static DIRECT_CLOSE: Schema = Schema::post(&[OUT_TRADE_NO], &DIRECT_CLOSE_BODY);

/// `GET /v3/certificates` (CE-01)
pub static CERTIFICATES: Schema = Schema::get(
    &[],
    &[Field::optional("algorithm_type", "证书算法类型", Kind::OneOf(&["RSA", "SM2", "ALL"]))],
);
