-- The comments of a case among the rest of its history, with what their authors
-- made of them later.

-- +goose Up
CREATE INDEX activities_of_comments ON activities (tenant, number, entry)
    WHERE kind IN ('commented', 'comment_edited', 'comment_deleted');

-- +goose Down
DROP INDEX activities_of_comments;
