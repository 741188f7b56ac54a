-- Users, tokens and what else there is of accounts are documents, found by id or by
-- the one name that no other of their kind has; the next step of accounts brings
-- those of earlier tables here. What administrators do is numbered at each place.

-- +goose Up
CREATE TABLE accounts (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    name     BLOB,
    version  INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX accounts_by_name ON accounts (kind, name);

CREATE TABLE places (
    place TEXT PRIMARY KEY,
    entry INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE acts (
    place     TEXT NOT NULL,
    entry     INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    canonical BLOB NOT NULL,
    PRIMARY KEY (place, entry)
) WITHOUT ROWID;

ALTER TABLE tenants ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE partners ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE partners DROP COLUMN version;
ALTER TABLE tenants DROP COLUMN version;
DROP TABLE acts;
DROP TABLE places;
DROP TABLE accounts;
