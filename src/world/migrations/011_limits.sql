-- Collection limits: what a sub-merchant took in, by day and by month.
CREATE TABLE takings (key TEXT PRIMARY KEY, data TEXT NOT NULL);   -- mchid/2026-01-05, mchid/2026-01
