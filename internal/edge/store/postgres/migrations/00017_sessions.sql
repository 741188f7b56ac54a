-- People see their sessions and end them, so each has a row of its own; what stands
-- behind a cookie names it. Sessions of earlier tables have none, and end here.
-- Wrong tries to log in are counted by a hash of the name, and the last step whose
-- code was used by user.

-- +goose Up
DROP TABLE sessions;

CREATE TABLE cookies (
    token_hash BYTEA PRIMARY KEY,
    content    BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX cookies_by_expiry ON cookies (expires_at);

CREATE TABLE sessions (
    id       TEXT COLLATE "C" PRIMARY KEY,
    user_id  TEXT COLLATE "C" NOT NULL,
    begun_at BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    address  TEXT NOT NULL,
    agent    TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (until_at);

CREATE TABLE tries (
    name_hash BYTEA PRIMARY KEY,
    count     BIGINT NOT NULL,
    last_at   BIGINT NOT NULL
);
CREATE INDEX tries_by_last ON tries (last_at);

CREATE TABLE spent_codes (
    user_id TEXT COLLATE "C" PRIMARY KEY,
    step    BIGINT NOT NULL
);

-- +goose Down
DROP TABLE spent_codes;
DROP TABLE tries;
DROP TABLE sessions;
DROP TABLE cookies;
CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    content    BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
