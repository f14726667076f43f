//! The bodies of calls under `/wxa/sec/` and `/cgi-bin/`.

use super::shape::{Field, Shape};

const ORDER_KEY: Field = (
    "order_key",
    Shape::Object(&[
        ("order_number_type", Shape::Number),
        ("transaction_id", Shape::Text),
        ("mchid", Shape::Text),
        ("out_trade_no", Shape::Text),
    ]),
);
// A number beyond the enumeration is no value of it (SH-06); 0 is, and stands for none.
const LOGISTICS: Field = ("logistics_type", Shape::UpTo(4));
const MODE: Field = ("delivery_mode", Shape::Named(&["UNIFIED_DELIVERY", "SPLIT_DELIVERY"]));
const LAST: Field = ("is_all_delivered", Shape::Flag);
const PARCELS: Field = (
    "shipping_list",
    Shape::List(&Shape::Object(&[
        ("tracking_no", Shape::Text),
        ("express_company", Shape::Text),
        ("item_desc", Shape::Text),
        ("contact", Shape::Object(&[("consignor_contact", Shape::Text), ("receiver_contact", Shape::Text)])),
    ])),
);
const TIME: Field = ("upload_time", Shape::Text);
const PAYER: Field = ("payer", Shape::Object(&[("openid", Shape::Text)]));

/// The body of upload_shipping_info.
pub(super) const SINGLE: &[Field] = &[ORDER_KEY, LOGISTICS, MODE, LAST, PARCELS, TIME, PAYER];

/// The body of upload_combined_shipping_info.
pub(super) const COMBINED: &[Field] = &[
    ORDER_KEY,
    ("sub_orders", Shape::List(&Shape::Object(&[ORDER_KEY, LOGISTICS, MODE, LAST, PARCELS]))),
    TIME,
    PAYER,
];

const ID: Field = ("transaction_id", Shape::Text);
const MCHID: Field = ("merchant_id", Shape::Text);
const TRADE_NO: Field = ("merchant_trade_no", Shape::Text);
const SUB_MCHID: Field = ("sub_merchant_id", Shape::Text);

/// The body of get_order.
pub(super) const QUERY: &[Field] = &[ID, MCHID, TRADE_NO, SUB_MCHID];

/// The body of notify_confirm_receive.
pub(super) const REMIND: &[Field] = &[ID, MCHID, TRADE_NO, SUB_MCHID, ("received_time", Shape::Number)];

/// The body of get_order_list.
pub(super) const LIST: &[Field] = &[
    ("pay_time_range", Shape::Object(&[("begin_time", Shape::Number), ("end_time", Shape::Number)])),
    ("order_state", Shape::UpTo(6)),
    ("openid", Shape::Text),
    ("last_index", Shape::Text),
    ("page_size", Shape::Number),
];

/// A body that is a path.
pub(super) const PATH: &[Field] = &[("path", Shape::Text)];

/// A body that is an appid.
pub(super) const APPID: &[Field] = &[("appid", Shape::Text)];

/// The body of opspecialorder.
pub(super) const FILING: &[Field] =
    &[("order_id", Shape::Text), ("type", Shape::Number), ("delay_to", Shape::Number)];

/// The body of setwxatradetypecgi.
pub(super) const TRADE_TYPE: &[Field] = &[
    ("trade_type", Shape::Number),
    ("material_list", Shape::List(&Shape::Object(&[("type", Shape::Number), ("media_id", Shape::Text)]))),
    ("reason", Shape::Text),
];

/// The body of famousbrand/apply.
pub(super) const BRAND: &[Field] = &[(
    "Application",
    Shape::Object(&[
        ("apply_for", Shape::Number),
        (
            "audit_info",
            Shape::Object(&[
                ("brand_name", Shape::Text),
                ("brand_type", Shape::Number),
                ("flagship_in_which_ec_platform", Shape::Text),
                ("ec_platform_proof_list", Shape::List(&Shape::Text)),
                ("other_material_list", Shape::List(&Shape::Text)),
                ("authority_certified_proof_list", Shape::List(&Shape::Text)),
            ]),
        ),
    ]),
)];

/// The body of stable_token.
pub(super) const STABLE_TOKEN: &[Field] = &[
    ("grant_type", Shape::Text),
    ("appid", Shape::Text),
    ("secret", Shape::Text),
    ("force_refresh", Shape::Flag),
];
