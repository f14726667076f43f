//! Bills: what may be applied for, and the download.
//!
//! The form of a date is judged by the rules, because each family of bills words it differently.

use super::{Field, Kind, Schema};

const BILL_DATE: Field = Field::required("bill_date", "账单日期", Kind::text(10));
const SUB_MCHID: Field = Field::optional("sub_mchid", "子商户号", Kind::text(12));
const ONE_SUB_MCHID: Field = Field::required("sub_mchid", "二级商户号", Kind::text(12));
const TAR_TYPE: Field = Field::optional("tar_type", "压缩类型", Kind::OneOf(&["GZIP"]));
const ALGORITHM: Field =
    Field::required("algorithm", "加密算法", Kind::OneOf(&["AEAD_AES_256_GCM", "SM4_GCM"]));

/// `GET /v3/bill/tradebill`
pub static TRADE_BILL: Schema = Schema::get(
    &[],
    &[
        BILL_DATE,
        SUB_MCHID,
        Field::optional("bill_type", "账单类型", Kind::OneOf(&["ALL", "SUCCESS", "REFUND"])),
        TAR_TYPE,
    ],
);
/// `GET /v3/bill/fundflowbill`
pub static FUND_FLOW_BILL: Schema = Schema::get(
    &[],
    &[
        BILL_DATE,
        Field::optional("account_type", "资金账户类型", Kind::OneOf(&["BASIC", "OPERATION", "FEES"])),
        TAR_TYPE,
    ],
);
/// `GET /v3/ecommerce/bill/fundflowbill`
pub static ALL_FUND_FLOW_BILL: Schema = Schema::get(
    &[],
    &[BILL_DATE, Field::required("account_type", "资金账户类型", Kind::OneOf(&["ALL"])), ALGORITHM, TAR_TYPE],
);
/// `GET /v3/bill/sub-merchant-fundflowbill`
pub static SUB_FUND_FLOW_BILL: Schema = Schema::get(
    &[],
    &[
        ONE_SUB_MCHID,
        BILL_DATE,
        Field::required(
            "account_type",
            "资金账户类型",
            Kind::OneOf(&["BASIC", "OPERATION", "FEES", "DEPOSIT"]),
        ),
        ALGORITHM,
        TAR_TYPE,
    ],
);
/// `GET /v3/profitsharing/bills`
pub static SHARING_BILL: Schema = Schema::get(&[], &[BILL_DATE, SUB_MCHID, TAR_TYPE]);
/// `GET /v3/merchant/fund/withdraw/bill-type/{bill_type}`
pub static WITHDRAW_BILL: Schema = Schema::get(
    &[Field::required("bill_type", "账单类型", Kind::OneOf(&["NO_SUCC"]))],
    &[BILL_DATE, TAR_TYPE],
);
/// `GET /v3/billdownload/file`, `GET /v3/bill/downloadurl`
pub static BILL_DOWNLOAD: Schema =
    Schema::get(&[], &[Field::required("token", "下载token", Kind::text(1024))]);
