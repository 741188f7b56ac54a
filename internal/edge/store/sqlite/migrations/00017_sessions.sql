-- People see their sessions and end them, so each has a row of its own; what stands
-- behind a cookie names it. Sessions of earlier tables have none, and end here.
-- Wrong tries to log in are counted by a hash of the name, and the last step whose
-- code was used by user.

-- +goose Up
DROP TABLE sessions;

CREATE TABLE cookies (
    token_hash BLOB PRIMARY KEY,
    content    BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX cookies_by_expiry ON cookies (expires_at);

CREATE TABLE sessions (
    id       TEXT PRIMARY KEY,
    user_id  TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    seen_at  INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    address  TEXT NOT NULL,
    agent    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (until_at);

CREATE TABLE tries (
    name_hash BLOB PRIMARY KEY,
    count     INTEGER NOT NULL,
    last_at   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX tries_by_last ON tries (last_at);

CREATE TABLE spent_codes (
    user_id TEXT PRIMARY KEY,
    step    INTEGER NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE spent_codes;
DROP TABLE tries;
DROP TABLE sessions;
DROP TABLE cookies;
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    content    BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
