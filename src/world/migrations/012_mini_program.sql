-- The server side of mini programs: applications with their AppSecret, access tokens and login codes.
CREATE TABLE mini_program (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE access_token (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE login_code (key TEXT PRIMARY KEY, data TEXT NOT NULL);
