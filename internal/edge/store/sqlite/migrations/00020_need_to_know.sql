-- Cases that only some people may know of, and who they are; of any other case there
-- is no row. See docs/decisions/0022-need-to-know.md.

-- +goose Up
ALTER TABLE cases ADD COLUMN named BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE case_people (
    tenant  INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (tenant, number, user_id),
    FOREIGN KEY (tenant, number) REFERENCES cases
) WITHOUT ROWID;

-- +goose Down
DROP TABLE case_people;
ALTER TABLE cases DROP COLUMN named;
