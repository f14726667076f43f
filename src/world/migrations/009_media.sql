-- Uploaded files. `media` says whose and what; `file` holds each content once, by its SHA-256.
CREATE TABLE media (key TEXT PRIMARY KEY, owner TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX media_owner ON media (owner);
CREATE TABLE file (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
