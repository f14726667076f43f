//! Profit sharing of ordinary service providers and direct merchants. What a direct merchant leaves out is optional here; that
//! a provider must send it is the rules' matter.

use super::fields::MERCHANT_NUMBER;
use super::literals::RECEIVERS_FORMAT;
use super::{Field, Kind, Object, Schema};

/// Most receivers of a request (PP-10).
const RECEIVERS_MAX: usize = 50;

/// Bytes of an encrypted receiver name.
const NAME_MAX: usize = 1024;

const SUB_MCHID: Field = Field::optional("sub_mchid", "子商户号", Kind::text(32));
const APPID: Field = Field::optional("appid", "应用ID", Kind::text(32));
const SUB_APPID: Field = Field::optional("sub_appid", "子商户应用ID", Kind::text(32));
const TRANSACTION_ID: Field = Field::required("transaction_id", "微信订单号", Kind::text(32));
const OUT_ORDER_NO: Field =
    Field::required("out_order_no", "商户分账单号", Kind::matching(1, 64, &MERCHANT_NUMBER));
const DESCRIPTION: Field = Field::required("description", "分账描述", Kind::text(80));
const TYPE: Field = Field::required(
    "type",
    "分账接收方类型",
    Kind::OneOf(&["MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"]),
);
const ACCOUNT: Field = Field::required("account", "分账接收方账号", Kind::text(64));
/// Known to one official client alone (PP-34): taken and not used.
const NOTIFY_URL: Field = Field::optional("notify_url", "通知地址", Kind::Url { max: 256 });

static CREATE_BODY: Object = Object::new(&[
    SUB_MCHID,
    APPID,
    SUB_APPID,
    TRANSACTION_ID,
    OUT_ORDER_NO,
    Field::required("receivers", "分账接收方列表", Kind::list(&RECEIVER, 1, RECEIVERS_MAX)),
    Field::required("unfreeze_unsplit", "是否解冻剩余未分资金", Kind::Bool),
    NOTIFY_URL,
]);

static RECEIVER: Kind = Kind::Object(&RECEIVER_MEMBERS);

static RECEIVER_MEMBERS: Object = Object::new(&[
    TYPE,
    ACCOUNT,
    Field::optional("name", "分账个人接收方姓名", Kind::Cipher { max: NAME_MAX }),
    Field::required("amount", "分账金额", Kind::at_least(1)).mistyped(RECEIVERS_FORMAT),
    DESCRIPTION,
]);

static UNFREEZE_BODY: Object =
    Object::new(&[SUB_MCHID, TRANSACTION_ID, OUT_ORDER_NO, DESCRIPTION, NOTIFY_URL]);

const RELATIONS: &[&str] = &[
    "SERVICE_PROVIDER",
    "STORE",
    "STAFF",
    "STORE_OWNER",
    "PARTNER",
    "HEADQUARTER",
    "BRAND",
    "DISTRIBUTOR",
    "USER",
    "SUPPLIER",
    "CUSTOM",
];

static RECEIVER_ADD_BODY: Object = Object::new(&[
    SUB_MCHID,
    Field::required("appid", "应用ID", Kind::text(32)),
    SUB_APPID,
    TYPE,
    ACCOUNT,
    Field::optional("name", "分账接收方全称", Kind::Cipher { max: NAME_MAX }),
    Field::required("relation_type", "与分账方的关系类型", Kind::OneOf(RELATIONS)),
    // Ten characters, which are at most thirty bytes of Chinese.
    Field::optional("custom_relation", "自定义的分账关系", Kind::text(30)),
]);

static RECEIVER_DELETE_BODY: Object =
    Object::new(&[SUB_MCHID, Field::required("appid", "应用ID", Kind::text(32)), SUB_APPID, TYPE, ACCOUNT]);

/// `POST /v3/profitsharing/orders`
pub static ORDINARY_SPLIT_CREATE: Schema = Schema::post(&[], &CREATE_BODY);
/// `GET /v3/profitsharing/orders/{out_order_no}`
pub static ORDINARY_SPLIT_QUERY: Schema = Schema::get(&[OUT_ORDER_NO], &[SUB_MCHID, TRANSACTION_ID]);
/// `POST /v3/profitsharing/orders/unfreeze`
pub static ORDINARY_UNFREEZE: Schema = Schema::post(&[], &UNFREEZE_BODY);
/// `GET /v3/profitsharing/transactions/{transaction_id}/amounts`
pub static ORDINARY_AMOUNTS: Schema = Schema::get(&[TRANSACTION_ID], &[]);
/// `GET /v3/profitsharing/merchant-configs/{sub_mchid}`
pub static MERCHANT_CONFIG: Schema =
    Schema::get(&[Field::required("sub_mchid", "子商户号", Kind::text(32))], &[]);
/// `POST /v3/profitsharing/receivers/add`
pub static ORDINARY_RECEIVER_ADD: Schema = Schema::post(&[], &RECEIVER_ADD_BODY);
/// `POST /v3/profitsharing/receivers/delete`
pub static ORDINARY_RECEIVER_DELETE: Schema = Schema::post(&[], &RECEIVER_DELETE_BODY);
