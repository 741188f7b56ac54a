-- Users, tokens and what else there is of accounts are documents, found by id or by
-- the one name that no other of their kind has; the next step of accounts brings
-- those of earlier tables here. What administrators do is numbered at each place.

-- +goose Up
CREATE TABLE accounts (
    kind     TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    name     BYTEA,
    version  BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX accounts_by_name ON accounts (kind, name);

CREATE TABLE places (
    place TEXT COLLATE "C" PRIMARY KEY,
    entry BIGINT NOT NULL
);

CREATE TABLE acts (
    place     TEXT COLLATE "C" NOT NULL,
    entry     BIGINT NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    canonical BYTEA NOT NULL,
    PRIMARY KEY (place, entry)
);

ALTER TABLE tenants ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE partners ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE partners DROP COLUMN version;
ALTER TABLE tenants DROP COLUMN version;
DROP TABLE acts;
DROP TABLE places;
DROP TABLE accounts;
