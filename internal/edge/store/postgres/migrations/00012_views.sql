-- The views that people keep of lists: all of a person's of one list in a tenant
-- are one row, because they are named and ordered among each other.

-- +goose Up
CREATE TABLE views (
    tenant   BIGINT NOT NULL REFERENCES tenants,
    user_id  TEXT COLLATE "C" NOT NULL,
    list     TEXT COLLATE "C" NOT NULL,
    version  BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, user_id, list)
);

-- +goose Down
DROP TABLE views;
