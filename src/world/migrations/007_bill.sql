-- Bills: what moved in a day, in its order, and the tickets by which a merchant downloads one.
CREATE INDEX transfer_at ON transfer (at, id);
CREATE TABLE bill_ticket (key TEXT PRIMARY KEY, data TEXT NOT NULL);
