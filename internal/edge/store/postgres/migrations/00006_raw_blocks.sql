-- What sources sent, compressed: see docs/decisions/0009-leaner-store.md. What
-- came before stays where it is, in detection_raws.

-- +goose Up
CREATE TABLE raw_blocks (
    tenant BIGINT NOT NULL,
    first  BIGINT NOT NULL,
    events BYTEA NOT NULL,
    PRIMARY KEY (tenant, first)
);
