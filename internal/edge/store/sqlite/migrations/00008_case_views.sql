-- Lists of cases of one status or severity, the last changed first, among many
-- of others. See docs/decisions/0004-store-lists.md.

-- +goose Up
CREATE INDEX cases_of_status ON cases (tenant, status, updated_at, number);
CREATE INDEX cases_of_severity ON cases (tenant, severity, updated_at, number);

-- +goose Down
DROP INDEX cases_of_severity;
DROP INDEX cases_of_status;
