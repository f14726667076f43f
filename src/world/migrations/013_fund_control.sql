-- News of released money that a system has not been given yet.
CREATE TABLE held_back (
    key TEXT PRIMARY KEY,           -- system/transaction_id
    system TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX held_back_system ON held_back (system);

-- Orders of a mini program that were paid together: mchid/combine_out_trade_no of the combined order.
ALTER TABLE shipping_order ADD COLUMN by_combined TEXT;
CREATE INDEX shipping_order_combined ON shipping_order (by_combined);
