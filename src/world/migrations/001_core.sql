-- The world itself. Every record table has its key columns and the whole record as JSON in `data`.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stream (name TEXT PRIMARY KEY, counter INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE fault (kind TEXT PRIMARY KEY, remaining INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE agenda (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    due INTEGER NOT NULL,           -- business time, unix seconds
    system TEXT NOT NULL,           -- a system's name, or `outbox` for a callback
    subject TEXT NOT NULL,          -- what it is about; with `system` the handle for cancelling
    data TEXT NOT NULL
);
CREATE INDEX agenda_due ON agenda (due, seq);
CREATE INDEX agenda_subject ON agenda (system, subject);

CREATE TABLE account (
    code TEXT PRIMARY KEY,
    outside INTEGER NOT NULL,       -- 1: beyond the books, may be negative
    balance INTEGER NOT NULL DEFAULT 0,   -- fen
    reserved INTEGER NOT NULL DEFAULT 0,  -- fen promised to transfers that are not yet posted
    CHECK (reserved >= 0),
    CHECK (outside = 1 OR balance >= reserved)
) WITHOUT ROWID;
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry INTEGER NOT NULL,         -- the journal entry whose command moved it
    at INTEGER NOT NULL,
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the order it belongs to
    debit TEXT NOT NULL,            -- the account it leaves
    credit TEXT NOT NULL,           -- the account it reaches
    amount INTEGER NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL             -- posted, reserved, voided
);
CREATE INDEX transfer_subject ON transfer (subject);
CREATE INDEX transfer_entry ON transfer (entry);

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX journal_subject ON journal (subject);

CREATE TABLE notice (key TEXT PRIMARY KEY, subject TEXT NOT NULL, state TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX notice_subject ON notice (subject);
CREATE TABLE attempt (key TEXT PRIMARY KEY, notice TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX attempt_notice ON attempt (notice);

CREATE TABLE mail (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
);
