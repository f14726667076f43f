//! Every API: its paths of both generations, its fields, and what answers it (§2).

use super::fields::{Field, Kind, needed, optional};
use super::wire::{Call, Members};
use super::{bill, close, pay, query, refund, share};
use crate::allinpay::rules::Ruled;
use crate::world::act::closest;

/// One API.
pub(super) struct Route {
    /// Its paths: the current one first.
    pub(super) paths: &'static [&'static str],
    /// Its fields beside the common ones.
    pub(super) fields: &'static [Field],
    /// Whether a refused trade is answered with the caller's own number.
    pub(super) echoes: bool,
    /// Whether a group calls it for itself, for all of its merchants (AL-50); all others are about one merchant.
    pub(super) of_group: bool,
    /// What answers it.
    pub(super) run: fn(&Call<'_>) -> Ruled<Members>,
}

/// The order that a reversal quotes, by the merchant's number or the acquirer's (§2.6).
const OLD_REQSN: Field = optional("oldreqsn", 50, Kind::Text);
const OLD_TRXID: Field = optional("oldtrxid", 50, Kind::Digits);

const PAY: &[Field] = &[
    needed("trxamt", 15, Kind::Amount),
    optional("reqsn", 32, Kind::Text),
    optional("unireqsn", 50, Kind::Text),
    needed("paytype", 3, Kind::PayType),
    optional("body", 100, Kind::Text),
    optional("remark", 160, Kind::Remark),
    optional("validtime", 4, Kind::Minutes),
    optional("expiretime", 14, Kind::Time),
    optional("acct", 32, Kind::Text),
    optional("notify_url", 256, Kind::Address),
    optional("limit_pay", 32, Kind::OneOf(&["no_credit"])),
    optional("sub_appid", 32, Kind::Text),
    optional("goods_tag", 32, Kind::Text),
    optional("benefitdetail", 4096, Kind::Json),
    optional("chnlstoreid", 64, Kind::Text),
    optional("subbranch", 8, Kind::Text),
    optional("extendparams", 4096, Kind::Json),
    optional("cusip", 16, Kind::Text),
    optional("front_url", 128, Kind::SecureAddress),
    optional("idno", 32, Kind::Text),
    optional("truename", 32, Kind::Text),
    optional("asinfo", 1024, Kind::Text),
    optional("fqnum", 4, Kind::OneOf(&["6", "12"])),
];

const SCAN: &[Field] = &[
    needed("trxamt", 15, Kind::Amount),
    optional("reqsn", 32, Kind::Text),
    optional("unireqsn", 50, Kind::Text),
    needed("authcode", 32, Kind::Digits),
    optional("terminfo", 1024, Kind::Json),
    optional("body", 100, Kind::Text),
    optional("remark", 160, Kind::Remark),
    optional("limit_pay", 32, Kind::OneOf(&["no_credit"])),
    optional("sub_appid", 32, Kind::Text),
    optional("goods_tag", 32, Kind::Text),
    optional("benefitdetail", 4096, Kind::Json),
    optional("asinfo", 1024, Kind::Text),
];

const REVERSAL: &[Field] = &[
    needed("trxamt", 15, Kind::Amount),
    needed("reqsn", 32, Kind::Text),
    OLD_REQSN,
    OLD_TRXID,
    optional("remark", 160, Kind::Remark),
    optional("reason", 50, Kind::Text),
    optional("benefitdetail", 4096, Kind::Json),
    optional("notify_url", 256, Kind::Address),
];

const QUERY: &[Field] = &[optional("reqsn", 50, Kind::Text), optional("trxid", 50, Kind::Digits)];
const CLOSE: &[Field] = &[OLD_REQSN, OLD_TRXID];
const BILL: &[Field] =
    &[needed("date", 8, Kind::Date), optional("filetype", 1, Kind::OneOf(&["1", "2", "3", "4", "5"]))];
const SETTLEMENTS: &[Field] = &[needed("settdate", 8, Kind::Date)];
const SHARE: &[Field] =
    &[needed("reqsn", 32, Kind::Text), OLD_REQSN, OLD_TRXID, needed("asinfo", 1024, Kind::Text)];
const REVOKE: &[Field] = &[needed("reqsn", 32, Kind::Text), OLD_REQSN, OLD_TRXID];

const ROUTES: &[Route] = &[
    Route { paths: &["/apiweb/unitorder/pay"], fields: PAY, echoes: true, of_group: false, run: pay::pay },
    Route {
        paths: &["/apiweb/unitorder/scanqrpay"],
        fields: SCAN,
        echoes: true,
        of_group: false,
        run: pay::scan,
    },
    Route {
        paths: &["/apiweb/tranx/query", "/apiweb/unitorder/query"],
        fields: QUERY,
        echoes: true,
        of_group: false,
        run: query::query,
    },
    Route {
        paths: &["/apiweb/tranx/queryconfirm"],
        fields: QUERY,
        echoes: true,
        of_group: false,
        run: query::query,
    },
    Route {
        paths: &["/apiweb/tranx/refund", "/apiweb/unitorder/refund"],
        fields: REVERSAL,
        echoes: true,
        of_group: false,
        run: refund::refund,
    },
    Route {
        paths: &["/apiweb/tranx/cancel", "/apiweb/unitorder/cancel"],
        fields: REVERSAL,
        echoes: true,
        of_group: false,
        run: refund::cancel,
    },
    Route {
        paths: &["/apiweb/tranx/close", "/apiweb/unitorder/close"],
        fields: CLOSE,
        echoes: false,
        of_group: false,
        run: close::close,
    },
    Route {
        paths: &["/apiweb/trxshare/share"],
        fields: SHARE,
        echoes: true,
        of_group: false,
        run: share::share,
    },
    Route {
        paths: &["/apiweb/trxshare/revoke"],
        fields: REVOKE,
        echoes: true,
        of_group: false,
        run: share::revoke,
    },
    Route {
        paths: &["/apiweb/trxshare/query"],
        fields: QUERY,
        echoes: true,
        of_group: false,
        run: share::query,
    },
    Route {
        paths: &["/apiweb/trxshare/revokequery"],
        fields: QUERY,
        echoes: true,
        of_group: false,
        run: share::query,
    },
    Route {
        paths: &["/cusapi/trxfile/get", "/apiweb/trxfile/get"],
        fields: BILL,
        echoes: false,
        of_group: true,
        run: bill::get,
    },
    Route {
        paths: &["/cusapi/trxfile/setttrx", "/apiweb/trxfile/setttrx", "/trxfile/setttrx"],
        fields: SETTLEMENTS,
        echoes: false,
        of_group: true,
        run: bill::settlements,
    },
];

/// The API at a path.
///
/// # Errors
/// The path that was probably meant, if any.
pub(super) fn find(path: &str) -> Result<&'static Route, Option<&'static str>> {
    let found = ROUTES.iter().find(|route| route.paths.contains(&path));
    found.ok_or_else(|| closest(path, ROUTES.iter().flat_map(|route| route.paths).copied()))
}
