//! Split returns of both families.

use super::fields::MERCHANT_NUMBER;
use super::{Field, Kind, Object, Pattern, Schema};

/// Numbers of the ordinary family have no `|` (A3).
static ORDINARY_NUMBER: Pattern = Pattern::new(r"^[0-9a-zA-Z_*@-]+$");

const SUB_MCHID: Field = Field::required("sub_mchid", "二级商户号", Kind::text(32));
const ORDER_ID: Field = Field::optional("order_id", "微信分账单号", Kind::text(64));
const OUT_ORDER_NO: Field =
    Field::optional("out_order_no", "商户分账单号", Kind::matching(1, 64, &MERCHANT_NUMBER));
const OUT_RETURN_NO: Field =
    Field::required("out_return_no", "商户回退单号", Kind::matching(1, 64, &MERCHANT_NUMBER));
const RETURN_MCHID: Field = Field::required("return_mchid", "回退商户号", Kind::text(32));
const AMOUNT: Field = Field::required("amount", "回退金额", Kind::at_least(1));
const DESCRIPTION: Field = Field::required("description", "回退描述", Kind::text(80));

static ECOMMERCE_BODY: Object = Object::new(&[
    SUB_MCHID,
    ORDER_ID,
    OUT_ORDER_NO,
    OUT_RETURN_NO,
    RETURN_MCHID,
    AMOUNT,
    DESCRIPTION,
    Field::optional("transaction_id", "微信订单号", Kind::text(32)),
])
.at_least_one(&["order_id", "out_order_no"]);

const ORDINARY_SUB_MCHID: Field = Field::optional("sub_mchid", "子商户号", Kind::text(32));
const ORDINARY_OUT_RETURN_NO: Field =
    Field::required("out_return_no", "商户回退单号", Kind::matching(1, 64, &ORDINARY_NUMBER));

static ORDINARY_BODY: Object = Object::new(&[
    ORDINARY_SUB_MCHID,
    ORDER_ID,
    Field::optional("out_order_no", "商户分账单号", Kind::matching(1, 64, &ORDINARY_NUMBER)),
    ORDINARY_OUT_RETURN_NO,
    RETURN_MCHID,
    AMOUNT,
    DESCRIPTION,
])
.at_least_one(&["order_id", "out_order_no"]);

/// `POST /v3/ecommerce/profitsharing/returnorders`
pub static SPLIT_RETURN_CREATE: Schema = Schema::post(&[], &ECOMMERCE_BODY);
/// `GET /v3/ecommerce/profitsharing/returnorders`
pub static SPLIT_RETURN_QUERY: Schema = Schema::get(&[], &[SUB_MCHID, OUT_RETURN_NO, ORDER_ID, OUT_ORDER_NO])
    .one_of_query(&["order_id", "out_order_no"]);
/// `POST /v3/profitsharing/return-orders`
pub static ORDINARY_RETURN_CREATE: Schema = Schema::post(&[], &ORDINARY_BODY);
/// `GET /v3/profitsharing/return-orders/{out_return_no}`
pub static ORDINARY_RETURN_QUERY: Schema = Schema::get(
    &[ORDINARY_OUT_RETURN_NO],
    &[
        ORDINARY_SUB_MCHID,
        Field::required("out_order_no", "商户分账单号", Kind::matching(1, 64, &ORDINARY_NUMBER)),
    ],
);
