-- The server side of mini programs: applications with their AppSecret, access tokens and login codes.
CREATE TABLE mini_program (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE access_token (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE login_code (key TEXT PRIMARY KEY, data TEXT NOT NULL);

-- Orders that were paid in a mini program, with how they are shipped.
CREATE TABLE shipping_order (
    key TEXT PRIMARY KEY,           -- the transaction_id
    by_recipient TEXT NOT NULL,     -- mchid/out_trade_no, of the merchant that received the money
    by_initiator TEXT NOT NULL,     -- mchid/out_trade_no, of the merchant that placed it
    data TEXT NOT NULL
);
CREATE INDEX shipping_order_recipient ON shipping_order (by_recipient);
CREATE INDEX shipping_order_initiator ON shipping_order (by_initiator);
