-- Profit sharing: who may receive, and whose account is not in order.
CREATE TABLE split_relation (
    key TEXT PRIMARY KEY,           -- owner/type/account
    owner TEXT NOT NULL,            -- the platform, or the caller and the payer
    data TEXT NOT NULL
);
CREATE INDEX split_relation_owner ON split_relation (owner);
CREATE TABLE split_standing (key TEXT PRIMARY KEY, data TEXT NOT NULL);   -- key: merchant number or openid
