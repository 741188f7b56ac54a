-- The index of marks, which takes the place of unique and other indexes of
-- hashes. See docs/decisions/0009-leaner-store.md. The next migration fills it.

-- +goose Up
CREATE TABLE mark_tails (
    tenant INTEGER NOT NULL,
    place  INTEGER NOT NULL,
    recent INTEGER NOT NULL,
    marks  BLOB NOT NULL,
    PRIMARY KEY (tenant, place)
);

CREATE TABLE mark_segments (
    tenant  INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    lowest  INTEGER NOT NULL,
    highest INTEGER NOT NULL,
    PRIMARY KEY (tenant, place)
) WITHOUT ROWID;

CREATE TABLE mark_chunks (
    tenant INTEGER NOT NULL,
    place  INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    marks  BLOB NOT NULL,
    PRIMARY KEY (tenant, place, first)
);
