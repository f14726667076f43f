-- Bills: which paper moved money, and what an account did in a span of time.
ALTER TABLE transfer ADD COLUMN document TEXT NOT NULL DEFAULT '';  -- order_id, refund_id, withdraw_id …
CREATE INDEX transfer_debit ON transfer (debit, at);
CREATE INDEX transfer_credit ON transfer (credit, at);
