-- The acquirer Huifu: who has accounts there, and every trade, by Huifu's number of it.
CREATE TABLE huifu_member (
    key TEXT PRIMARY KEY,           -- the huifu_id
    kind TEXT NOT NULL,             -- merchant, user or agent
    agent TEXT,                     -- the huifu_id of the direct agent
    data TEXT NOT NULL
);
CREATE INDEX huifu_member_agent ON huifu_member (agent);

-- Every number that a caller has used: one a merchant, day and text.
CREATE TABLE huifu_request (
    key TEXT PRIMARY KEY,           -- huifu_id/req_date/req_seq_id
    data TEXT NOT NULL
);

CREATE TABLE huifu_payment (
    key TEXT PRIMARY KEY,           -- the hf_seq_id
    by_request TEXT NOT NULL,       -- huifu_id/req_date/req_seq_id
    huifu_id TEXT NOT NULL,
    out_trade_no TEXT NOT NULL,     -- party_order_id, the number at WeChat Pay
    transaction_id TEXT,            -- WeChat Pay's number, once paid
    data TEXT NOT NULL
);
CREATE INDEX huifu_payment_request ON huifu_payment (by_request);
CREATE INDEX huifu_payment_merchant ON huifu_payment (huifu_id);
CREATE INDEX huifu_payment_number ON huifu_payment (out_trade_no);
CREATE INDEX huifu_payment_transaction ON huifu_payment (transaction_id);

CREATE TABLE huifu_refund (
    key TEXT PRIMARY KEY,           -- the hf_seq_id
    by_request TEXT NOT NULL,
    huifu_id TEXT NOT NULL,
    payment TEXT NOT NULL,          -- the payment's hf_seq_id
    data TEXT NOT NULL
);
CREATE INDEX huifu_refund_request ON huifu_refund (by_request);
CREATE INDEX huifu_refund_merchant ON huifu_refund (huifu_id);
CREATE INDEX huifu_refund_payment ON huifu_refund (payment);

CREATE TABLE huifu_closing (
    key TEXT PRIMARY KEY,           -- the hf_seq_id of the payment that was closed
    data TEXT NOT NULL
);

-- Delayed splits (交易确认) and what was taken back of them.
CREATE TABLE huifu_confirm (
    key TEXT PRIMARY KEY,
    by_request TEXT NOT NULL,
    huifu_id TEXT NOT NULL,
    payment TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX huifu_confirm_request ON huifu_confirm (by_request);
CREATE INDEX huifu_confirm_payment ON huifu_confirm (payment);

CREATE TABLE huifu_confirm_refund (
    key TEXT PRIMARY KEY,
    by_request TEXT NOT NULL,
    payment TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX huifu_confirm_refund_request ON huifu_confirm_refund (by_request);
CREATE INDEX huifu_confirm_refund_payment ON huifu_confirm_refund (payment);

CREATE TABLE huifu_transfer (
    key TEXT PRIMARY KEY,
    by_request TEXT NOT NULL,
    huifu_id TEXT NOT NULL,         -- the payer
    data TEXT NOT NULL
);
CREATE INDEX huifu_transfer_request ON huifu_transfer (by_request);

CREATE TABLE huifu_payout (
    key TEXT PRIMARY KEY,
    by_request TEXT NOT NULL,
    huifu_id TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX huifu_payout_request ON huifu_payout (by_request);
CREATE INDEX huifu_payout_merchant ON huifu_payout (huifu_id);

CREATE TABLE huifu_bill (
    key TEXT PRIMARY KEY,           -- the file_id
    data TEXT NOT NULL
);

-- Applications that WeChat said it will control, or controls (HF-26 to HF-28).
CREATE TABLE huifu_controlled (
    key TEXT PRIMARY KEY,           -- the appid
    data TEXT NOT NULL
);
