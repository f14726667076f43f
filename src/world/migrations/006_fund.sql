-- Withdrawals.
CREATE TABLE withdraw (
    key TEXT PRIMARY KEY,           -- the owner's mchid/out_request_no
    withdraw_id TEXT NOT NULL,
    owner TEXT NOT NULL,            -- whose account it leaves
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX withdraw_id ON withdraw (withdraw_id);
CREATE INDEX withdraw_owner ON withdraw (owner);
