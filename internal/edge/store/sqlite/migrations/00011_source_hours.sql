-- What sources sent, by hours, and when: see package feed. Of what is there already,
-- the last 200,000 of a tenant tell of the hours that they came in.

-- +goose Up
CREATE TABLE source_hours (
    tenant   INTEGER NOT NULL,
    source   BLOB NOT NULL,
    hour     INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    pause    INTEGER NOT NULL,
    PRIMARY KEY (tenant, source, hour)
) WITHOUT ROWID;

INSERT INTO source_hours (tenant, source, hour, count, first_at, last_at, pause)
SELECT tenant, source, hour, count(*), min(received_at), max(received_at), coalesce(max(pause), 0)
FROM (
    SELECT d.tenant, d.source, d.received_at, d.received_at / 3600000000 * 3600 AS hour,
        d.received_at - lag(d.received_at) OVER (PARTITION BY d.tenant, d.source, d.received_at / 3600000000 ORDER BY d.received_at) AS pause
    FROM tenants t JOIN detections d ON d.tenant = t.tenant AND d.arrival > t.sequence - 200000
) AS came
GROUP BY tenant, source, hour;

-- +goose Down
DROP TABLE source_hours;
