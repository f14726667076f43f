-- Orders of a mini program in the order of payment, by state and by payer.
ALTER TABLE shipping_order ADD COLUMN out_trade_no TEXT;
ALTER TABLE shipping_order ADD COLUMN appid TEXT;
ALTER TABLE shipping_order ADD COLUMN state INTEGER;        -- the order_state on the wire
ALTER TABLE shipping_order ADD COLUMN openid TEXT;
ALTER TABLE shipping_order ADD COLUMN paid_at INTEGER;      -- business time, unix seconds
UPDATE shipping_order SET
    out_trade_no = json_extract(data, '$.out_trade_no'),
    appid = json_extract(data, '$.appid'),
    state = CASE json_extract(data, '$.state') WHEN 'unshipped' THEN 1 WHEN 'shipped' THEN 2 WHEN 'complete' THEN 4 ELSE 5 END,
    openid = json_extract(data, '$.openid'),
    paid_at = CAST(strftime('%s', json_extract(data, '$.paid_at')) AS INTEGER);
CREATE INDEX shipping_order_number ON shipping_order (appid, out_trade_no);
CREATE INDEX shipping_order_paid ON shipping_order (appid, paid_at, key);
CREATE INDEX shipping_order_state ON shipping_order (appid, state, paid_at, key);
CREATE INDEX shipping_order_payer ON shipping_order (appid, openid, paid_at, key);

-- What a mini program settled for itself: the pages that messages open, and what it applied for.
CREATE TABLE mini_program_profile (key TEXT PRIMARY KEY, data TEXT NOT NULL);   -- key: the appid
