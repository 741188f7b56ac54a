-- The tables of PostgreSQL, in SQLite's words. Narrow tables live in their key
-- (WITHOUT ROWID); the wide ones keep a row id, so that their long rows stay out
-- of the inner nodes. See docs/decisions/0003-store-keys.md.

-- +goose Up
CREATE TABLE partners (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tenants (
    tenant      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    partner_id  TEXT NOT NULL,
    time_zone   TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    sequence    INTEGER NOT NULL DEFAULT 0,
    entry       INTEGER NOT NULL DEFAULT 0,
    case_number INTEGER NOT NULL DEFAULT 0,
    rule_set    INTEGER NOT NULL DEFAULT 0,
    epoch       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE users (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    name_folded   TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    one_time      BOOLEAN NOT NULL,
    role          TEXT NOT NULL,
    root          BOOLEAN NOT NULL,
    partner_id    TEXT NOT NULL,
    tenant_id     TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tokens (
    id          TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    root        BOOLEAN NOT NULL,
    partner_id  TEXT NOT NULL,
    tenant_id   TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    content    BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE detections (
    tenant      INTEGER NOT NULL,
    arrival     INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    identity    BLOB NOT NULL,
    source      BLOB NOT NULL,
    type        BLOB NOT NULL,
    severity    INTEGER NOT NULL,
    status      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    document    BLOB NOT NULL,
    PRIMARY KEY (tenant, arrival)
);
CREATE UNIQUE INDEX detections_by_identity ON detections (tenant, identity);
CREATE INDEX detections_by_created_at ON detections (tenant, created_at, arrival);
CREATE INDEX detections_by_received_at ON detections (tenant, received_at, arrival);
CREATE INDEX detections_by_severity ON detections (tenant, severity, arrival);
CREATE INDEX detections_by_source ON detections (tenant, source, arrival);
CREATE INDEX detections_by_type ON detections (tenant, type, arrival);

CREATE TABLE detection_raws (
    tenant  INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    raw     BLOB NOT NULL,
    PRIMARY KEY (tenant, arrival)
);

CREATE TABLE detection_entities (
    tenant  INTEGER NOT NULL,
    entity  INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    PRIMARY KEY (tenant, entity, arrival)
) WITHOUT ROWID;

CREATE TABLE detection_versions (
    tenant      INTEGER NOT NULL,
    arrival     INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    applied     BOOLEAN NOT NULL,
    fingerprint TEXT NOT NULL,
    document    BLOB NOT NULL,
    raw         BLOB NOT NULL,
    PRIMARY KEY (tenant, arrival, sequence),
    FOREIGN KEY (tenant, arrival) REFERENCES detections
);

CREATE TABLE cases (
    tenant          INTEGER NOT NULL REFERENCES tenants,
    number          INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    open            BOOLEAN NOT NULL,
    severity        INTEGER NOT NULL,
    status          INTEGER NOT NULL,
    priority        TEXT NOT NULL,
    score           INTEGER NOT NULL,
    detection_count INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    document        BLOB NOT NULL,
    PRIMARY KEY (tenant, number)
);
CREATE INDEX cases_open ON cases (tenant, number) WHERE open;
CREATE INDEX cases_by_severity ON cases (tenant, severity, number);
CREATE INDEX cases_by_status ON cases (tenant, status, number);
CREATE INDEX cases_by_priority ON cases (tenant, priority, number);
CREATE INDEX cases_by_score ON cases (tenant, score, number);
CREATE INDEX cases_by_detection_count ON cases (tenant, detection_count, number);
CREATE INDEX cases_by_created_at ON cases (tenant, created_at, number);
CREATE INDEX cases_by_updated_at ON cases (tenant, updated_at, number);

CREATE TABLE case_members (
    tenant   INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    arrival  INTEGER NOT NULL,
    rule     BLOB NOT NULL,
    rule_set INTEGER NOT NULL,
    PRIMARY KEY (tenant, number, arrival),
    FOREIGN KEY (tenant, number) REFERENCES cases,
    FOREIGN KEY (tenant, arrival) REFERENCES detections
) WITHOUT ROWID;
CREATE INDEX case_members_by_detection ON case_members (tenant, arrival, number);

CREATE TABLE case_keys (
    tenant  INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    rule    BLOB NOT NULL,
    "row"   BLOB NOT NULL,
    PRIMARY KEY (tenant, number, arrival, rule, "row"),
    FOREIGN KEY (tenant, number, arrival) REFERENCES case_members
) WITHOUT ROWID;

CREATE TABLE activities (
    tenant    INTEGER NOT NULL,
    entry     INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    canonical BLOB NOT NULL,
    PRIMARY KEY (tenant, entry)
);
CREATE INDEX activities_by_case ON activities (tenant, number, entry);

CREATE TABLE rule_sets (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    version  INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, version)
);

-- +goose Down
DROP TABLE rule_sets;
DROP TABLE activities;
DROP TABLE case_keys;
DROP TABLE case_members;
DROP TABLE cases;
DROP TABLE detection_versions;
DROP TABLE detection_entities;
DROP TABLE detection_raws;
DROP TABLE detections;
DROP TABLE sessions;
DROP TABLE tokens;
DROP TABLE users;
DROP TABLE tenants;
DROP TABLE partners;
