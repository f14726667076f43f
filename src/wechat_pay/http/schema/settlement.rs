//! Settlement accounts of sub-merchants.

use super::{Field, Kind, Object, Pattern, Schema};

/// Bytes of an encrypted member (assumed).
const CIPHER: Kind = Kind::Cipher { max: 2048 };

/// Merchant numbers of sub-merchants.
static ISSUED: Pattern = Pattern::new("^[0-9]{8,10}$");

const SUB_MCHID: Field = Field::required("sub_mchid", "特约商户/二级商户号", Kind::matching(8, 10, &ISSUED));
const RULE: Field = Field::optional(
    "account_number_rule",
    "银行账号展示规则",
    Kind::OneOf(&["ACCOUNT_NUMBER_RULE_MASK_V1", "ACCOUNT_NUMBER_RULE_MASK_V2"]),
);

static MODIFY: Object = Object::new(&[
    // Has no meaning since 2023-04-17: every change is asynchronous.
    Field::optional("modify_mode", "修改模式", Kind::text(32)),
    Field::required(
        "account_type",
        "账户类型",
        Kind::OneOf(&["ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"]),
    ),
    Field::required("account_bank", "开户银行", Kind::text(128)),
    Field::optional("bank_address_code", "开户银行省市编码", Kind::text(20)),
    Field::optional("bank_name", "开户银行全称（含支行）", Kind::text(128)),
    Field::optional("bank_branch_id", "开户银行联行号", Kind::text(128)),
    Field::required("account_number", "银行账号", CIPHER),
    Field::optional("account_name", "开户名称", CIPHER),
]);

/// `GET /v3/apply4sub/sub_merchants/{sub_mchid}/settlement`
pub static SETTLEMENT: Schema = Schema::get(&[SUB_MCHID], &[RULE]);
/// `POST /v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement`
pub static MODIFY_SETTLEMENT: Schema = Schema::post(&[SUB_MCHID], &MODIFY);
/// `GET /v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}`
pub static SETTLEMENT_APPLICATION: Schema = Schema::get(
    &[SUB_MCHID, Field::required("application_no", "修改结算账户申请单号", Kind::text(64))],
    &[RULE],
);
