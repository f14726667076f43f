-- The servers of mini programs, as WeChat reaches them: original id, push settings in force.
CREATE TABLE app_server (key TEXT PRIMARY KEY, data TEXT NOT NULL);

-- Messages that buyers got from WeChat about their orders.
CREATE TABLE inbox (
    key TEXT PRIMARY KEY,
    openid TEXT NOT NULL,
    buyer TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX inbox_openid ON inbox (openid);
CREATE INDEX inbox_buyer ON inbox (buyer);
