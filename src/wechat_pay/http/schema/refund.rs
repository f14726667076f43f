//! Refunds of both APIs, their queries, other bank cards, and the return of advances.

use super::fields::{MERCHANT_NUMBER, SP_APPID, SUB_APPID, SUB_MCHID};
use super::{Field, Kind, Object, Schema};

/// Bytes of a refund's `notify_url`.
const URL_MAX: usize = 256;

/// Most items of lists for which no page gives a bound (assumed).
const ITEMS_MAX: usize = 1000;

/// Bytes of an encrypted part of a bank card.
const CIPHER_MAX: usize = 1024;

/// A direct merchant names none; that a provider must is a rule (OR-14).
const ANY_SUB_MCHID: Field = Field::optional("sub_mchid", "子商户号", Kind::text(32));
const TRANSACTION_ID: Field = Field::optional("transaction_id", "微信支付订单号", Kind::text(32));
const OUT_TRADE_NO: Field = Field::optional("out_trade_no", "商户订单号", Kind::text(32));
const OUT_REFUND_NO: Field =
    Field::required("out_refund_no", "商户退款单号", Kind::matching(1, 64, &MERCHANT_NUMBER));
const REFUND_ID: Field = Field::required("refund_id", "微信支付退款单号", Kind::text(32));
const REASON: Field = Field::optional("reason", "退款原因", Kind::text(80));
const NOTIFY_URL: Field = Field::optional("notify_url", "退款结果回调url", Kind::Url { max: URL_MAX });
const FUNDS_ACCOUNT: Field =
    Field::optional("funds_account", "退款资金来源", Kind::OneOf(&["AVAILABLE", "UNSETTLED"]));

const REFUND: Field = Field::required("refund", "退款金额", Kind::at_least(1));
const TOTAL: Field = Field::required("total", "原订单金额", Kind::at_least(1));
const FROM: Field = Field::optional("from", "退款出资账户及金额", Kind::list(&FROM_ITEM, 0, ITEMS_MAX));
const CURRENCIES: Kind = Kind::OneOf(&["CNY"]);

static FROM_ITEM: Kind = Kind::Object(&Object::new(&[
    Field::required("account", "出资账户类型", Kind::OneOf(&["AVAILABLE", "UNAVAILABLE"])),
    Field::required("amount", "出资金额", Kind::at_least(1)),
]));

static DOMESTIC_AMOUNT: Object =
    Object::new(&[REFUND, FROM, TOTAL, Field::required("currency", "退款币种", CURRENCIES)]);
static ECOMMERCE_AMOUNT: Object =
    Object::new(&[REFUND, FROM, TOTAL, Field::optional("currency", "退款币种", CURRENCIES)]);

static GOODS: Kind = Kind::Object(&Object::new(&[
    Field::required("merchant_goods_id", "商户侧商品编码", Kind::text(32)),
    Field::optional("wechatpay_goods_id", "微信支付商品编码", Kind::text(32)),
    Field::optional("goods_name", "商品名称", Kind::text(256)),
    Field::required("unit_price", "商品单价", Kind::at_least(0)),
    Field::required("refund_amount", "商品退款金额", Kind::at_least(0)),
    Field::required("refund_quantity", "商品退货数量", Kind::at_least(0)),
]));

/// One of the two numbers of the order must be there.
const ORDER_NUMBERS: &[&str] = &["transaction_id", "out_trade_no"];

static DOMESTIC_BODY: Object = Object::new(&[
    ANY_SUB_MCHID,
    TRANSACTION_ID,
    OUT_TRADE_NO,
    OUT_REFUND_NO,
    REASON,
    NOTIFY_URL,
    FUNDS_ACCOUNT,
    Field::required("amount", "金额信息", Kind::Object(&DOMESTIC_AMOUNT)),
    Field::optional("goods_detail", "退款商品", Kind::list(&GOODS, 0, ITEMS_MAX)),
])
.at_least_one(ORDER_NUMBERS);

static ECOMMERCE_BODY: Object = Object::new(&[
    SUB_MCHID,
    SP_APPID,
    SUB_APPID,
    TRANSACTION_ID,
    OUT_TRADE_NO,
    OUT_REFUND_NO,
    REASON,
    Field::required("amount", "订单金额", Kind::Object(&ECOMMERCE_AMOUNT)),
    NOTIFY_URL,
    Field::optional("refund_account", "退款出资商户", Kind::OneOf(REFUND_ACCOUNTS)),
    FUNDS_ACCOUNT,
])
.at_least_one(ORDER_NUMBERS);

const REFUND_ACCOUNTS: &[&str] = &["REFUND_SOURCE_SUB_MERCHANT", "REFUND_SOURCE_PARTNER_ADVANCE"];

const BANKS: &[&str] = &[
    "CMB_DEBIT",
    "COMM_DEBIT",
    "ABC_DEBIT",
    "CCB_DEBIT",
    "ICBC_DEBIT",
    "BOC_DEBIT",
    "PAB_DEBIT",
    "SPDB_DEBIT",
    "CITIC_DEBIT",
    "CEB_DEBIT",
    "CMBC_DEBIT",
    "CIB_DEBIT",
    "GDB_DEBIT",
    "PSBC_DEBIT",
    "NBCB_DEBIT",
];

static ABNORMAL_BODY: Object = Object::new(&[
    ANY_SUB_MCHID,
    OUT_REFUND_NO,
    Field::required("type", "异常退款处理方式", Kind::OneOf(&["USER_BANK_CARD", "MERCHANT_BANK_CARD"])),
    Field::optional("bank_type", "开户银行", Kind::OneOf(BANKS)),
    Field::optional("bank_account", "收款银行卡号", Kind::Cipher { max: CIPHER_MAX }),
    Field::optional("real_name", "收款用户姓名", Kind::Cipher { max: CIPHER_MAX }),
]);

static RETURN_BODY: Object = Object::new(&[SUB_MCHID]);

/// `POST /v3/refund/domestic/refunds`
pub static REFUND_DOMESTIC: Schema = Schema::post(&[], &DOMESTIC_BODY);
/// `GET /v3/refund/domestic/refunds/{out_refund_no}`
pub static REFUND_DOMESTIC_QUERY: Schema = Schema::get(&[OUT_REFUND_NO], &[ANY_SUB_MCHID]);
/// `POST /v3/ecommerce/refunds/apply`
pub static REFUND_ECOMMERCE: Schema = Schema::post(&[], &ECOMMERCE_BODY);
/// `GET /v3/ecommerce/refunds/id/{refund_id}`
pub static REFUND_QUERY_BY_ID: Schema = Schema::get(&[REFUND_ID], &[SUB_MCHID]);
/// `GET /v3/ecommerce/refunds/out-refund-no/{out_refund_no}`
pub static REFUND_QUERY_BY_NUMBER: Schema = Schema::get(&[OUT_REFUND_NO], &[SUB_MCHID]);
/// `POST /v3/{refund/domestic,ecommerce}/refunds/{refund_id}/apply-abnormal-refund`
pub static REFUND_ABNORMAL: Schema = Schema::post(&[REFUND_ID], &ABNORMAL_BODY);
/// `POST /v3/ecommerce/refunds/{refund_id}/return-advance`
pub static REFUND_RETURN_ADVANCE: Schema = Schema::post(&[REFUND_ID], &RETURN_BODY);
/// `GET /v3/ecommerce/refunds/{refund_id}/return-advance`
pub static REFUND_ADVANCE_QUERY: Schema = Schema::get(&[REFUND_ID], &[SUB_MCHID]);
