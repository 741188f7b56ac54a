-- When each token was used last, apart from what it is: that is written often, and
-- is nobody's act.

-- +goose Up
CREATE TABLE token_uses (
    token_id TEXT COLLATE "C" PRIMARY KEY,
    used_at  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE token_uses;
