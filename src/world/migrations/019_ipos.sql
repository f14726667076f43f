-- The platform ipos-sa over Huifu's books: its merchants, their trades, and the answers that were given.
CREATE TABLE ipos_merchant (
    key TEXT PRIMARY KEY,           -- the isspid
    data TEXT NOT NULL
);

CREATE TABLE ipos_trade (
    key TEXT PRIMARY KEY,           -- isspid/pos_seq
    sys_seq TEXT NOT NULL,
    by_day TEXT NOT NULL,           -- isspid/yyyyMMdd
    by_original TEXT,               -- isspid/pos_seq of the trade that it goes back to
    books TEXT NOT NULL,            -- the hf_seq_id
    data TEXT NOT NULL
);
CREATE INDEX ipos_trade_number ON ipos_trade (sys_seq);
CREATE INDEX ipos_trade_day ON ipos_trade (by_day);
CREATE INDEX ipos_trade_original ON ipos_trade (by_original);
CREATE INDEX ipos_trade_books ON ipos_trade (books);

-- A request whose number is spent, and its answer: the same request again is answered the same.
CREATE TABLE ipos_request (
    key TEXT PRIMARY KEY,           -- isspid/pos_seq
    data TEXT NOT NULL
);

CREATE TABLE ipos_bill (
    key TEXT PRIMARY KEY,           -- what the download asks for
    data TEXT NOT NULL
);
