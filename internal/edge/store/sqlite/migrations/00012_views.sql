-- The views that people keep of lists: all of a person's of one list in a tenant
-- are one row, because they are named and ordered among each other.

-- +goose Up
CREATE TABLE views (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    user_id  TEXT NOT NULL,
    list     TEXT NOT NULL,
    version  INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, user_id, list)
);

-- +goose Down
DROP TABLE views;
