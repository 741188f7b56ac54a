-- What sources sent, compressed: see docs/decisions/0009-leaner-store.md. What
-- came before stays where it is, in detection_raws.

-- +goose Up
CREATE TABLE raw_blocks (
    tenant INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    events BLOB NOT NULL,
    PRIMARY KEY (tenant, first)
);
