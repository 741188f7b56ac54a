-- What repeats, the rule log, settings, commands, partners' books and the search
-- for related detections need. See docs/decisions/0006-store-automatic-cases.md.
-- The next migration fills in what follows from documents.

-- +goose Up
ALTER TABLE tenants ADD COLUMN log BIGINT NOT NULL DEFAULT 0;

ALTER TABLE detections ADD COLUMN count BIGINT NOT NULL DEFAULT 1;
ALTER TABLE detections ADD COLUMN last_seen_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX detections_open ON detections (tenant, created_at, arrival, severity) WHERE status = 'open';
CREATE INDEX detections_updated ON detections (tenant, sequence) WHERE sequence <> arrival;
CREATE INDEX detection_versions_by_sequence ON detection_versions (tenant, sequence);

CREATE TABLE detection_folds (
    tenant      BIGINT NOT NULL,
    sequence    BIGINT NOT NULL,
    identity    BYTEA NOT NULL,
    target      BIGINT NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    document    BYTEA NOT NULL,
    PRIMARY KEY (tenant, sequence),
    FOREIGN KEY (tenant, target) REFERENCES detections
);
CREATE INDEX detection_folds_by_identity ON detection_folds (tenant, identity, sequence);

CREATE TABLE detection_repeats (
    tenant  BIGINT NOT NULL,
    bucket  BIGINT NOT NULL,
    "key"   BIGINT NOT NULL,
    arrival BIGINT NOT NULL,
    PRIMARY KEY (tenant, bucket, "key", arrival)
);

ALTER TABLE case_keys DROP CONSTRAINT case_keys_tenant_number_arrival_fkey,
    ADD FOREIGN KEY (tenant, number) REFERENCES cases;

CREATE TABLE case_bars (
    tenant  BIGINT NOT NULL,
    number  BIGINT NOT NULL,
    arrival BIGINT NOT NULL,
    PRIMARY KEY (tenant, number, arrival),
    FOREIGN KEY (tenant, number) REFERENCES cases
);

CREATE TABLE open_rows (
    tenant     BIGINT NOT NULL,
    criterion  BIGINT NOT NULL,
    "row"      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    arrival    BIGINT NOT NULL,
    PRIMARY KEY (tenant, criterion, "row", created_at, arrival)
);

CREATE TABLE open_gaps (
    tenant    BIGINT NOT NULL,
    criterion BIGINT NOT NULL,
    spans     BYTEA NOT NULL,
    PRIMARY KEY (tenant, criterion)
);

CREATE TABLE rule_logs (
    tenant   BIGINT NOT NULL,
    entry    BIGINT NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    rule     BYTEA,
    template BYTEA,
    number   BIGINT,
    arrival  BIGINT,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, entry)
);
CREATE INDEX rule_logs_by_rule ON rule_logs (tenant, rule, entry) WHERE rule IS NOT NULL;
CREATE INDEX rule_logs_by_template ON rule_logs (tenant, template, entry) WHERE template IS NOT NULL;
CREATE INDEX rule_logs_by_case ON rule_logs (tenant, number, entry) WHERE number IS NOT NULL;
CREATE INDEX rule_logs_by_detection ON rule_logs (tenant, arrival, entry) WHERE arrival IS NOT NULL;

CREATE TABLE rule_counts (
    tenant BIGINT NOT NULL,
    hour   BIGINT NOT NULL,
    rule   BYTEA NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (tenant, hour, rule, kind)
);

CREATE TABLE commands (
    tenant   BIGINT NOT NULL REFERENCES tenants,
    sequence BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

CREATE TABLE settings (
    tenant   BIGINT NOT NULL REFERENCES tenants,
    sequence BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

CREATE INDEX rule_sets_by_sequence ON rule_sets (tenant, sequence);

CREATE TABLE book_items (
    tenant   BIGINT NOT NULL REFERENCES tenants,
    kind     TEXT COLLATE "C" NOT NULL,
    id       BYTEA NOT NULL,
    since    BIGINT NOT NULL,
    until    BIGINT,
    place    BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, kind, id, since)
);
CREATE INDEX book_items_current ON book_items (tenant, kind, place) WHERE until IS NULL;

CREATE TABLE partner_books (
    partner TEXT COLLATE "C" NOT NULL REFERENCES partners,
    version BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (partner, version)
);

CREATE TABLE partner_items (
    partner  TEXT COLLATE "C" NOT NULL REFERENCES partners,
    kind     TEXT COLLATE "C" NOT NULL,
    id       BYTEA NOT NULL,
    since    BIGINT NOT NULL,
    until    BIGINT,
    place    BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (partner, kind, id, since)
);
CREATE INDEX partner_items_current ON partner_items (partner, kind, place) WHERE until IS NULL;

CREATE INDEX tenants_by_partner ON tenants (partner_id, id);

CREATE TABLE backtests (
    tenant   BIGINT NOT NULL REFERENCES tenants,
    id       TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (tenant, id)
);
