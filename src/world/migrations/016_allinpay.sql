-- The acquirer 收银宝: its merchants, and the groups that trade on behalf of them.
CREATE TABLE allinpay_merchant (
    key TEXT PRIMARY KEY,           -- cusid
    orgid TEXT,
    sub_mchid TEXT NOT NULL,        -- its number at WeChat
    data TEXT NOT NULL
);
CREATE INDEX allinpay_merchant_org ON allinpay_merchant (orgid);
CREATE TABLE allinpay_organization (key TEXT PRIMARY KEY, data TEXT NOT NULL);

-- WeChat applications whose control was announced to it.
CREATE TABLE allinpay_control (key TEXT PRIMARY KEY, data TEXT NOT NULL);

-- Orders, and what follows them: refunds, cancels, completions, adjustments.
CREATE TABLE allinpay_order (
    key TEXT PRIMARY KEY,           -- trxid
    number TEXT NOT NULL,           -- cusid/reqsn
    chnltrxid TEXT,                 -- the channel's number, once paid
    data TEXT NOT NULL
);
CREATE INDEX allinpay_order_number ON allinpay_order (number);
CREATE INDEX allinpay_order_channel ON allinpay_order (chnltrxid);
CREATE TABLE allinpay_follow (
    key TEXT PRIMARY KEY,           -- trxid
    number TEXT,                    -- cusid/reqsn, where it has one
    original TEXT NOT NULL,         -- the order's trxid
    data TEXT NOT NULL
);
CREATE INDEX allinpay_follow_number ON allinpay_follow (number);
CREATE INDEX allinpay_follow_original ON allinpay_follow (original);

-- Payment codes that buyers show.
CREATE TABLE allinpay_code (key TEXT PRIMARY KEY, data TEXT NOT NULL);

-- Links to bills, and batches of settled money.
CREATE TABLE allinpay_ticket (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE allinpay_settlement (
    key TEXT PRIMARY KEY,           -- the batch's number
    settled TEXT NOT NULL,          -- cusid and day of settlement
    data TEXT NOT NULL
);
CREATE INDEX allinpay_settlement_day ON allinpay_settlement (settled);

-- Parts of orders that went to other merchants.
CREATE TABLE allinpay_share (
    key TEXT PRIMARY KEY,           -- cusid/reqsn
    original TEXT NOT NULL,         -- the order's trxid
    trxid TEXT NOT NULL,            -- its own
    data TEXT NOT NULL
);
CREATE INDEX allinpay_share_original ON allinpay_share (original);
CREATE INDEX allinpay_share_trxid ON allinpay_share (trxid);
