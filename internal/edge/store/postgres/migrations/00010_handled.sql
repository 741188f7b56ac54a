-- What people did to whole cases, among the rest of a tenant's history.

-- +goose Up
CREATE INDEX activities_of_handling ON activities (tenant, entry)
    WHERE kind IN ('status_changed', 'assignee_changed');

-- +goose Down
DROP INDEX activities_of_handling;
