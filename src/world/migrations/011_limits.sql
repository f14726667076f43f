-- Collection limits: what a sub-merchant took in, by day and by month.
CREATE TABLE takings (key TEXT PRIMARY KEY, data TEXT NOT NULL);   -- mchid/2026-01-05, mchid/2026-01

-- Cross-border payment: the platforms that asked for it, and their sub-merchants' applications.
CREATE TABLE cross_border_access (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE cross_border (key TEXT PRIMARY KEY, platform TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX cross_border_platform ON cross_border (platform);
