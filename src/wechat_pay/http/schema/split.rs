//! Profit sharing of the e-commerce platform: split, its query, the finish of an order and what is left to split.

use super::fields::MERCHANT_NUMBER;
use super::literals::RECEIVERS_FORMAT;
use super::{Field, Kind, Object, Schema};

/// Most receivers that any edition of the page allows; the bound in force is a switch of the world (PS-06).
const RECEIVERS_MAX: usize = 50;

/// Bytes of an encrypted receiver name.
const NAME_MAX: usize = 10240;

const SUB_MCHID: Field = Field::required("sub_mchid", "二级商户号", Kind::text(32));
const TRANSACTION_ID: Field = Field::required("transaction_id", "微信订单号", Kind::text(32));
const OUT_ORDER_NO: Field =
    Field::required("out_order_no", "商户分账单号", Kind::matching(1, 64, &MERCHANT_NUMBER));
const DESCRIPTION: Field = Field::required("description", "分账描述", Kind::text(80));

static CREATE_BODY: Object = Object::new(&[
    Field::optional("appid", "公众账号ID", Kind::text(32)),
    SUB_MCHID,
    TRANSACTION_ID,
    OUT_ORDER_NO,
    Field::required("receivers", "分账接收方列表", Kind::list(&RECEIVER, 1, RECEIVERS_MAX)),
    Field::required("finish", "是否分账完成", Kind::Bool),
]);

static RECEIVER: Kind = Kind::Object(&RECEIVER_MEMBERS);

/// `receiver_mchid` is the name clients of 2019 send instead of `receiver_account`.
static RECEIVER_MEMBERS: Object = Object::new(&[
    Field::required("type", "分账接收方类型", Kind::OneOf(&["MERCHANT_ID", "PERSONAL_OPENID"])),
    Field::optional("receiver_account", "分账接收方账号", Kind::text(64)),
    Field::optional("receiver_mchid", "分账接收商户号", Kind::text(32)),
    Field::required("amount", "分账金额", Kind::at_least(1)).mistyped(RECEIVERS_FORMAT),
    DESCRIPTION,
    Field::optional("receiver_name", "分账个人姓名", Kind::Cipher { max: NAME_MAX }),
])
.at_least_one(&["receiver_account", "receiver_mchid"]);

static FINISH_BODY: Object = Object::new(&[SUB_MCHID, TRANSACTION_ID, OUT_ORDER_NO, DESCRIPTION]);

const ACCOUNT_TYPE: Field =
    Field::required("type", "接收方类型", Kind::OneOf(&["MERCHANT_ID", "PERSONAL_OPENID"]));
const ACCOUNT: Field = Field::required("account", "接收方账号", Kind::text(64));

static RECEIVER_ADD_BODY: Object = Object::new(&[
    Field::optional("appid", "公众账号ID", Kind::text(32)),
    ACCOUNT_TYPE,
    ACCOUNT,
    Field::optional("name", "接收方名称", Kind::text(256)),
    Field::optional("encrypted_name", "接收方名称的密文", Kind::Cipher { max: NAME_MAX }),
    Field::required(
        "relation_type",
        "与分账方的关系类型",
        Kind::OneOf(&["SUPPLIER", "DISTRIBUTOR", "SERVICE_PROVIDER", "PLATFORM", "OTHERS"]),
    ),
]);

static RECEIVER_DELETE_BODY: Object =
    Object::new(&[Field::optional("appid", "公众账号ID", Kind::text(32)), ACCOUNT_TYPE, ACCOUNT]);

/// `POST /v3/ecommerce/profitsharing/receivers/add`
pub static RECEIVER_ADD: Schema = Schema::post(&[], &RECEIVER_ADD_BODY);
/// `POST /v3/ecommerce/profitsharing/receivers/delete`
pub static RECEIVER_DELETE: Schema = Schema::post(&[], &RECEIVER_DELETE_BODY);
/// `POST /v3/ecommerce/profitsharing/orders`
pub static SPLIT_CREATE: Schema = Schema::post(&[], &CREATE_BODY);
/// `GET /v3/ecommerce/profitsharing/orders`
pub static SPLIT_QUERY: Schema = Schema::get(&[], &[SUB_MCHID, TRANSACTION_ID, OUT_ORDER_NO]);
/// `POST /v3/ecommerce/profitsharing/finish-order`
pub static SPLIT_FINISH: Schema = Schema::post(&[], &FINISH_BODY);
/// `GET /v3/ecommerce/profitsharing/orders/{transaction_id}/amounts`
pub static SPLIT_AMOUNTS: Schema = Schema::get(&[TRANSACTION_ID], &[]);
