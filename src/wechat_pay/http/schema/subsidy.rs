//! Subsidies of the e-commerce platform.

use super::fields::MERCHANT_NUMBER;
use super::{Field, Kind, Object, Schema};

/// Most accounts in `from` that are read; a rule allows one (SUB-13).
const ACCOUNTS_MAX: usize = 10;

const SUB_MCHID: Field = Field::required("sub_mchid", "二级商户号", Kind::text(32));
const TRANSACTION_ID: Field = Field::required("transaction_id", "微信订单号", Kind::text(64));

static CREATE_BODY: Object = Object::new(&[
    SUB_MCHID,
    TRANSACTION_ID,
    Field::required("amount", "补差金额", Kind::at_least(1)),
    Field::required("description", "补差描述", Kind::text(80)),
    Field::optional("out_subsidy_no", "商户补差单号", Kind::matching(1, 64, &MERCHANT_NUMBER)),
    Field::optional("refund_id", "微信退款单号", Kind::text(32)),
]);

static RETURN_BODY: Object = Object::new(&[
    SUB_MCHID,
    Field::required("out_order_no", "商户补差回退单号", Kind::matching(1, 64, &MERCHANT_NUMBER)),
    TRANSACTION_ID,
    Field::optional("refund_id", "微信退款单号", Kind::text(64)),
    Field::required("amount", "补差回退金额", Kind::at_least(1)),
    Field::required("description", "补差回退描述", Kind::text(80)),
    Field::optional("subsidy_id", "微信补差单号", Kind::text(64)),
    Field::optional("from", "回退出资账户及金额", Kind::list(&FROM, 1, ACCOUNTS_MAX)),
]);

static FROM: Kind = Kind::Object(&Object::new(&[
    Field::required("account", "出资账户类型", Kind::OneOf(&["AVAILABLE", "UNAVAILABLE"])),
    Field::required("amount", "出资金额", Kind::at_least(1)),
]));

static CANCEL_BODY: Object =
    Object::new(&[SUB_MCHID, TRANSACTION_ID, Field::required("description", "取消补差描述", Kind::text(80))]);

/// `POST /v3/ecommerce/subsidies/create`
pub static SUBSIDY_CREATE: Schema = Schema::post(&[], &CREATE_BODY);
/// `POST /v3/ecommerce/subsidies/return`
pub static SUBSIDY_RETURN: Schema = Schema::post(&[], &RETURN_BODY);
/// `POST /v3/ecommerce/subsidies/cancel`
pub static SUBSIDY_CANCEL: Schema = Schema::post(&[], &CANCEL_BODY);
