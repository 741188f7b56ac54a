-- The index of marks, which takes the place of unique and other indexes of
-- hashes. See docs/decisions/0009-leaner-store.md. The next migration fills it.

-- +goose Up
CREATE TABLE mark_tails (
    tenant BIGINT NOT NULL,
    place  BIGINT NOT NULL,
    recent BIGINT NOT NULL,
    marks  BYTEA NOT NULL,
    PRIMARY KEY (tenant, place)
);

CREATE TABLE mark_segments (
    tenant  BIGINT NOT NULL,
    place   BIGINT NOT NULL,
    lowest  BIGINT NOT NULL,
    highest BIGINT NOT NULL,
    PRIMARY KEY (tenant, place)
);

CREATE TABLE mark_chunks (
    tenant BIGINT NOT NULL,
    place  BIGINT NOT NULL,
    first  BIGINT NOT NULL,
    marks  BYTEA NOT NULL,
    PRIMARY KEY (tenant, place, first)
);
