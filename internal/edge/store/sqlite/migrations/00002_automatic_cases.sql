-- What repeats, the rule log, settings, commands, partners' books and the search
-- for related detections need. See docs/decisions/0006-store-automatic-cases.md.
-- The next migration fills in what follows from documents.

-- +goose Up
ALTER TABLE tenants ADD COLUMN log INTEGER NOT NULL DEFAULT 0;

ALTER TABLE detections ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE detections ADD COLUMN last_seen_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX detections_open ON detections (tenant, created_at, arrival, severity) WHERE status = 'open';
CREATE INDEX detections_updated ON detections (tenant, sequence) WHERE sequence <> arrival;
CREATE INDEX detection_versions_by_sequence ON detection_versions (tenant, sequence);

CREATE TABLE detection_folds (
    tenant      INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    identity    BLOB NOT NULL,
    target      INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    document    BLOB NOT NULL,
    PRIMARY KEY (tenant, sequence),
    FOREIGN KEY (tenant, target) REFERENCES detections
);
CREATE INDEX detection_folds_by_identity ON detection_folds (tenant, identity, sequence);

CREATE TABLE detection_repeats (
    tenant  INTEGER NOT NULL,
    bucket  INTEGER NOT NULL,
    "key"   INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    PRIMARY KEY (tenant, bucket, "key", arrival)
) WITHOUT ROWID;

CREATE TABLE case_keys_anew (
    tenant  INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    rule    BLOB NOT NULL,
    "row"   BLOB NOT NULL,
    PRIMARY KEY (tenant, number, arrival, rule, "row"),
    FOREIGN KEY (tenant, number) REFERENCES cases
) WITHOUT ROWID;
INSERT INTO case_keys_anew SELECT tenant, number, arrival, rule, "row" FROM case_keys;
DROP TABLE case_keys;
ALTER TABLE case_keys_anew RENAME TO case_keys;

CREATE TABLE case_bars (
    tenant  INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    PRIMARY KEY (tenant, number, arrival),
    FOREIGN KEY (tenant, number) REFERENCES cases
) WITHOUT ROWID;

CREATE TABLE open_rows (
    tenant     INTEGER NOT NULL,
    criterion  INTEGER NOT NULL,
    "row"      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    arrival    INTEGER NOT NULL,
    PRIMARY KEY (tenant, criterion, "row", created_at, arrival)
) WITHOUT ROWID;

CREATE TABLE open_gaps (
    tenant    INTEGER NOT NULL,
    criterion INTEGER NOT NULL,
    spans     BLOB NOT NULL,
    PRIMARY KEY (tenant, criterion)
) WITHOUT ROWID;

CREATE TABLE rule_logs (
    tenant   INTEGER NOT NULL,
    entry    INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    rule     BLOB,
    template BLOB,
    number   INTEGER,
    arrival  INTEGER,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, entry)
);
CREATE INDEX rule_logs_by_rule ON rule_logs (tenant, rule, entry) WHERE rule IS NOT NULL;
CREATE INDEX rule_logs_by_template ON rule_logs (tenant, template, entry) WHERE template IS NOT NULL;
CREATE INDEX rule_logs_by_case ON rule_logs (tenant, number, entry) WHERE number IS NOT NULL;
CREATE INDEX rule_logs_by_detection ON rule_logs (tenant, arrival, entry) WHERE arrival IS NOT NULL;

CREATE TABLE rule_counts (
    tenant INTEGER NOT NULL,
    hour   INTEGER NOT NULL,
    rule   BLOB NOT NULL,
    kind   TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (tenant, hour, rule, kind)
) WITHOUT ROWID;

CREATE TABLE commands (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

CREATE TABLE settings (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, sequence)
);

CREATE INDEX rule_sets_by_sequence ON rule_sets (tenant, sequence);

CREATE TABLE book_items (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    kind     TEXT NOT NULL,
    id       BLOB NOT NULL,
    since    INTEGER NOT NULL,
    until    INTEGER,
    place    INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, kind, id, since)
);
CREATE INDEX book_items_current ON book_items (tenant, kind, place) WHERE until IS NULL;

CREATE TABLE partner_books (
    partner TEXT NOT NULL REFERENCES partners,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (partner, version)
) WITHOUT ROWID;

CREATE TABLE partner_items (
    partner  TEXT NOT NULL REFERENCES partners,
    kind     TEXT NOT NULL,
    id       BLOB NOT NULL,
    since    INTEGER NOT NULL,
    until    INTEGER,
    place    INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (partner, kind, id, since)
);
CREATE INDEX partner_items_current ON partner_items (partner, kind, place) WHERE until IS NULL;

CREATE INDEX tenants_by_partner ON tenants (partner_id, id);

CREATE TABLE backtests (
    tenant   INTEGER NOT NULL REFERENCES tenants,
    id       TEXT NOT NULL,
    at       INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (tenant, id)
);
