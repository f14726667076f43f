-- Refunds, of every API family: they share one number space per initiating merchant.
CREATE TABLE refund (
    key TEXT PRIMARY KEY,           -- mchid/out_refund_no
    refund_id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    state TEXT NOT NULL,            -- PROCESSING, SUCCESS, ABNORMAL, CLOSED
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX refund_id ON refund (refund_id);
CREATE INDEX refund_transaction ON refund (transaction_id);
