//! Balances (4.3) and withdrawals (4.4).

use super::{Field, Kind, Object, Pattern, Schema};

/// Letters and digits only. The characters are documented, their spelling as a pattern is assumed.
static WITHDRAW_NUMBER: Pattern = Pattern::new(r"^[0-9a-zA-Z]+$");

/// A day as bills and balances name it; its spelling as a pattern is assumed.
static DAY: Pattern = Pattern::new(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

/// The most that one withdrawal carries, in fen (WD-01).
const MOST: i64 = 80_000_000_000;

const PURSES: Kind = Kind::OneOf(&["BASIC", "OPERATION", "FEES"]);

const SUB_MCHID: Field = Field::required("sub_mchid", "二级商户号", Kind::text(32));
const OUT_REQUEST_NO: Field =
    Field::required("out_request_no", "商户提现单号", Kind::matching(1, 32, &WITHDRAW_NUMBER));
const WITHDRAW_ID: Field = Field::required("withdraw_id", "微信支付提现单号", Kind::text(128));
const AMOUNT: Field = Field::required("amount", "提现金额", Kind::Int64 { min: 1, max: MOST });
const REMARK: Field = Field::optional("remark", "提现备注", Kind::text(56));
const BANK_MEMO: Field = Field::optional("bank_memo", "银行附言", Kind::text(32));
const NOTIFY_URL: Field = Field::optional("notify_url", "提现结果通知地址", Kind::Url { max: 256 });
const ACCOUNT_TYPE: Field = Field::required("account_type", "账户类型", PURSES);
const DATE: Field = Field::required("date", "日期", Kind::matching(10, 10, &DAY));

static WITHDRAW_BODY: Object = Object::new(&[
    SUB_MCHID,
    OUT_REQUEST_NO,
    AMOUNT,
    REMARK,
    BANK_MEMO,
    Field::optional("account_type", "出款账户类型", PURSES),
    NOTIFY_URL,
]);

static OWN_WITHDRAW_BODY: Object = Object::new(&[
    OUT_REQUEST_NO,
    AMOUNT,
    REMARK,
    BANK_MEMO,
    Field::required("account_type", "出款账户类型", PURSES),
    NOTIFY_URL,
]);

static DAY_END_WITHDRAW_BODY: Object = Object::new(&[
    SUB_MCHID,
    OUT_REQUEST_NO,
    Field::required(
        "calculate_amount_type",
        "计算提现金额方式",
        Kind::OneOf(&["ONLY_DAY_END_BALANCE", "ALLOW_CURRENT_BALANCE"]),
    ),
    REMARK,
    BANK_MEMO,
    NOTIFY_URL,
    Field::optional("reserve_amount", "留存额", Kind::at_least(0)),
]);

/// `GET /v3/ecommerce/fund/balance/{sub_mchid}`
pub static BALANCE: Schema = Schema::get(
    &[SUB_MCHID],
    &[Field::optional("account_type", "账户类型", Kind::OneOf(&["BASIC", "OPERATION", "FEES", "DEPOSIT"]))],
);
/// `GET /v3/ecommerce/fund/enddaybalance/{sub_mchid}`
pub static DAY_END_BALANCE: Schema = Schema::get(
    &[SUB_MCHID],
    &[DATE, Field::optional("account_type", "账户类型", Kind::OneOf(&["BASIC", "DEPOSIT"]))],
);
/// `GET /v3/merchant/fund/balance/{account_type}`
pub static OWN_BALANCE: Schema = Schema::get(&[ACCOUNT_TYPE], &[]);
/// `GET /v3/merchant/fund/dayendbalance/{account_type}`
pub static OWN_DAY_END_BALANCE: Schema = Schema::get(&[ACCOUNT_TYPE], &[DATE]);

/// `POST /v3/ecommerce/fund/withdraw`
pub static WITHDRAW: Schema = Schema::post(&[], &WITHDRAW_BODY);
/// `GET /v3/ecommerce/fund/withdraw/{withdraw_id}`
pub static WITHDRAW_BY_ID: Schema = Schema::get(&[WITHDRAW_ID], &[SUB_MCHID]);
/// `GET /v3/ecommerce/fund/withdraw/out-request-no/{out_request_no}`
pub static WITHDRAW_BY_NUMBER: Schema = Schema::get(&[OUT_REQUEST_NO], &[SUB_MCHID]);
/// `POST /v3/merchant/fund/withdraw`
pub static OWN_WITHDRAW: Schema = Schema::post(&[], &OWN_WITHDRAW_BODY);
/// `GET /v3/merchant/fund/withdraw/withdraw-id/{withdraw_id}`
pub static OWN_WITHDRAW_BY_ID: Schema = Schema::get(&[WITHDRAW_ID], &[]);
/// `GET /v3/merchant/fund/withdraw/out-request-no/{out_request_no}`
pub static OWN_WITHDRAW_BY_NUMBER: Schema = Schema::get(&[OUT_REQUEST_NO], &[]);
/// `POST /v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw`
pub static DAY_END_WITHDRAW: Schema = Schema::post(&[], &DAY_END_WITHDRAW_BODY);
/// `GET /v3/platsolution/ecommerce/withdraw/day-end-balance-withdraw/out-request-no/{out_request_no}`
pub static DAY_END_WITHDRAW_QUERY: Schema = Schema::get(&[OUT_REQUEST_NO], &[SUB_MCHID]);
