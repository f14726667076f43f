//! Combined orders: one payment over several sub orders (CO-01), their query and closing (CO-02, CO-03).

use super::fields::{
    DESCRIPTION, GOODS_TAG, H5_INFO, IDENTITY, LIMIT_PAY, NOTIFY_URL, ORDER_NUMBER, PAYER_CLIENT_IP,
    SETTLE_INFO, SUB_APPID, SUB_ORDERS_MAX, SUBSIDY_INFO, TIME_EXPIRE, TIME_START,
};
use super::{Field, Kind, Object, Schema};

/// Most fen of one sub order: ten million yuan (the unit is assumed).
const SUB_ORDER_FEN_MAX: i64 = 1_000_000_000;

const COMBINE_APPID: Field = Field::required("combine_appid", "合单商户appid", Kind::text(32));
const COMBINE_MCHID: Field = Field::required("combine_mchid", "合单商户号", Kind::text(32));
const COMBINE_NUMBER: Field =
    Field::required("combine_out_trade_no", "合单商户订单号", Kind::matching(2, 32, &ORDER_NUMBER));
const SUB_ORDERS: Field =
    Field::required("sub_orders", "子单信息", Kind::list(&SUB_ORDER, 1, SUB_ORDERS_MAX));
const SCENE_INFO: Field = Field::optional("scene_info", "场景信息", Kind::Object(&SCENE_INFO_MEMBERS));
const H5_SCENE_INFO: Field = Field::required("scene_info", "场景信息", Kind::Object(&H5_SCENE_INFO_MEMBERS));
const PAYER: Field = Field::required("combine_payer_info", "支付者", Kind::Object(&PAYER_MEMBERS));
const UNKNOWN_PAYER: Field =
    Field::optional("combine_payer_info", "支付者", Kind::Object(&UNKNOWN_PAYER_MEMBERS));

const OPENID: Field = Field::optional("openid", "用户标识", Kind::text(128));
const SUB_OPENID: Field = Field::optional("sub_openid", "用户子标识", Kind::text(128));

const SUB_ORDER_MCHID: Field = Field::required("mchid", "子单商户号", Kind::text(32));
const SUB_ORDER_NUMBER: Field =
    Field::required("out_trade_no", "子单商户订单号", Kind::matching(2, 32, &ORDER_NUMBER));
/// Required in partner mode only, which the schema cannot tell; the rules can.
const SUB_ORDER_SUB_MCHID: Field = Field::optional("sub_mchid", "二级商户号", Kind::text(32));

static SUB_ORDER: Kind = Kind::Object(&SUB_ORDER_MEMBERS);

static SUB_ORDER_MEMBERS: Object = Object::new(&[
    SUB_ORDER_MCHID,
    Field::required("attach", "附加数据", Kind::text(128)),
    Field::required("amount", "订单金额", Kind::Object(&SUB_ORDER_AMOUNT)),
    SUB_ORDER_NUMBER,
    SUB_ORDER_SUB_MCHID,
    SUB_APPID,
    Field::optional("detail", "商品详情", Kind::text(6000)),
    // The old place of the split flag; `settle_info` outranks it (PAY-04).
    Field::optional("profit_sharing", "是否指定分账", Kind::Bool),
    DESCRIPTION,
    SETTLE_INFO,
    GOODS_TAG,
]);

static SUB_ORDER_AMOUNT: Object = Object::new(&[
    Field::required("total_amount", "标价金额", Kind::Int64 { min: 1, max: SUB_ORDER_FEN_MAX }),
    Field::required("currency", "标价币种", Kind::OneOf(&["CNY"])),
]);

static SCENE_INFO_MEMBERS: Object =
    Object::new(&[Field::optional("device_id", "商户端设备号", Kind::text(16)), PAYER_CLIENT_IP]);

// Pages differ on whether device_id is required for H5; the lenient reading keeps honest clients working (assumed).
static H5_SCENE_INFO_MEMBERS: Object =
    Object::new(&[Field::optional("device_id", "商户端设备号", Kind::text(32)), PAYER_CLIENT_IP, H5_INFO]);

static PAYER_MEMBERS: Object =
    Object::new(&[OPENID, SUB_OPENID, IDENTITY]).at_least_one(&["openid", "sub_openid"]);

static UNKNOWN_PAYER_MEMBERS: Object = Object::new(&[OPENID, SUB_OPENID, IDENTITY]);

macro_rules! combine_body {
    ($scene:expr, $payer:expr $(, $special:expr)*) => {
        Object::new(&[
            COMBINE_APPID,
            COMBINE_MCHID,
            COMBINE_NUMBER,
            $scene,
            SUB_ORDERS,
            $payer,
            TIME_START,
            TIME_EXPIRE,
            NOTIFY_URL,
            LIMIT_PAY,
            $($special,)*
        ])
    };
}

static JSAPI_BODY: Object = combine_body!(SCENE_INFO, PAYER, SUBSIDY_INFO);
static APP_BODY: Object = combine_body!(SCENE_INFO, UNKNOWN_PAYER, SUBSIDY_INFO);
static H5_BODY: Object = combine_body!(H5_SCENE_INFO, UNKNOWN_PAYER);
static NATIVE_BODY: Object = combine_body!(SCENE_INFO, UNKNOWN_PAYER);

static CLOSE_BODY: Object = Object::new(&[
    COMBINE_APPID,
    Field::required("sub_orders", "子单信息", Kind::list(&CLOSED_SUB_ORDER, 1, SUB_ORDERS_MAX)),
]);

static CLOSED_SUB_ORDER: Kind = Kind::Object(&CLOSED_SUB_ORDER_MEMBERS);

static CLOSED_SUB_ORDER_MEMBERS: Object =
    Object::new(&[SUB_ORDER_MCHID, SUB_ORDER_NUMBER, SUB_ORDER_SUB_MCHID, SUB_APPID]);

/// `POST /v3/combine-transactions/jsapi`
pub static COMBINE_JSAPI: Schema = Schema::post(&[], &JSAPI_BODY);
/// `POST /v3/combine-transactions/app`
pub static COMBINE_APP: Schema = Schema::post(&[], &APP_BODY);
/// `POST /v3/combine-transactions/h5`
pub static COMBINE_H5: Schema = Schema::post(&[], &H5_BODY);
/// `POST /v3/combine-transactions/native`
pub static COMBINE_NATIVE: Schema = Schema::post(&[], &NATIVE_BODY);
/// `GET /v3/combine-transactions/out-trade-no/{combine_out_trade_no}`
pub static COMBINE_QUERY: Schema = Schema::get(&[COMBINE_NUMBER], &[]);
/// `POST /v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close`
pub static COMBINE_CLOSE: Schema = Schema::post(&[COMBINE_NUMBER], &CLOSE_BODY);
