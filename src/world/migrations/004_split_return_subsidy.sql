-- What goes back and what is added: split returns, subsidies and their returns.
CREATE TABLE split_return (
    key TEXT PRIMARY KEY,           -- initiator/out_return_no
    return_no TEXT NOT NULL,
    order_id TEXT NOT NULL,         -- of the split
    transaction_id TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX split_return_number ON split_return (return_no);
CREATE INDEX split_return_split ON split_return (order_id);
CREATE INDEX split_return_transaction ON split_return (transaction_id);
CREATE TABLE subsidy (
    key TEXT PRIMARY KEY,           -- transaction_id: one for each order
    subsidy_id TEXT NOT NULL,
    number TEXT,                    -- platform/out_subsidy_no
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX subsidy_id ON subsidy (subsidy_id);
CREATE UNIQUE INDEX subsidy_number ON subsidy (number);
CREATE TABLE subsidy_return (
    key TEXT PRIMARY KEY,           -- platform/out_order_no
    subsidy_refund_id TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    refund_id TEXT,
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX subsidy_return_id ON subsidy_return (subsidy_refund_id);
CREATE INDEX subsidy_return_transaction ON subsidy_return (transaction_id);
