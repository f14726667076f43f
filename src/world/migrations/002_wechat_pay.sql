-- WeChat Pay. `key` is what the record is found by first; `data` is the whole record.
CREATE TABLE merchant (key TEXT PRIMARY KEY, platform TEXT, data TEXT NOT NULL);
CREATE INDEX merchant_platform ON merchant (platform);
CREATE TABLE buyer (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE openid (key TEXT PRIMARY KEY, appid TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX openid_appid ON openid (appid);
CREATE TABLE platform_key (key TEXT PRIMARY KEY, signing TEXT NOT NULL, data TEXT NOT NULL);

CREATE TABLE pay_order (
    key TEXT PRIMARY KEY,           -- mchid/out_trade_no
    transaction_id TEXT,
    combined TEXT,                  -- the key of its combined order
    unsettled TEXT,                 -- the platform whose FEES account could not pay its fee
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX pay_order_transaction ON pay_order (transaction_id);
CREATE INDEX pay_order_combined ON pay_order (combined);
CREATE INDEX pay_order_unsettled ON pay_order (unsettled);
CREATE TABLE combined_order (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE prepay (key TEXT PRIMARY KEY, code_url TEXT, subject TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX prepay_code ON prepay (code_url);
CREATE INDEX prepay_subject ON prepay (subject);

CREATE TABLE pot (key TEXT PRIMARY KEY, owner TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX pot_owner ON pot (owner);
CREATE TABLE split_order (
    key TEXT PRIMARY KEY,           -- platform/out_order_no
    order_id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX split_order_id ON split_order (order_id);
CREATE INDEX split_order_transaction ON split_order (transaction_id);
