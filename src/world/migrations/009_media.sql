-- Uploaded files. `media` says whose and what; `file` holds each content once, by its SHA-256.
CREATE TABLE media (key TEXT PRIMARY KEY, owner TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX media_owner ON media (owner);
CREATE TABLE file (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
-- Changes of settlement cards.
CREATE TABLE card_change (
    key TEXT PRIMARY KEY,           -- application_no
    sub_mchid TEXT NOT NULL,
    day TEXT NOT NULL,              -- sub_mchid/day, to count a day's requests
    data TEXT NOT NULL
);
CREATE INDEX card_change_sub_mchid ON card_change (sub_mchid);
CREATE INDEX card_change_day ON card_change (day);
